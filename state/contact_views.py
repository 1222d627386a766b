"""What the contact pages show, in words."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from services.contacts import rules
from services.contacts.bulk import TaskRow
from services.contacts.types import ContactDetail, ContactRow, FactRow, SentRow
from services.core.clock import now
from services.models import ContactSource, OutreachMessageStatus, OutreachStatus, VerificationStatus
from services.outreach.rules import DIRECT_NAME
from state.opinions import OpinionView, opinion_view
from state.words import ago, moment, phone_words

STATUS_TONES = {
    OutreachStatus.PENDING: "neutral",
    OutreachStatus.SENT: "busy",
    OutreachStatus.BOUNCED: "bad",
    OutreachStatus.RESPONDED: "good",
    OutreachStatus.NO_RESPONSE: "neutral",
}
MESSAGE_TONES = {
    OutreachMessageStatus.SENDING: "busy",
    OutreachMessageStatus.SENT: "busy",
    OutreachMessageStatus.DELIVERED: "busy",
    OutreachMessageStatus.READ: "accent",
    OutreachMessageStatus.RESPONDED: "good",
    OutreachMessageStatus.FAILED: "bad",
    OutreachMessageStatus.UNKNOWN: "warm",
}
_VERDICT_TONES = {"allowed": "good", "needs_opt_in": "warm", "suppressed": "bad"}
_CHANNELS = {"email": "Email", "whatsapp": "WhatsApp"}
BEING_CHECKED = "The connection broke while it was being sent. We ask the provider before anything is sent again."


@dataclass(frozen=True)
class RowView:
    id: str
    name: str
    subtitle: str
    city: str
    score: int
    source: str
    source_words: str
    status_words: str
    status_tone: str


@dataclass(frozen=True)
class Chip:
    """One filter in force."""

    name: str
    label: str
    words: str


@dataclass(frozen=True)
class ViewItem:
    """One saved view in the menu."""

    id: str
    name: str
    is_mine: bool
    is_shared: bool
    is_default: bool


@dataclass(frozen=True)
class TaskView:
    """One background task; `percent` is 0 until its contacts are counted."""

    id: str
    words: str
    progress: str
    percent: int


@dataclass(frozen=True)
class FactView:
    """`link` is where the value was read, "" unless it is a web address; `from_words` says so shortly."""

    label: str
    value: str
    href: str
    link: str
    from_words: str
    found: str
    exact: str


@dataclass(frozen=True)
class ReasonView:
    points: int
    text: str


@dataclass(frozen=True)
class PermissionView:
    channel: str
    words: str
    verdict: str
    tone: str
    reason: str
    blocked: str


@dataclass(frozen=True)
class SentView:
    channel: str
    title: str
    text: str
    status: str
    tone: str
    time: str
    exact: str
    note: str


@dataclass(frozen=True)
class ContactView:
    """The drawer. `id` is "" while nothing is open; a `…_blocked` text says why that button does nothing."""

    id: str = ""
    name: str = ""
    subtitle: str = ""
    status_words: str = ""
    status_tone: str = "neutral"
    score: int = 0
    band: str = ""
    base: str = ""
    campaign: str = ""
    is_invalid: bool = False
    is_verified: bool = False
    lead_id: str = ""
    email_blocked: str = ""
    whatsapp_blocked: str = ""
    follow_up_channel: str = ""
    follow_up_blocked: str = ""
    plain: dict[str, str] = field(default_factory=dict)
    reasons: list[ReasonView] = field(default_factory=list)
    facts: list[FactView] = field(default_factory=list)
    permissions: list[PermissionView] = field(default_factory=list)
    messages: list[SentView] = field(default_factory=list)
    opinion: OpinionView = field(default_factory=OpinionView)


def row_view(row: ContactRow) -> RowView:
    invalid = row.is_invalid
    return RowView(
        id=row.id,
        name=phone_words(row.name) if row.name == row.phone else row.name,
        subtitle=row.subtitle,
        city=row.city,
        score=row.score,
        source="scraping" if row.source == ContactSource.AI_SCRAPING else "import",
        source_words=row.source_words,
        status_words="Invalid" if invalid else row.status_words,
        status_tone="bad" if invalid else STATUS_TONES[row.status],
    )


def task_view(task: TaskRow) -> TaskView:
    progress = f"{task.seen:,} of {task.total:,}" if task.total else "Counting"
    return TaskView(task.id, task.words, progress, min(100, 100 * task.seen // task.total) if task.total else 0)


def contact_view(seen: ContactDetail) -> ContactView:
    row, blocked = row_view(seen.row), {given.channel: given.blocked for given in seen.permissions}
    return ContactView(
        id=row.id,
        name=row.name,
        subtitle=row.subtitle,
        status_words=row.status_words,
        status_tone=row.status_tone,
        score=row.score,
        band="High score" if row.score >= 80 else "Medium score" if row.score >= 60 else "Low score",
        base=f"Starts at {seen.base_points}." if seen.base_points else "",
        campaign=seen.campaign,
        is_invalid=seen.verification == VerificationStatus.INVALID,
        is_verified=seen.verification == VerificationStatus.VERIFIED,
        lead_id=seen.lead_id,
        email_blocked=blocked["email"],
        whatsapp_blocked=blocked["whatsapp"],
        follow_up_channel=seen.follow_up_channel,
        follow_up_blocked=seen.follow_up_blocked,
        plain=dict(seen.plain),
        reasons=[ReasonView(reason.points, reason.text[:1].upper() + reason.text[1:]) for reason in seen.reasons],
        facts=[_fact(fact) for fact in seen.facts],
        permissions=[
            PermissionView(
                channel=given.channel,
                words=_CHANNELS[given.channel],
                verdict=given.verdict_words,
                tone=_VERDICT_TONES[given.verdict],
                reason=given.reason,
                blocked=given.blocked,
            )
            for given in seen.permissions
        ],
        messages=[_sent(message) for message in seen.messages],
        opinion=opinion_view(seen.opinion),
    )


def _fact(fact: FactRow) -> FactView:
    is_web = urlsplit(fact.source_url).scheme in {"http", "https"}
    shown = {"phone": phone_words, "website": _short_address}.get(fact.field, str)
    return FactView(
        label=fact.label,
        value=shown(fact.value),
        href=fact.value if fact.field == "website" and urlsplit(fact.value).scheme in {"http", "https"} else "",
        link=fact.source_url if is_web else "",
        from_words=fact.source_words,
        found=ago(fact.found_at) if fact.found_at else "",
        exact=moment(fact.found_at) if fact.found_at else "",
    )


def _short_address(address: str) -> str:
    return address.partition("://")[2].rstrip("/") or address


def _sent(message: SentRow) -> SentView:
    status = OutreachMessageStatus(message.status)
    waits = status in {OutreachMessageStatus.PENDING, OutreachMessageStatus.CLAIMED}
    return SentView(
        channel=message.channel,
        title="Written by hand" if message.campaign == DIRECT_NAME else message.campaign,
        text=message.text,
        status=message.status_words,
        tone=MESSAGE_TONES.get(status, "neutral"),
        time=f"Queued for {moment(message.at)}" if waits and message.at > now() else ago(message.at),
        exact=moment(message.at),
        note=BEING_CHECKED if status == OutreachMessageStatus.UNKNOWN else message.error,
    )


OPTIONS = {
    "source": {source.value: words for source, words in rules.SOURCE_WORDS.items()},
    "score": rules.BAND_WORDS,
    "status": {status.value: words for status, words in rules.STATUS_WORDS.items()},
    "verification": {status.value: words for status, words in rules.VERIFICATION_WORDS.items()},
}
LABELS = {
    "source": "Source",
    "score": "Score",
    "status": "Outreach",
    "verification": "Verification",
    "city": "City",
    "campaign": "Campaign",
}


def chips(filters: dict[str, str], campaigns: dict[str, str]) -> list[Chip]:
    """The filters in force, in the order of the form; unknown values narrow nothing and are not shown."""
    found: list[Chip] = []
    for name, label in LABELS.items():
        value = filters.get(name, "")
        words = value if name == "city" else {**OPTIONS, "campaign": campaigns}[name].get(value, "")
        if words:
            found.append(Chip(name, label, words))
    return found
