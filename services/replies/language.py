"""Which language a reply is written in, as far as what follows from it differs."""

import re

from services.replies.folding import fold, spelt
from services.replies.normalising import words

_SCRIPTS = (
    ("hi", "\u0900", "\u097f"), ("bn", "\u0980", "\u09ff"), ("pa", "\u0a00", "\u0a7f"), ("gu", "\u0a80", "\u0aff"),
    ("or", "\u0b00", "\u0b7f"), ("ta", "\u0b80", "\u0bff"), ("te", "\u0c00", "\u0c7f"), ("kn", "\u0c80", "\u0cff"),
    ("ml", "\u0d00", "\u0d7f"), ("ur", "\u0600", "\u06ff"),
)  # fmt: skip
# Spellings of Hindi words that are English words, or letters, too: they say nothing.
_EITHER = frozenset(
    re.findall(
        r"\w+",
        "a b d g h k m n q r t the main me he she to do so on free in din hum use sun kam tu ham mat aim men are "
        "bus age pass or hi ha ho hn na ya de la le ki ka ke ko se same say per pay par is bat bad sir name number "
        "mil mill ram tang fir pr tk aa di did die lie lo no wo by my apne mere here kal kis ret dam band bole bol "
        "let chod tha thi kb lag log ",
    )
)
# Small words that somebody who writes English hardly writes: two of them tell, one does not.
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "h k b ka ke ki ko se ho ek pe ya na tha thi de lo la hi pr kr rha dil ",
    )
)
_ENOUGH_SMALL = 2
_BORROWED = frozenset(
    re.findall(
        r"\w+",
        "call phone message email whatsapp number stop unsubscribe remove delete free busy interest office sir "
        "block hello please sorry rate trai court police complaint list data group dukan galat dhanyavad paise ",
    )
)
_SHARE = 0.2  # of the words; Hinglish borrows its nouns from English and keeps its grammar
_LETTER = re.compile(r"[^\W\d_]")


def language_of(said: str) -> str:
    """A BCP 47 tag of a normalised text: `en`, `hi`, `hi-Latn` (Hinglish), another by script, "" without letters."""
    letters = _LETTER.findall(said)
    if not letters:
        return ""
    for language, first, last in _SCRIPTS:
        if sum(first <= letter <= last for letter in letters) * 4 >= len(letters):
            return language
    found = list(words(said))
    hindi, perhaps = sum(is_hindi(word) for word in found), sum(word in _SMALL for word in found)
    if not hindi and perhaps < _ENOUGH_SMALL:
        return "en"
    return "hi-Latn" if hindi + perhaps / 2 >= len(found) * _SHARE else "en"


def is_hindi(word: str) -> bool:
    """Whether a word in Latin letters is one of Hindi, however it is spelt, and none of English."""
    return word not in _EITHER and word in spelt() and fold(word) not in _BORROWED
