"""Files of messages: expected, stored, opened, shown in the thread, and swept away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, or_, select
from sqlmodel import Session, col

from services import storage
from services.conversations import file_rules as rules
from services.conversations.parking import NO_ROOM, PROGRAM, adopt, too_many
from services.conversations.room import has_room
from services.core.clock import now
from services.core.errors import NotFound
from services.core.scope import Can, Scope
from services.live import Topic, announce
from services.models import Attachment, AttachmentStatus, InboundEvent, InboundStatus, Message
from services.queue import JobName, enqueue

_LONGEST_WAIT = timedelta(days=1)
_LONGEST_PARKED = timedelta(days=30)  # for a person to find that a reply meant something after all, or to send
_JUST_WRITTEN_SECONDS = 900  # whose row may not be saved yet
_ON_ITS_WAY = "On its way…"


@dataclass(frozen=True)
class FileView:
    """One file under a message; `words` is its size, or why it cannot be opened yet or ever."""

    id: str
    name: str
    words: str
    is_picture: bool
    is_ready: bool
    is_folded: bool = False  # belongs to a signature or to a program: not among the others


@dataclass(frozen=True)
class Opened:
    """A stored file to be handed to somebody who may see it."""

    path: Path
    name: str
    mime_type: str
    is_picture: bool


def expect_files(session: Session, message: Message, files: Sequence[Mapping[str, Any]]) -> None:
    """Note what came with a message, and ask for what the provider still has to be fetched once this is saved."""
    if not files:
        return
    session.flush()
    adopt(session, message, [one for one in files if one.get("kept")])
    there = [one for one in files if not one.get("kept")]
    own = [one for one in there if not one.get("cid")]
    shown = [one for one in there if one.get("cid")]
    for one in own[: rules.MOST_FILES] + shown[: rules.MOST_PICTURES]:
        row = _row(message, str(one.get("name") or ""))
        row.source = {name: str(one[name])[:2_000] for name in ("url", "id", "cid") if one.get(name)}
        row.is_folded = bool(one.get("folded"))
        session.add(row)
        session.flush()
        enqueue(session, JobName.FETCH_FILE, owner_id=message.customer_id, attachment_id=row.id)
    left_out = own[rules.MOST_FILES :]
    if left_out:
        row = _row(message, f"{len(left_out)} more files")
        row.status, row.problem = AttachmentStatus.REFUSED, too_many(str(one.get("name") or "") for one in left_out)
        session.add(row)


def _row(message: Message, name: str) -> Attachment:
    shown = rules.tidy_name(name)
    return Attachment(
        customer_id=message.customer_id, message_id=message.id, file_name=shown, provider=message.provider
    )


def expected(session: Session, attachment_id: int) -> tuple[str, Mapping[str, Any]] | None:
    """Provider and source of a file that is still to be fetched."""
    row = session.get(Attachment, attachment_id)
    return (row.provider, row.source) if row and row.status == AttachmentStatus.PENDING else None


def keep_file(session: Session, attachment_id: int, content: bytes) -> None:
    """Store what was fetched, unless it is a program or the message is gone meanwhile."""
    row = session.get(Attachment, attachment_id, with_for_update=True)
    if row is None or row.status != AttachmentStatus.PENDING:
        return
    known = rules.known(content, row.file_name)
    if known is None:
        row.status, row.problem = AttachmentStatus.REFUSED, PROGRAM
    elif not has_room(session, row.customer_id, len(content)):
        row.status, row.problem = AttachmentStatus.REFUSED, NO_ROOM
    else:
        row.is_folded |= bool(row.source.get("cid")) and rules.is_tiny(known.mime_type, len(content))
        row.stored_as = storage.keep(row.customer_id, content)
        row.file_name, row.mime_type, row.size_bytes = known.name, known.mime_type, len(content)
        row.status, row.source = AttachmentStatus.STORED, {}
    announce(session, row.customer_id, Topic.CONVERSATIONS)


def give_up(session: Session, attachment_id: int, words: str, status: AttachmentStatus) -> None:
    """It will not be there; the thread says why."""
    row = session.get(Attachment, attachment_id, with_for_update=True)
    if row is not None and row.status == AttachmentStatus.PENDING:
        row.status, row.problem = status, words[:300]
        announce(session, row.customer_id, Topic.CONVERSATIONS)


def open_file(session: Session, scope: Scope, attachment_id: str) -> Opened:
    """A stored file by its public id; NotFound also means "not yours"."""
    scope.require(Can.VIEW)
    wanted = select(Attachment).where(col(Attachment.public_id) == attachment_id)
    row = session.execute(wanted).scalar_one_or_none()
    if row is None or row.status != AttachmentStatus.STORED:
        raise NotFound("The file")
    path = storage.path_of(row.customer_id, row.stored_as)
    if not path.exists():
        raise NotFound("The file")
    return Opened(path, row.file_name, row.mime_type, rules.is_picture(row.mime_type))


def files_of(session: Session, numbers: list[int]) -> dict[int, list[FileView]]:
    """Of the messages with these numbers, in the order in which they came."""
    wanted = select(Attachment).where(col(Attachment.message_id).in_(numbers)).order_by(col(Attachment.id))
    found: dict[int, list[FileView]] = {}
    for row in session.execute(wanted).scalars():
        found.setdefault(row.message_id or 0, []).append(_view(row))
    return found


def _view(row: Attachment) -> FileView:
    is_ready = row.status == AttachmentStatus.STORED
    words = rules.about_words(row.file_name, row.size_bytes) if is_ready else row.problem or _ON_ITS_WAY
    is_picture = is_ready and rules.is_picture(row.mime_type)
    return FileView(row.public_id, row.file_name, words, is_picture, is_ready, row.is_folded)


def ask_to_sweep(session: Session, customer_id: int) -> None:
    """Messages are deleted in this transaction: once it is saved, their files go too."""
    enqueue(session, JobName.SWEEP_FILES, owner_id=customer_id, unique=f"sweep:{customer_id}")


def sweep(session: Session, customer_id: int) -> int:
    """Delete stored files that no row has; returns how many. What was just written waits for its row.

    What could not be fetched for a day is waited for no longer; what has no message after a month gets none.
    """
    _give_up_waiting(session)
    used = set(session.execute(select(col(Attachment.stored_as))).scalars())
    unused = [name for name in storage.stored(customer_id, older_than=_JUST_WRITTEN_SECONDS) if name not in used]
    for name in unused:
        storage.remove(customer_id, name)
    return len(unused)


def _give_up_waiting(session: Session) -> None:
    stale = select(Attachment).where(
        col(Attachment.status) == AttachmentStatus.PENDING, col(Attachment.created_at) < now() - _LONGEST_WAIT
    )
    for row in session.execute(stale).scalars():
        row.status, row.problem = AttachmentStatus.FAILED, "It could not be fetched."
    alone = (col(Attachment.message_id).is_(None), col(Attachment.created_at) < now() - _LONGEST_PARKED)
    waiting = select(col(InboundEvent.id)).where(col(InboundEvent.status) == InboundStatus.RECEIVED)
    for_nobody = or_(col(Attachment.inbound_event_id).is_(None), col(Attachment.inbound_event_id).not_in(waiting))
    session.execute(delete(Attachment).where(*alone, for_nobody))
    session.flush()
