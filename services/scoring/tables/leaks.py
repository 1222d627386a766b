"""Which columns may not be learned from, because they are known only after the outcome.

Three guards: what a table's own note says (`<set>.columns.json`), what the column's name says, and what the cells say.
A column that is left out is reported with the reason; the note can bring it back.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.scoring.tables.columns import is_empty

TOO_GOOD = 0.97  # area under the curve of one column alone
GONE = 0.5  # difference in the share of empty cells between what is learned from and what is asked

# Measured during the very talk whose outcome is asked, or written down after it.
_AFTER = re.compile(
    r"""
    ((last|this|call|phone|contact|talk|conversation|total\ call)\ )*
        (duration|talk\ time|handle\ time|call\ (length|time|seconds|minutes))
        (\ in)?(\ (seconds?|secs?|minutes?|mins?|s|ms))?
    | (final\ )?(outcome|result)
    | (is\ |was\ )?(won|lost|converted|closed|churned|purchased|subscribed)(\ (at|on|date|time))?
    | (conversion|closing|close|purchase|signup|sign\ up)\ (date|time|status) | converted\ lead
    | (deal|order|contract|sale|purchase)\ (value|amount|total) | (amount|value|revenue)\ won
    | (lost|loss|lose|win|won|close|closing|rejection)\ reason
    | (lead|deal|opportunity|sales|pipeline|call|contact)\ (status|stage|disposition|quality|rating|outcome|result)
    | disposition | tags? | (sales|agent|call)\ (notes?|remarks?|comments?)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Note:
    """What somebody who knows the table says about it: names of columns."""

    known_after: frozenset[str] = frozenset()
    known_before: frozenset[str] = frozenset()


def note_beside(path: Path) -> Note:
    """The note of the table at `path`; an empty one when there is none. Raises ValueError when it cannot be read."""
    file = path.with_suffix(".columns.json")
    if not file.exists():
        return Note()
    said = json.loads(file.read_text("utf-8"))
    return Note(frozenset(said.get("known_after", [])), frozenset(said.get("known_before", [])))


def words_of_name(name: str) -> str:
    """ "LastCallDuration" and "last_call-duration" → "last call duration"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[a-z0-9]+", spaced.lower()))


def reason_in_name(name: str) -> str:
    """Why the name alone excludes a column; "" when it does not."""
    told_after = _AFTER.fullmatch(words_of_name(name))
    return "its name says that it is known only after the outcome" if told_after else ""


def reason_in_cells(train: Sequence[str], asked: Sequence[str], power: float) -> str:
    """Why the cells exclude a column whose area under the curve alone is `power`; "" when they do not."""
    if power >= TOO_GOOD:
        return f"alone it tells the outcome almost surely (AUC {power:.3f})"
    if asked and abs(_empty_share(train) - _empty_share(asked)) > GONE:
        return "it is not filled in the same way where a score is asked"
    return ""


def _empty_share(cells: Sequence[str]) -> float:
    return sum(map(is_empty, cells)) / max(len(cells), 1)


def left_out(
    note: Note,
    facts: Mapping[str, Sequence[str]],
    train: Sequence[int],
    asked: Sequence[int],
    powers: Mapping[str, float],
) -> dict[str, str]:
    """Column → why it is not learned from; `train` and `asked` are row numbers."""
    found: dict[str, str] = {}
    for name, cells in facts.items():
        if name in note.known_after:
            found[name] = "the note beside the table says that it is known only after the outcome"
        elif name not in note.known_before:
            learned, wanted = [cells[row] for row in train], [cells[row] for row in asked]
            reason = reason_in_name(name) or reason_in_cells(learned, wanted, powers[name])
            if reason:
                found[name] = reason
    return found
