"""Compares new and changed contacts with those in their blocks: sure pairs are merged, uncertain ones filed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, func, or_, select

from services.core.scope import Scope
from services.db import insert_ignoring
from services.dedupe.blocks import MOST_IN_BLOCK
from services.dedupe.contacts import READ, Band, Verdict, contact_keys, judge
from services.dedupe.counting import as_prepared, columns, present_model
from services.dedupe.evidence import Prepared
from services.dedupe.filing import FoundPair, file_pairs
from services.dedupe.merging import Wish, merge_all, reasons_as_json
from services.dedupe.model import Model
from services.models import Contact, ContactKey, DuplicateCheck, MergeCandidate, MergedBy

STEP = 300
_CHUNK = 500
_KEYS_AT_A_TIME = 10_000
_SANDBOX = READ.index("is_sandbox")
Pair = tuple[int, int]


@dataclass(frozen=True)
class Checked:
    """What one step did; `more` says that contacts still wait."""

    contacts: int = 0
    merged: int = 0
    filed: int = 0
    more: bool = False


def check_step(session: Session, scope: Scope) -> Checked:
    """Look at the contacts that wait the longest, at most `STEP` of them."""
    due = list(session.exec(select(DuplicateCheck).order_by(col(DuplicateCheck.id)).limit(STEP + 1)))
    ids = [check.contact_id for check in due[:STEP]]
    if not ids:
        return Checked()
    session.execute(delete(DuplicateCheck).where(col(DuplicateCheck.contact_id).in_(ids)))
    model, total = present_model(session, scope.customer_id)
    looked_at = _rows(session, ids)
    own = {contact_id: contact_keys(as_prepared(row)) for contact_id, row in looked_at.items()}
    session.execute(delete(ContactKey).where(col(ContactKey.contact_id).in_(list(own))))
    write_keys(session, own)
    pairs = _pairs(session, own)
    pairs -= known_pairs(session, pairs)
    others = _rows(session, {one for pair in pairs for one in pair} - looked_at.keys())
    records = {contact_id: as_prepared(row) for contact_id, row in (looked_at | others).items()}
    worlds = {contact_id: bool(row[_SANDBOX]) for contact_id, row in (looked_at | others).items()}
    found = [(pair, verdict) for pair in sorted(pairs) if (verdict := weigh(model, records, worlds, pair, total))]
    merged, filed = settle(session, scope, found)
    return Checked(len(looked_at), merged, filed, len(due) > STEP or merged > 0)


def weigh(
    model: Model, records: Mapping[int, Prepared], worlds: Mapping[int, bool], pair: Pair, total: int
) -> Verdict | None:
    """The verdict on a pair, None when it is not worth a word."""
    one, other = pair
    if one not in records or other not in records or worlds[one] != worlds[other]:
        return None
    verdict = judge(model, records[one], records[other], total)
    return None if verdict.band is Band.DIFFERENT else verdict


def settle(session: Session, scope: Scope, found: Sequence[tuple[Pair, Verdict]]) -> tuple[int, int]:
    """Merge what is sure, file what is not; returns how many of each. What cannot be merged now is filed."""
    wishes, later = disjoint(found)
    merges = merge_all(session, scope, wishes, MergedBy.RULES) if wishes else []
    gone = {pair for merge in merges for pair in ((merge.snapshot["stays"]["id"], merge.snapshot["goes"]["id"]),)}
    lost = {pair[1] for pair in gone}
    settled = {(min(pair), max(pair)) for pair in gone}
    waiting = [
        FoundPair(*pair, verdict.score, verdict.reasons)
        for pair, verdict in found
        if pair not in settled and pair not in later and not lost & set(pair)
    ]
    return len(merges), file_pairs(session, scope.customer_id, waiting)


def disjoint(found: Iterable[tuple[Pair, Verdict]]) -> tuple[list[Wish], set[Pair]]:
    """The sure pairs in which each contact occurs once, the likeliest first; and the sure pairs that wait for them.

    A merged contact is looked at again with all its new facts, so that a chain is joined link by link or not at all.
    """
    taken: set[int] = set()
    wishes: list[Wish] = []
    later: set[Pair] = set()
    sure = [(pair, verdict) for pair, verdict in found if verdict.band is Band.SAME]
    for pair, verdict in sorted(sure, key=lambda one: (-one[1].score, one[0])):
        if taken & set(pair):
            later.add(pair)
            continue
        taken |= set(pair)
        wishes.append(Wish(*pair, verdict.score, reasons_as_json(verdict.reasons)))
    return wishes, later


def write_keys(session: Session, keys: Mapping[int, Collection[int]]) -> None:
    """Store the blocks of contacts."""
    rows = sorted((key, contact_id) for contact_id, own in keys.items() for key in own)
    for start in range(0, len(rows), _KEYS_AT_A_TIME):
        chunk = rows[start : start + _KEYS_AT_A_TIME]
        insert_ignoring(session, ContactKey, [{"key": key, "contact_id": contact_id} for key, contact_id in chunk])


def known_pairs(session: Session, pairs: Collection[Pair]) -> set[Pair]:
    """Those of the pairs that were filed before, whatever was decided about them."""
    ids = sorted({one for pair in pairs for one in pair})
    found: set[Pair] = set()
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        wanted = select(MergeCandidate.first_id, MergeCandidate.second_id).where(
            or_(col(MergeCandidate.first_id).in_(some), col(MergeCandidate.second_id).in_(some))
        )
        found |= {(first, second) for first, second in session.exec(wanted)}
    return found & set(pairs)


def _rows(session: Session, ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    wanted = sorted(ids)
    found: dict[int, tuple[Any, ...]] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = select(*columns()).where(col(Contact.id).in_(wanted[start : start + _CHUNK]))
        found |= {row[0]: tuple(row) for row in session.execute(chunk)}
    return found


def _pairs(session: Session, own: Mapping[int, Collection[int]]) -> set[Pair]:
    """Each of the contacts with every other one of its blocks, the lower id first; large blocks are passed over."""
    keys = sorted({key for mine in own.values() for key in mine})
    found: set[Pair] = set()
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        sized = (
            select(ContactKey.key)
            .where(col(ContactKey.key).in_(some))
            .group_by(col(ContactKey.key))
            .having(func.count().between(2, MOST_IN_BLOCK))
        )
        small = list(session.exec(sized))
        blocks: dict[int, list[int]] = defaultdict(list)
        for key, contact_id in session.exec(
            select(ContactKey.key, ContactKey.contact_id).where(col(ContactKey.key).in_(small))
        ):
            blocks[key].append(contact_id)
        for block in blocks.values():
            fresh = [one for one in block if one in own]
            found |= {(min(one, other), max(one, other)) for one in fresh for other in block if one != other}
    return found
