"""Pure. What is always left to a person, in English, Hindi and Hinglish: a false alarm costs a moment, a miss trust."""

import re
import unicodedata

from services.analysis.cleaning import plain, sends_elsewhere, speaks_to_machines
from services.answering.types import Why

_FLAGS = re.IGNORECASE
_ALWAYS_A_PERSON: tuple[tuple[Why, re.Pattern[str]], ...] = (
    (
        Why.STOP,
        re.compile(
            r"\b(stop|unsubscribe|remove\s+(me|my)|opt\s*out|do\s*n.?t\s+(message|text|call|contact|disturb)|not\s+interested"
            r"|band\s+kar\w*|mat\s+(bhej|kar)\w*)\b|बंद\s+कर|मत\s+(भेज|कर)",
            _FLAGS,
        ),
    ),
    (
        Why.WHO,
        re.compile(
            r"\b(chat|ro)?bots?\b|\bchat\s*gpt\b|\bauto(mated|matic)?\s*(repl|message|answer|respon)\w*"
            r"|\b(are|r|is|am\s+i\s+\w+\s+(to|with))\s+(you|u|this|it|an?)\b.{0,20}"
            r"\b(a\.?i\.?|machine|computer|program|automat\w+|real|human|person)\b|\breal\s+(person|human|people)\b"
            r"|\b(human|insaan|insan)\b|रोबोट|इंसान|इन्सान|मशीन",
            _FLAGS,
        ),
    ),
    (
        Why.WANTS_PERSON,
        re.compile(
            r"\b(talk|speak|connect|call|transfer)\b.{0,25}\b(person|someone|somebody|manager|owner|human|agent|doctor|staff"
            r"|representative|executive|boss|head|team)\b|\bcall\s*(me|back)\b|\b(manager|supervisor|boss)\b"
            r"|\bmujhe\s+call|\bcall\s+kar\w*|\bbaat\s+kar\w*|बात\s+कर|कॉल\s+कर|मालिक",
            _FLAGS,
        ),
    ),
    (
        Why.MONEY,
        re.compile(
            r"\b(discounts?|bargain\w*|negotiat\w*|cheaper|cheap|expensive|costly|too\s+(much|high)|(best|last|final|lowest"
            r"|better|special)\s+(price|rate|offer|deal)|any\s+(offers?|deals?)|reduce|concession|coupon|promo|free|gratis"
            r"|refunds?|money\s+back|cash\s*back|emi|e\.m\.i|instal?ments?|finance|loans?|credit|advance|deposit|token"
            r"|pay(ment|ments|ing|able)?|paid|upi|gpay|paytm|phonepe|bank|ifsc|account\s+number|invoices?|bills?|gst|tax(es)?"
            r"|commission|compensat\w*|budget|match|competitor|negotiable|fixed\s+price|less|lower|kam\s+(kar|ho|me|mein)\w*"
            r"|mehng[aei]|sast[aei]|muft|chh?oot|thoda\s+kam|paisa\s+wapas)\b|%|"
            r"छूट|डिस्काउंट|सस्त|महंग|महँग|मुफ्त|मुफ़्त|कम\s+(कर|हो|में)|किस्त|किश्त|पैसे?\s+वापस|उधार|भुगतान",
            _FLAGS,
        ),
    ),
    (
        Why.LEGAL,
        re.compile(
            r"\b(legal\w*|lawyers?|advocates?|sue|suing|(consumer|high|supreme|to)\s+(forum|court)|court\s+case|police|fir|gdpr"
            r"|dpdp|privacy|consent|trai|dnd|illegal\w*|lawsuit|liab\w+|warrant(y|ies)|guarantee\w*|contract|(where|how)\s+(did|do|have)\s+(you|u)\s+(get|got|have|find)\s+(my|this|our)"
            r"|mera\s+number\s+kah\w+|number\s+kis\w*\s+diya)\b|वकील|कानून|क़ानून|पुलिस|अदालत|नंबर\s+कहा|नम्बर\s+कहा",
            _FLAGS,
        ),
    ),
    (
        Why.ANGRY,
        re.compile(
            r"\b(complain\w*|complaints?|angry|upset|annoy\w*|irritat\w*|frustrat\w*|disappoint\w*|fraud\w*|scam\w*|cheat\w*"
            r"|fake|liars?|lying|worst|pathetic|terrible|horrible|useless|rubbish|nonsense|ridiculous|harass\w*|spam\w*"
            r"|shame\w*|idiots?|stupid|damn|hell|shit\w*|bullshit|fuck\w*|wtf|bloody|disgust\w*|report\s+you|again\s+and\s+again"
            r"|bakwas|bek[aā]r|dhokh?a|chor|pagal|bewak\w*|pareshan|tang\s+(kar|mat)\w*|gh?at+iya|dimag)\b"
            r"|शिकायत|धोखा|बकवास|बेकार|परेशान|चोर|घटिया|गुस्स|[!?]{3,}",
            _FLAGS,
        ),
    ),
    (
        Why.URGENT,
        re.compile(
            r"\b(urgent\w*|emergenc\w+|asap|immediately|bleed\w*|severe|unbearable|accident|pain\w*|suicid\w*"
            r"|danger\w*|swell\w*|swollen|allerg\w*|pregnan\w*|dard|jaldi|turant)\b|आपात|तुरंत|दर्द|जल्दी",
            _FLAGS,
        ),
    ),
)
_SHOUTS = re.compile(r"\b[A-Z]{4,}(\s+[A-Z]{2,}){2,}\b")
_JOINERS = "\u200c\u200d"
_PLACES = ("(link)", "(address)", "(number)")


def always_a_person(said: str) -> Why | None:
    """Why these words are never answered by a machine; None when nothing speaks against it."""
    if speaks_to_machines(said) or sends_elsewhere(said) or _hides_something(said):
        return Why.ORDERS
    for why, words in _ALWAYS_A_PERSON:
        if words.search(said):
            return why
    if _SHOUTS.search(said):
        return Why.ANGRY
    return Why.ORDERS if any(place in plain(said) for place in _PLACES) else None


def _hides_something(said: str) -> bool:
    """Whether letters are in it that nobody sees; joiners are part of Indian scripts and of pictures."""
    return any(unicodedata.category(letter) in {"Cf", "Co"} and letter not in _JOINERS for letter in said)
