"""Reads. What did not go out or did not arrive, across campaigns and conversations, with why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam
from sqlmodel import Session, col, func, or_, select

from services.core.errors import Conflict, NotFound
from services.core.keyset import capped_count, cursor_of, keyset
from services.core.paging import MOST_COUNTED, Page, PageRequest
from services.core.scope import Can, Scope
from services.models import (
    Contact,
    Conversation,
    Lead,
    Message,
    MessageStatus,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
)
from services.people import display_name

MOST_REASONS = 12
_NOT_DELIVERED = (OutreachMessageStatus.FAILED, OutreachMessageStatus.UNKNOWN)
_NOT_ANSWERED = (MessageStatus.FAILED, MessageStatus.UNKNOWN)
GONE = {
    OutreachMessageStatus.FAILED: "This message is not among the failed ones any more.",
    OutreachMessageStatus.UNKNOWN: "This message is not in doubt any more.",
}


class Pile(StrEnum):
    """Campaign messages that failed, campaign messages of which nobody knows yet, and answers in conversations."""

    FAILED = "failed"
    IN_DOUBT = "doubt"
    ANSWERS = "answers"


@dataclass(frozen=True)
class Undelivered:
    """One message; `at` is when it was last tried."""

    id: str
    row_id: int
    name: str
    recipient: str
    channel: str
    source: str  # the campaign's name, "" for an answer
    link: str
    reason: str
    at: datetime
    is_in_doubt: bool
    may_settle: bool = True  # in doubt, and a person decides: the provider is not asked any more


@dataclass(frozen=True)
class Narrowed:
    """What of a pile is wanted: a channel ("" for both), a reason as it stands in the rows ("" for any), and whom.

    `search` is looked for in names, companies and addresses, as on the page.
    """

    channel: str = ""
    reason: str = ""
    search: str = ""


def undelivered(
    session: Session,
    scope: Scope,
    request: PageRequest,
    pile: Pile,
    narrowed: Narrowed = Narrowed(),
) -> Page[Undelivered]:
    """The newest first; `request.search` looks in names and addresses."""
    scope.require(Can.VIEW)
    if pile is Pile.ANSWERS:
        return _page(session, request, _answers(request.search, narrowed), col(Message.id), _answer)
    status = OutreachMessageStatus.UNKNOWN if pile is Pile.IN_DOUBT else OutreachMessageStatus.FAILED
    return _page(session, request, _messages(status, request.search, narrowed), col(OutreachMessage.id), _message)


def pile_counts(session: Session, scope: Scope) -> dict[Pile, int]:
    """How many messages each pile holds, counted no further than 10,001."""
    scope.require(Can.VIEW)
    return {
        Pile.FAILED: capped_count(session, select(OutreachMessage.id).where(*_in_state(OutreachMessageStatus.FAILED))),
        Pile.IN_DOUBT: capped_count(
            session, select(OutreachMessage.id).where(*_in_state(OutreachMessageStatus.UNKNOWN))
        ),
        Pile.ANSWERS: capped_count(session, select(Message.id).where(*_not_answered())),
    }


def reasons(session: Session, scope: Scope) -> list[tuple[str, int]]:
    """Why the newest 10,000 campaign messages failed, the commonest first."""
    scope.require(Can.VIEW)
    newest = newest_failures().subquery()
    number = func.count()
    counted = select(newest.c.error_message, number).group_by(newest.c.error_message).order_by(number.desc())
    return [(reason, count) for reason, count in session.execute(counted.limit(MOST_REASONS)) if reason]


def newest_failures() -> Select[*tuple[Any, ...]]:
    """Account, reason and time of the newest 10,000 campaign messages that failed."""
    found = select(OutreachMessage.provider, OutreachMessage.error_message, OutreachMessage.send_at)
    newest = found.where(*_in_state(OutreachMessageStatus.FAILED)).order_by(col(OutreachMessage.id).desc())
    return newest.limit(MOST_COUNTED)


def failed_after(session: Session, narrowed: Narrowed, after: int, most: int) -> Sequence[OutreachMessage]:
    """Failed campaign messages in the order in which they were written, held until the transaction ends."""
    shown = _messages(OutreachMessageStatus.FAILED, narrowed.search, narrowed)
    later = shown.with_only_columns(OutreachMessage).where(col(OutreachMessage.id) > after)
    held = later.order_by(col(OutreachMessage.id)).limit(most).with_for_update(of=OutreachMessage)
    return session.execute(held).scalars().all()


def held_message(session: Session, message_id: str, status: OutreachMessageStatus) -> OutreachMessage:
    """The failed or doubtful campaign message with this public id, held until the transaction ends.

    Raises Conflict when it is not in this state any more.
    """
    wanted = select(OutreachMessage).where(OutreachMessage.public_id == message_id)
    message = session.exec(wanted.with_for_update()).first()
    if message is None:
        raise NotFound("This message")
    if message.status != status:
        raise Conflict(GONE[status])
    return message


def _messages(
    status: OutreachMessageStatus,
    search: str,
    narrowed: Narrowed,
) -> Select[*tuple[Any, ...]]:
    found = (
        select(OutreachMessage, Contact, OutreachCampaign)
        .join(Contact, col(Contact.id) == OutreachMessage.contact_id)
        .join(OutreachCampaign, col(OutreachCampaign.id) == OutreachMessage.outreach_campaign_id)
        .where(*_in_state(status, narrowed))
    )
    return _named(found, search, col(Contact.name), col(Contact.company), col(OutreachMessage.recipient))


def _answers(search: str, narrowed: Narrowed) -> Select[*tuple[Any, ...]]:
    found = (
        select(Message, Lead, Conversation)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .join(Lead, col(Lead.id) == Conversation.lead_id)
        .where(*_not_answered(narrowed))
    )
    return _named(found, search, col(Lead.name), col(Lead.company), col(Lead.phone), col(Lead.email))


def _in_state(status: OutreachMessageStatus, narrowed: Narrowed = Narrowed()) -> list[ColumnElement[bool]]:
    found = [_is_one_of(OutreachMessage.status, _NOT_DELIVERED), col(OutreachMessage.status) == status]
    if narrowed.channel:
        found.append(col(OutreachMessage.channel) == narrowed.channel)
    if narrowed.reason:
        found.append(col(OutreachMessage.error_message) == narrowed.reason)
    return found


def _not_answered(narrowed: Narrowed = Narrowed()) -> list[ColumnElement[bool]]:
    found = [_is_one_of(Message.status, _NOT_ANSWERED)]
    if narrowed.channel:
        found.append(col(Message.channel) == narrowed.channel)
    return found


def _is_one_of(status: Any, among: Sequence[Any]) -> ColumnElement[bool]:
    """Said literally, as the partial index says it: a database does not look behind placeholders."""
    return col(status).in_(bindparam(None, among, expanding=True, literal_execute=True))


def _named(found: Select[*tuple[Any, ...]], search: str, *columns: Any) -> Select[*tuple[Any, ...]]:
    if not search:
        return found
    return found.where(or_(*(column.icontains(search, autoescape=True) for column in columns)))


def _page(session: Session, request: PageRequest, found: Any, row_id: Any, made: Any) -> Page[Undelivered]:
    rows = [made(*row) for row in session.execute(keyset(found, row_id, row_id, request))]
    shown = rows[: request.size]
    after = cursor_of(shown[-1].row_id, shown[-1].row_id) if len(rows) > request.size else ""
    return Page(shown, capped_count(session, found), after)


def _message(row: OutreachMessage, contact: Contact, campaign: OutreachCampaign) -> Undelivered:
    return Undelivered(
        id=row.public_id,
        row_id=row.id or 0,
        name=display_name(contact.name, contact.company, row.recipient, None),
        recipient=row.recipient,
        channel=row.channel.value,
        source=campaign.name,
        link=f"/contacts?open={contact.public_id}",
        reason=row.error_message,
        at=row.sent_at or row.send_at,
        is_in_doubt=row.status == OutreachMessageStatus.UNKNOWN,
    )


def _answer(row: Message, lead: Lead, talk: Conversation) -> Undelivered:
    return Undelivered(
        id=row.public_id,
        row_id=row.id or 0,
        name=display_name(lead.name, lead.company, lead.phone, lead.email),
        recipient=(lead.phone if row.channel.value == "whatsapp" else lead.email) or "",
        channel=row.channel.value,
        source="",
        link=f"/conversations?open={talk.public_id}",
        reason=row.error_message,
        at=row.sent_at or row.send_at,
        is_in_doubt=row.status == MessageStatus.UNKNOWN,
        may_settle=row.lease_until is None,
    )
