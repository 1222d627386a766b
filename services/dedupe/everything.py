"""Compares all contacts of a customer with each other: a pass over the blocks, in short transactions."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
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

_AT_A_TIME = 100_000
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
    found = list(_verdicts(model, records, worlds, _all_pairs(scope, sorted(records))))
    total = len(records)
    records.clear()
    merged = filed = 0
    for chunk in _chunks(found):
        with transaction(scope) as session:
            done = settle(session, scope, chunk)
        merged, filed = merged + done[0], filed + done[1]
    return Checked(total, merged, filed, merged > 0)


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


def _all_pairs(scope: Scope, ids: Sequence[int]) -> Iterator[Pair]:
    """Every pair that shares a block and was not filed before, once.

    A pair is one number, made of its contacts' places among `ids` (ascending): millions of them fit in little memory.
    """
    if not ids:
        return
    numbers = array("q")
    place = {contact_id: index for index, contact_id in enumerate(ids)}
    with reading(scope) as session:
        for block in _blocks(session):
            places = [place[one] for one in block if one in place]
            numbers.extend(low * len(ids) + high for low, high in combinations(places, 2))
        filed = select(MergeCandidate.first_id, MergeCandidate.second_id)
        known = {(first, second) for first, second in session.exec(filed)}
    once = np.unique(np.frombuffer(numbers, np.int64)) if numbers else np.empty(0, np.int64)
    log.info("duplicates_compared", contacts=len(ids), pairs=len(once))
    for start in range(0, len(once), _AT_A_TIME):
        for number in once[start : start + _AT_A_TIME].tolist():
            pair = (ids[number // len(ids)], ids[number % len(ids)])
            if pair not in known:
                yield pair


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
    model: Model, records: dict[int, Prepared], worlds: dict[int, bool], pairs: Iterable[Pair]
) -> Iterator[tuple[Pair, Verdict]]:
    """Sure pairs first, so that no contact is filed beside one that is gone by then."""
    found = [(pair, verdict) for pair in pairs if (verdict := weigh(model, records, worlds, pair, len(records)))]
    yield from sorted(found, key=lambda one: (one[1].band, -one[1].score, one[0]))


def _chunks(found: Iterable[tuple[Pair, Verdict]]) -> Iterator[list[tuple[Pair, Verdict]]]:
    chunk: list[tuple[Pair, Verdict]] = []
    for one in found:
        chunk.append(one)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
