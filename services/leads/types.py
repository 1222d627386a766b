"""What the screens show of leads."""

from dataclasses import dataclass, field
from datetime import datetime

from services.models import Intent, LeadSourceName, LeadStatus
from services.scoring.opinions import Opinion


@dataclass(frozen=True)
class LeadRow:
    """One lead in a list or on the board; ids are public."""

    id: str
    name: str
    company: str
    phone: str
    email: str
    location: str
    source: LeadSourceName
    source_words: str
    status: LeadStatus
    status_words: str
    intent: Intent
    score: int
    snippet: str
    assigned_to: str
    received_at: datetime
    first_answer_at: datetime | None
    next_call_at: datetime | None
    conversation_id: str
    unread: int
    is_sandbox: bool
    answer_within_seconds: int = 0  # a first answer after that is late; 0: never


@dataclass(frozen=True)
class BoardColumn:
    """One status of the board; `total` counts all, `rows` are the newest of them."""

    status: LeadStatus
    title: str
    total: int
    rows: list[LeadRow] = field(default_factory=list)


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a lead's history."""

    kind: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Answer:
    """One question of an ad form and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True)
class CallRow:
    """A call arranged with a lead."""

    id: str
    at: datetime
    minutes: int
    note: str
    host: str = ""  # who calls
    is_cancelled: bool = False


@dataclass(frozen=True)
class Reason:
    """Why the score is what it is."""

    points: int
    text: str


@dataclass(frozen=True)
class LeadDetail:
    """Everything the drawer shows."""

    row: LeadRow
    channel: str
    campaign: str
    summary: str
    reasons: list[Reason]
    answers: list[Answer]
    timeline: list[TimelineEntry]
    calls: list[CallRow]
    next_statuses: list[LeadStatus]
    value_won_paise: int
    contact_count: int
    last_contact_at: datetime | None
    assignee_id: str  # "" for nobody
    zone: str  # the customer's, in which calls are arranged
    lost_because: str = ""
    opinion: Opinion = field(default_factory=Opinion)


@dataclass(frozen=True)
class TeamMember:
    """Somebody a lead may be assigned to."""

    id: str
    name: str


@dataclass(frozen=True)
class NewLead:
    """A lead typed in by hand."""

    name: str
    phone: str = ""
    email: str = ""
    company: str = ""
    location: str = ""
    note: str = ""
