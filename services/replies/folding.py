"""One form for a word whichever way it is spelt: Devanagari or Latin letters, with its vowels or without.

"chahiye", "chaiye" and "चाहिए" come out alike, and so do "number", "nmbr" and "नंबर". Words that are short or would meet
another word are named in `training/spellings.txt`; of all others the consonants are left.
"""

import re
from functools import lru_cache
from importlib.resources import files

_CONSONANTS = {
    "क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch", "छ": "chh", "ज": "j", "झ": "jh", "ञ": "n", "ट": "t",
    "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t", "थ": "th", "द": "d", "ध": "dh", "न": "n", "प": "p", "फ": "f",
    "ब": "b", "भ": "bh", "म": "m", "य": "y", "र": "r", "ल": "l", "व": "v", "श": "sh", "ष": "sh", "स": "s",
    "ह": "h", "ळ": "l",
}  # fmt: skip
_SIGNS = {
    "ा": "a", "ि": "i", "ी": "i", "ु": "u", "ू": "u", "ृ": "ri", "े": "e", "ै": "ai", "ो": "o", "ौ": "au", "ॉ": "o",
    "ॅ": "e", "ॆ": "e", "ॊ": "o", "्": "",
}  # fmt: skip
_VOWELS = {
    "अ": "a", "आ": "a", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ऋ": "ri", "ए": "e", "ऐ": "ai", "ओ": "o", "औ": "au",
    "ऑ": "o", "ऍ": "e", "ऎ": "e",
}  # fmt: skip
_NASAL, _NUKTA = "ंँ", "़"
_NUKTAS = {"ज": "z", "फ": "f"}
_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
_TOKEN = re.compile(r"[a-z']+|[\u0900-\u0963\u0970-\u097f]+|\d+|\?|[\u2190-\u2bff\U0001f300-\U0001faff]")
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"'", ""), (r"chh|ch", "C"), (r"c(?=[eiy])", "s"), (r"ck|c|q", "k"), (r"sh", "s"), (r"ph", "f"),
        (r"(?<=[tdkgbj])h", ""), (r"(?<=[aeiou])w(?![aeiouy])", ""), (r"w", "v"), (r"z", "j"), (r"x", "ks"),
        (r"(?<=[a-z])(ein|een)$", "e"),
        (r"(?<=[a-z])(oon|un)$", "u"), (r"(?<!^)[aeiouy]+", ""), (r"^[aeiou]+", "a"), (r"(.)\1+", r"\1"),
        (r"(?<=..)s$", ""),
    )
)  # fmt: skip


def tokens(text: str) -> list[str]:
    """The words, numbers, question marks and pictures of a text in lower case."""
    return _TOKEN.findall(text.translate(_DIGITS))


def folded(text: str) -> list[str]:
    """Each word of a text in lower case as its one form; a number is "0"."""
    return [fold(token) for token in tokens(text)]


@lru_cache(maxsize=20_000)
def fold(token: str) -> str:
    """The one form of a word."""
    if token.isdigit():
        return "0"
    named = spelt().get(token)
    if named:
        return named
    latin = romanised(token) if _DEVANAGARI.match(token) else token
    if not latin.isascii() or not latin.strip("'"):
        return latin
    return spelt().get(latin) or _skeleton(latin)


@lru_cache(maxsize=20_000)
def romanised(word: str) -> str:
    """A word of Devanagari in Latin letters, about as people type it; another word unchanged."""
    if not _DEVANAGARI.match(word):
        return word
    made, last = "", len(word) - 1
    for place, letter in enumerate(word):
        follows = word[place + 1 : place + 2]
        if letter in _CONSONANTS:
            sound = _NUKTAS.get(letter, _CONSONANTS[letter]) if follows == _NUKTA else _CONSONANTS[letter]
            after = word[place + 2 : place + 3] if follows == _NUKTA else follows
            is_last = place + (follows == _NUKTA) >= last
            made += sound if after in _SIGNS or is_last else sound + "a"
        elif letter in _NASAL:
            made += "" if place == last else "m" if follows in "पफबभम" else "n"
        else:
            made += _VOWELS.get(letter, _SIGNS.get(letter, ""))
    return made


def _skeleton(latin: str) -> str:
    made = latin
    for pattern, sound in _SOUNDS:
        made = pattern.sub(sound, made)
    return made or latin


@lru_cache(maxsize=1)
def spelt() -> dict[str, str]:
    """Spelling → the word that it is a spelling of."""
    source = (files("services.replies.training") / "spellings.txt").read_text("utf-8")
    lines = (line.partition(":") for line in source.splitlines() if not line.startswith("#"))
    return {spelling: word for word, _, listed in lines for spelling in (word, *listed.split())}
