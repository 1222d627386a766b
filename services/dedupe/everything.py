"""Compares all contacts of a customer with each other: a pass over the blocks, in short transactions."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from sqlmodel import Session, col, select

from services.core.log import get_logger
from services.core.scope import Scope
from services.db import reading, transaction
from services.dedupe.checking import MOST_IN_BLOCK, Checked, Pair, settle, weigh, write_keys
from services.dedupe.contacts import FIELDS, READ, Verdict, contact_keys, contact_model
from services.dedupe.counting import as_prepared, each_contact, keep
from services.dedupe.evidence import Prepared
from services.dedupe.model import Model
from services.dedupe.statistics import Statistics
from services.models import Contact, ContactKey, MergeCandidate

_CHUNK = 200  # pairs settled in one transaction
_SANDBOX = READ.index("is_sandbox")
log = get_logger(__name__)


def check_everything(scope: Scope) -> Checked:
    """Count anew, write every contact's blocks, weigh every pair in them. Safe to run again at any time."""
    counted = Statistics()
    records: dict[int, Prepared] = {}
    worlds: dict[int, bool] = {}
    with reading(scope) as session:
        for rows in each_contact(session):
            prepared = {row[0]: as_prepared(row) for row in rows}
            counted.count(FIELDS, list(prepared.values()))
            records |= prepared
            worlds |= {row[0]: bool(row[_SANDBOX]) for row in rows}
    model = contact_model(counted)
    with transaction(scope) as session:
        keep(session, scope.customer_id, counted, len(records))
    _write_missing_keys(scope, records)
    pairs = _all_pairs(scope)
    log.info("duplicates_compared", contacts=len(records), pairs=len(pairs))
    merged = filed = 0
    for found in _chunks(_verdicts(model, records, worlds, pairs)):
        with transaction(scope) as session:
            done = settle(session, scope, found)
        merged, filed = merged + done[0], filed + done[1]
    return Checked(len(records), merged, filed, merged > 0)


def _write_missing_keys(scope: Scope, records: dict[int, Prepared]) -> None:
    with reading(scope) as session:
        known = set(session.exec(select(ContactKey.contact_id).distinct()))
    missing = [contact_id for contact_id in records if contact_id not in known]
    for start in range(0, len(missing), 10 * _CHUNK):
        some = missing[start : start + 10 * _CHUNK]
        with transaction(scope) as session:
            write_keys(session, _alive(session, {one: contact_keys(records[one]) for one in some}))


def _alive(session: Session, keys: dict[int, set[int]]) -> dict[int, set[int]]:
    """Contacts may be deleted while the pass runs."""
    there = set(session.exec(select(Contact.id).where(col(Contact.id).in_(list(keys)))))
    return {contact_id: own for contact_id, own in keys.items() if contact_id in there}


def _all_pairs(scope: Scope) -> list[Pair]:
    """Every pair that shares a block and was not filed before, once."""
    lows, highs = array("q"), array("q")
    with reading(scope) as session:
        for block in _blocks(session):
            for low, high in combinations(block, 2):
                lows.append(low)
                highs.append(high)
        filed = select(MergeCandidate.first_id, MergeCandidate.second_id)
        known = {(first, second) for first, second in session.exec(filed)}
    if not lows:
        return []
    both = np.unique(np.stack([np.frombuffer(lows, np.int64), np.frombuffer(highs, np.int64)], axis=1), axis=0)
    return [pair for pair in map(tuple, both.tolist()) if pair not in known]


def _blocks(session: Session) -> Iterator[list[int]]:
    """Contacts that share a block, in the order of ids, large blocks left out."""
    ordered = select(ContactKey.key, ContactKey.contact_id).order_by(col(ContactKey.key), col(ContactKey.contact_id))
    key, block = 0, list[int]()
    for next_key, contact_id in session.exec(ordered, execution_options={"yield_per": 5_000}):
        if next_key != key:
            if 1 < len(block) <= MOST_IN_BLOCK:
                yield block
            key, block = next_key, []
        block.append(contact_id)
    if 1 < len(block) <= MOST_IN_BLOCK:
        yield block


def _verdicts(
    model: Model, records: dict[int, Prepared], worlds: dict[int, bool], pairs: Sequence[Pair]
) -> Iterator[tuple[Pair, Verdict]]:
    """Sure pairs first, so that no contact is filed beside one that is gone by then."""
    found = [(pair, verdict) for pair in pairs if (verdict := weigh(model, records, worlds, pair, len(records)))]
    yield from sorted(found, key=lambda one: (one[1].band, -one[1].score, one[0]))


def _chunks(found: Iterator[tuple[Pair, Verdict]]) -> Iterator[list[tuple[Pair, Verdict]]]:
    chunk: list[tuple[Pair, Verdict]] = []
    for one in found:
        chunk.append(one)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
