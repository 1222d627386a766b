"""Spellings: one form for words that people write in several ways, so that comparing is about what differs."""

import re
import unicodedata
from functools import lru_cache

_CACHED = 50_000
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile(r"[\u0300-\u036f]")

_MESSRS = re.compile(r"(?i)^\s*m\s?/\s?s\b\.?")
_LEGAL_FORMS = """pvt private ltd limited llp llc inc incorporated co company corp corporation plc gmbh sa ag bv pty opc
    and the of a an ms"""
LEGAL = frozenset(_LEGAL_FORMS.split())
_SAME_WORD = {
    "shree": "shri", "sri": "shri", "sree": "shri", "shre": "shri",
    "mahaluxmi": "mahalakshmi", "mahalaxmi": "mahalakshmi", "laxmi": "lakshmi", "luxmi": "lakshmi", "laxmy": "lakshmi",
    "vishnoo": "vishnu", "ganesha": "ganesh", "shiva": "shiv", "ramesha": "ramesh",
    "centre": "center", "theatre": "theater", "jewellers": "jewelers", "jewellery": "jewelry",
    "hosp": "hospital", "clinics": "clinic", "engg": "engineering", "engrs": "engineers", "mfg": "manufacturing",
    "intl": "international", "int": "international", "assoc": "associates", "associate": "associates",
    "bros": "brothers", "inds": "industries", "industry": "industries", "entp": "enterprises",
    "enterprise": "enterprises", "svcs": "services", "service": "services", "soln": "solutions",
    "solution": "solutions", "tech": "technologies", "technology": "technologies", "dept": "department",
    "univ": "university",
}  # fmt: skip
_SAME_IN_ADDRESS = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "blvd": "boulevard",
    "blv": "boulevard", "bl": "boulevard", "dr": "drive", "ln": "lane", "hwy": "highway", "pkwy": "parkway",
    "pl": "place", "sq": "square", "ct": "court", "cct": "circuit", "cres": "crescent", "cr": "crescent",
    "ter": "terrace", "tce": "terrace", "cl": "close", "ste": "suite", "fl": "floor", "flr": "floor",
    "apt": "apartment", "bldg": "building", "blk": "block", "ngr": "nagar", "nr": "near", "opp": "opposite",
    "mkt": "market", "sec": "sector", "ph": "phase", "extn": "extension", "ext": "extension",
    "clny": "colony", "chwk": "chowk",
    "mg": "mahatma gandhi", "n": "north", "s": "south", "e": "east", "w": "west", "ft": "fort", "mt": "mount",
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10",
}  # fmt: skip
_FILLER = "no near opposite behind at off the of and in between corner floor shop plot"
_FILLER_IN_ADDRESS = frozenset(_FILLER.split())
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_SOUNDS = (
    (re.compile(r"(.)\1+"), r"\1"), (re.compile(r"ksh|x"), "ks"), (re.compile(r"sh|sch"), "s"),
    (re.compile(r"ph"), "f"), (re.compile(r"ck|q"), "k"), (re.compile(r"(?<!c)h(?=[^aeiouy]|$)"), ""),
    (re.compile(r"(?<=[bdgjkpt])h"), ""), (re.compile(r"chh"), "ch"), (re.compile(r"w"), "v"), (re.compile(r"z"), "j"),
    (re.compile(r"c(?!h)"), "k"), (re.compile(r"ou|au|aw|ow|oo|ov(?=d)|o"), "u"),
    (re.compile(r"ee|ea|ie|ey|ei|ai|ay|y|e"), "i"), (re.compile(r"(?<=.{2})[aiu]$"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip
_VOWELS = re.compile(r"(?<!^)[aiu]")


@lru_cache(_CACHED)
def fold(text: str) -> str:
    """Lower case without accents or apostrophes; "&" reads "and"."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).replace("&", " and ")
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain)).lower()


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, folded; initials written "A. B." stay single letters."""
    return tuple(_WORD.findall(fold(text)))


@lru_cache(_CACHED)
def company_words(name: str) -> tuple[str, ...]:
    """What sets a business's name apart: legal forms go, "Sri" and "Shree" are one; never empty if `name` is not."""
    every = tuple(_SAME_WORD.get(word, word) for word in words(_MESSRS.sub("", name)))
    kept = tuple(word for word in every if word not in LEGAL)
    return kept or every


@lru_cache(_CACHED)
def address_words(address: str) -> tuple[str, ...]:
    """Street words in one spelling; house numbers stay, "5th" is 5."""
    found: list[str] = []
    for word in words(address):
        plain = _ORDINAL.sub(r"\1", word)
        found += _SAME_IN_ADDRESS.get(plain, plain).split()
    return tuple(word for word in found if word not in _FILLER_IN_ADDRESS)


@lru_cache(_CACHED)
def sound(word: str) -> str:
    """How a name sounds, whatever its transliteration: Choudhary, Chaudhari and Chowdhury are one."""
    if not word.isascii() or word.isdigit():
        return word
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word


@lru_cache(_CACHED)
def skeleton(word: str) -> str:
    """The consonants of its sound: the block that misspellings of vowels fall into."""
    return _VOWELS.sub("", sound(word))
