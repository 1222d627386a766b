"""What an automatic reply is decided by, and what may stand against it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.calls.rules import WorkingHours
from services.models import AnswerHours, OutreachCampaignStatus
from services.replies.rules import Label
from services.suggesting.topics import Topic


class Why(StrEnum):
    """Why a message was left to a person. Stored: renaming one strands what was stored."""

    SWITCHED_OFF = "switched_off"
    PAUSED = "paused"
    STOPPED = "stopped"
    WINDOW = "window"
    MACHINE = "machine"
    STOP = "stop"
    WHO = "who"
    WANTS_PERSON = "wants_person"
    MONEY = "money"
    LEGAL = "legal"
    ANGRY = "angry"
    URGENT = "urgent"
    ORDERS = "orders"
    FILES = "files"
    NO_QUESTION = "no_question"
    UNSURE = "unsure"
    NO_TOPIC = "no_topic"
    TOPIC = "topic"
    ANSWERED = "answered"
    PRESENT = "present"
    BEGUN = "begun"
    WROTE_AGAIN = "wrote_again"
    LATE = "late"
    HOURS = "hours"
    LIMIT = "limit"
    BUDGET = "budget"
    NO_FACTS = "no_facts"
    UNFOUNDED = "unfounded"
    LANGUAGE = "language"
    FAILED = "failed"


@dataclass(frozen=True)
class AnswerForm:
    """What one campaign allows; hours are "HH:MM" in the customer's zone, of BETWEEN alone."""

    is_on: bool = False
    hours: AnswerHours = AnswerHours.ALWAYS
    opens: str = ""
    closes: str = ""
    topics: Sequence[Topic] = ()
    most_answers: int = 2
    least_confidence: int = 70


@dataclass(frozen=True)
class Allowed:
    """What stands on our side: the campaign, its rule, when people work, and what was sent in this conversation."""

    form: AnswerForm
    campaign: OutreachCampaignStatus
    working: WorkingHours
    sent: int = 0  # automatic replies so far
    suppressed: bool = False
    window_open: bool = True  # WhatsApp's 24 hours; always for e-mail
    person_answered: bool = False
    person_here: bool = False
    draft_begun: bool = False


@dataclass(frozen=True)
class Question:
    """What the lead wrote, and how it was read. `lately` is all that they wrote since our side wrote last."""

    said: str
    lately: str
    label: Label
    intents: Sequence[str]
    confidence: int  # percent
    is_unsure: bool
    at: datetime
    answered_at: datetime | None = None  # when the automatic reply before it went out
    earlier: Sequence[str] = ()  # what they wrote before, newest first
    sender: str = ""
    headers: dict[str, str] = field(default_factory=dict)  # names in lower case
    has_files: bool = False
    is_newest: bool = True
    language: str = ""  # BCP 47, "" when it is not known
    awaits_opinion: bool = False  # a model is still to be asked what it means
