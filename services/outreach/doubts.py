"""Messages that were perhaps sent, and which of them a provider that keeps no reference of ours cannot tell apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlmodel import Session, col, func, select

from services.models import Message, MessageStatus, OutreachMessage
from services.outreach.senders import Account
from services.providers.base import Messenger, OutgoingMessage

Row = OutreachMessage | Message
_ON_ITS_WAY = [MessageStatus.SENDING.value, MessageStatus.UNKNOWN.value]


@dataclass(frozen=True)
class Doubt:
    """A row that was perhaps sent since `since`; `known` are the provider ids of other messages to that person."""

    table: type[OutreachMessage] | type[Message]
    row_id: int
    attempt_id: str
    message: OutgoingMessage
    account: Account
    since: datetime
    known: frozenset[str]


def alike(doubts: Iterable[Doubt]) -> list[list[Doubt]]:
    """Doubts about the same words to the same person together, the earliest first; files without words are alike."""
    same = attrgetter("account.provider", "message.recipient", "message.text")
    return [sorted(some, key=attrgetter("since", "row_id")) for _, some in groupby(sorted(doubts, key=same), key=same)]


def waits_for_twin(session: Session, row: Row, at: datetime) -> datetime | None:
    """Until when an answer with the same words to the same person is on its way; before, one is taken for the other."""
    if isinstance(row, OutreachMessage):  # of a campaign a contact gets one message at a time
        return None
    return session.exec(
        select(func.max(Message.lease_until)).where(
            Message.conversation_id == row.conversation_id,
            Message.channel == row.channel,
            Message.message_text == row.message_text,
            Message.id != row.id,
            col(Message.status).in_(_ON_ITS_WAY),
            col(Message.lease_until) > at,
        )
    ).one()


async def look_up(messenger: Messenger, same: Sequence[Doubt]) -> list[str] | None:
    """The provider's id of each, "" where it has none; None when it has fewer than are asked for and may mean any.

    Raises what the messenger raises.
    """
    found: list[str] = []
    is_shared = False
    for doubt in same:
        sent = await messenger.look_up(doubt.message, doubt.since, doubt.known)
        if sent and sent.provider_id in found:
            is_shared = True
            sent = await messenger.look_up(doubt.message, doubt.since, doubt.known | set(found))
        found.append(sent.provider_id if sent else "")
    return None if is_shared and "" in found else found
