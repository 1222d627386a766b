"""Writes. Replies read in doubt are put before the model, eight at a time; what it says is kept, and followed."""

from datetime import timedelta

from sqlmodel import Session, col, select

from services.analysis.cleaning import plain, sends_elsewhere, speaks_to_machines
from services.core.clock import now
from services.core.errors import AppError, ProviderDown, ProviderRefused, Refusal
from services.core.scope import Scope, system_scope
from services.db import in_transaction, on_database_thread, system_reading
from services.inbound.doubts import may_ask
from services.inbound.following import follow
from services.inbound.people import hold_customer
from services.integrations.queries import find
from services.live import Topic, announce
from services.models import InboundEvent, ReplyReading
from services.opinions.asking import TOGETHER, opinions_on
from services.opinions.rules import decides
from services.opinions.types import Doubtful, Opinion
from services.replies.records import end_asking, take_opinion
from services.replies.stripping import visible

MOST_TRIES = 5  # a call that timed out is paid for
WAITS = timedelta(days=7)  # for money or a working key; after that people have seen to it
_NO_ANSWER = "The model gave no usable answer."
_NOT_SHOWN = "It has no words, or speaks to machines, so no model was asked."


async def hear_opinions(owner_id: int = 0) -> None:
    """Ask about what waits of one customer, or by the clock of everyone. Raises ProviderDown to be tried again."""
    for customer_id in [owner_id] if owner_id else await on_database_thread(_customers):
        await _hear_all(system_scope(customer_id))


def _customers() -> list[int]:
    with system_reading() as session:
        waiting = select(ReplyReading.customer_id).where(col(ReplyReading.opinion_due_at).is_not(None))
        return list(session.exec(waiting.distinct()))


async def _hear_all(scope: Scope) -> None:
    while True:
        told = await in_transaction(scope, _next)
        if not told or not await _hear(scope, [one for one in told if one.text]):
            return


def _next(session: Session) -> list[Doubtful]:
    """The next few; those that no model can be asked about have a text of "" and do not come again."""
    if find(session, "openai") is None:
        return []
    wanted = (
        select(ReplyReading, InboundEvent)
        .join(InboundEvent, col(InboundEvent.id) == col(ReplyReading.inbound_event_id), isouter=True)
        .where(col(ReplyReading.opinion_due_at).is_not(None))
        .order_by(col(ReplyReading.id))
        .limit(TOGETHER)
    )
    return [_doubtful(session, row, event) for row, event in session.exec(wanted)]


def _doubtful(session: Session, row: ReplyReading, event: InboundEvent | None) -> Doubtful:
    told = _to_tell(event) if event and may_ask(session, event.provider) else ""
    if not told or not row.is_unsure or row.opinion_due_at is None or row.opinion_due_at < now() - WAITS:
        end_asking(row, row.opinion_note if told else _NOT_SHOWN)
        return Doubtful(row.id or 0, "")
    return Doubtful(row.id or 0, told)


def _to_tell(event: InboundEvent) -> str:
    """What was written now, without addresses; "" when it tries to direct whatever reads it, hidden parts and all."""
    text = str(event.payload.get("text") or "")
    return "" if speaks_to_machines(text) or sends_elsewhere(text) else plain(visible(text) or text)


async def _hear(scope: Scope, replies: list[Doubtful]) -> bool:
    """False when asking about more is of no use now."""
    if not replies:
        return True
    try:
        opinions = await opinions_on(scope, replies)
    except ProviderDown as trouble:
        await in_transaction(scope, _note, replies, trouble.message, 1)
        raise
    except AppError as trouble:
        is_final = isinstance(trouble, ProviderRefused) and trouble.about is Refusal.REQUEST
        await in_transaction(scope, _note, replies, trouble.message, MOST_TRIES if is_final else 0)
        return is_final
    for reply in replies:
        await in_transaction(scope, _settle, reply.id, opinions.get(reply.ref))
    return True


def _note(session: Session, replies: list[Doubtful], words: str, tries: int) -> None:
    """The reading stays as it is, and the page says why nobody else looked."""
    for row in session.exec(select(ReplyReading).where(col(ReplyReading.id).in_([one.id for one in replies]))):
        row.opinion_tries, row.opinion_note = row.opinion_tries + tries, words[:300]
        if row.opinion_tries >= MOST_TRIES:
            end_asking(row, words)
    announce(session, session.info["customer_id"], Topic.CONVERSATIONS)


def _settle(session: Session, reading_id: int, opinion: Opinion | None) -> None:
    """Keep the opinion, once, however often the job ran; where it decides, what it means follows."""
    hold_customer(session, session.info["customer_id"])
    row = session.get(ReplyReading, reading_id, with_for_update=True, populate_existing=True)
    if row is None or row.opinion_due_at is None:
        return
    if opinion is None:
        end_asking(row, _NO_ANSWER)
    else:
        take_opinion(row, opinion.label, opinion.confidence, opinion.model, decides=decides(opinion))
        if row.opinion_decides and row.inbound_event_id:
            follow(session, row.inbound_event_id, opinion.label)
    announce(session, row.customer_id, Topic.CONVERSATIONS)
