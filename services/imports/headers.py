"""Headings in English and Hindi, and the exports of common tools by heart; both are data files beside this one."""

import json
import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
_PARTS = re.compile(r"[^\w\u0900-\u097f]+|_")
_NUMBERED = re.compile(r" ?\(?\d{1,2}\)?$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LAST = 10_000


def plain(heading: str) -> str:
    """ "E-mail 1 - Value" and "e_mail 1 value" are "e mail 1 value"; "Phone*" is "phone"."""
    return " ".join(_PARTS.sub(" ", heading).casefold().split())


@cache
def _fields() -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for field, words in json.loads((DATA / "headings.json").read_text()).items():
        for rank, word in enumerate(words):
            known.setdefault(plain(word), (field, rank))
    return known


@cache
def _exports() -> dict[str, Any]:
    return json.loads((DATA / "exports.json").read_text())


def is_known(heading: str) -> bool:
    """Whether the heading is one that files of contacts have."""
    return field_of(heading)[0] != "" or "linkedin" in plain(heading) or _in_an_export(plain(heading))


@cache
def _in_an_export(heading: str) -> bool:
    return any(fnmatchcase(heading, known) for tool in _exports().values() for known in tool["columns"])


def field_of(heading: str) -> tuple[str, int]:
    """The field that a heading names and how plainly (0 is plainest); "" when it names none we know."""
    words = plain(heading)
    parted = plain(_CAMEL.sub(" ", heading))  # "firstName"
    for candidate in (words, _NUMBERED.sub("", words).strip(), parted, words.removeprefix("your ")):
        if candidate in _fields():
            return _fields()[candidate]
    if "linkedin" in words:
        return "linkedin", _LAST
    return "", _LAST


def tool_of(headings: Sequence[str]) -> str:
    """The tool whose export has these headings, "" when it is none we know by heart."""
    have = {plain(heading) for heading in headings}
    best, most = "", 0
    for tool, known in _exports().items():
        fits = max((len(sign) for sign in known["signs"] if have.issuperset(sign)), default=0)
        if fits > most:
            best, most = tool, fits
    return best


def field_in_export(tool: str, heading: str) -> str:
    """Where that tool's column goes, "" when it is one of the customer's own."""
    columns: dict[str, str] = _exports()[tool]["columns"]
    words = plain(heading)
    if words in columns:
        return columns[words]
    return next((field for known, field in columns.items() if "*" in known and fnmatchcase(words, known)), "")
