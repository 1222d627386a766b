"""Comparisons: how near two values of one kind of field are, as a level from the best (0) to "different"."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA, JaroWinkler

from services.dedupe.text import fold, sound, words

EXACT = 0


@dataclass(frozen=True)
class Scale:
    """The levels of a comparison, best first; `m` and `u` are how often true and chance pairs reach each.

    They are what is assumed before any data is seen: `u` is measured on the records at hand, `m` is moved a little.
    """

    levels: tuple[str, ...]
    m: tuple[float, ...]
    u: tuple[float, ...]


NAME_WORD = Scale(
    ("same", "sounds", "typo", "initial", "like", "different"),
    (0.70, 0.06, 0.13, 0.03, 0.04, 0.04),
    (0.01, 0.002, 0.004, 0.05, 0.04, 0.894),
)
PHONE = Scale(("same", "typo", "local", "different"), (0.80, 0.07, 0.03, 0.10), (1e-5, 1e-5, 1e-4, 0.9999))
EMAIL = Scale(
    ("same", "typo", "mailbox", "domain", "like", "different"),
    (0.60, 0.18, 0.05, 0.05, 0.05, 0.07),
    (1e-4, 1e-4, 5e-4, 0.01, 0.005, 0.984),
)
SITE = Scale(("same", "typo", "different"), (0.85, 0.03, 0.12), (1e-4, 1e-4, 0.9998))
DATE = Scale(
    ("same", "typo", "days", "months", "parts", "different"),
    (0.62, 0.14, 0.06, 0.06, 0.06, 0.06),
    (1e-4, 5e-4, 2e-3, 0.02, 0.03, 0.9475),
)
CODE = Scale(("same", "typo", "different"), (0.80, 0.12, 0.08), (1e-4, 5e-4, 0.9994))
PLACE = Scale(("same", "typo", "part", "different"), (0.72, 0.14, 0.04, 0.10), (0.1, 0.005, 0.01, 0.885))
KIND = Scale(("same", "shared", "different"), (0.55, 0.20, 0.25), (0.15, 0.10, 0.75))
NUMBER = Scale(("same", "near", "different"), (0.70, 0.15, 0.15), (0.02, 0.08, 0.90))
WORDING = Scale(
    ("same", "nearly", "mostly", "half", "some", "different"),
    (0.42, 0.22, 0.16, 0.10, 0.06, 0.04),
    (2e-4, 3e-4, 1e-3, 4e-3, 0.03, 0.9645),
)
ADDRESS = Scale(
    ("same", "nearly", "street", "number", "some", "different"),
    (0.50, 0.22, 0.09, 0.03, 0.07, 0.09),
    (2e-4, 5e-4, 5e-3, 5e-3, 0.03, 0.9593),
)
_NOT_DIGIT = re.compile(r"\D")
_DIGITS = re.compile(r"\d")
_NOT_SIGN = re.compile(r"[\W_]")


@lru_cache(maxsize=200_000)
def name_word(one: str, other: str) -> int:
    """Two words of people's names."""
    if one == other:
        return EXACT
    if len(one) == 1 or len(other) == 1:
        return 3 if one[0] == other[0] else 5
    if sound(one) == sound(other) and len(sound(one)) > 2:
        return 1
    longest = max(len(one), len(other))
    edits = OSA.distance(one, other, score_cutoff=3)
    if edits <= (1 if longest < 7 else 2) and longest > 2:
        return 2
    near = JaroWinkler.similarity(one, other)
    if (
        near >= 0.88
        or (sorted(one) == sorted(other) and longest > 3)
        or (min(len(one), len(other)) >= 3 and _begins(one, other))
    ):
        return 4
    return 4 if edits <= 3 and longest >= 6 and near > 0.75 else 5


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def phone(one: str, other: str) -> int:
    """Two numbers as digits without their country code."""
    if one == other:
        return EXACT
    if len(one) == len(other) and OSA.distance(one, other, score_cutoff=1) <= 1:
        return 1
    return 2 if min(len(one), len(other)) >= 6 and one[-7:] == other[-7:] else 3


def email(one: tuple[str, str], other: tuple[str, str]) -> int:
    """Two (mailbox, domain) pairs."""
    if one == other:
        return EXACT
    if _other_number(one[0], other[0]):
        return 4
    whole, other_whole = "@".join(one), "@".join(other)
    few = max(1, min(4, max(len(whole), len(other_whole)) // 7))
    if OSA.distance(whole, other_whole, score_cutoff=few) <= few or sorted(whole) == sorted(other_whole):
        return 1
    if one[0] == other[0] and len(one[0]) > 4:
        return 2
    if one[1] == other[1] and one[1]:
        return 3 if OSA.normalized_similarity(one[0], other[0]) < 0.6 else 2
    return 4 if JaroWinkler.similarity(whole, other_whole) > 0.88 else 5


def _other_number(one: str, other: str) -> bool:
    """ravi.kumar12 and ravi.kumar873 are two people with one name."""
    letters, others = (_DIGITS.sub("", mailbox) for mailbox in (one, other))
    number, other_number = (_NOT_DIGIT.sub("", mailbox) for mailbox in (one, other))
    return letters == others and OSA.distance(number, other_number, score_cutoff=1) > 1


def short(one: str, other: str) -> int:
    """Codes and domains: the same, one or two slips, or different."""
    if one == other:
        return EXACT
    edits = OSA.distance(one, other, score_cutoff=2)
    return 1 if edits <= (1 if min(len(one), len(other)) < 8 else 2) and min(len(one), len(other)) > 3 else 2


def day(one: date, other: date) -> int:
    """Two dates: a slip of one digit or a swap of day and month is a typo."""
    if one == other:
        return EXACT
    a, b = one.strftime("%Y%m%d"), other.strftime("%Y%m%d")
    if OSA.distance(a, b, score_cutoff=1) <= 1 or (
        one.year == other.year and (one.month, one.day) == (other.day, other.month)
    ):
        return 1
    apart = abs((one - other).days)
    if apart <= 32:
        return 2
    if apart <= 400 or OSA.distance(a, b, score_cutoff=2) <= 2:
        return 3
    same = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return 4 if same >= 2 or (apart <= 366 * 11 and same >= 1) else 5


@lru_cache(maxsize=50_000)
def place(one: str, other: str) -> int:
    """Two towns, states or post codes."""
    if one == other:
        return EXACT
    longest = max(len(one), len(other))
    if OSA.distance(one, other, score_cutoff=3) <= max(1, longest // 4) and longest > 3:
        return 1
    if sorted(one) == sorted(other) or (JaroWinkler.similarity(one, other) > 0.9 and longest > 4):
        return 1
    return 2 if _begins(one, other) or set(one.split()) & set(other.split()) else 3


def kind(one: frozenset[str], other: frozenset[str]) -> int:
    """Two categories as sets of words."""
    if one == other:
        return EXACT
    return 1 if one & other else 2


def number(one: float, other: float) -> int:
    """Two amounts: near is within 5 %."""
    if one == other:
        return EXACT
    return 1 if abs(one - other) <= 0.05 * max(abs(one), abs(other)) else 2


def digits(text: str) -> str:
    """A phone's digits without country code or trunk zero: at most the last ten."""
    return _NOT_DIGIT.sub("", text).lstrip("0")[-10:]


def signs(text: str) -> str:
    """Letters and digits alone, folded."""
    return _NOT_SIGN.sub("", fold(text))


_DATES = (
    (re.compile(r"(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})(?!\d)"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?!\d)"), (3, 2, 1)),
)


def as_date(text: str) -> date | None:
    """A date in year-month-day or day-month-year order (month first where only that is possible)."""
    for pattern, order in _DATES:
        if hit := pattern.match(text.strip()):
            year, month, day_ = (int(hit[group]) for group in order)
            for candidate in ((year, month, day_), (year, day_, month)):
                try:
                    return date(*candidate)
                except ValueError:
                    continue
    return None


def as_number(text: str) -> float | None:
    """The first number of a text, without thousands separators."""
    hit = re.search(r"-?\d+(?:\.\d+)?", text.replace(",", ""))
    return float(hit[0]) if hit else None


def as_email(text: str) -> tuple[str, str] | None:
    """(mailbox, domain) in lower case; a text without "@" is a mailbox alone."""
    plain = "".join(text.lower().split())
    if not plain:
        return None
    mailbox, _, domain = plain.rpartition("@") if "@" in plain else (plain, "", "")
    return mailbox, domain


def as_kind(text: str) -> frozenset[str]:
    """The words of a category."""
    return frozenset(words(text))


@lru_cache(maxsize=4_096)
def aligned(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[tuple[str, str, int], ...]:
    """The words of two names, each with the one it fits best; left-over words are no evidence."""
    pairs = sorted(
        ((name_word(a, b), i, j) for i, a in enumerate(one) for j, b in enumerate(other)),
        key=lambda pair: (pair[0], abs(pair[1] - pair[2])),
    )
    left: set[int] = set()
    right: set[int] = set()
    found: list[tuple[str, str, int]] = []
    for level, i, j in pairs:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((one[i], other[j], level))
    return tuple(found)


Prepared = dict[str, Any]
