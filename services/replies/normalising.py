"""One spelling for what people type in a hurry, so that a phrase needs to be written once."""

import re
import unicodedata
from collections.abc import Iterable

_SPELLINGS: tuple[tuple[str, str], ...] = (
    (r"\b(do|does|did|is|are|was|were|ca|wo|would|could|should|have|has|ai)n ?t\b", r"\1n't"),
    (r"\bcannot\b|\bcan not\b", "can't"),
    (r"\bdo not\b", "don't"),
    (r"\bdnt\b", "don't"),
    (r"\b(agn|agin)\b", "again"),
    (r"\bfrm\b", "from"),
    (r"\brmv\b", "remove"),
    (r"\btxt\b", "message"),
    (r"\bdoes not\b", "doesn't"),
    (r"\bwill not\b", "won't"),
    (r"\bis not\b", "isn't"),
    (r"\bare not\b", "aren't"),
    (r"\bwould not\b", "wouldn't"),
    (r"\bi ?m\b(?! ?')|\bi am\b", "i'm"),
    (r"\bwe are\b", "we're"),
    (r"\bi would\b|\bid\b(?= (like|love|be|rather|want|need|prefer))", "i'd"),
    (r"\bi will\b|\bill\b(?= (take|do|pay|call|come|be|let|get|have|check|think|buy|try))", "i'll"),
    (r"\bwe will\b", "we'll"),
    (r"\b(pls|plz|plss|plese|pleas)\b", "please"),
    (r"\bu\b", "you"),
    (r"\bur\b", "your"),
    (r"\br\b", "are"),
    (r"\b(msgs?|mssgs?|messege|mesage|sms|texts?)\b", "message"),
    (r"\b(messages|messaging|texting|msg?s?ging|mesaging)\b", "message"),
    (r"\b(e-?mails?|mails?|e-?mailing|mailing)\b", "email"),
    (r"\b(intrested|intersted|intrestd|intrsted|interseted|intrest)\b", "interested"),
    (r"\b(thx|tks|thnx|thanx|thankyou|tnx|ty)\b", "thanks"),
    (r"\b(nahin|nhi|nahee|naheen|nai|nahiin)\b", "nahi"),
    (r"\b(haan|han|haa|hanji|haanji|hn|hanjee)\b", "haan"),
    (r"\b(mt|matt)\b", "mat"),
    (r"\b(kro|krо|kariye|kariyega|karein|karen|karna|kijiye|kijie|krna|kare|krdo|kardo|kar do|kar dijiye)\b", "karo"),
    (r"\b(bhejo|bhejiye|bhejna|bhejein|bhejen|bhej do|bhej dijiye|bhejdo|bheje)\b", "bhejo"),
    (r"\b(chahiye|chaiye|chahie|chaahiye|chahye|chahta|chahti|chahte)\b", "chahiye"),
    (r"\b(mujhe|muje|mujhko|mjhe|hame|hamein|humein|hume)\b", "mujhe"),
    (r"\b(kitna|kitne|kitni|kitnaa)\b", "kitna"),
    (r"\b(hai|he|h|hain)\b(?=[ ?.!]*$)", "hai"),
)
_COMPILED = tuple((re.compile(pattern), other) for pattern, other in _SPELLINGS)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
# Malayalam is written with letters for a vowelless end or with a joiner; joiners mean nothing to us elsewhere.
_ONE_SPELLING = str.maketrans({"\u200c": "", "\u200d": "", "ൻ": "ന്", "ർ": "ര്", "ൽ": "ല്", "ൾ": "ള്", "ൺ": "ണ്", "ൿ": "ക്"})
_LONG_LETTERS = re.compile(r"([a-z])\1{2,}")
_SPACES = re.compile(r"\s+")
_EDGES = " \t\n.!,;:*_-\"'()[]।॥۔،"


def normalise(text: str) -> str:
    """Lower case, one kind of apostrophe and space, usual misspellings put right; question marks stay."""
    plain = one_spelling(text).translate(_APOSTROPHES).casefold()
    plain = _SPACES.sub(" ", _LONG_LETTERS.sub(r"\1", plain)).strip()
    for pattern, spelling in _COMPILED:
        plain = pattern.sub(spelling, plain)
    return plain


def one_spelling(text: str) -> str:
    """The same letters whichever way they were put together; for phrases too, so that both fit."""
    return unicodedata.normalize("NFKC", text).translate(_ONE_SPELLING).strip()


def bare(text: str) -> str:
    """A normalised text without the punctuation around it: for comparing whole messages."""
    return text.strip(_EDGES).strip()


def without_signs(text: str) -> str:
    """Also without emoji and other signs around it. A question mark stays: it changes what one word means."""
    kept = [place for place, sign in enumerate(text) if sign == "?" or unicodedata.category(sign)[0] in "LMN"]
    return text[kept[0] : kept[-1] + 1] if kept else ""


def any_of(*phrases: str) -> re.Pattern[str]:
    """One pattern for several; Latin ones begin and end at a word's edge, others may stand anywhere."""
    return re.compile("|".join(_edged(phrase) for phrase in phrases))


def _edged(phrase: str) -> str:
    return rf"(?<![\w']){phrase}(?![\w])" if phrase.isascii() else phrase


def words(text: str) -> Iterable[str]:
    """The Latin and Devanagari words of a normalised text."""
    return re.findall(r"[\w'\u0900-\u097f]+", text)
