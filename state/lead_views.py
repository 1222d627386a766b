"""Leads in people's words: what a row, a card and the drawer show."""

from dataclasses import dataclass, field
from datetime import datetime

from services.core.clock import local_day, now
from services.core.money import rupees
from services.leads.rules import STATUS_WORDS
from services.leads.types import BoardColumn, CallRow, LeadDetail, LeadRow, TimelineEntry
from services.models import Intent, LeadSourceName, LeadStatus
from state.opinions import OpinionView, opinion_view
from state.words import ago, duration, moment, phone_words

_MINUTE = 60
_SOURCE_COLOUR = {
    LeadSourceName.META_ADS: "meta",
    LeadSourceName.GOOGLE_ADS: "google",
    LeadSourceName.LINKEDIN_ADS: "linkedin",
}
_OUTREACH = LeadSourceName.OUTREACH_RESPONSE
_CLOSED = {LeadStatus.WON, LeadStatus.LOST}
INTENT_WORDS = {Intent.HOT: "Hot", Intent.WARM: "Warm", Intent.COLD: "Cold"}


@dataclass(frozen=True)
class LeadCard:
    """One lead in the list or on the board; `clock` says what is next, `clock_kind` how urgent that is."""

    id: str = ""
    name: str = ""
    detail: str = ""
    wants: str = ""
    phone: str = ""
    email: str = ""
    source: str = ""
    source_words: str = ""
    status: str = ""
    status_words: str = ""
    intent: str = ""
    intent_words: str = ""
    score: int = 0
    owner: str = ""
    clock: str = ""
    clock_kind: str = ""
    received: str = ""
    received_exact: str = ""
    talk_id: str = ""
    unread: int = 0


@dataclass(frozen=True)
class ColumnView:
    """One status of the board; `more` says how many of it are not drawn."""

    status: str
    title: str
    total: int
    more: int
    cards: list[LeadCard] = field(default_factory=list)


@dataclass(frozen=True)
class ReasonView:
    points: int
    text: str


@dataclass(frozen=True)
class AnswerView:
    question: str
    answer: str


@dataclass(frozen=True)
class EventView:
    kind: str
    title: str
    detail: str
    ago: str
    exact: str


@dataclass(frozen=True)
class CallView:
    """A call; `state` is "", "Over" or "Cancelled", `day` its date in the customer's zone."""

    id: str
    when: str
    detail: str
    state: str
    day: str
    minutes: int
    note: str


@dataclass(frozen=True)
class LeadView:
    """One lead in full; the empty one stands for none."""

    card: LeadCard = LeadCard()
    campaign: str = ""
    company: str = ""
    city: str = ""
    summary: str = ""
    reasons: list[ReasonView] = field(default_factory=list)
    opinion: OpinionView = field(default_factory=OpinionView)
    answers: list[AnswerView] = field(default_factory=list)
    events: list[EventView] = field(default_factory=list)
    calls: list[CallView] = field(default_factory=list)
    owner_id: str = ""
    won: str = ""
    lost_because: str = ""
    first_answer: str = ""
    zone: str = ""


def card_of(row: LeadRow) -> LeadCard:
    clock, kind = _clock(row)
    place = [part for part in (row.company, row.location) if part and part != row.name]
    return LeadCard(
        id=row.id,
        name=phone_words(row.name),
        detail=", ".join(place),
        wants=row.snippet,
        phone=phone_words(row.phone),
        email=row.email,
        source=_SOURCE_COLOUR.get(row.source, "scraping" if row.source == _OUTREACH else "import"),
        source_words=row.source_words,
        status=row.status.value,
        status_words=row.status_words,
        intent=row.intent.value,
        intent_words=INTENT_WORDS[row.intent],
        score=row.score,
        owner=row.assigned_to,
        clock=clock,
        clock_kind=kind,
        received=ago(row.received_at),
        received_exact=moment(row.received_at),
        talk_id=row.conversation_id,
        unread=row.unread,
    )


def _clock(row: LeadRow) -> tuple[str, str]:
    """What is next and its kind: call, answered, waiting, late or quiet."""
    if row.next_call_at:
        return moment(row.next_call_at), "call"
    if row.status in _CLOSED:
        return f"Received {ago(row.received_at)}", "quiet"
    if row.first_answer_at:
        took = max(0, int((row.first_answer_at - row.received_at).total_seconds()))
        return answered_clock(took, row.answer_within_seconds)
    if not row.conversation_id:
        return f"Added {ago(row.received_at)}", "quiet"
    return waiting_clock(row.received_at, row.answer_within_seconds)


def answered_clock(took: int, within: int) -> tuple[str, str]:
    """How long the first answer took, and "answered" or, after the time that the business set itself, "slow"."""
    return f"Answered in {rough(took)}", "slow" if 0 < within < took else "answered"


def waiting_clock(since: datetime, within: int) -> tuple[str, str]:
    """How long somebody waits for a first answer, and "waiting" or "late"."""
    waited = int((now() - since).total_seconds())
    words = f"Waiting {rough(waited)}" if waited >= _MINUTE else "Just arrived"
    return words, "late" if 0 < within <= waited else "waiting"


def rough(seconds: int) -> str:
    """ "40 s", "4 min", "3 h", "2 days": one figure alone."""
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3_600:
        return f"{seconds // 60} min"
    return f"{seconds // 3_600} h" if seconds < 48 * 3_600 else f"{seconds // 86_400} days"


def column_of(column: BoardColumn) -> ColumnView:
    cards = [card_of(row) for row in column.rows]
    return ColumnView(column.status.value, column.title, column.total, column.total - len(cards), cards)


def view_of(lead: LeadDetail) -> LeadView:
    row = lead.row
    answered = row.first_answer_at
    took = max(int((answered - row.received_at).total_seconds()), 0) if answered else 0
    return LeadView(
        card=card_of(row),
        campaign=lead.campaign,
        company=row.company,
        city=row.location,
        summary=lead.summary,
        opinion=opinion_view(lead.opinion),
        reasons=[ReasonView(reason.points, reason.text) for reason in lead.reasons],
        answers=[AnswerView(answer.question, answer.answer) for answer in lead.answers],
        events=[event_of(entry) for entry in lead.timeline],
        calls=[_call_view(call, lead.zone) for call in lead.calls],
        owner_id=lead.assignee_id,
        won=rupees(lead.value_won_paise) if lead.value_won_paise else "",
        lost_because=lead.lost_because,
        first_answer=duration(took) if answered else "",
        zone=lead.zone,
    )


def _call_view(call: CallRow, zone: str) -> CallView:
    said = [f"{call.minutes} minutes", f"{call.host} calls" if call.host else "", call.note]
    state = "Cancelled" if call.is_cancelled else "Over" if call.at < now() else ""
    return CallView(
        id=call.id,
        when=moment(call.at, zone),
        detail=", ".join(part for part in said if part),
        state=state,
        day=local_day(call.at, zone).isoformat(),
        minutes=call.minutes,
        note=call.note,
    )


def event_of(entry: TimelineEntry) -> EventView:
    is_note = entry.kind == "note"
    by = f"by {entry.by}" if entry.by else ""
    title = f"Note {by}".strip() if is_note else entry.text
    return EventView(entry.kind, title, entry.text if is_note else by, ago(entry.at), moment(entry.at))


def status_words(status: str) -> str:
    return STATUS_WORDS[LeadStatus(status)]
