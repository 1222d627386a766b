"""Files that came inside a webhook or a mail: stored before it is known what becomes of it, then given a message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from services import storage
from services.conversations import file_rules as rules
from services.conversations.room import has_room
from services.core.clock import now
from services.core.ids import new_id
from services.models import Attachment, AttachmentStatus, Message
from services.providers.enclosed import CarriedFile
from services.providers.files import LARGEST
from services.queue import JobName, enqueue

PROGRAM = "A program: not stored, so that nobody opens it."
TOO_LARGE = f"Larger than {LARGEST // 1_000_000} MB: not stored. Ask them to send it in another way."
NO_ROOM = "There is no room left for your files: not stored. Whoever runs this installation can make more."
_SWEPT_AFTER = timedelta(minutes=20)  # when what was just written counts as left over


@dataclass(frozen=True)
class Laid:
    """One file on our own disk, or the words why it is not; `id` is public."""

    id: str
    name: str
    mime_type: str = ""
    size: int = 0
    stored_as: str = ""
    problem: str = ""
    content_id: str = ""
    is_aside: bool = False

    @property
    def told(self) -> dict[str, Any]:
        """As the stored event names it."""
        return {"kept": self.id, "name": self.name, "cid": self.content_id, "aside": self.is_aside}


def lay_by(customer_id: int, files: Sequence[CarriedFile]) -> list[Laid]:
    """Write what may be stored, outside of any transaction; what may not is named with the reason."""
    own = [one for one in files if not one.content_id and not one.is_aside]
    others = [one for one in files if one.content_id or one.is_aside]
    laid = [_laid(customer_id, one) for one in own[: rules.MOST_FILES] + others[: rules.MOST_PICTURES]]
    left_out = own[rules.MOST_FILES :]
    if left_out:
        laid.append(Laid(new_id("att"), f"{len(left_out)} more files", problem=too_many(one.name for one in left_out)))
    return laid


def too_many(names: Any) -> str:
    """What is said of files beyond the number that a message keeps."""
    listed = ", ".join(rules.tidy_name(name) for name in names)
    return f"Only {rules.MOST_FILES} files of a message are stored. Left out: {listed}"[:300]


def _laid(customer_id: int, one: CarriedFile) -> Laid:
    name = rules.tidy_name(one.name)
    if one.problem:
        return Laid(new_id("att"), name, problem=one.problem)
    if len(one.content) > LARGEST:
        return Laid(new_id("att"), name, problem=TOO_LARGE)
    known = rules.known(one.content, one.name)
    if known is None:
        return Laid(new_id("att"), name, problem=PROGRAM)
    stored_as = storage.keep(customer_id, one.content)
    size = len(one.content)
    return Laid(new_id("att"), known.name, known.mime_type, size, stored_as, "", one.content_id, one.is_aside)


def park(session: Session, customer_id: int, event_id: int, provider: str, laid: Sequence[Laid]) -> None:
    """Note what was laid by for an event that is stored in this transaction."""
    for one in laid:
        is_kept = bool(one.stored_as) and has_room(session, customer_id, one.size)
        if one.stored_as and not is_kept:
            storage.remove(customer_id, one.stored_as)
        row = Attachment(
            public_id=one.id,
            customer_id=customer_id,
            inbound_event_id=event_id,
            file_name=one.name,
            mime_type=one.mime_type,
            size_bytes=one.size if is_kept else 0,
            status=AttachmentStatus.STORED if is_kept else AttachmentStatus.REFUSED,
            problem="" if is_kept else one.problem or NO_ROOM,
            provider=provider,
            stored_as=one.stored_as if is_kept else "",
        )
        session.add(row)
        session.flush()


def drop(customer_id: int, laid: Sequence[Laid]) -> None:
    """The event was known before: what came along is there already."""
    for one in laid:
        if one.stored_as:
            storage.remove(customer_id, one.stored_as)


def adopt(session: Session, message: Message, told: Sequence[Mapping[str, Any]]) -> None:
    """Give a message what was laid by for its event; `told` says which of them are folded."""
    folded = {str(one["kept"]): bool(one.get("folded")) for one in told}
    shown = {str(one["kept"]) for one in told if one.get("cid")}
    wanted = select(Attachment).where(col(Attachment.public_id).in_(folded), col(Attachment.message_id).is_(None))
    for row in session.execute(wanted).scalars():
        row.message_id, row.inbound_event_id = message.id, None
        is_tiny = row.public_id in shown and rules.is_tiny(row.mime_type, row.size_bytes)
        row.is_folded = folded[row.public_id] or is_tiny


def forget(session: Session, customer_id: int, event_id: int) -> None:
    """Nothing is made of the event: a machine wrote it, or nobody that one knows. Its files go."""
    gone = session.execute(delete(Attachment).where(col(Attachment.inbound_event_id) == event_id))
    if gone.rowcount:  # pyright: ignore[reportAttributeAccessIssue]
        at = now() + _SWEPT_AFTER
        enqueue(session, JobName.SWEEP_FILES, at=at, unique=f"sweep later:{customer_id}", owner_id=customer_id)
