"""What a person enters for an outreach campaign, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.answering.rules import check_answers
from services.answering.types import AnswerForm
from services.campaigns.steps import StepForm, check_steps
from services.campaigns.variants import VariantForm, check_variants
from services.core.clock import is_clock_time, now
from services.core.errors import Invalid
from services.models import Channel, OutreachCampaign, OutreachCampaignStatus, ScheduleType
from services.templates.rules import check_text


@dataclass(frozen=True)
class OutreachForm:
    """What a person enters for an outreach campaign."""

    name: str
    channel: Channel
    message: str
    subject: str = ""
    min_score: int = 60
    daily_limit: int = 100
    send_at_hour: int = 10
    contact_ids: list[int] = field(default_factory=list)
    by_hand: bool = False  # writes to chosen contacts alone, also when those are still being added
    schedule: ScheduleType = ScheduleType.DAILY  # of campaigns that are not by hand
    schedule_date: datetime | None = None  # when a scheduled one starts
    send_from: str = ""  # HH:MM in the recipient's zone; both or neither
    send_until: str = ""
    steps: Sequence[StepForm] = ()
    variants: Sequence[VariantForm] = ()
    tracks_opens: bool = False
    answers: AnswerForm = field(default_factory=AnswerForm)  # what is answered by itself


def as_campaign(form: OutreachForm) -> OutreachCampaign:
    """The campaign that `form` would start, not stored; raises Invalid at the first wrong field."""
    check(form)
    campaign = OutreachCampaign(name=form.name, type=form.channel)
    apply(form, campaign, is_new=True)
    return campaign


def apply(form: OutreachForm, campaign: OutreachCampaign, *, is_new: bool) -> None:
    """Whom it is for and when. What a campaign is for, and how it is scheduled, stays once it has begun."""
    campaign.min_score, campaign.daily_limit = form.min_score, form.daily_limit
    campaign.send_at_hour = form.send_at_hour
    campaign.send_from, campaign.send_until = form.send_from, form.send_until
    campaign.tracks_opens = form.tracks_opens
    if not is_new:
        return
    by_hand = form.by_hand or bool(form.contact_ids)
    campaign.target_contacts = {"contact_ids": form.contact_ids} if by_hand else {}
    once = ScheduleType.SCHEDULED if form.schedule is ScheduleType.SCHEDULED else ScheduleType.IMMEDIATE
    campaign.schedule_type = once if by_hand else form.schedule
    if campaign.schedule_type is ScheduleType.SCHEDULED:
        campaign.status, campaign.schedule_date = OutreachCampaignStatus.SCHEDULED, form.schedule_date
    else:
        campaign.status, campaign.launched_at = OutreachCampaignStatus.RUNNING, now()


def check(form: OutreachForm) -> None:
    if not form.name.strip():
        raise Invalid("Give the campaign a name.", "name")
    check_text(form.channel, form.message, form.subject)
    if not 0 <= form.min_score <= 100:
        raise Invalid("Enter a score between 0 and 100.", "min_score")
    if not 1 <= form.daily_limit <= 100_000:
        raise Invalid("Enter between 1 and 1,00,000 messages a day.", "daily_limit")
    if not 0 <= form.send_at_hour <= 23:
        raise Invalid("Choose an hour of the day.", "send_at_hour")
    _check_when(form)
    check_steps(form.channel, form.steps)
    check_variants(form.channel, form.variants)
    check_answers(form.answers)


def _check_when(form: OutreachForm) -> None:
    if form.schedule is ScheduleType.DRIP and not form.steps:
        raise Invalid("Add a follow-up, or choose another time.", "schedule")
    if form.schedule is ScheduleType.SCHEDULED and (form.schedule_date is None or form.schedule_date <= now()):
        raise Invalid("Choose a day and time to come.", "schedule_date")
    if bool(form.send_from) != bool(form.send_until) or (form.send_from and form.send_from == form.send_until):
        raise Invalid("Enter both ends of the hours, or neither.", "send_from")
    if not all(is_clock_time(one) for one in (form.send_from, form.send_until) if one):
        raise Invalid("Enter a time such as 10:00.", "send_from")
