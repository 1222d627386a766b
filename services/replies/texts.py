"""Labelled texts: `[label family]`, then one text a line."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

_FILES = (
    "english.txt",
    "english_chat.txt",
    "hindi.txt",
    "hindi_more.txt",
    "chat.txt",
    "whatsapp.txt",
    "refusals.txt",
    "wishes.txt",
    "moments.txt",
    "errands.txt",
    "english_more.txt",
)
_STOPS_AND_MACHINES = "english_stops.txt"


@dataclass(frozen=True)
class Labelled:
    """A text and what it means; texts of one `family` say the same thing in other words."""

    text: str
    label: str
    family: str


def parse(source: str) -> Iterable[Labelled]:
    """The texts of one file."""
    label = family = ""
    for line in source.splitlines():
        if line.startswith("["):
            label, family = line.strip("[]").split()
        elif line.strip():
            yield Labelled(line.strip(), label, family)


def written_by_us() -> list[Labelled]:
    """What the shipped classifier learns from, always in the same order."""
    folder = files("services.replies.training")
    return [one for name in _FILES for one in parse((folder / name).read_text("utf-8"))]


def stops_and_machines() -> list[Labelled]:
    """More stops and machines' answers, from which only these two meanings are learnt."""
    return list(parse((files("services.replies.training") / _STOPS_AND_MACHINES).read_text("utf-8")))
