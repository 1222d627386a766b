"""The sender: takes due messages lane by lane, calls the providers, writes what became of each."""

import asyncio
import os
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, or_, select

from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure
from services.core.ids import new_id
from services.core.log import get_logger
from services.core.scope import system_scope
from services.core.settings import get_settings
from services.db import on_database_thread, system_reading, system_transaction, transaction
from services.integrations import sandbox
from services.models import Channel, Message, MessageStatus, OutreachMessage, OutreachMessageStatus
from services.outreach import chat, claiming, outcomes
from services.outreach.parcels import Lane, Outcome, Parcel, Result, Taken
from services.outreach.rules import BATCH, CHANNEL_OF, IN_FLIGHT, in_flight_for
from services.providers.pool import connections
from services.queue import JobName, enqueue

LINGER_SECONDS = 1.0  # a message saved while the last ones leave is taken along, not left to the clock
LOOK_SECONDS = 0.1
GATHER_SECONDS = 0.1  # answers of this long are written together
MOST_LANES = 200
LATER_WITHIN = timedelta(hours=1)
log = get_logger(__name__)


async def dispatch(linger: float = LINGER_SECONDS) -> int:
    """Send everything that is due; returns how many calls were made. Any number may run at a time."""
    async with connections():
        return await _Run().drain(linger)


class _Run:
    """One drain. A lane that is held waits here; everything else it knows is in the database."""

    def __init__(self) -> None:
        self._worker = f"{socket.gethostname()[:40]}:{os.getpid()}:{new_id('run')[-8:]}"
        self._flying: set[asyncio.Task[Outcome]] = set()
        self._held: dict[Lane, float] = {}
        self._most_in_flight = IN_FLIGHT  # grows with the pace of the accounts that are met
        self._calls = 0

    async def drain(self, linger: float) -> int:
        quiet_since = time.monotonic()
        while True:
            started, landed = await self._start_some(), await self._land_some()
            if started or landed or self._flying:
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since >= linger:
                break
        await on_database_thread(lambda: _come_back(list(self._held.values())))
        return self._calls

    async def _start_some(self) -> bool:
        """Give every lane a turn while there is room in flight."""
        started = False
        if self._most_in_flight - len(self._flying) < BATCH:
            return started
        for lane in await on_database_thread(_due_lanes):
            room = self._most_in_flight - len(self._flying)
            if room <= 0:
                break
            if self._held.get(lane, 0.0) > time.time():
                continue
            taken = await self._take(lane, room)
            if taken.held_until:
                self._held[lane] = taken.held_until
            for parcel in taken.parcels[:1]:
                self._most_in_flight = max(self._most_in_flight, in_flight_for(parcel.account.per_second))
            for parcel in taken.parcels:
                self._flying.add(asyncio.create_task(_call(parcel)))
            self._calls += len(taken.parcels)
            started = started or bool(taken.parcels)
        return started

    async def _take(self, lane: Lane, room: int) -> Taken:
        try:
            if get_settings().sandbox:
                await sandbox.ensure_registered(lane.customer_id)
        except ProviderDown as error:
            return Taken(held_until=time.time() + (error.retry_after or 2.0))
        take: Callable[[Lane, str, int], Taken] = chat.take if lane.is_chat else claiming.take
        return await on_database_thread(lambda: take(lane, self._worker, room))

    async def _land_some(self) -> bool:
        """Write what came back, if anything did; wait a moment for more when nothing is on its way."""
        if not self._flying:
            await asyncio.sleep(LOOK_SECONDS)
            return False
        done, _ = await asyncio.wait(self._flying, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if done and len(done) < len(self._flying):
            await asyncio.sleep(GATHER_SECONDS)
        done = {task for task in self._flying if task.done()}
        self._flying -= done
        landed: dict[int, list[Outcome]] = defaultdict(list)
        for task in done:
            outcome = task.result()
            landed[outcome.parcel.lane.customer_id].append(outcome)
        for customer_id, together in landed.items():
            await on_database_thread(lambda owner=customer_id, found=together: _settle(owner, found))
        return bool(done)


def _settle(customer_id: int, found: Sequence[Outcome]) -> None:
    with transaction(system_scope(customer_id)) as session:
        outcomes.settle(session, found)
    for outcome in found:
        if outcome.result is not Result.SENT:
            log.warning(
                "message_not_sent",
                customer_id=customer_id,
                reference=outcome.parcel.message.reference,
                result=outcome.result,
                reason=outcome.words,
            )


async def _call(parcel: Parcel) -> Outcome:
    """One call at its slot; never an exception, since the row must not be forgotten."""
    await asyncio.sleep(max(0.0, parcel.starts_at - time.time()))
    if time.time() > parcel.deadline:
        return Outcome(parcel, Result.LATER, words="The sender was held up.", seconds=0.0)
    try:
        sent = await parcel.account.messenger().send(parcel.message)
    except ProviderUnsure as error:
        return Outcome(parcel, Result.UNSURE, words=error.message)
    except ProviderDown as error:
        return Outcome(
            parcel,
            Result.LATER,
            words=error.message,
            seconds=error.retry_after,
            only_recipient=error.only_recipient,
        )
    except ProviderRefused as error:
        return Outcome(parcel, Result.REFUSED, words=error.message, about=error.about)
    except Exception:
        log.exception("message_call_failed", reference=parcel.message.reference)
        return Outcome(parcel, Result.UNSURE, words="Something went wrong while sending. We will check.")
    return Outcome(parcel, Result.SENT, provider_id=sent.provider_id)


def _due_lanes() -> list[Lane]:
    """Who has something to send now: conversations first, then campaigns, each customer in turn."""
    at = now()
    with system_reading() as session:
        talks = session.execute(
            chat.due_messages(at)
            .with_only_columns(col(Message.customer_id), col(Message.channel))
            .distinct()
            .limit(MOST_LANES)
        ).all()
        lanes = [Lane(customer_id, CHANNEL_OF[channel], True) for customer_id, channel in talks]
        for channel in Channel:
            due = claiming.due_messages(channel, at).with_only_columns(col(OutreachMessage.customer_id))
            lanes += [Lane(one, channel, False) for one in session.execute(due.distinct().limit(MOST_LANES)).scalars()]
    return lanes


def _come_back(held: list[float]) -> None:
    """Ask to be woken when the next message is due or a held account is free again."""
    with system_transaction() as session:
        moments = [datetime.fromtimestamp(until, UTC) for until in held]
        moments += [moment for moment in (_next_outreach(session), _next_chat(session)) if moment]
        soon = [moment for moment in moments if moment <= now() + LATER_WITHIN]
        if soon:
            at = max(min(soon), now()).replace(microsecond=0) + timedelta(seconds=1)
            enqueue(session, JobName.DISPATCH_MESSAGES, at=at, unique=f"dispatch:{at.isoformat()}")


def _next_outreach(session: Session) -> datetime | None:
    later = select(OutreachMessage.send_at).where(
        OutreachMessage.status == OutreachMessageStatus.PENDING,
        OutreachMessage.send_at > now(),
        or_(OutreachMessage.channel == Channel.WHATSAPP, OutreachMessage.channel == Channel.EMAIL),
    )
    return session.exec(later.order_by(col(OutreachMessage.send_at)).limit(1)).first()


def _next_chat(session: Session) -> datetime | None:
    later = select(Message.send_at).where(Message.status == MessageStatus.PENDING, Message.send_at > now())
    return session.exec(later.order_by(col(Message.send_at)).limit(1)).first()
