"""Loose matching of industries, titles and places: what two short texts have in common."""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_FILLER_WORDS = """
a an and the of in for to at on with or by other all service business company firm shop store office agency local
india indian head
"""
_FILLER = frozenset(_FILLER_WORDS.split())
_SAME = {
    "realty": "estate",
    "realtor": "estate",
    "property": "estate",
    "broker": "agent",
    "dealer": "agent",
    "physician": "doctor",
    "hospital": "clinic",
    "gymnasium": "gym",
    "fitness": "gym",
    "educational": "education",
    "coaching": "education",
    "tuition": "education",
    "academy": "education",
    "parlour": "salon",
    "parlor": "salon",
    "beauty": "salon",
    "accountant": "accounting",
    "software": "it",
    "dental": "dentist",
    "cafe": "restaurant",
}


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return _SAME.get(word, word)


@lru_cache(maxsize=20_000)
def words_of(text: str) -> frozenset[str]:
    """The telling words of `text`: lower case, singular, synonyms made one, fillers dropped."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower().replace("_", " "))) - _FILLER


@lru_cache(maxsize=20_000)
def alike(text: str, wanted: str) -> bool:
    """Whether `text` holds a telling word of `wanted`; two empty texts are not alike."""
    return bool(words_of(text) & words_of(wanted))
