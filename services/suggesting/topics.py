"""What is asked about, out of a short list, and which facts answer it."""

import re
from collections.abc import Sequence
from enum import StrEnum

from services.scoring.words import words_of
from services.suggesting.types import Source


class Topic(StrEnum):
    PRICE = "price"
    PLACE = "place"
    HOURS = "hours"
    AVAILABILITY = "availability"
    DETAILS = "details"
    CALL = "call"


TOPIC_WORDS: dict[Topic, str] = {
    Topic.PRICE: "Prices",
    Topic.PLACE: "Address and way",
    Topic.HOURS: "Opening hours",
    Topic.AVAILABILITY: "What is available",
    Topic.DETAILS: "Details of what you offer",
    Topic.CALL: "How to book a call",
}
MOST_FACTS = 2  # more that fit equally well leave open which one is meant
CALL_LINK = "Choose a time for a call"
_FLAGS = re.IGNORECASE
_ASKED: dict[Topic, re.Pattern[str]] = {
    Topic.PRICE: re.compile(
        r"\b(prices?|pricing|rates?|costs?|costing|charges?|fees?|quotation|quote|daam|k(i|ee)mat)\b"
        r"|\b(how\s+much|kitn[aei])\b(?!\s+(time|baje|samay|der|din|long|log)\b)|कितन[ाेी](?!\s+(बजे|समय|दिन|देर))|कीमत|क़ीमत|दाम|रेट|शुल्क|फीस",
        _FLAGS,
    ),
    Topic.PLACE: re.compile(
        r"\b(where|address|locat(ed|ion)|landmark|directions?|branch(es)?|google\s+map|kah+an?|kidhar)\b"
        r"|कहाँ|कहां|किधर|पता\s+(क्या|दे|भेज|बता)|लोकेशन",
        _FLAGS,
    ),
    Topic.HOURS: re.compile(
        r"\b(open(ing)?|clos(e|es|ed|ing)|timings?|hours|(mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?"
        r"|kab\s+(tak|se|khul\w*)|khul[aet]\w*|kitne\s+baje|what\s+time)\b|समय|टाइम|खुल|कितने\s+बजे|रविवार",
        _FLAGS,
    ),
    Topic.AVAILABILITY: re.compile(
        r"\b(availab\w+|in\s+stock|vacan\w+|free\s+(slots?|dates?)|slots?|still\s+(there|left|have)|possession"
        r"|mil(ega|egi|\s+jayega|\s+sakta)|uplabdh)\b|उपलब्ध|मिलेग",
        _FLAGS,
    ),
    Topic.DETAILS: re.compile(
        r"\b(details?|brochure|catalog(ue)?s?|documents?|pdf|info(rmation)?|know\s+more|more\s+about|features?"
        r"|specifications?|specs|services?|what\s+(all\s+)?do\s+you\s+(do|have|make|sell|provide)"
        r"|do\s+you\s+(do|have|make|sell|provide|offer)|included?|jan?kari)\b|जानकारी|विवरण|डिटेल|सेवा",
        _FLAGS,
    ),
    Topic.CALL: re.compile(
        r"\b((book|schedule|arrange|fix|set\s+up)\b.{0,20}\b(calls?|appointments?|meetings?|visits?|demos?|slots?|time)"
        r"|appointments?|(talk|speak)\s+on\s+(the\s+)?phone)\b|अपॉइंटमेंट|कॉल\s+(बुक|कब|कैसे)",
        _FLAGS,
    ),
}
_SAYS: dict[Topic, re.Pattern[str]] = {
    Topic.PRICE: re.compile(r"₹|\brs\b|\binr\b|\brupees?\b|\b(price|cost|fee|charge|rate)s?\b.*\d|\d.*रुपय", _FLAGS),
    Topic.PLACE: re.compile(
        r"^address:|\b(located|address|near|opposite|behind|beside|landmark|parking|branch(es)?)\b|पास|सामने", _FLAGS
    ),
    Topic.HOURS: re.compile(r"\b(open|opens|closed|closes|hours|timings?)\b|\d\s*[ap]\.?m\b|खुल|बजे", _FLAGS),
    Topic.AVAILABILITY: re.compile(
        r"\b(availab\w+|stock|vacan\w+|slots?|possession|ready|booked|sold\s+out|waiting\s+list)\b|उपलब्ध", _FLAGS
    ),
    Topic.DETAILS: re.compile(""),  # any fact, when it shares a word
    Topic.CALL: re.compile(rf"^{CALL_LINK}|\b(appointment|book(ing)?s?|call\s+us)\b", _FLAGS),
}
_FIRST = {Topic.PLACE: "Address", Topic.DETAILS: "What you"}
_GENERAL = {Topic.PLACE, Topic.HOURS, Topic.CALL}  # one fact answers, whatever is named besides
_MONTHS = "jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
# Days on which usual hours may not hold: festivals, holidays and dates.
_SPECIAL_DAY = re.compile(
    r"\b(di(wa|pa)w?v?a?li|deepaw?v?ali|holi|eid|ramadan|ramzan|id-ul-\w+|muharram|bakri?d|christmas|x-?mas|new\s+year|pongal|sankranth?i|lohri"
    r"|onam|vishu|ugadi|gudi\s+padwa|baisakhi|bihu|dussehra|dasara|vijayadashami|nav\s?rath?ri|durga\s+puja|puja|pooja|ganesh\w*|ganpati"
    r"|janmashtami|rakh?sha\s*bandhan|rakhi|maha\s?shiv\s?ratri|shivratri|ram\s*navami|mahavir\w*|buddha\s+purnima|guru\s?purab|good\s+friday"
    r"|easter|bhai\s*d(oo|u)j|chhath|karva\s+chauth|(independence|republic|labou?r|may)\s+day|gandhi\s+jayanti|jayanti|holidays?|festivals?"
    rf"|tyoh?aa?r|chhutt?i(yan?|yon)?|\d{{1,2}}(st|nd|rd|th)?\s+(of\s+)?({_MONTHS})[a-z]*|({_MONTHS})[a-z]*\s+\d{{1,2}}(st|nd|rd|th)?)\b"
    r"|दि[वप]ाली|दीपावली|होली|ईद|क्रिसमस|नया\s+साल|दशहरा|नवरात्र|पूजा|राखी|रक्षा\s*बंधन|जन्माष्टमी|त्योहार|त्यौहार|छुट्टी|छुट्टिय|जयंती|\d{1,2}\s+(जन|फर|मार्च|अप्र|मई|जून|जुला|अग|सित|अक्|नव|दिस)",
    _FLAGS,
)
_GREETING = re.compile(r"\bgood\s+(morning|afternoon|evening|day|night)\b", re.IGNORECASE)
_WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0970-\u097f])+")
# Words of asking. One that is missing here makes an answer rarer, never wrong.
_ASKING_WORDS = """
i me my we us our you your u ur it its this that these those is are am was be do does did can could will would shall
should may have has had what which when where who how why much many please pls plz kindly tell give send share say let
know want need like get take about any some for from per each only just also so if then ok okay yes hi hello hey dear
sir madam mam ji namaste thank thanks thankyou there here exactly actual total
approx approximate approximately around more info information detail price pricing rate cost costing charge fee
quotation quote address location located landmark direction branch google map open opening close closed closing timing
hour time available availability slot service offer provide make sell include feature still left
book schedule appointment call meeting interested whats what's s
kya hai he h hain ka ki ke ko se mein me par pe aap aapka aapki aapke apka apki apke ap mujhe hume humein chahiye
batao bataye bataiye batana bataiyega bata do dijiye dena bhejo bhej bhejiye kitna kitne kitni lagega lagta lagegi hoga
hogi kab tak kahan kaha kidhar kaun kaise daam kimat keemat aur bhi kripya haan han
"""
_HINDI_ASKING_WORDS = """
क्या है हैं का की के को से में पर आप आपका आपकी आपके मुझे हमें चाहिए बताओ बताइए बताएं बताइये बताना दो दीजिए भेजो भेजिए
कितना कितने कितनी कीमत दाम रेट होगा होगी लगेगा कब तक कहाँ कहां पता समय यह ये और भी कृपया जी नमस्ते हाँ कर करें
"""
_ASKING = words_of(_ASKING_WORDS) | frozenset(_ASKING_WORDS.split()) | frozenset(_HINDI_ASKING_WORDS.split())


def topics_of(said: str) -> frozenset[Topic]:
    """What a message asks about; several at once are not rare, none is neither."""
    return frozenset(topic for topic, asked in _ASKED.items() if asked.search(said))


def facts_about(topic: Topic, said: str, facts: Sequence[Source]) -> list[Source]:
    """The facts that say something of the topic; of hours on a festival or date, those that name the same one."""
    days = _special_days(said) if topic is Topic.HOURS else frozenset()
    return [one for one in facts if _is_about(topic, one) and days <= _special_days(one.text)]


def _is_about(topic: Topic, fact: Source) -> bool:
    return bool(_SAYS[topic].search(fact.name if fact.name.startswith(("Address", "What", "Website")) else fact.text))


def fitting(topic: Topic, said: str, facts: Sequence[Source]) -> list[Source]:
    """The facts that answer what was said about a topic: those that share what it names, else the only ones there are.

    None where something is named that no fact knows, or where too many fit to tell which one is meant. The usual hours
    are no answer to whether a festival is a day like any other.
    """
    about, named = facts_about(topic, said, facts), _named(said)
    shared = [(len(named & _words(one.text)), one) for one in about]
    most = max((number for number, _ in shared), default=0)
    if most:
        found = [one for number, one in shared if number == most]
    else:
        found = [] if named and topic not in _GENERAL else _general(topic, about)
    return found if len(found) <= MOST_FACTS else []


def _special_days(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"\s+", " ", found.group().casefold()) for found in _SPECIAL_DAY.finditer(text))


def _general(topic: Topic, about: list[Source]) -> list[Source]:
    """What answers "price?", "where?" and the like, in which nothing is named."""
    if topic is Topic.AVAILABILITY:
        return []  # "is it available?" means something that only people know
    beginning = _FIRST.get(topic, "")
    return [one for one in about if one.name.startswith(beginning)] or (about if topic is Topic.PLACE else [])


def _named(said: str) -> frozenset[str]:
    """What a question is about, beyond the words of asking."""
    return frozenset(word for word in _words(_GREETING.sub(" ", said)) if word not in _ASKING and len(word) > 1)


def _words(text: str) -> frozenset[str]:
    """As `words_of`, with the signs of Devanagari inside their words."""
    found = _WORD.findall(text.casefold())
    return words_of(" ".join(one for one in found if one.isascii())) | {one for one in found if not one.isascii()}
