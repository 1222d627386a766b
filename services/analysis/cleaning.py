"""Other people's text before a model sees it: plain, short, without addresses, and not speaking to machines."""

import re
import unicodedata

LONGEST = 600
_HIDDEN = re.compile(r"<!--.*?(-->|$)|<(script|style)\b.*?(</\2>|$)|<[^>]{0,200}>", re.DOTALL | re.IGNORECASE)
_FENCES = re.compile(r"[<>{}\[\]`|\\^~#*_=]+")
_LINKS = re.compile(r"\b(?:https?|ftp|data|javascript|tel|mailto):\S*|\bwww\.\S+", re.IGNORECASE)
_STAND_INS = ("(link)", "(address)", "(number)")
_MAIL = re.compile(r"\S+@\S+")
_NUMBER = re.compile(r"\+?\d[\d\s().-]{5,}\d")

# Words by which a text addresses whatever reads it to judge it. People who write to people do not use them; where one
# does, the analysis loses one fact.
_TO_MACHINES = re.compile(
    r"""
    \b(ignore|disregard|forget|override|bypass)\b.{0,40}
      \b(all|any|above|previous|prior|earlier|instruction|rule|prompt|guideline|everything)
    | \b(system|developer|assistant)\s*(:|prompt|message|override|mode|role)
    | \bprompt\b | \bjailbreak | \bDAN\b | \bsudo\b
    | \b(new|updated|real|following|your|these|hidden|previous|important)\s+(instruction|task|rule|order|directive)s?\b
    | \binstructions?\s*:
    | \byou\s+are\s+(now|an?|the|no\s+longer)\b | \b(act|pretend|behave|roleplay|respond)\s+(as|to\s+be|like)\b
    | \b(ai|llm|gpt|chatgpt|language\s+model|bot|scorer|classifier|assistant)s?\b.{0,40}
      \b(must|should|please|reply|respond|answer|output|return|write|print|say|set|give|mark|treat|rank|score|rate|send)\b
    | \b(score|rank|grade|classify|label)\b.{0,30}\b(me|us|this|it|them|him|her|100|hundred|highest|max|top|perfect|hot)
    | (^|[.!,;:)\]]\s*|\b(please|must|should|now|and)\s+)rate\s+(me|us|this|them|him|her)\b
    | \b(give|set|mark|treat|make|return|output|assign)\b.{0,30}
      \b(scores?|100|hundred|highest|maximum|perfect|10/10|fit|strong|hot|lead)\b
    | \b(reveal|print|repeat|output|leak|dump)\b.{0,40}\b(prompt|instruction|key|secret|password|json|verbatim|facts)
    | \b(reply|respond|answer)\s+(only\s+)?with\b | \bsay\s+(that|exactly|only)\b
    | \b(fit|next_step|summary|ref|people|score)\b\s*["']?\s*:
    | \b(end|begin|start|close)\s+(of\s+)?(the\s+)?(facts|data|input|context)\b
    | \bbase\s*64\b | \bdecode\b | [A-Za-z0-9+/]{24,}={0,2}
    | निर्देश | अनदेखा | नज़रअंदाज़ | नजरअंदाज | स्कोर | अंक\s*द | प्रॉम्प्ट | सिस्टम | आप\s+(अब\s+)?एक | भूल\s+जा
    | \b(pichhle|pichle|purane|saare|sab|upar)\b.{0,30}\b(nirdesh|niyam|instruction|bhool|bhul) | \bnirdesh
    | \b(score|number|ank|rating)\s+(do|karo|kar|dena|dijiye|de)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GLUED = re.compile(
    r"(ignore|disregard|forget)(all|any|the)?(above|previous|prior|earlier|rules|instructions)|previousinstructions"
    r"|systemprompt|score(me|us|this)?100",
    re.IGNORECASE,
)
# What an analysis of ours has no reason to say.
_ORDERS = re.compile(
    r"""
    \bscor(e|es|ed|ing)\b | \b100\b | \bobey | \b(send|forward|transfer|pay|wire|deposit|delete|export|share)\b
    | भेज | \bbhej | \b(click|visit|download|install|open)\s+(this|the|here|link)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def plain(text: str, longest: int = LONGEST) -> str:
    """One line without markup, comments, unseen characters, addresses and long numbers, at most `longest` letters."""
    shown = _HIDDEN.sub(" ", _seen(text))
    for pattern, stand_in in zip((_LINKS, _MAIL, _NUMBER), _STAND_INS, strict=True):
        shown = pattern.sub(stand_in, shown)
    return " ".join(_FENCES.sub(" ", shown).split())[:longest].strip()


def _seen(text: str, unseen: str = "") -> str:
    """What a person sees: zero-width, direction, tag and private characters go, control characters become blanks."""
    kinds = {"Cf": unseen, "Co": unseen, "Cn": unseen, "Cs": unseen, "Cc": " "}
    return "".join(kinds.get(unicodedata.category(letter), letter) for letter in unicodedata.normalize("NFKC", text))


def speaks_to_machines(text: str) -> bool:
    """Whether the text, also its hidden parts, tries to direct whatever reads it."""
    without_links = _LINKS.sub(" ", text)
    if _GLUED.search(re.sub(r"[\W_]+", "", _seen(without_links))):
        return True
    return any(_TO_MACHINES.search(" ".join(_seen(without_links, unseen).split())) for unseen in ("", " "))


def gives_orders(text: str) -> bool:
    """Whether what a model wrote asks for something instead of describing somebody."""
    return speaks_to_machines(text) or bool(_ORDERS.search(_seen(text)))


def sends_elsewhere(text: str) -> bool:
    """Whether the text orders something and names a link, an address or a number to do it at."""
    return bool(_ORDERS.search(_seen(text))) and any(one in plain(text) for one in _STAND_INS)


def fact(text: str, longest: int = LONGEST) -> str:
    """A text that may be told to a model; "" when it speaks to machines."""
    return "" if speaks_to_machines(text) else plain(text, longest)
