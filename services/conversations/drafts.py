"""Files that a person has put to an answer that is not sent yet, and what becomes of them when it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlmodel import Session, col

from services import storage
from services.conversations import file_rules as rules
from services.conversations import sending_rules
from services.conversations.queries import get_conversation
from services.conversations.room import has_room
from services.core.clock import now
from services.core.crypto import sign, unsign
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Can, Scope
from services.core.settings import get_settings
from services.live import Topic, announce
from services.models import Attachment, AttachmentStatus, ConversationChannel, Message
from services.providers.enclosed import OutgoingFile

LINK_SECONDS = 3_600  # in which a provider fetches a file
_PURPOSE = "sent-file"
_PROGRAM = "Programs are not sent: mail servers and WhatsApp throw them away."
_NO_ROOM = "There is no room left for your files. Whoever runs this installation can make more."


@dataclass(frozen=True)
class DraftFile:
    """One file that waits to be sent; `mime_type` is what it goes out as."""

    id: str
    name: str
    mime_type: str
    size: int
    words: str


def may_add(session: Session, scope: Scope, conversation_id: str, size: int = 0) -> None:
    """Raise what stands against another file of this size in the conversation; NotFound also means "not yours"."""
    scope.require(Can.SEND_MESSAGES)
    if len(drafts_of(session, scope, conversation_id)) >= rules.MOST_FILES:
        raise Conflict(f"There are {rules.MOST_FILES} files already. Send these first.")
    if not has_room(session, scope.customer_id, size):
        raise Conflict(_NO_ROOM)


def add(session: Session, scope: Scope, conversation_id: str, name: str, arrived: storage.Arriving) -> DraftFile:
    """Keep what was uploaded for the person's next answer; raises Invalid for a program and for nothing at all."""
    may_add(session, scope, conversation_id, arrived.size)
    talk, _ = get_conversation(session, conversation_id)
    if not arrived.size:
        raise Invalid("This file is empty.")
    known = rules.known(arrived.head, name)
    if known is None:
        raise Invalid(_PROGRAM)
    row = Attachment(
        customer_id=scope.customer_id,
        conversation_id=talk.id,
        user_id=scope.user_id,
        file_name=known.name,
        mime_type=known.mime_type,
        size_bytes=arrived.size,
        status=AttachmentStatus.STORED,
        stored_as=arrived.name,
    )
    session.add(row)
    session.flush()
    announce(session, scope.customer_id, Topic.CONVERSATIONS, talk.public_id)
    return _draft(row)


def drafts_of(session: Session, scope: Scope, conversation_id: str) -> list[DraftFile]:
    """The person's own, in the order in which they were added."""
    talk, _ = get_conversation(session, conversation_id)
    return [_draft(row) for row in session.execute(_waiting(scope, talk.id)).scalars()]


def remove(session: Session, scope: Scope, file_id: str) -> None:
    """Take a file off an answer again."""
    scope.require(Can.SEND_MESSAGES)
    row = session.execute(_waiting(scope).where(col(Attachment.public_id) == file_id)).scalar_one_or_none()
    if row is None:
        raise NotFound("The file")
    storage.remove(row.customer_id, row.stored_as)
    session.delete(row)


def chosen(session: Session, scope: Scope, talk_id: int, file_ids: Sequence[str]) -> list[Attachment]:
    """The drafts with these public ids, held until the transaction ends; raises Conflict when one is gone."""
    if not file_ids:
        return []
    wanted = _waiting(scope, talk_id).where(col(Attachment.public_id).in_(file_ids)).with_for_update()
    found = list(session.execute(wanted).scalars())
    if len(found) != len(set(file_ids)):
        raise Conflict("A file of this answer was sent or removed meanwhile. Look at the files and send again.")
    return found


def refuse_files(channel: ConversationChannel, provider: str, files: Sequence[Attachment]) -> None:
    """Raise Invalid, naming the file, for what the channel does not take."""
    together = sending_rules.problem_together(channel, [one.size_bytes for one in files])
    if together:
        raise Invalid(together, "files")
    for one in files:
        problem = sending_rules.problem_of(channel, provider, one.file_name, one.mime_type, one.size_bytes)
        if problem:
            raise Invalid(f"{one.file_name}: {problem}", "files")


def give(message: Message, files: Sequence[Attachment]) -> None:
    """These go out with the message, which was written."""
    for one in files:
        one.message_id, one.conversation_id, one.provider = message.id, None, ""


def outgoing_files(session: Session, row: Message) -> list[OutgoingFile]:
    """What goes out with a message; raises NotFound when one of them is no longer on the disk."""
    wanted = select(Attachment).where(col(Attachment.message_id) == row.id, col(Attachment.stored_as) != "")
    files = []
    for one in session.execute(wanted.order_by(col(Attachment.id))).scalars():
        path = storage.path_of(one.customer_id, one.stored_as)
        if not path.exists():
            raise NotFound(f"The file {one.file_name}")
        mime = sending_rules.sent_as(one.mime_type, one.file_name)
        files.append(OutgoingFile(one.file_name, mime, one.size_bytes, path, _link(one)))
    return files


def _link(row: Attachment) -> str:
    until = int(now().timestamp()) + LINK_SECONDS
    token = sign(_PURPOSE, f"{row.public_id}-{row.customer_id}-{until}")
    return f"{get_settings().address}/api/sent-files/{token}"


def linked(token: str) -> tuple[str, int] | None:
    """The file and the customer that a link names, as long as it counts."""
    value = unsign(_PURPOSE, token)
    file_id, _, rest = (value or "").partition("-")
    owner, _, until = rest.partition("-")
    if not (owner.isdecimal() and until.isdecimal()) or int(until) < now().timestamp():
        return None
    return file_id, int(owner)


def _waiting(scope: Scope, talk_id: int | None = None) -> Select[Attachment]:
    mine = select(Attachment).where(
        col(Attachment.user_id) == scope.user_id,
        col(Attachment.message_id).is_(None),
        col(Attachment.conversation_id).is_not(None),
    )
    here = mine if talk_id is None else mine.where(col(Attachment.conversation_id) == talk_id)
    return here.order_by(col(Attachment.id))


def _draft(row: Attachment) -> DraftFile:
    about = rules.about_words(row.file_name, row.size_bytes)
    return DraftFile(row.public_id, row.file_name, row.mime_type, row.size_bytes, about)
