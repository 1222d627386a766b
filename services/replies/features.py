"""What the classifier sees of a text beside its words: ideas that several languages share, and what the rules saw."""

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from services.replies.normalising import normalise
from services.replies.phrases import interest, machine, refusal
from services.replies.phrases.leanings import leanings_of
from services.replies.rules import classify
from services.replies.stripping import without_closing

_TOKEN = re.compile(r"[\w'\u0900-\u097f]+|\?")
_RULES = {
    "wants": interest.STRONG,
    "agrees": interest.WEAK,
    "asks": interest.ASKS,
    "marked": interest.QUESTION_MARK,
    "refuses": refusal.STRONG,
    "declines": refusal.WEAK,
    "later": refusal.LATER,
    "wrong": refusal.WRONG_PERSON,
    "away": machine.AWAY,
    "receipt": machine.RECEIPT,
}
# Hindi says by the end of a verb who does it and when.
_ENDINGS = {
    "i_will": ("unga", "ungi", "enge", "ूँगा", "ूंगा", "ूँगी", "ूंगी", "ेंगे", "एँगे", "एंगे", "ऊँगा", "ऊंगा", "ऊँगी"),
    "please_do": ("iye", "iyega", "ए", "िए", "ये", "िएगा"),
    "was_done": ("chuke", "chuka", "chuki", "गया", "गई", "गए", "चुके", "चुका", "लिया", "दिया"),
    "does": ("te", "ta", "ti", "ते", "ता", "ती"),
}
_IDEA, _HINT, _LABEL = 0.5, 1.0, 0.7  # how much one of each counts beside the words
_FEW_WORDS = 2
MOST = 2_000  # letters looked at: what somebody wants stands at the top


def prepared(text: str) -> str:
    """The text as the word features take it."""
    return normalise(without_closing(text)[:MOST])


def features(text: str) -> dict[str, float]:
    """Ideas, hints and the rules' own reading of `text`, each by its name and weight."""
    said = prepared(text)
    found = _TOKEN.findall(said)
    hints = [f"leans {name}" for name in leanings_of(said)]
    hints += [f"rule {name}" for name, pattern in _RULES.items() if pattern.search(said)]
    hints += [f"ends {name}" for name, ends in _ENDINGS.items() if any(word.endswith(ends) for word in found)]
    if len(found) <= _FEW_WORDS:
        hints.append("short")
    return {
        **{f"idea {name}": _IDEA for name in _ideas(found)},
        **dict.fromkeys(hints, _HINT),
        f"label {classify(text).label}": _LABEL,
    }


def _ideas(found: list[str]) -> set[str]:
    whole, beginnings = _lexicon()
    ideas: set[str] = set()
    for word in found:
        ideas.update(("number",) if word.isdigit() else whole.get(word, ()))
        ideas.update(name for start, name in beginnings if word.startswith(start))
    return ideas


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, set[str]], list[tuple[str, str]]]:
    """Whole words to their ideas, and beginnings of words with theirs."""
    whole: dict[str, set[str]] = {}
    beginnings: list[tuple[str, str]] = []
    for name, word in _entries((files("services.replies.training") / "concepts.txt").read_text("utf-8")):
        if word.endswith("*"):
            beginnings.append((word[:-1], name))
        else:
            whole.setdefault(word, set()).add(name)
    return whole, beginnings


def _entries(source: str) -> Iterable[tuple[str, str]]:
    for line in source.splitlines():
        name, colon, listed = line.partition(":")
        if colon and not line.startswith("#"):
            yield from ((name, word) for word in listed.split())
