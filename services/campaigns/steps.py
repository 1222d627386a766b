"""The follow-ups that a person enters for a campaign: their rules, keeping them, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from services.core.errors import Conflict, Invalid
from services.models import (
    FIRST_STEP,
    MOST_STEPS,
    CampaignStep,
    Channel,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    StepCondition,
)
from services.outreach.steps import steps_of
from services.templates.rules import check_text

LONGEST_WAIT_HOURS = 90 * 24


@dataclass(frozen=True)
class StepForm:
    """One follow-up as a person enters it; `id` is the stored one that it changes, 0 for a new one."""

    channel: Channel
    body: str
    subject: str = ""
    wait_hours: int = 72
    condition: StepCondition = StepCondition.NONE
    id: int = 0


@dataclass(frozen=True)
class StepCounts:
    """One message of a sequence. `read` is opened for e-mail; `skipped` were passed over, with the reason kept."""

    number: int
    channel: Channel
    wait_hours: int
    condition: StepCondition
    sent: int = 0
    delivered: int = 0
    read: int = 0
    responded: int = 0
    failed: int = 0
    skipped: int = 0
    waiting: int = 0


def check_steps(first: Channel, given: Sequence[StepForm]) -> None:
    """Raises Invalid at the first fault; `field` is such as "steps.0.body"."""
    if len(given) >= MOST_STEPS:
        raise Invalid(f"At most {MOST_STEPS - 1} follow-ups.", "steps")
    channels = {first}
    for place, step in enumerate(given):
        if not 1 <= step.wait_hours <= LONGEST_WAIT_HOURS:
            raise Invalid("Wait at least an hour and at most 90 days.", f"steps.{place}.wait")
        if step.condition is StepCondition.NOT_READ and Channel.WHATSAPP not in channels:
            raise Invalid("Only WhatsApp tells who has read: no message before is on WhatsApp.", f"steps.{place}.when")
        check_text(step.channel, step.body, step.subject, f"steps.{place}.body", f"steps.{place}.subject")
        channels.add(step.channel)


def keep_steps(session: Session, campaign: OutreachCampaign, given: Sequence[StepForm]) -> None:
    """Make the campaign's follow-ups those of the form.

    Raises Conflict when one that somebody has got already would be moved, removed or sent on another channel.
    """
    present, begun = steps_of(session, campaign), _last_written(session, campaign)
    by_id = {step.id: step for step in present}
    wanted = {FIRST_STEP + 1 + place: step for place, step in enumerate(given)}
    for step in present:
        form = wanted.get(step.number)
        if step.number <= begun and (form is None or (form.id, form.channel) != (step.id, step.channel)):
            raise Conflict(
                f"Follow-up {step.number - 1} was sent already: its text and its wait may change, nothing else."
            )
    kept = {form.id for form in given}
    for step in present:
        if step.id not in kept:
            session.delete(step)
        else:
            step.number += MOST_STEPS  # out of the way of the unique numbers
    session.flush()
    for number, form in wanted.items():
        step = by_id.get(form.id) or CampaignStep(
            outreach_campaign_id=campaign.id or 0, number=number, channel=form.channel, wait_hours=1, body=""
        )
        if step.channel != form.channel:
            step.template_id = None
        step.number, step.channel, step.wait_hours = number, form.channel, form.wait_hours
        step.condition, step.subject, step.body = form.condition, form.subject, form.body
        session.add(step)
    session.flush()


def copy_steps(session: Session, original: OutreachCampaign, copy: OutreachCampaign) -> None:
    """The same follow-ups for a copy."""
    keep_steps(session, copy, [_form(step, is_new=True) for step in steps_of(session, original)])


def step_forms(session: Session, campaign: OutreachCampaign) -> list[StepForm]:
    """The campaign's follow-ups, to be changed."""
    return [_form(step) for step in steps_of(session, campaign)]


def _form(step: CampaignStep, *, is_new: bool = False) -> StepForm:
    number = 0 if is_new else step.id or 0
    return StepForm(step.channel, step.body, step.subject, step.wait_hours, step.condition, number)


def _last_written(session: Session, campaign: OutreachCampaign) -> int:
    last = select(func.max(OutreachMessage.step)).where(
        OutreachMessage.outreach_campaign_id == campaign.id, OutreachMessage.step <= MOST_STEPS
    )
    return session.exec(last).one() or 0


def step_counts(session: Session, campaign: OutreachCampaign) -> list[StepCounts]:
    """What became of each message of the sequence, the first one included; empty for a single message."""
    steps = steps_of(session, campaign)
    if not steps:
        return []
    number, status = col(OutreachMessage.step), col(OutreachMessage.status)
    failed, cancelled = status == OutreachMessageStatus.FAILED, status == OutreachMessageStatus.CANCELLED
    went = col(OutreachMessage.sent_at).is_not(None)
    counts: list[Any] = [
        _number(went),
        _number(col(OutreachMessage.delivered_at).is_not(None)),
        _number(col(OutreachMessage.read_at).is_not(None)),
        _number(col(OutreachMessage.responded_at).is_not(None)),
        _number(failed),
        _number(cancelled),
        _number(~went & ~failed & ~cancelled),
    ]
    wanted = select(number, *counts).where(OutreachMessage.outreach_campaign_id == campaign.id).group_by(number)
    found = {int(row[0]): [int(one) for one in row[1:]] for row in session.execute(wanted)}
    first = StepCounts(FIRST_STEP, campaign.type, 0, StepCondition.NONE, *found.get(FIRST_STEP, []))
    return [
        first,
        *(
            StepCounts(step.number, step.channel, step.wait_hours, step.condition, *found.get(step.number, []))
            for step in steps
        ),
    ]


def _number(condition: Any) -> Any:
    return func.count(case((condition, 1)))
