"""What the campaign pages show."""

from dataclasses import dataclass, field
from datetime import datetime

from services.answering.types import AnswerForm
from services.campaigns.findings import Findings
from services.campaigns.opens import OpenCounts
from services.campaigns.steps import StepCounts
from services.campaigns.variants import VariantCounts
from services.outreach.previews import Preview


@dataclass(frozen=True)
class ScrapingRow:
    """One scraping campaign with what it found. `average_score` is 0 when nothing was added today."""

    id: str
    name: str
    status: str
    status_words: str
    frequency_words: str
    contacts_generated: int
    last_run_at: datetime | None
    next_run_at: datetime | None
    is_running: bool
    industries: list[str]
    locations: list[str]
    job_titles: list[str]
    keywords: list[str]
    sources: list[str]
    added_today: int
    average_score: int
    top_location: str
    top_location_count: int
    error: str


@dataclass(frozen=True)
class RunRow:
    """One run; `errors` are sentences."""

    status: str
    status_words: str
    trigger_words: str
    found: int
    added: int
    merged: int
    rejected: int
    cost_paise: int
    errors: list[str]
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True)
class Stage:
    """One step of a funnel; `percent` is of the step before it, 0 for the first."""

    name: str
    count: int
    percent: int = 0


@dataclass(frozen=True)
class ScrapingDetail:
    """One campaign with its last runs and what became of its contacts."""

    row: ScrapingRow
    max_leads_per_run: int
    quality_threshold: int
    run_at_hour: int
    frequency: str
    company_size: str
    directory_urls: list[str]
    findings: Findings
    region: str
    runs: list[RunRow] = field(default_factory=list)
    funnel: list[Stage] = field(default_factory=list)


@dataclass(frozen=True)
class OutreachRow:
    """One outreach campaign with its funnel. Percentages are of what stands before them."""

    id: str
    name: str
    channel: str
    status: str
    status_words: str
    target: int
    sent: int
    delivered: int
    read: int
    responded: int
    converted: int
    failed: int
    responded_percent: int
    subject: str
    template: str
    template_status: str
    schedule_words: str
    daily_limit: int
    sent_today: int
    min_score: int
    is_by_hand: bool
    problem: str
    tracks_opens: bool = False
    kept: int = 0  # contacts that a one-time campaign wrote down when it started


@dataclass(frozen=True)
class FailureRow:
    """Why messages were not delivered, how many, and what was done about it."""

    reason: str
    count: int
    done: str = ""


@dataclass(frozen=True)
class RecipientRow:
    """One message of a campaign."""

    id: str
    contact_id: str
    name: str
    recipient: str
    status: str
    status_words: str
    at: datetime
    response: str
    error: str


@dataclass(frozen=True)
class NotWritten:
    """Contacts that match but have no message, by reason."""

    next_in_line: int
    needs_opt_in: int
    suppressed: int


@dataclass(frozen=True)
class OutreachDetail:
    """One campaign with what happened to its messages."""

    row: OutreachRow
    send_at_hour: int
    preview: Preview
    launched_at: datetime | None
    failures: list[FailureRow]
    not_written: NotWritten
    messages: list[RecipientRow] = field(default_factory=list)
    responses: list[RecipientRow] = field(default_factory=list)
    steps: list[StepCounts] = field(default_factory=list)
    variants: list[VariantCounts] = field(default_factory=list)
    verdict: str = ""
    opens: list[OpenCounts] = field(default_factory=list)
    answers: AnswerForm = field(default_factory=AnswerForm)
    answered: int = 0  # by itself
    left_to_people: int = 0  # of what might have been
