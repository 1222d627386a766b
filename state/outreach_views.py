"""What the pages of outreach campaigns show, in words."""

from dataclasses import dataclass, field

from services.campaigns.steps import StepCounts
from services.campaigns.types import FailureRow, OutreachDetail, OutreachRow, RecipientRow
from services.campaigns.variants import VariantCounts
from services.models import FIRST_STEP, Channel, OutreachMessageStatus
from services.outreach.previews import Preview
from state.compose import CHANNEL_WORDS
from state.contact_views import BEING_CHECKED, MESSAGE_TONES
from state.outreach_answers import AnswersView, answers_view
from state.outreach_opens import OpenFigures, open_figures
from state.outreach_steps import wait_words
from state.words import ago, day, moment, phone_words

_FIGURES = ("sent", "delivered", "read", "replied", "failed", "skipped")
_TONES = {"draft": "neutral", "scheduled": "accent", "running": "busy", "paused": "neutral", "completed": "neutral"}


@dataclass(frozen=True)
class CampaignView:
    """One campaign; `id` is "" while nothing is loaded. Percentages of the bars are of what was sent."""

    id: str = ""
    name: str = ""
    channel: str = ""
    status: str = ""
    status_words: str = ""
    tone: str = "neutral"
    purpose: str = ""
    target: str = "0"
    sent: str = "0"
    delivered: str = "0"
    read: str = "0"
    responded: str = "0"
    converted: str = "0"
    failed: str = "0"
    responded_note: str = ""
    delivered_note: str = ""
    read_note: str = ""
    converted_note: str = ""
    delivered_percent: int = 0
    read_percent: int = 0
    responded_percent: int = 0
    converted_percent: int = 0
    schedule: str = ""
    limit: str = ""
    left_today: str = ""
    sent_today: str = ""
    used_percent: int = 0
    template: str = ""
    approval: str = ""
    approval_tone: str = "neutral"
    problem: str = ""


@dataclass(frozen=True)
class FailureView:
    reason: str
    count: str
    done: str


@dataclass(frozen=True)
class MessageView:
    """`in_doubt`: whether it went out is being found out."""

    id: str
    contact_id: str
    name: str
    recipient: str
    status: str
    tone: str
    time: str
    exact: str
    note: str
    answer: str
    in_doubt: bool


@dataclass(frozen=True)
class StepFigures:
    """One message of a sequence; `read` is opened for e-mail."""

    name: str
    when: str
    sent: str
    delivered: str
    read: str
    responded: str
    failed: str
    skipped: str
    words: str  # all of it, for a narrow screen


@dataclass(frozen=True)
class VariantFigures:
    """One text of the first message; `share` of those who got it became a lead by their answer."""

    name: str
    excerpt: str
    sent: str
    delivered: str
    read: str
    answered: str
    share: str
    won: bool
    words: str


@dataclass(frozen=True)
class DetailView:
    """One campaign's page beside its figures."""

    since: str = ""
    not_written: str = ""
    next_in_line: str = "0"
    needs_opt_in: str = "0"
    suppressed: str = "0"
    failed_of: str = ""
    health: str = ""
    healthy: bool = True
    preview: Preview = field(default_factory=Preview)
    steps: list[StepFigures] = field(default_factory=list)
    variants: list[VariantFigures] = field(default_factory=list)
    verdict: str = ""
    opens: list[OpenFigures] = field(default_factory=list)
    answers: AnswersView = field(default_factory=AnswersView)


def campaign_view(row: OutreachRow) -> CampaignView:
    left = max(row.daily_limit - row.sent_today, 0)
    return CampaignView(
        id=row.id,
        name=row.name,
        channel=row.channel,
        status=row.status,
        status_words=row.status_words,
        tone=_TONES[row.status],
        purpose=_purpose(row),
        target=f"{row.target:,}",
        sent=f"{row.sent:,}",
        delivered=f"{row.delivered:,}",
        read=f"{row.read:,}",
        responded=f"{row.responded:,}",
        converted=f"{row.converted:,}",
        failed=f"{row.failed:,}",
        delivered_note=_share(row.delivered, row.sent, "sent"),
        read_note=_read_note(row),
        responded_note=_share(row.responded, row.sent, "sent"),
        converted_note=_share(row.converted, row.responded, "replies"),
        delivered_percent=_percent(row.delivered, row.sent),
        read_percent=_percent(row.read, row.sent),
        responded_percent=_percent(row.responded, row.sent),
        converted_percent=_percent(row.converted, row.sent),
        schedule=row.schedule_words,
        limit=f"{row.daily_limit:,}",
        left_today=f"{left:,} of {row.daily_limit:,} messages left",
        sent_today=f"{row.sent_today:,} sent",
        used_percent=_percent(left, row.daily_limit),
        template=row.template,
        approval=row.template_status,
        approval_tone=_approval_tone(row),
        problem=row.problem,
    )


def _purpose(row: OutreachRow) -> str:
    who = "contacts you chose" if row.is_by_hand else f"contacts that score {row.min_score} or more"
    if row.kept:
        who = f"the {row.kept:,} contacts that matched when it started"
    return f"{row.schedule_words} to {who}. {row.sent:,} of {row.target:,} sent."


def _approval_tone(row: OutreachRow) -> str:
    if row.problem or row.template_status.startswith("Rejected"):
        return "bad"
    return "good" if row.template_status.startswith("Approved") else "warm"


def _read_note(row: OutreachRow) -> str:
    if row.channel == Channel.EMAIL and not row.tracks_opens and not row.read:
        return "Not tracked"
    return _share(row.read, row.delivered, "delivered")


def _percent(part: int, whole: int) -> int:
    return min(round(100 * part / whole), 100) if whole else 0


def _share(part: int, whole: int, of: str) -> str:
    return f"{_percent(part, whole)}% of {of}" if whole else ""


def detail_view(seen: OutreachDetail) -> DetailView:
    row, left = seen.row, seen.not_written
    waiting = left.next_in_line + left.needs_opt_in + left.suppressed
    share = _percent(row.delivered, row.sent)
    return DetailView(
        since=f"Since {day(seen.launched_at)}" if seen.launched_at else "",
        not_written=f"{waiting:,} of {waiting + row.target:,}",
        next_in_line=f"{left.next_in_line:,}",
        needs_opt_in=f"{left.needs_opt_in:,}",
        suppressed=f"{left.suppressed:,}",
        failed_of=f"{row.failed:,} of {row.sent + row.failed:,}" if row.failed else "None",
        health=f"{share}% delivered. 95% or more is healthy." if row.sent else "",
        healthy=share >= 95,
        preview=seen.preview,
        steps=[_step_figures(one) for one in seen.steps],
        variants=[_variant_figures(one) for one in seen.variants],
        verdict=seen.verdict,
        opens=[open_figures(one) for one in seen.opens],
        answers=answers_view(seen),
    )


def _variant_figures(one: VariantCounts) -> VariantFigures:
    arm = one.arm
    sent, delivered, read, answered = (f"{number:,}" for number in (arm.sent, arm.delivered, arm.read, arm.answered))
    share = f"{100 * arm.rate:.1f}%"
    words = f"{sent} sent, {delivered} delivered, {read} read, {answered} interested, {share}"
    name = f"Text {one.letter}"
    return VariantFigures(name, one.excerpt, sent, delivered, read, answered, share, one.is_winner, words)


def _step_figures(one: StepCounts) -> StepFigures:
    is_first = one.number == FIRST_STEP
    when = "At first" if is_first else wait_words(one.wait_hours).capitalize()
    figures = (one.sent, one.delivered, one.read, one.responded, one.failed, one.skipped)
    said = [f"{number:,} {name}" for number, name in zip(figures, _FIGURES, strict=True) if number]
    return StepFigures(
        "First message" if is_first else f"Follow-up {one.number - 1}",
        f"{when}, {CHANNEL_WORDS[one.channel]}",
        *(f"{number:,}" for number in figures),
        words=", ".join(said) or "None yet",
    )


def failure_view(row: FailureRow) -> FailureView:
    return FailureView(row.reason, f"{row.count:,}", row.done)


def message_view(row: RecipientRow) -> MessageView:
    status = OutreachMessageStatus(row.status)
    in_doubt = status == OutreachMessageStatus.UNKNOWN
    recipient = phone_words(row.recipient) if row.recipient.startswith("+") else row.recipient
    return MessageView(
        id=row.id,
        contact_id=row.contact_id,
        name=phone_words(row.name) if row.name.startswith("+") else row.name,
        recipient=recipient,
        status=row.status_words,
        tone=MESSAGE_TONES.get(status, "neutral"),
        time=ago(row.at) if status != OutreachMessageStatus.PENDING else moment(row.at),
        exact=moment(row.at),
        note=BEING_CHECKED if in_doubt else row.error,
        answer=row.response,
        in_doubt=in_doubt,
    )
