"""The form of a campaign that writes to contacts, with the message as its reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import reflex as rx
from sqlmodel import Session

from services.answering.settings import answers_of
from services.campaigns.actions import save_outreach
from services.campaigns.outreach import get_outreach
from services.campaigns.outreach_form import OutreachForm
from services.campaigns.plan import Plan, plan
from services.campaigns.steps import StepForm, step_forms
from services.campaigns.variants import variant_forms
from services.core.errors import Invalid
from services.core.money import grouped, rupees
from services.core.scope import Can, Scope
from services.customers.queries import business_settings
from services.db import in_reading, in_transaction
from services.models import Channel, ScheduleType
from services.outreach.previews import Preview, first_text, preview_for
from state.access import needs
from state.base import AppState
from state.compose import CHANNEL_WORDS
from state.outreach_answers import AnswersMixin
from state.outreach_steps import StepsMixin, wait_words
from state.outreach_variants import VariantsMixin
from state.scraping_form import number
from state.toasts import done
from state.writing import LONGEST, LONGEST_SUBJECT, ManyReaders, channel_of

SCHEDULE_WORDS = {
    ScheduleType.IMMEDIATE: "Everybody who matches today, and nobody later.",
    ScheduleType.SCHEDULED: "Everybody who matches then, and nobody later.",
    ScheduleType.DAILY: "Everybody who matches, and each day who came in between.",
    ScheduleType.EVERGREEN: "Everybody who matches, and who comes later as soon as they are found.",
    ScheduleType.DRIP: "The same, with one follow-up at least.",
}
MOST_DAYS_SHOWN = 14


@dataclass(frozen=True)
class PlanLine:
    """A day or a reason, and how many."""

    words: str
    number: str


@dataclass(frozen=True)
class PlanView:
    """What the review says, in words."""

    people: str = ""
    finished: str = ""
    cost: str = ""
    days: list[PlanLine] = field(default_factory=list)
    more_days: str = ""
    left_out: list[PlanLine] = field(default_factory=list)
    trouble: str = ""
    messages: str = ""
    steps: list[PlanLine] = field(default_factory=list)


def plan_view(found: Plan, steps: Sequence[StepForm] = ()) -> PlanView:
    """Estimates, and said to be."""
    days, low, high = found.days, rupees(found.least_paise), rupees(found.most_paise)
    trouble = ""
    if not found.provider:
        trouble = "No account is connected for this channel. Connect one in Settings → Integrations."
    elif found.unplanned:
        trouble = f"{grouped(found.unplanned)} of them would not be reached within a year. Raise a limit in Settings."
    elif found.unconnected:
        names = " and ".join(CHANNEL_WORDS[Channel(one)] for one in found.unconnected)
        trouble = f"{names} is not connected, so the campaign will stop at that follow-up. Connect it in Settings."
    return PlanView(
        messages=f"At most {grouped(found.messages)}, if nobody answers" if steps else grouped(found.number),
        steps=[
            PlanLine(f"Follow-up {place}, {wait_words(one.wait_hours)}", CHANNEL_WORDS[one.channel])
            for place, one in enumerate(steps, 1)
        ],
        people=f"{grouped(found.number)} of {grouped(found.matching)} contacts that match",
        finished="Nobody to write to yet" if not days else f"About {_day_words(days[-1].day)}",
        cost=low if low == high else f"About {low} to {high}",
        days=[PlanLine(_day_words(one.day), grouped(one.number)) for one in days[:MOST_DAYS_SHOWN]],
        more_days=f"and {len(days) - MOST_DAYS_SHOWN} more days" if len(days) > MOST_DAYS_SHOWN else "",
        left_out=[PlanLine(one.words, grouped(one.number)) for one in found.left_out],
        trouble=trouble,
    )


def _day_words(day: date) -> str:
    return f"{day:%a}, {day.day} {day:%b}"


def typed_moment(text: str, zone: str) -> datetime | None:
    """What a date and time box holds, by the clock in `zone`; None when it is empty or no moment."""
    try:
        local = datetime.fromisoformat(text[:16])
    except ValueError:
        return None
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def blank(session: Session, scope: Scope, channel: Channel) -> tuple[OutreachForm, Preview]:
    """A new campaign with the text that the last one or the playbook has."""
    body, subject = first_text(session, scope, channel)
    return OutreachForm("", channel, body, subject), preview_for(session, scope, channel, body, subject)


def stored(session: Session, scope: Scope, campaign_id: str) -> tuple[OutreachForm, Preview]:
    """A campaign as it is now."""
    campaign = get_outreach(session, campaign_id)
    form = OutreachForm(
        campaign.name,
        campaign.type,
        campaign.message_template,
        campaign.subject_template,
        campaign.min_score,
        campaign.daily_limit,
        campaign.send_at_hour,
        schedule=campaign.schedule_type,
        send_from=campaign.send_from,
        send_until=campaign.send_until,
        steps=step_forms(session, campaign),
        variants=variant_forms(session, campaign),
        tracks_opens=campaign.tracks_opens,
        answers=answers_of(session, campaign),
    )
    return form, preview_for(session, scope, form.channel, form.message, form.subject)


class OutreachFormState(ManyReaders, StepsMixin, VariantsMixin, AnswersMixin, AppState):
    """The boxes keep what is typed; `version` changes when they get other values."""

    _dialogs: ClassVar[tuple[str, ...]] = ("is_open", "is_review")

    is_open: bool = False
    is_new: bool = True
    name: str = ""
    min_score: str = "60"
    daily_limit: str = "100"
    send_at_hour: str = "10"
    send_from: str = ""
    send_until: str = ""
    schedule: str = ScheduleType.DAILY.value
    schedule_words: str = ""
    tracks_opens: bool = False
    is_review: bool = False
    review: PlanView = PlanView()

    _campaign_id: str = ""
    _written: OutreachForm | None = None

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def begin(self, channel: str) -> None:
        """A new campaign on one channel."""
        scope = await self._scope()
        await self._fill(*await in_reading(scope, blank, scope, channel_of(str(channel))), "")

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def edit(self, campaign_id: str) -> None:
        """Change a campaign."""
        scope = await self._scope()
        await self._fill(*await in_reading(scope, stored, scope, str(campaign_id)[:60]), str(campaign_id)[:60])

    async def _fill(self, form: OutreachForm, seen: Preview, campaign_id: str) -> None:
        self._campaign_id, self.is_new = campaign_id, not campaign_id
        self.channel, self.name = form.channel.value, form.name
        self.body, self.subject, self.seen, self.problems = form.message, form.subject, seen, {}
        self.min_score, self.daily_limit = str(form.min_score), str(form.daily_limit)
        self.send_at_hour, self._reader_id = str(form.send_at_hour), ""
        self.send_from, self.send_until = form.send_from, form.send_until
        self.schedule, self.schedule_words = form.schedule.value, SCHEDULE_WORDS[form.schedule]
        self.tracks_opens = form.tracks_opens
        self._fill_answers(form.answers)
        await self._fill_steps(form.steps)
        await self._fill_variants(form.variants)
        self.version += 1
        self.is_open, self.is_review = True, False

    @rx.event
    def close(self) -> None:
        """Put the form away."""
        self.is_open = self.is_review = False

    @rx.event
    def set_schedule(self, value: str) -> None:
        """Show what the chosen schedule asks for."""
        if value in SCHEDULE_WORDS:
            self.schedule, self.schedule_words = value, SCHEDULE_WORDS[ScheduleType(value)]

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep a changed campaign; of a new one show first what it will do."""
        scope = await self._scope()
        try:
            zone = (await in_reading(scope, business_settings, scope)).zone
            written = self._read(form, zone)
            if self._campaign_id:
                await in_transaction(scope, save_outreach, scope, written, self._campaign_id)
            else:
                self.review = plan_view(await in_reading(scope, plan, scope, written), written.steps)
        except Invalid as refusal:
            is_shown = self._steps_refused(refusal) or self._variants_refused(refusal)
            self.problems = {} if is_shown else {refusal.field or "form": refusal.message}
            return None
        self.problems = {}
        if self._campaign_id:
            self.is_open = False
            return done("Saved", "A changed WhatsApp text is sent once WhatsApp has approved it.")
        self._written, self.is_review = written, True
        return None

    @rx.event
    def back(self) -> None:
        """To the boxes again, as they were."""
        self.is_review, self._written = False, None

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def start(self) -> Any:
        """Start the campaign that was reviewed."""
        if self._written is None:
            return None
        scope = await self._scope()
        written, self._written = self._written, None
        try:
            campaign = await in_transaction(scope, save_outreach, scope, written)
        except Invalid as refusal:
            self.problems, self.is_review = {refusal.field or "form": refusal.message}, False
            return None
        self.is_open = self.is_review = False
        return [done("Campaign started"), rx.redirect(f"/outreach/{self.channel}/{campaign.public_id}")]

    def _read(self, form: dict[str, Any], zone: str) -> OutreachForm:
        schedule = self.schedule if self.schedule in SCHEDULE_WORDS and not self._campaign_id else ScheduleType.DAILY
        return OutreachForm(
            name=str(form.get("name", ""))[:200],
            channel=channel_of(self.channel),
            message=str(form.get("message", ""))[:LONGEST],
            subject=str(form.get("subject", ""))[:LONGEST_SUBJECT],
            min_score=number(form.get("min_score")),
            daily_limit=number(form.get("daily_limit")),
            send_at_hour=number(form.get("send_at_hour", self.send_at_hour)),
            schedule=ScheduleType(schedule),
            schedule_date=typed_moment(str(form.get("schedule_date", "")), zone),
            send_from=str(form.get("send_from", ""))[:5],
            send_until=str(form.get("send_until", ""))[:5],
            steps=self._steps_read(form),
            variants=self._variants_read(form),
            tracks_opens=bool(form.get("tracks_opens")),
            answers=self._answers_read(form),
        )
