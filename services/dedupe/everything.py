"""Compares all contacts of a customer with each other: a pass over the blocks, in short transactions."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlmodel import Session, col, select

from services.core.keyset import among
from services.core.log import get_logger
from services.core.scope import Scope
from services.db import reading, transaction
from services.dedupe.blocks import Blocks
from services.dedupe.checking import Checked, Pair, settle, weigh, write_keys
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
    ids, blocks = sorted(records), Blocks()
    for contact_id in ids:
        blocks.add(contact_keys(records[contact_id]))
    with ThreadPoolExecutor(1) as beside:  # the database stores the keys while the pairs are weighed
        stored = beside.submit(_write_missing_keys, scope, ids, blocks)
        found = list(_verdicts(model, records, worlds, _all_pairs(scope, ids, blocks)))
        stored.result()
    total = len(records)
    records.clear()
    merged = filed = 0
    for chunk in _chunks(found):
        with transaction(scope) as session:
            done = settle(session, scope, chunk)
        merged, filed = merged + done[0], filed + done[1]
    return Checked(total, merged, filed, merged > 0)


def _write_missing_keys(scope: Scope, ids: Sequence[int], blocks: Blocks) -> None:
    with reading(scope) as session:
        known = set(session.exec(select(ContactKey.contact_id).distinct()))
    missing = [(place, contact_id) for place, contact_id in enumerate(ids) if contact_id not in known]
    for start in range(0, len(missing), 10 * _CHUNK):
        some = missing[start : start + 10 * _CHUNK]
        with transaction(scope) as session:
            alive = _alive(session, [contact_id for _, contact_id in some])
            write_keys(session, {contact_id: blocks.of(place) for place, contact_id in some if contact_id in alive})


def _alive(session: Session, ids: Sequence[int]) -> set[int]:
    """Contacts may be deleted while the pass runs: those that are found stay until their keys are written."""
    there = (
        select(col(Contact.id)).where(among(session, col(Contact.id), ids)).with_for_update(read=True, key_share=True)
    )
    return {contact_id for contact_id in session.exec(there) if contact_id}


def _all_pairs(scope: Scope, ids: Sequence[int], blocks: Blocks) -> Iterator[Pair]:
    """Every pair that shares a block and was not filed before, once; `ids` are the contacts at the blocks' places."""
    with reading(scope) as session:
        filed = select(MergeCandidate.first_id, MergeCandidate.second_id)
        known = {(first, second) for first, second in session.exec(filed)}
    pairs = blocks.pairs()
    log.info("duplicates_compared", contacts=len(ids), pairs=len(pairs))
    for start in range(0, len(pairs), _AT_A_TIME):
        for number in pairs[start : start + _AT_A_TIME].tolist():
            pair = (ids[number // len(ids)], ids[number % len(ids)])
            if pair not in known:
                yield pair


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
