"""Which OpenStreetMap tags stand for an industry, in the words that people use in India and elsewhere.

`industries.txt` has one line an industry: words people use, then its tags.
"""

import re
from pathlib import Path

Tag = tuple[str, str]


def _load() -> list[tuple[list[str], list[Tag]]]:
    rows = []
    for line in (Path(__file__).parent / "industries.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        words, _, tags = line.partition("|")
        pairs = [(key, value) for key, _, value in (tag.partition("=") for tag in tags.split())]
        rows.append(([word.strip() for word in words.split(",")], pairs))
    return rows


_ROWS = _load()
_AND = r"[,;/|]|(?i:\s(?:and|&|aur|evam|और|एवं|व)\s)"


def tags_for(industry: str) -> list[Tag]:
    """Tags of every industry that the words name; [] for one that has no tags of its own.

    The longest word that fits decides, so that "driving school" is not "school"; of two, the one said first.
    """
    found: dict[Tag, None] = {}
    for wanted in parts_of(industry):
        hits = [(len(word), -at, tags) for words, tags in _ROWS for word in words if (at := _place(word, wanted)) >= 0]
        if hits:
            found.update(dict.fromkeys(max(hits, key=lambda hit: hit[:2])[2]))
    return list(found)


def labels_of(industry: str) -> list[str]:
    """ "Dental clinics, gyms" is two industries, each as written."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[,;|\n]", industry) if part.strip()))


def parts_of(industry: str) -> list[str]:
    """What the words of one industry name, in lower case: "hotels and restaurants" names two."""
    return [part for part in (piece.strip().lower() for piece in re.split(_AND, industry)) if part]


def _place(word: str, wanted: str) -> int:
    """Where a word of `wanted` starts with `word`, -1 for nowhere."""
    hit = re.search(rf"\b{re.escape(word)}", wanted)
    return hit.start() if hit else -1
