"""Writes. A message that waits is answered in the transaction that decides it, or left to a person with the reason."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from services.answering.facing import allowed_for, question_in
from services.answering.rules import signed, why_not, why_not_draft
from services.answering.types import Allowed, Question, Why
from services.calls.booking import new_link
from services.calls.queries import host_of, link_address
from services.conversations.actions import reply
from services.conversations.queries import hold
from services.core.clock import now
from services.core.errors import AppError
from services.core.log import get_logger
from services.core.scope import Scope, system_scope
from services.db import in_transaction, on_database_thread, system_reading
from services.live import Topic as Page
from services.live import announce, notify
from services.models import (
    AnswerStatus,
    AutomaticAnswer,
    CallLink,
    Conversation,
    Customer,
    Lead,
    Message,
)
from services.people import display_name
from services.suggesting.actions import all_that_is_known, drafted
from services.suggesting.plain import plain_draft
from services.suggesting.topics import CALL_LINK, Topic, topics_of
from services.suggesting.types import Draft, Drafted, Source

MOST_TRIES = 4
TURN = timedelta(seconds=90)  # one worker's; whoever comes later takes over
DOUBT = timedelta(minutes=10)  # how long a model's opinion on the meaning is waited for
DOUBT_STEP = timedelta(seconds=15)
_UNHEARD = {Why.ANSWERED, Why.STOPPED, Why.WROTE_AGAIN, Why.STOP, Why.MACHINE}  # nobody needs a draft of these
log = get_logger(__name__)


@dataclass(frozen=True)
class Taken:
    """A message that nothing stood against when it was looked at; `more` are facts that only this lead is told."""

    id: int
    talk_id: str
    more: tuple[Source, ...] = ()


async def answer_messages(owner_id: int = 0) -> None:
    """Decide what waits of one customer, or by the clock of everyone; safe to run twice and at once."""
    for customer_id in [owner_id] if owner_id else await on_database_thread(_customers):
        await _answer_all(system_scope(customer_id))


def _customers() -> list[int]:
    waiting = select(AutomaticAnswer.customer_id).where(
        AutomaticAnswer.status == AnswerStatus.WAITING, col(AutomaticAnswer.due_at) <= now()
    )
    with system_reading() as session:
        return list(session.exec(waiting.distinct()))


async def _answer_all(scope: Scope) -> None:
    while number := await in_transaction(scope, claim):
        taken = await in_transaction(scope, look_at, number)
        if taken is not None:
            await _answer(scope, taken)


async def _answer(scope: Scope, taken: Taken) -> None:
    try:
        made = await drafted(scope, taken.talk_id, taken.more)
    except AppError as refused:  # they said stop, or the conversation is gone
        log.info("automatic_answer_refused", reason=refused.message)
        made = None
    await in_transaction(scope, settle, taken.id, made)


def claim(session: Session) -> int:
    """The next message that is due, which is this worker's for a while; 0 when there is none."""
    due = (
        select(AutomaticAnswer)
        .where(AutomaticAnswer.status == AnswerStatus.WAITING, col(AutomaticAnswer.due_at) <= now())
        .order_by(col(AutomaticAnswer.due_at), col(AutomaticAnswer.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.exec(due).first()
    if row is None:
        return 0
    row.due_at, row.tries = now() + TURN, row.tries + 1
    return row.id or 0


def look_at(session: Session, row_id: int) -> Taken | None:
    """What may be answered; what may not is left to a person at once, and no model is paid for it."""
    row = _held(session, row_id)
    if row is None:
        return None
    if row.tries > MOST_TRIES:
        _leave(session, row, Why.FAILED)
        return None
    question = question_in(session, row)
    if question.awaits_opinion and now() - question.at < DOUBT:
        row.due_at, row.tries = now() + DOUBT_STEP, row.tries - 1
        return None
    why = why_not(question, allowed_for(session, row), now())
    if why:
        _leave(session, row, why, _plain(session, row) if why not in _UNHEARD else None)
        return None
    talk = session.get_one(Conversation, row.conversation_id)
    return Taken(row_id, talk.public_id, _more(session, talk, question))


def settle(session: Session, row_id: int, made: Drafted | None) -> None:
    """Send the draft, when still nothing stands against it; the answer and what became of it are saved together."""
    row = _held(session, row_id)
    if row is None:
        return
    if made is None:
        _leave(session, row, Why.STOPPED)
        return
    question, allowed = question_in(session, row), allowed_for(session, row)
    why = why_not(question, allowed, now()) or why_not_draft(made, question)
    if why:
        _leave(session, row, why, made.draft)
        return
    try:
        _send(session, row, made.draft, allowed, question.language)
    except AppError as refused:
        log.info("automatic_answer_refused", reason=refused.message)
        _leave(session, row, Why.STOPPED)


def _send(session: Session, row: AutomaticAnswer, draft: Draft, allowed: Allowed, language: str) -> None:
    talk, message = session.get_one(Conversation, row.conversation_id), session.get_one(Message, row.message_id)
    customer, lead = session.get_one(Customer, row.customer_id), session.get_one(Lead, talk.lead_id)
    is_signed = customer.signs_automatic and not allowed.sent
    text = signed(draft.text, language) if is_signed else draft.text
    scope, key = system_scope(row.customer_id), f"automatic-{row.id}"
    answer = reply(session, scope, talk.public_id, text, message.channel, key=key, automatic=True)
    session.flush()
    row.status, row.answer_id = AnswerStatus.SENT, answer.id
    _keep(row, draft)
    name = display_name(lead.name, lead.company, lead.phone, lead.email)
    link = f"/conversations?open={talk.public_id}"
    title, person = f"{name} was answered automatically", lead.assigned_to or 0
    notify(session, row.customer_id, "answered_automatically", title, draft.text, link, user_id=person)


def _held(session: Session, row_id: int) -> AutomaticAnswer | None:
    """The row while it waits. The conversation is held first, as whoever answers in it does."""
    found = session.get(AutomaticAnswer, row_id)
    if found is None:
        return None
    talk = session.get_one(Conversation, found.conversation_id)
    hold(session, session.get_one(Lead, talk.lead_id))
    row = session.get(AutomaticAnswer, row_id, with_for_update=True, populate_existing=True)
    return row if row is not None and row.status == AnswerStatus.WAITING else None


def _leave(session: Session, row: AutomaticAnswer, why: Why, draft: Draft | None = None) -> None:
    row.status, row.reason = AnswerStatus.LEFT, why.value
    if draft is not None:
        _keep(row, draft)
    talk = session.get_one(Conversation, row.conversation_id)
    announce(session, row.customer_id, Page.CONVERSATIONS, talk.public_id)


def _keep(row: AutomaticAnswer, draft: Draft) -> None:
    row.draft, row.sources, row.drafted_by = draft.text[:2_000], [one[:200] for one in draft.sources], draft.by[:80]


def _plain(session: Session, row: AutomaticAnswer) -> Draft | None:
    """A draft for whoever answers, made here and paid to nobody; only where facts answer something."""
    talk = session.get_one(Conversation, row.conversation_id)
    try:
        asked, _ = all_that_is_known(session, system_scope(row.customer_id), talk.public_id)
    except AppError:  # they have said stop on the other channel
        return None
    draft = plain_draft(asked)
    return draft if draft.facts else None


def _more(session: Session, talk: Conversation, question: Question) -> tuple[Source, ...]:
    """Who asks for a call is given the page on which they choose a time."""
    if Topic.CALL not in topics_of(question.said):
        return ()
    lead = session.get_one(Lead, talk.lead_id)
    known = select(CallLink).where(
        CallLink.lead_id == lead.id, col(CallLink.lead_call_id).is_(None), col(CallLink.expires_at) > now()
    )
    link = session.exec(known).first()
    if link is None:
        link = new_link(session, lead, host_of(system_scope(lead.customer_id), lead), 30)
    return (Source("call", f"{CALL_LINK}: {link_address(link)}", CALL_LINK),)
