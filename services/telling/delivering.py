"""The hands: what is due leaves, on record as `sending` before a provider is called, and never twice."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure, Refusal
from services.core.log import get_logger
from services.core.scope import system_scope
from services.core.settings import get_settings
from services.db import in_transaction, on_database_thread, system_reading
from services.integrations import sandbox
from services.models import NoticeDelivery, NoticeStatus, PushDevice
from services.providers.pool import connections
from services.telling import parcels, rules, spreading
from services.telling.parcels import Parcel
from services.telling.waking import wake_at

CALLS_AT_ONCE = 20
LOOK_AGAIN = timedelta(seconds=15)
IN_DOUBT = "The answer was lost, and the provider cannot be asked whether it arrived."
log = get_logger(__name__)


@dataclass(frozen=True)
class _Outcome:
    """What became of one call; `again` says that it certainly did not arrive and may be tried again."""

    status: NoticeStatus
    words: str = ""
    retry_after: float | None = None
    again: bool = False
    provider_id: str = ""
    is_gone: bool = False  # the address will never work again


async def tell() -> None:
    """Plan what is new and deliver all that is due, until nothing is; safe to run twice, also at once."""
    for owner in await on_database_thread(spreading.owners):
        while await in_transaction(system_scope(owner), spreading.spread):
            pass
    async with connections():
        owners = await on_database_thread(_owners)
        await asyncio.gather(*(_serve(owner) for owner in owners))


def _owners() -> list[int]:
    """Customers with a delivery that is due, or whose sender died."""
    at = now()
    is_due = (col(NoticeDelivery.status) == NoticeStatus.PENDING) & (col(NoticeDelivery.due_at) <= at)
    is_lost = (col(NoticeDelivery.status) == NoticeStatus.SENDING) & (col(NoticeDelivery.lease_until) <= at)
    wanted = select(NoticeDelivery.customer_id).where(is_due | is_lost).distinct()
    with system_reading() as session:
        return sorted(session.exec(wanted))


async def _serve(owner: int) -> None:
    scope = system_scope(owner)
    gate = asyncio.Semaphore(CALLS_AT_ONCE)
    doubts = await in_transaction(scope, parcels.take_doubts)
    await asyncio.gather(*(_resolve(gate, owner, doubt) for doubt in doubts))
    while going := await in_transaction(scope, parcels.take_due):
        await asyncio.gather(*(_deliver(gate, owner, parcel) for parcel in going if parcel.letter))


async def _deliver(gate: asyncio.Semaphore, owner: int, parcel: Parcel) -> None:
    async with gate:
        outcome = await _called(owner, parcel)
    await in_transaction(system_scope(owner), _note, parcel, outcome)


async def _called(owner: int, parcel: Parcel) -> _Outcome:
    letter = parcel.letter
    if letter is None:
        return _Outcome(NoticeStatus.DROPPED)
    try:
        if letter.is_sandbox:
            await sandbox.ensure_registered(owner)
        provider_id = await letter.send()
    except ProviderUnsure as error:
        return _Outcome(NoticeStatus.SENDING, error.message)
    except ProviderDown as error:
        return _Outcome(NoticeStatus.PENDING, error.message, error.retry_after, again=True)
    except ProviderRefused as error:
        if letter.is_sandbox:
            sandbox.forget_registration(owner)
        log.warning("notice_refused", customer_id=owner, provider=letter.provider, code=error.code)
        return _Outcome(NoticeStatus.FAILED, error.message, is_gone=error.about is Refusal.ADDRESS)
    return _Outcome(NoticeStatus.SENT, provider_id=provider_id)


async def _resolve(gate: asyncio.Semaphore, owner: int, parcel: Parcel) -> None:
    """Its sender died in mid-call, or the answer was lost: ask, where that is possible."""
    async with gate:
        outcome = await _looked_up(owner, parcel)
    await in_transaction(system_scope(owner), _note, parcel, outcome)


async def _looked_up(owner: int, parcel: Parcel) -> _Outcome:
    letter = parcel.letter
    if letter is not None and letter.is_repeatable:
        return _Outcome(NoticeStatus.PENDING, again=True)
    if letter is None or not letter.can_look_up:
        return _Outcome(NoticeStatus.UNKNOWN, IN_DOUBT)
    try:
        if letter.is_sandbox:
            await sandbox.ensure_registered(owner)
        provider_id = await letter.look_up(parcel.since)
    except ProviderDown as error:
        return _Outcome(NoticeStatus.SENDING, error.message)
    except ProviderRefused as error:
        return _Outcome(NoticeStatus.UNKNOWN, error.message)
    if provider_id is not None:
        return _Outcome(NoticeStatus.SENT, provider_id=provider_id)
    is_settled = now() - parcel.since > timedelta(seconds=get_settings().send_settle_seconds)
    return _Outcome(NoticeStatus.PENDING, again=True) if is_settled else _Outcome(NoticeStatus.SENDING)


def _note(session: Session, parcel: Parcel, outcome: _Outcome) -> None:
    """Only rows that still belong to this attempt: another process may have taken a late one over."""
    wanted = select(NoticeDelivery).where(
        NoticeDelivery.attempt_id == parcel.attempt_id,
        NoticeDelivery.status == NoticeStatus.SENDING,
        NoticeDelivery.customer_id == session.info["customer_id"],
    )
    at = now()
    for row in session.exec(wanted.with_for_update()):
        row.error_message = outcome.words[:300]
        if outcome.again:
            _again(session, row, at, outcome.retry_after)
        elif outcome.status == NoticeStatus.SENDING:
            row.lease_until = at + LOOK_AGAIN
        else:
            row.status, row.lease_until, row.provider_id = outcome.status, None, outcome.provider_id[:200]
            row.sent_at = at if outcome.status == NoticeStatus.SENT else None
        if row.device_id:
            _note_device(session, row.device_id, at, outcome)


def _note_device(session: Session, device_id: int, at: datetime, outcome: _Outcome) -> None:
    device = session.get(PushDevice, device_id)
    if device is not None and outcome.is_gone:
        session.delete(device)
    elif device is not None and outcome.status == NoticeStatus.SENT:
        device.told_at = at


def _again(session: Session, row: NoticeDelivery, at: datetime, retry_after: float | None) -> None:
    wait = rules.wait_before(row.attempts, retry_after)
    row.lease_until = None
    if wait is None:
        row.status = NoticeStatus.FAILED
        return
    row.status, row.due_at = NoticeStatus.PENDING, at + wait
    wake_at(session, row.due_at)
