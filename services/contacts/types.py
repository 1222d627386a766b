"""What the screens show of contacts, and what they ask for."""

from dataclasses import dataclass, field
from datetime import datetime

from services.models import ContactSource, OutreachStatus, VerificationStatus
from services.scoring.opinions import Opinion


@dataclass(frozen=True)
class ContactFilters:
    """What the list is narrowed to; "" and None mean any. `band` is high, medium or low; `campaign` a public id."""

    source: ContactSource | None = None
    band: str = ""
    outreach: OutreachStatus | None = None
    verification: VerificationStatus | None = None
    city: str = ""
    campaign: str = ""


@dataclass(frozen=True)
class Selection:
    """Chosen contacts: `ids` (public), or everything that `search` and `filters` match when `everything`."""

    ids: tuple[str, ...] = ()
    everything: bool = False
    search: str = ""
    filters: ContactFilters = field(default_factory=ContactFilters)


@dataclass(frozen=True)
class ContactRow:
    """One contact in the list; ids are public."""

    id: str
    name: str
    subtitle: str
    city: str
    score: int
    source: ContactSource
    source_words: str
    status: OutreachStatus
    status_words: str
    is_invalid: bool
    phone: str
    email: str
    found_at: datetime


@dataclass(frozen=True)
class FactRow:
    """One field with where its value came from; several origins are several rows."""

    field: str
    label: str
    value: str
    source_url: str
    source_words: str
    found_at: datetime | None


@dataclass(frozen=True)
class ReasonRow:
    """Signed points of the score and what they are for."""

    points: int
    text: str


@dataclass(frozen=True)
class PermissionRow:
    """Whether this contact may be written to on one channel, and why; `blocked` is what stands against it now."""

    channel: str
    verdict: str
    verdict_words: str
    reason: str
    blocked: str


@dataclass(frozen=True)
class SentRow:
    """One message to this contact."""

    campaign: str
    channel: str
    text: str
    status: str
    status_words: str
    at: datetime
    error: str


@dataclass(frozen=True)
class ContactDetail:
    """Everything the drawer shows."""

    row: ContactRow
    title: str
    company: str
    website: str
    campaign: str
    verification: VerificationStatus
    base_points: int
    reasons: list[ReasonRow]
    facts: list[FactRow]
    permissions: list[PermissionRow]
    messages: list[SentRow]
    lead_id: str
    is_sandbox: bool
    follow_up_channel: str
    follow_up_blocked: str
    plain: dict[str, str]  # each editable field as it is stored
    opinion: Opinion = field(default_factory=Opinion)
