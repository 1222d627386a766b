"""Reads. What was said: messages of every conversation that hold some words, the newest first.

The text index offers ids; each message is read through both walls and looked at before it is shown, because SQLite's
index knows which pieces of a word a message holds and not whether they stand together.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, column, select, table
from sqlmodel import Session, col

from services.core.keyset import along_index
from services.core.scope import Can, Scope
from services.core.trigrams import cleaned, matching, padded, pattern
from services.models import Conversation, ConversationChannel, ConversationStatus, Lead, Message, Sender
from services.people import display_name

MOST = 100
FEWEST_LETTERS = 2
_WALKED = 2_000  # the newest messages of a customer that are read before PostgreSQL asks its text index
_READ = 5_000  # messages that SQLite's index may offer in vain before the search gives up
_AT_ONCE = 50
_BEFORE, _SHOWN = 40, 160
_IN_SQLITE = table("message_search", column("rowid"), column("message_search"))  # FTS5 names the whole row so
_IN_POSTGRES = table("message_search", column("customer_id"), column("message_id"), column("text"))


@dataclass(frozen=True)
class Part:
    """A piece of a line; `is_found` when it is what was looked for."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Said:
    """One message that was found (ids are public), with the line round the first word that was looked for."""

    id: str
    conversation_id: str
    name: str
    is_theirs: bool
    channel: ConversationChannel
    is_closed: bool
    at: datetime
    parts: list[Part]


def said(session: Session, scope: Scope, search: str, *, size: int = 20) -> tuple[list[Said], bool]:
    """At most `size` messages that hold every word of `search`, and whether there are more; [] below two letters."""
    scope.require(Can.VIEW)
    text = cleaned(search)
    if len(text) < FEWEST_LETTERS:
        return [], False
    size, wanted = min(size, MOST), padded(text)
    offered = _on_sqlite if session.get_bind().dialect.name == "sqlite" else _on_postgres
    found: list[Said] = []
    for ids in offered(session, wanted, size):
        for message, talk, lead in _read(session, ids):
            if holds(message.subject, message.message_text, wanted):
                found.append(_said(message, talk, lead, text))
                if len(found) > size:
                    return found[:size], True
    return found, False


def _on_sqlite(session: Session, wanted: tuple[str, ...], _size: int) -> Iterator[list[int]]:
    asked = _IN_SQLITE.c.message_search.match(matching(session.info["customer_id"], wanted))
    newest = select(_IN_SQLITE.c.rowid).where(asked).order_by(_IN_SQLITE.c.rowid.desc()).limit(_READ)
    for some in session.execute(newest).scalars().partitions(_AT_ONCE):
        yield list(some)


def _on_postgres(session: Session, wanted: tuple[str, ...], size: int) -> Iterator[list[int]]:
    """What is common is found among the newest; what is not is rare, and the text index gathers it."""
    number, text = _IN_POSTGRES.c.message_id, _IN_POSTGRES.c.text
    mine = _IN_POSTGRES.c.customer_id == session.info["customer_id"]
    newest = select(number, text).where(mine).order_by(number.desc()).limit(_WALKED).subquery()
    walked = select(newest.c.message_id).where(*(newest.c.text.like(pattern(one)) for one in wanted))
    with along_index(session):
        ids = list(session.execute(walked.order_by(newest.c.message_id.desc()).limit(size + 1)).scalars())
    if len(ids) <= size:
        gathered = select(number).where(mine, *(text.like(pattern(one)) for one in wanted))
        # The sum keeps the planner from walking past every message in the order of their numbers.
        ids = list(session.execute(gathered.order_by((number + 0).desc()).limit(size + 1)).scalars())
    yield ids


def _read(session: Session, ids: Sequence[int]) -> Sequence[Row[Message, Conversation, Lead]]:
    wanted = (
        select(Message, Conversation, Lead)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .join(Lead, col(Lead.id) == col(Conversation.lead_id))
        .where(col(Message.id).in_(ids))
    )
    return session.execute(wanted.order_by(col(Message.id).desc())).all()


def holds(subject: str, text: str, wanted: tuple[str, ...]) -> bool:
    """Whether every word stands in the message, as the index writes it."""
    line = " ".join(f"  {subject}  {text} ".lower().splitlines()).replace("\t", " ")
    return all(one in line for one in wanted)


def glimpse(subject: str, text: str, search: str) -> list[Part]:
    """The line round the first of the words, each of them marked wherever it stands."""
    words = sorted(set(search.split()), key=len, reverse=True)
    looked_for = re.compile(
        "|".join(rf"(?:(?<=\s)|^){re.escape(w)}" if len(w) < 3 else re.escape(w) for w in words), re.IGNORECASE
    )
    line = " ".join(text.split())
    if not looked_for.search(line):
        line = " ".join(f"{subject} {text}".split())
    first = looked_for.search(line)
    start = _word_start(line, max(0, first.start() - _BEFORE)) if first else 0
    shown = line[start : start + _SHOWN]
    parts, at = [Part("…", is_found=False)] if start else [], 0
    for found in looked_for.finditer(shown):
        parts += [Part(shown[at : found.start()], is_found=False), Part(found[0], is_found=True)]
        at = found.end()
    rest = shown[at:] + ("…" if start + _SHOWN < len(line) else "")
    return [part for part in (*parts, Part(rest, is_found=False)) if part.text]


def _word_start(line: str, at: int) -> int:
    """The beginning of a word at or before `at`, unless that is far away."""
    space = line.rfind(" ", max(0, at - _BEFORE // 2), at + 1)
    return space + 1 if at and space >= 0 else at


def _said(message: Message, talk: Conversation, lead: Lead, search: str) -> Said:
    return Said(
        id=message.public_id,
        conversation_id=talk.public_id,
        name=display_name(lead.name, lead.company, lead.phone, lead.email),
        is_theirs=message.sender == Sender.LEAD,
        channel=message.channel,
        is_closed=talk.status == ConversationStatus.CLOSED,
        at=message.sent_at or message.created_at,
        parts=glimpse(message.subject, message.message_text, search),
    )
