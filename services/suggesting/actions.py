"""Reads a conversation and drafts an answer: by the model where there is one, else from fixed words."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from services.analysis.asking import ask, connected, keep, kept
from services.conversations.queries import get_conversation, thread
from services.core.errors import AppError, Conflict
from services.core.scope import Can, Scope
from services.customers.queries import customer_of
from services.db import in_reading, in_transaction
from services.integrations.queries import find
from services.models import Lead, Message, Sender
from services.playbooks import playbook_for
from services.replies.records import label_of
from services.replies.rules import Label, classify
from services.spending.actions import OverBudget
from services.suggesting.facts import MOST_MESSAGES, facts_of, messages_of
from services.suggesting.plain import plain_draft
from services.suggesting.rules import believed, key_of, question
from services.suggesting.types import Asked, Draft, Drafted, Source, Trouble

_NO_MODEL = "OpenAI is not connected."
_NOTHING_TO_ANSWER = "Their last message was not shown to a model."
_UNUSABLE = "The model's draft said what your facts do not."


async def suggest(scope: Scope, conversation_id: str) -> Draft:
    """A draft for the conversation (public id), never sent by anything; raises Conflict when they have said stop."""
    return (await drafted(scope, conversation_id)).draft


async def drafted(scope: Scope, conversation_id: str, more: Sequence[Source] = ()) -> Drafted:
    """The same with what it is made of; `more` are facts beside those of Settings."""
    scope.require(Can.SEND_MESSAGES)
    asked, note = await in_reading(scope, all_that_is_known, scope, conversation_id, more)
    if note:
        return Drafted(plain_draft(asked, note), asked)
    try:
        draft = await _written(scope, asked)
    except OverBudget as trouble:
        return Drafted(plain_draft(asked, trouble.message), asked, Trouble.BUDGET)
    except AppError as trouble:
        return Drafted(plain_draft(asked, trouble.message), asked, Trouble.NO_ANSWER)
    if draft is None:
        return Drafted(plain_draft(asked, _UNUSABLE), asked, Trouble.UNFOUNDED)
    return Drafted(draft, asked)


def all_that_is_known(
    session: Session, scope: Scope, conversation_id: str, more: Sequence[Source] = ()
) -> tuple[Asked, str]:
    """All that a draft may use, and why no model is asked, "" when one is."""
    seen = thread(session, conversation_id, size=MOST_MESSAGES)
    if seen.suppressed:
        raise Conflict(f"{seen.suppressed}. You cannot write to this person.")
    talk, lead = get_conversation(session, conversation_id)
    customer = customer_of(session, scope)
    messages = messages_of(seen.messages)
    questions = playbook_for(customer.industry).form_questions
    asked = Asked(
        [*facts_of(customer), *more],
        messages,
        _label(session, talk.id or 0),
        lead.name.split()[0] if lead.name.strip() else "",
        questions[0] if questions else "",
    )
    theirs = [one for one in seen.messages if one.sender == Sender.LEAD]
    is_shown = bool(theirs) and bool(messages_of(theirs[-1:]))
    return asked, _NO_MODEL if not _may_ask(session, lead) else "" if is_shown else _NOTHING_TO_ANSWER


def _may_ask(session: Session, lead: Lead) -> bool:
    """The simulated model reads simulated people alone."""
    account = find(session, "openai")
    return account is not None and (lead.is_sandbox or not account.is_sandbox)


def _label(session: Session, talk_id: int) -> Label:
    """How their last message was read, by the reading that counts; one without a reading by the rules."""
    newest = select(Message).where(col(Message.conversation_id) == talk_id, col(Message.sender) == Sender.LEAD)
    last = session.exec(newest.order_by(col(Message.id).desc()).limit(1)).first()
    if last is None:
        return Label.OTHER
    known = label_of(session, last.inbound_event_id) if last.inbound_event_id else ""
    return Label(known) if known else classify(last.message_text).label


async def _written(scope: Scope, asked: Asked) -> Draft | None:
    model = await connected(scope)
    key = key_of(asked, model.name)
    known = (await in_reading(scope, kept, [key])).get(key)
    if known is not None:
        return Draft(**known) if known else None
    answer, cost = await ask(scope, model, question(asked))
    draft = believed(answer.value or {}, asked, answer.model)
    told: dict[str, Any] = vars(draft) if draft else {}
    await in_transaction(scope, keep, model.name, {key: (told, cost)})
    return draft
