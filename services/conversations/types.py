"""What the inbox shows."""

from dataclasses import dataclass, field
from datetime import datetime

from services.conversations.files import FileView
from services.conversations.rules import Undelivered
from services.core.errors import Conflict
from services.models import ConversationChannel, ConversationStatus, Intent, LeadSourceName, MessageStatus, Sender


@dataclass(frozen=True)
class ConversationRow:
    """One line of the inbox; ids are public."""

    id: str
    lead_id: str
    name: str
    source: LeadSourceName
    source_words: str
    intent: Intent
    score: int
    channel: ConversationChannel
    status: ConversationStatus
    last_text: str
    last_at: datetime
    unread: int
    snoozed_until: datetime | None = None
    waits_since: datetime | None = None  # for a first answer
    answered_after_seconds: int | None = None
    answer_within_seconds: int = 0  # later is late; 0: nothing is


@dataclass(frozen=True)
class Doubt:
    """How a reply was understood that was read in doubt: `read_as` counts, `read_by` is the model that decided it.

    `model` thinks it is `opinion`, sure by `confidence` percent; `note` says why no model helped.
    """

    reading_id: str
    read_as: str
    read_by: str = ""
    model: str = ""
    opinion: str = ""
    confidence: int = 0
    note: str = ""


@dataclass(frozen=True)
class Bubble:
    """One message; `automatic` ones were written by the product, `recipient` names another addressee than the lead."""

    id: str
    sender: Sender
    by: str
    text: str
    subject: str
    channel: ConversationChannel
    status: MessageStatus
    at: datetime
    error: str
    automatic: bool
    recipient: str = ""
    doubt: Doubt | None = None  # of a reply that was read in doubt
    files: list[FileView] = field(default_factory=list)
    undelivered: Undelivered = ""


@dataclass(frozen=True)
class Thread:
    """One conversation: its newest messages, oldest first, and what may be answered on which channel."""

    row: ConversationRow
    phone: str
    email: str
    messages: list[Bubble] = field(default_factory=list)
    has_older: bool = False
    has_newer: bool = False  # the newest ones are not among them
    channels: list[ConversationChannel] = field(default_factory=list)  # where a reply can go now
    window_closes_at: datetime | None = None  # WhatsApp: free text until then; None when closed
    suppressed: str = ""  # why nothing may be sent, in words
    newest: int = 0  # number of the last message, to ask later what came after it


@dataclass(frozen=True)
class Answer:
    """What a colleague answered; `number` grows with time."""

    number: int
    by: str
    text: str
    at: datetime


class AnsweredMeanwhile(Conflict):
    """A colleague has answered what this person has not seen; nothing was sent."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.by} has answered in the meantime. Read it, then send yours if it is still needed.")
        self.answer = answer


@dataclass(frozen=True)
class Present:
    """Somebody else who has the conversation open."""

    name: str
    writing: bool


@dataclass(frozen=True)
class InboxFilter:
    """What the inbox is narrowed to; "" and None mean any."""

    channel: ConversationChannel | None = None
    status: ConversationStatus | None = None
    unread: bool = False
    assigned_to: int | None = None
    unassigned: bool = False
    snoozed: bool | None = None


@dataclass(frozen=True)
class InboxCounts:
    """How many conversations there are for everyone, for one person, and for nobody."""

    everyone: int
    mine: int
    nobody: int


@dataclass(frozen=True)
class TemplateChoice:
    """An approved WhatsApp template; `body` still holds its variables."""

    id: str
    name: str
    body: str
