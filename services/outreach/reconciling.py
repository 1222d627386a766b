"""After a crash or a lost answer: ask the provider what became of a message before anything is sent again."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused
from services.core.log import get_logger
from services.core.scope import system_scope
from services.core.settings import get_settings
from services.db import in_transaction, on_database_thread, system_reading
from services.integrations import sandbox
from services.live import Topic, announce
from services.models import (
    Channel,
    Customer,
    Message,
    MessageStatus,
    OutreachMessage,
    OutreachMessageStatus,
)
from services.outreach import chat, claiming, ledger
from services.outreach.doubts import Doubt, Row, alike, look_up, waits_for_twin
from services.outreach.rules import CHANNEL_OF, GIVE_UP_LOOKING_SECONDS, LOOK_AGAIN_SECONDS, REPORT_SECONDS
from services.outreach.senders import Account, account_at, account_for
from services.outreach.writing import ask_to_dispatch
from services.providers.base import OutgoingMessage
from services.providers.pool import connections

LOOKS_AT_ONCE = 10
MOST_DOUBTS = 500
MOST_KNOWN = 200
IN_DOUBT = "The sender stopped in mid-call. We are asking the provider."
AWAITING_REPORT = "The provider's answer was lost. Its report will tell whether this was sent."
FOR_A_PERSON = "We could not find out whether this was sent. Look at the provider, then decide."
log = get_logger(__name__)


async def reconcile() -> int:
    """Release what was never called, mark what may have been `unknown`, and look those up; returns how many."""
    total = 0
    async with connections():
        for customer_id in await on_database_thread(_owners):
            doubts = await in_transaction(system_scope(customer_id), _take_stock)
            if any(doubt.account.is_sandbox for doubt in doubts):
                await _greet_sandbox(customer_id)
            gate = asyncio.Semaphore(LOOKS_AT_ONCE)
            await asyncio.gather(*(_resolve(gate, customer_id, same) for same in alike(doubts)))
            total += len(doubts)
    return total


async def _greet_sandbox(customer_id: int) -> None:
    try:
        await sandbox.ensure_registered(customer_id)
    except ProviderDown:
        log.warning("sandbox_not_reached", customer_id=customer_id)


def _owners() -> list[int]:
    at = now()
    found: set[int] = set()
    with system_reading() as session:
        for table in (OutreachMessage, Message):
            wanted = select(table.customer_id).where(_open(table, at)).distinct()
            found |= set(session.exec(wanted))
    return sorted(found)


def _open(table: type[Row], at: datetime):
    """Claimed, sending or unknown, and past its lease; an unknown row without a lease waits for a person."""
    statuses = [OutreachMessageStatus.CLAIMED] if table is OutreachMessage else []
    statuses += [OutreachMessageStatus.SENDING, OutreachMessageStatus.UNKNOWN]
    return col(table.status).in_([status.value for status in statuses]) & (col(table.lease_until) <= at)


def _take_stock(session: Session) -> list[Doubt]:
    """Committed before any look-up: a doubt is on record as `unknown`."""
    at = now()
    customer = session.get_one(Customer, session.info["customer_id"])
    doubts: list[Doubt] = []
    released = 0
    for table in (OutreachMessage, Message):
        wanted = select(table).where(_open(table, at)).order_by(col(table.id)).limit(MOST_DOUBTS)
        rows = session.exec(wanted.with_for_update(skip_locked=True)).all()
        waiting = {row.id: waits_for_twin(session, row, at) for row in rows}  # before any of them is looked up
        for row in rows:
            if row.status == OutreachMessageStatus.CLAIMED and isinstance(row, OutreachMessage):
                claiming.release(session, customer, row, at)
                released += 1
            elif until := waiting[row.id]:
                row.lease_until = until
            elif doubt := _doubt(session, customer, row):
                doubts.append(doubt)
    if released:
        ask_to_dispatch(session)
    if released or doubts:
        announce(session, customer.id or 0, Topic.OUTREACH)
        log.warning("messages_in_doubt_found", customer_id=customer.id, released=released, in_doubt=len(doubts))
    return doubts


def _doubt(session: Session, customer: Customer, row: Row) -> Doubt | None:
    if row.status == OutreachMessageStatus.SENDING:
        row.error_message = IN_DOUBT
    if isinstance(row, OutreachMessage):
        row.status = OutreachMessageStatus.UNKNOWN
    else:
        row.status = MessageStatus.UNKNOWN
    row.lease_until = now() + timedelta(seconds=LOOK_AGAIN_SECONDS)
    channel = row.channel if isinstance(row.channel, Channel) else CHANNEL_OF[row.channel]
    at_provider = account_at(session, customer, channel, row.provider)
    account = at_provider if row.provider else account_for(session, customer, channel)
    message = _message(session, customer, row, account)
    if account is None or message is None:
        row.lease_until, row.error_message = None, FOR_A_PERSON
        return None
    table = type(row)
    return Doubt(table, row.id or 0, row.attempt_id, message, account, row.send_at, _known(session, row))


def _message(session: Session, customer: Customer, row: Row, account: Account | None) -> OutgoingMessage | None:
    if account is None:
        return None
    if isinstance(row, OutreachMessage):
        return claiming.outgoing(session, row, customer, account, claiming.sids_of(session, [row], account))
    return chat.as_sent(session, row, CHANNEL_OF[row.channel])


def _known(session: Session, row: Row) -> frozenset[str]:
    """Provider ids of this customer's other messages since: they are not the one in doubt."""
    found: set[str] = set()
    for table in (OutreachMessage, Message):
        ids = select(table.provider_id).where(
            table.provider_id != "", or_(col(table.sent_at).is_(None), col(table.sent_at) >= row.send_at)
        )
        if table is OutreachMessage and isinstance(row, OutreachMessage):
            ids = ids.where(OutreachMessage.contact_id == row.contact_id)
        found |= set(session.exec(ids.order_by(col(table.id).desc()).limit(MOST_KNOWN)))
    return frozenset(found)


async def _resolve(gate: asyncio.Semaphore, customer_id: int, same: Sequence[Doubt]) -> None:
    """Doubts that a provider may confuse, so they are settled together."""
    scope = system_scope(customer_id)
    async with gate:
        messenger = same[0].account.messenger()
        if not messenger.can_look_up:
            await in_transaction(scope, _each, same, _await_report)
            return
        try:
            found = await look_up(messenger, same)
        except ProviderDown:
            await in_transaction(scope, _each, same, _look_again)
            return
        except ProviderRefused:
            await in_transaction(scope, _each, same, _leave_to_person)
            return
    await in_transaction(scope, _conclude_all, same, found)


def _each(session: Session, same: Sequence[Doubt], settle: Callable[[Session, Doubt], None]) -> None:
    for doubt in same:
        settle(session, doubt)


def _conclude_all(session: Session, same: Sequence[Doubt], found: Sequence[str] | None) -> None:
    for doubt, provider_id in zip(same, found or [None] * len(same), strict=True):
        _conclude(session, doubt, provider_id)


def _locked(session: Session, doubt: Doubt) -> Row | None:
    """The row, when it is still the same doubt: a callback may have settled it meanwhile."""
    wanted = select(doubt.table).where(doubt.table.id == doubt.row_id).with_for_update()
    row = session.exec(wanted).first()
    still = row is not None and row.status == OutreachMessageStatus.UNKNOWN and row.attempt_id == doubt.attempt_id
    return row if still else None


def _conclude(session: Session, doubt: Doubt, provider_id: str | None) -> None:
    """`provider_id` "" when the provider has none, None when it has one of several that look the same."""
    row = _locked(session, doubt)
    if row is None:
        return
    settled_at = doubt.since + timedelta(seconds=get_settings().send_settle_seconds)
    if provider_id:
        _found(session, row, doubt, provider_id)
    elif now() < settled_at:
        row.lease_until = settled_at
        return
    elif provider_id is None:
        row.lease_until, row.error_message = None, FOR_A_PERSON
    else:
        _absent(session, row)
    log.info("message_reconciled", reference=row.public_id, was_sent=bool(provider_id))
    announce(session, row.customer_id, Topic.OUTREACH if doubt.table is OutreachMessage else Topic.CONVERSATIONS)


def _found(session: Session, row: Row, doubt: Doubt, provider_id: str) -> None:
    row.provider, row.provider_id = doubt.account.provider, provider_id[:200]
    if isinstance(row, OutreachMessage):
        ledger.record_sent(session, row, doubt.since)
        return
    row.status, row.sent_at = MessageStatus.SENT, row.sent_at or doubt.since
    row.worker, row.lease_until, row.error_message = "", None, ""


def _absent(session: Session, row: Row) -> None:
    """The provider has had time to show it and does not: it was never sent."""
    if isinstance(row, OutreachMessage):
        claiming.release(session, session.get_one(Customer, row.customer_id), row, now())
    else:
        row.status, row.attempt_id, row.send_at = MessageStatus.PENDING, "", now()
        row.worker, row.lease_until, row.error_message = "", None, ""
    ask_to_dispatch(session)


def _look_again(session: Session, doubt: Doubt) -> None:
    row = _locked(session, doubt)
    if row is None:
        return
    if now() - doubt.since > timedelta(seconds=GIVE_UP_LOOKING_SECONDS):
        row.lease_until, row.error_message = None, FOR_A_PERSON
    else:
        row.lease_until = now() + timedelta(seconds=LOOK_AGAIN_SECONDS)


def _await_report(session: Session, doubt: Doubt) -> None:
    """The provider shows no messages, but reports on each by our reference; silence for hours is for a person."""
    row = _locked(session, doubt)
    until = doubt.since + timedelta(seconds=REPORT_SECONDS)
    if row is not None and now() < until:
        row.lease_until, row.error_message = until, AWAITING_REPORT
    elif row is not None:
        row.lease_until, row.error_message = None, FOR_A_PERSON


def _leave_to_person(session: Session, doubt: Doubt) -> None:
    row = _locked(session, doubt)
    if row is not None:
        row.lease_until, row.error_message = None, FOR_A_PERSON
