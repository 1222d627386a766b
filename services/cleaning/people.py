"""Names of people, in Indian and Western order and in any script: cleaned, and taken apart."""

import re
import unicodedata
from dataclasses import dataclass

from services.cleaning.titles import (
    ALSO_NAMES,
    COURTESY,
    CREDENTIALS,
    GENERATION,
    NO_NAME,
    PARTICLES,
    RESPECT,
    SHORTENED,
    SPECIAL,
    TITLES,
)

_IMPOSSIBLE = re.compile(r"[@\d]|https?:|www\.|\.(?:com|in|org)\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(\[{\"“][^)\]}\"”]*[)\]}\"”]")
_INITIALS = re.compile(r"[^\W\d_]\.?|(?:[^\W\d_]\.){1,4}[^\W\d_]?")
_CAPITAL_INITIALS = re.compile(r"(?!MD$)[A-Z]{2}")
_CAPITAL_CONSONANTS = re.compile(r"(?!MD$)[B-DF-HJ-NP-TV-XZ]{2}")
_ORDINARY = re.compile(r"[A-Z][a-z]{2,14}(?: [A-Z][a-z]{2,14}){1,2}")
_JOINED_INITIALS = re.compile(r"(?<![^\W\d_])([^\W\d_])\.(?=[^\W\d_])")
_GLUED_TITLE = re.compile(r"(?i)^(dr|mr|mrs|ms|prof|smt|shri|adv|er|ca|capt|col)\.(?=[^\W\d_])")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name's parts. `given` is what one calls the person; `initials` stand for a father's or a place's name."""

    title: str = ""
    given: str = ""
    middle: str = ""
    family: str = ""
    initials: str = ""
    suffix: str = ""

    @property
    def full(self) -> str:
        """The whole name in the order it is said, with its title."""
        parts = (self.title, self.initials, self.given, self.middle, self.family, self.suffix)
        return " ".join(part for part in parts if part)


def clean_person_name(text: str | None) -> str:
    """The name as one shows it: "SHRI. RAVI KUMAR JI" is Ravi Kumar, "rao, dr. asha (MD)" is Dr. Asha Rao.

    Courtesy words, degrees and brackets go; Dr., Prof., CA, Adv. and their like stay in one spelling; all capitals or
    none become ordinary case. "" for what is no name: digits, addresses, "N/A", "test".
    """
    return split_person_name(text).full


def split_person_name(text: str | None) -> PersonName:
    """The parts of a name, `PersonName()` for what is none. South Indian initials are not taken for first names."""
    if text and _ORDINARY.fullmatch(text) and (simple := _simple(text.split())):
        return simple
    plain = _plain(text)
    if not plain:
        return PersonName()
    title, words, generation = _stripped(_in_spoken_order(plain))
    words = _in_case(words)
    if not any(len(word.strip(".")) > 1 for word in words) or NO_NAME.match(" ".join(words)):
        return PersonName()
    start = next((place for place, word in enumerate(words) if not _is_initials(word)), -1)
    if start < 0:
        return PersonName()
    initials, rest = " ".join(map(_pointed, words[:start])).replace(". ", "."), words[start:]
    family_at = _family_at(rest)
    middle = " ".join(_pointed(word) if _is_initials(word) else word for word in rest[1:family_at])
    return PersonName(title, rest[0], middle, " ".join(rest[family_at:]), initials, generation)


def given_name(text: str | None) -> str:
    """What one calls the person in a greeting; "" when the text is no name."""
    return split_person_name(text).given


def _plain(text: str | None) -> str:
    shown = unicodedata.normalize("NFC", text or "")[:_LONGEST]
    shown = "".join(letter for letter in shown if letter.isprintable() or letter.isspace() or letter in "\u200c\u200d")
    shown = _IN_BRACKETS.sub(" ", shown)
    shown = re.sub(r"\s+", " ", shown.replace("_", " ")).strip(" ,.;:-–—*|/\\'\"")
    return "" if not shown or _IMPOSSIBLE.search(shown) or NO_NAME.match(shown) else shown


def _in_spoken_order(text: str) -> str:
    """ "Rao, Asha" is Asha Rao; "Asha Rao, MBBS" and "Asha Rao, Jr." stay."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    kept = [part for part in parts[1:] if not all(_is_after(word) for word in part.split())]
    after = [part for part in parts[1:] if part not in kept]
    family = [word for word in parts[0].split() if word.casefold() not in PARTICLES] if parts else []
    is_turned = kept and len(kept[0].split()) <= 3 and len(family) <= 2
    head = f"{kept[0]} {parts[0]}" if is_turned else parts[0]
    return " ".join([head, *after])


def _is_after(word: str) -> bool:
    return bool(CREDENTIALS.match(word) or GENERATION.match(word) or word.strip(".").lower() in RESPECT)


def _stripped(text: str) -> tuple[str, list[str], str]:
    """(title, words of the name, generation)."""
    words = _JOINED_INITIALS.sub(r"\1. ", _GLUED_TITLE.sub(r"\1. ", text)).split()
    titles: list[str] = []
    while len(words) > 1:
        bare = words[0].strip(".").casefold()
        if bare in COURTESY or words[0].casefold() in COURTESY:
            words = words[1:]
        elif bare in TITLES and _is_title(words):
            titles.append(TITLES[bare])
            words = words[1:]
        else:
            break
    generation = ""
    while len(words) > 1 and _is_after(words[-1].strip(",")):
        last = words.pop().strip(",")
        if GENERATION.match(last):
            generation = last.rstrip(".").title() + "." if last[0] in "jJsS" else last.upper()
    return " ".join(dict.fromkeys(titles)), [word.strip(",;") for word in words if word.strip(",;.-")], generation


def _simple(words: list[str]) -> PersonName | None:
    """Two or three ordinary words, which most names are; None when one of them is more than a name."""
    if any(word.lower() in SPECIAL for word in words):
        return None
    return PersonName(given=words[0], middle=" ".join(words[1:-1]), family=words[-1])


def _is_title(words: list[str]) -> bool:
    """ "Ca" and "Ar" are also names or initials: they are titles with a point, or in capitals before two more words."""
    first = words[0]
    also_name = first.strip(".").casefold() in ALSO_NAMES
    return not also_name or first.endswith(".") or (first == "CA" and len(words) > 2)


def _is_initials(word: str) -> bool:
    return bool(_INITIALS.fullmatch(word)) or word.strip(".").casefold() in SHORTENED


def _pointed(word: str) -> str:
    """Letters with points, "K.S."; Md. and Mohd., which nobody is called by alone, as they are."""
    if word.strip(".").casefold() in SHORTENED:
        return word
    return "".join(f"{letter.upper()}." for letter in word if letter != ".")


def _family_at(words: list[str]) -> int:
    """Where the family name starts among the words after the first initials; their number when there is none."""
    last = len(words) - 1
    if last < 1 or _is_initials(words[last]):
        return len(words)
    while last > 1 and words[last - 1].casefold() in PARTICLES:
        last -= 1
    return last


def _in_case(words: list[str]) -> list[str]:
    """Ordinary case for what is all capitals or none; names with case of their own stay as written."""
    letters = "".join(words)
    is_shouted = letters.isupper() or letters.islower()
    capitals = _CAPITAL_CONSONANTS if is_shouted else _CAPITAL_INITIALS
    words = [_pointed(word) if len(words) > 1 and capitals.fullmatch(word) else word for word in words]
    if not is_shouted:
        return [word[0].upper() + word[1:] if word.islower() and word not in PARTICLES else word for word in words]
    return [
        word.lower() if place and word.casefold() in PARTICLES else _cased(word) for place, word in enumerate(words)
    ]


def _cased(word: str) -> str:
    if _is_initials(word):
        return word.upper()
    lower = word.lower()
    shown = lower[0].upper() + lower[1:]
    shown = re.sub(r"(?<=['’-])[^\W\d_](?=[^\W\d_])", lambda hit: hit[0].upper(), shown)
    return re.sub(r"^Mc([a-z])(?=[a-z]{2})", lambda hit: f"Mc{hit[1].upper()}", shown)
