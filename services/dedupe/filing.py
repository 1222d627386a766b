"""Writes. Marks contacts to be compared with the others, and files pairs for a person to judge."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from services.core.clock import now
from services.core.errors import Invalid
from services.core.ids import new_id
from services.db import insert_ignoring
from services.live import Topic, announce
from services.models import Contact, DuplicateCheck, MergeCandidate, PairState

_CHUNK = 2_000
SURE_OF_A_CLASH = 90  # of 100: an address of each stood in one row


@dataclass(frozen=True)
class Reason:
    """One line of why two contacts may be one or, with `speaks_for` false, may not."""

    text: str
    speaks_for: bool = True
    field: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"text": self.text[:200], "for": self.speaks_for, "field": self.field}


@dataclass(frozen=True)
class FoundPair:
    """Two contacts (ids of rows) that may be one; `score` is how likely that is, of 100."""

    first_id: int
    second_id: int
    score: int
    reasons: tuple[Reason, ...]


def check_soon(session: Session, contact_ids: Iterable[int]) -> None:
    """Have these contacts compared with the others before long: call it when contacts were added or changed."""
    at = now()
    ids = list(contact_ids)
    for start in range(0, len(ids), _CHUNK):
        rows = [{"contact_id": one, "created_at": at, "updated_at": at} for one in ids[start : start + _CHUNK]]
        insert_ignoring(session, DuplicateCheck, rows)


def file_clash(session: Session, customer_id: int, first_id: int, second_id: int, where: str) -> bool:
    """One source's row names two contacts, as with the phone of one and the e-mail of the other: a person decides.

    `where` is said as it is: "Row 12 of leads.csv holds the phone of one and the email of the other". False when the
    pair is known already, whatever was decided about it.
    """
    return file_pairs(session, customer_id, [FoundPair(first_id, second_id, SURE_OF_A_CLASH, (Reason(where),))]) > 0


def file_pairs(session: Session, customer_id: int, pairs: Collection[FoundPair]) -> int:
    """File pairs that are not known yet; returns how many were new. Raises Invalid for a contact beside itself.

    Simulated and real people are never filed together.
    """
    if any(pair.first_id == pair.second_id for pair in pairs):
        raise Invalid("A contact is no duplicate of itself.")
    worlds = _worlds(session, {one for pair in pairs for one in (pair.first_id, pair.second_id)})
    at = now()
    rows = [
        {
            "public_id": new_id("dup"),
            "first_id": min(pair.first_id, pair.second_id),
            "second_id": max(pair.first_id, pair.second_id),
            "score": max(0, min(100, pair.score)),
            "reasons": [line.as_json() for line in pair.reasons],
            "state": PairState.OPEN,
            "user_id": 0,
            "created_at": at,
            "updated_at": at,
        }
        for pair in pairs
        if worlds.get(pair.first_id) is not None and worlds.get(pair.first_id) == worlds.get(pair.second_id)
    ]
    filed = insert_ignoring(session, MergeCandidate, rows)
    if filed:
        announce(session, customer_id, Topic.CONTACTS)
    return filed


def _worlds(session: Session, ids: set[int]) -> dict[int, bool]:
    found: dict[int, bool] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _CHUNK):
        chunk = select(Contact.id, Contact.is_sandbox).where(col(Contact.id).in_(wanted[start : start + _CHUNK]))
        found |= {contact_id or 0: is_sandbox for contact_id, is_sandbox in session.exec(chunk)}
    return found
