"""A campaign's follow-ups: the next message to those who did not answer, each exactly once, never too early.

A person who is due has one row of the step before, which was sent or skipped, and none of this one. A step that may
not go to them (no address on its channel, no permission, its condition) is a cancelled row with the reason, and the
next one has its turn. What failed ends the sequence for its recipient.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, exists, or_, select

from services.compliance.queries import permissions
from services.compliance.rules import Permission
from services.core.clock import now
from services.core.errors import Invalid
from services.db import insert_ignoring, system_reading
from services.models import (
    FIRST_STEP,
    CampaignStep,
    Channel,
    Contact,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    StepCondition,
    VerificationStatus,
)
from services.outreach import consequences
from services.outreach.approval import template_of
from services.outreach.rules import not_connected
from services.outreach.senders import Account, account_for
from services.outreach.targets import queued_today, resting
from services.outreach.texts import Content, Filled, fill
from services.outreach.writing import each_locked, message_values, send_at, tell_queued

PAGE = 500
ANSWERED = "They answered"
HAS_READ = "Skipped: they have read an earlier message."
BOUNCED = "Skipped: their e-mail address does not work."
NO_ADDRESS = {Channel.WHATSAPP: "Skipped: no phone number is known.", Channel.EMAIL: "Skipped: no e-mail is known."}
SIMULATED = "A simulated contact is never written to through a real account."
_DONE = (  # the step's turn is over, and nobody answered it
    OutreachMessageStatus.SENT,
    OutreachMessageStatus.DELIVERED,
    OutreachMessageStatus.READ,
    OutreachMessageStatus.CANCELLED,
)


def steps_of(session: Session, campaign: OutreachCampaign) -> list[CampaignStep]:
    """The campaign's follow-ups in their order."""
    wanted = select(CampaignStep).where(CampaignStep.outreach_campaign_id == campaign.id)
    return list(session.exec(wanted.order_by(col(CampaignStep.number))))


def prepare(session: Session, campaign: OutreachCampaign, customer: Customer) -> None:
    """Have the follow-ups' WhatsApp texts approved before their time comes."""
    for step in steps_of(session, campaign):
        if step.channel == Channel.WHATSAPP:
            _content(session, campaign, customer, step)


def queue_due(owner_id: int = 0) -> int:
    """Queue the follow-ups whose time has come, of one customer or of all; returns how many."""
    return each_locked(_due(owner_id, now()), queue_follow_ups)


def _due(owner_id: int, at: datetime) -> list[tuple[int, int]]:
    wanted = (
        select(CampaignStep, Customer.contact_gap_days)
        .join(OutreachCampaign, col(OutreachCampaign.id) == col(CampaignStep.outreach_campaign_id))
        .join(Customer, col(Customer.id) == col(CampaignStep.customer_id))
        .where(OutreachCampaign.status == OutreachCampaignStatus.RUNNING)
        .order_by(col(CampaignStep.outreach_campaign_id))
    )
    if owner_id:
        wanted = wanted.where(CampaignStep.customer_id == owner_id)
    found: dict[tuple[int, int], None] = {}
    with system_reading() as session:
        for step, gap_days in session.exec(wanted).all():
            somebody = select(Contact.id).where(*_is_due(step, gap_days, at)).limit(1)
            if session.exec(somebody).first():
                found[step.customer_id, step.outreach_campaign_id] = None
    return list(found)


def queue_follow_ups(session: Session, campaign: OutreachCampaign) -> int:
    """Queue what `campaign`, whose row the caller has locked, may still write today to those who are due."""
    queued = 0
    if campaign.status != OutreachCampaignStatus.RUNNING:
        return queued
    customer, at = session.get_one(Customer, campaign.customer_id), now()
    room = campaign.daily_limit - queued_today(session, campaign, customer, at)
    for step in reversed(steps_of(session, campaign)):  # who waits longest first; nobody gets two in one turn
        account = account_for(session, customer, step.channel)
        if account is None:
            consequences.pause(session, campaign.customer_id, step.channel, not_connected(step.channel), campaign)
            break
        try:
            number = _queue_step(session, campaign, customer, step, account, room - queued)
        except Invalid as refusal:  # a text that outgrows its bounds for one reader is a fault of the text
            consequences.pause(session, campaign.customer_id, step.channel, refusal.message, campaign)
            break
        tell_queued(session, campaign, step.channel, number)
        queued += number
    return queued


def _queue_step(
    session: Session, campaign: OutreachCampaign, customer: Customer, step: CampaignStep, account: Account, room: int
) -> int:
    content, template_id = _content(session, campaign, customer, step)
    at, queued = now(), 0
    while room - queued > 0:
        due = select(Contact).where(*_is_due(step, customer.contact_gap_days, at)).order_by(col(Contact.id))
        page = list(session.exec(due.limit(min(PAGE, room - queued))))
        allowed = permissions(session, customer, page, step.channel)
        why = _why_skipped(session, step, page, account, allowed)
        rows: list[dict[str, Any]] = []
        for contact in page:
            words = why.get(contact.id or 0, "")
            filled = Filled("")
            if not words:
                filled = fill(step.channel, content, step.body, step.subject, contact, customer, campaign.name)
            moment = send_at(customer, contact, campaign, step.channel, account, at)
            status = OutreachMessageStatus.CANCELLED if words else OutreachMessageStatus.PENDING
            extra = {"step": step.number, "template_id": template_id, "status": status, "error_message": words}
            rows.append(message_values(campaign, contact, step.channel, filled, moment) | extra)
        if insert_ignoring(session, OutreachMessage, rows) <= 0:
            break
        queued += len(rows) - len(why)
    return queued


def _content(
    session: Session, campaign: OutreachCampaign, customer: Customer, step: CampaignStep
) -> tuple[Content, int | None]:
    if step.channel != Channel.WHATSAPP:
        return Content(""), None
    name = f"{campaign.name[:100]} {step.number}"
    template, content = template_of(session, customer, name, step.body, step.template_id)
    step.template_id = template.id
    return content, template.id


def _is_due(step: CampaignStep, gap_days: int, at: datetime) -> list[ColumnElement[bool]]:
    """The contact's turn for `step` has come: the wait is over, and so is the customer's gap between messages."""
    mine = _mine(step)
    waited = at - timedelta(hours=step.wait_hours)
    return [
        *_is_open(step),
        exists().where(*mine, col(OutreachMessage.sent_at) <= waited),
        ~exists().where(*mine, col(OutreachMessage.sent_at) > waited),
        resting(at - timedelta(days=gap_days)),
    ]


def _is_open(step: CampaignStep) -> list[ColumnElement[bool]]:
    """The contact had the step before and not this one, and nothing ended the sequence."""
    mine, number = _mine(step), col(OutreachMessage.step)
    before = select(OutreachMessage.contact_id).where(
        OutreachMessage.outreach_campaign_id == step.outreach_campaign_id,
        number == step.number - 1,
        col(OutreachMessage.status).in_(_DONE),
    )
    return [
        col(Contact.customer_id) == step.customer_id,
        col(Contact.id).in_(before),  # read first: few of the contacts have had the step before
        ~exists().where(*mine, number == step.number),
        ~exists().where(*mine, col(OutreachMessage.responded_at).is_not(None)),
        col(Contact.converted_to_lead).is_(False),
        col(Contact.verification_status) != VerificationStatus.INVALID,
        col(Contact.outreach_status) != OutreachStatus.RESPONDED,
        exists().where(*mine, col(OutreachMessage.sent_at).is_not(None)),
    ]


def _mine(step: CampaignStep) -> list[ColumnElement[bool]]:
    return [
        col(OutreachMessage.outreach_campaign_id) == step.outreach_campaign_id,
        col(OutreachMessage.contact_id) == col(Contact.id),
    ]


def are_open(session: Session, campaign: OutreachCampaign) -> bool:
    """Whether somebody still has a follow-up to come."""
    for step in steps_of(session, campaign):
        if session.exec(select(Contact.id).where(*_is_open(step)).limit(1)).first():
            return True
    return False


def _why_skipped(
    session: Session,
    step: CampaignStep,
    contacts: Sequence[Contact],
    account: Account,
    allowed: dict[int, Permission],
) -> dict[int, str]:
    """Contact id → why the step does not go to it, in words."""
    readers = _readers(session, step, [one.id or 0 for one in contacts])
    found: dict[int, str] = {}
    for contact in contacts:
        number = contact.id or 0
        address = contact.phone if step.channel == Channel.WHATSAPP else contact.email
        if not address:
            found[number] = NO_ADDRESS[step.channel]
        elif contact.is_sandbox and not account.is_sandbox:
            found[number] = SIMULATED
        elif step.channel == Channel.EMAIL and contact.outreach_status == OutreachStatus.BOUNCED:
            found[number] = BOUNCED
        elif not allowed[number].is_allowed:
            found[number] = allowed[number].reason
        elif number in readers:
            found[number] = HAS_READ
    return found


def _readers(session: Session, step: CampaignStep, contact_ids: Sequence[int]) -> set[int]:
    """Who has read one of the campaign's WhatsApp messages, where the step asks for it."""
    if step.condition != StepCondition.NOT_READ:
        return set()
    wanted = select(OutreachMessage.contact_id).where(
        OutreachMessage.outreach_campaign_id == step.outreach_campaign_id,
        OutreachMessage.channel == Channel.WHATSAPP,
        col(OutreachMessage.read_at).is_not(None),
        col(OutreachMessage.contact_id).in_(contact_ids),
    )
    return set(session.exec(wanted))


def obstacles(session: Session, rows: Sequence[OutreachMessage]) -> dict[int, str]:
    """Message id → why this follow-up may not leave any more: it was queued before they answered, or read."""
    followed = {row.outreach_campaign_id for row in rows if row.step > FIRST_STEP}
    if not followed:
        return {}
    wanted = select(CampaignStep).where(col(CampaignStep.outreach_campaign_id).in_(followed))
    known = {(step.outreach_campaign_id, step.number): step for step in session.exec(wanted)}
    found: dict[int, str] = {}
    for key, step in known.items():
        mine = [row for row in rows if (row.outreach_campaign_id, row.step) == key]
        people = [row.contact_id for row in mine]
        if not mine:
            continue
        readers, answered = _readers(session, step, people), _answered(session, step, people)
        for row in mine:
            if row.contact_id in answered:
                found[row.id or 0] = ANSWERED
            elif row.contact_id in readers:
                found[row.id or 0] = HAS_READ
    return found


def _answered(session: Session, step: CampaignStep, contact_ids: Sequence[int]) -> set[int]:
    said = exists().where(*_mine(step), col(OutreachMessage.responded_at).is_not(None))
    wanted = select(Contact.id).where(
        col(Contact.id).in_(contact_ids), or_(col(Contact.outreach_status) == OutreachStatus.RESPONDED, said)
    )
    return {number or 0 for number in session.exec(wanted)}
