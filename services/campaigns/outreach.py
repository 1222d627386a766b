"""Reads. Outreach campaigns with their funnels, failures and recipients."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from services.answering.settings import answer_counts, answers_of
from services.campaigns.opens import open_counts
from services.campaigns.rules import hour_words
from services.campaigns.steps import step_counts
from services.campaigns.types import FailureRow, NotWritten, OutreachDetail, OutreachRow, RecipientRow
from services.campaigns.variants import variant_counts
from services.compliance.queries import permissions
from services.compliance.rules import Verdict
from services.contacts.rules import MESSAGE_WORDS, failure_words
from services.core.clock import local_day, now, start_of_day
from services.core.errors import NotFound
from services.models import (
    CampaignChoice,
    Channel,
    Contact,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    ScheduleType,
    Template,
    TemplateStatus,
    VerificationStatus,
)
from services.outreach.previews import preview
from services.outreach.rules import DIRECT_NAME
from services.outreach.targets import is_by_hand, matching
from services.people import display_name

MOST_MESSAGES = 100
MOST_CHECKED = 2_000
STATUS_WORDS = {
    OutreachCampaignStatus.DRAFT: "Draft",
    OutreachCampaignStatus.SCHEDULED: "Scheduled",
    OutreachCampaignStatus.RUNNING: "Sending",
    OutreachCampaignStatus.PAUSED: "Paused",
    OutreachCampaignStatus.COMPLETED: "Completed",
}
TEMPLATE_WORDS = {
    TemplateStatus.DRAFT: "Not submitted yet",
    TemplateStatus.PENDING: "Waiting for WhatsApp's approval",
    TemplateStatus.APPROVED: "Approved by WhatsApp",
    TemplateStatus.REJECTED: "Rejected by WhatsApp",
}


def get_outreach(session: Session, campaign_id: str) -> OutreachCampaign:
    """The campaign with this public id; NotFound also means "not yours"."""
    found = session.exec(select(OutreachCampaign).where(OutreachCampaign.public_id == campaign_id)).first()
    if found is None:
        raise NotFound("The campaign")
    return found


def outreach_rows(session: Session, customer_id: int, channel: Channel) -> list[OutreachRow]:
    """The channel's campaigns, the running ones first, then the newest."""
    zone = session.get_one(Customer, customer_id).zone
    midnight = start_of_day(local_day(now(), zone), zone)
    wanted = select(OutreachCampaign).where(OutreachCampaign.type == channel, OutreachCampaign.name != DIRECT_NAME)
    campaigns = session.exec(wanted.order_by(col(OutreachCampaign.id).desc())).all()
    running_first = sorted(campaigns, key=lambda campaign: campaign.status != OutreachCampaignStatus.RUNNING)
    return [_row(session, campaign, midnight) for campaign in running_first]


def running_choices(session: Session, channel: Channel | None = None) -> list[tuple[str, str]]:
    """Public id and name of the campaigns that a contact may be added to."""
    open_ones = (OutreachCampaignStatus.RUNNING, OutreachCampaignStatus.PAUSED, OutreachCampaignStatus.SCHEDULED)
    wanted = select(OutreachCampaign).where(
        col(OutreachCampaign.status).in_(open_ones), OutreachCampaign.name != DIRECT_NAME
    )
    if channel:
        wanted = wanted.where(OutreachCampaign.type == channel)
    words = {Channel.WHATSAPP: "WhatsApp", Channel.EMAIL: "Email"}
    found = session.exec(wanted.order_by(col(OutreachCampaign.name)))
    return [(campaign.public_id, f"{campaign.name} ({words[campaign.type]})") for campaign in found]


def outreach_detail(session: Session, customer_id: int, campaign_id: str) -> OutreachDetail:
    """One campaign in full."""
    campaign, customer = get_outreach(session, campaign_id), session.get_one(Customer, customer_id)
    variants, verdict = variant_counts(session, campaign)
    answered, left_to_people = answer_counts(session, campaign)
    return OutreachDetail(
        row=_row(session, campaign, start_of_day(local_day(now(), customer.zone), customer.zone)),
        send_at_hour=campaign.send_at_hour,
        preview=preview(session, customer, campaign.type, campaign.message_template, campaign.subject_template),
        launched_at=campaign.launched_at,
        failures=_failures(session, campaign),
        not_written=_not_written(session, campaign, customer),
        messages=_recipients(session, campaign),
        responses=_recipients(session, campaign, answered=True),
        steps=step_counts(session, campaign),
        variants=variants,
        verdict=verdict,
        opens=open_counts(session, campaign),
        answers=answers_of(session, campaign),
        answered=answered,
        left_to_people=left_to_people,
    )


def _row(session: Session, campaign: OutreachCampaign, midnight: datetime) -> OutreachRow:
    mine = col(OutreachMessage.outreach_campaign_id) == campaign.id
    number = func.count(col(OutreachMessage.id))
    target = session.exec(select(number).where(mine, col(OutreachMessage.status) != OutreachMessageStatus.CANCELLED))
    today = session.exec(select(number).where(mine, col(OutreachMessage.sent_at) >= midnight))
    template = session.get(Template, campaign.template_id) if campaign.template_id else None
    return OutreachRow(
        id=campaign.public_id,
        name=campaign.name,
        channel=campaign.type.value,
        status=campaign.status.value,
        status_words=STATUS_WORDS[campaign.status],
        target=target.one(),
        sent=campaign.sent_count,
        delivered=campaign.delivered_count,
        read=campaign.opened_count if campaign.type == Channel.EMAIL else campaign.read_count,
        responded=campaign.response_count,
        converted=campaign.conversion_count,
        failed=campaign.failed_count,
        responded_percent=round(100 * campaign.response_count / campaign.sent_count) if campaign.sent_count else 0,
        subject=campaign.subject_template,
        template=campaign.message_template,
        template_status=TEMPLATE_WORDS[template.status] if template and campaign.type == Channel.WHATSAPP else "",
        schedule_words=_schedule_words(campaign),
        daily_limit=campaign.daily_limit,
        sent_today=today.one(),
        min_score=campaign.min_score,
        is_by_hand=is_by_hand(campaign),
        problem=_problem(campaign, template),
        tracks_opens=campaign.tracks_opens,
        kept=_kept(session, campaign),
    )


def _kept(session: Session, campaign: OutreachCampaign) -> int:
    if campaign.targets_kept_at is None:
        return 0
    number = select(func.count(col(CampaignChoice.id))).where(CampaignChoice.outreach_campaign_id == campaign.id)
    return session.exec(number).one()


def _problem(campaign: OutreachCampaign, template: Template | None) -> str:
    if campaign.status == OutreachCampaignStatus.PAUSED and campaign.paused_reason:
        return campaign.paused_reason
    return template.rejection_reason if template and template.status == TemplateStatus.REJECTED else ""


def _schedule_words(campaign: OutreachCampaign) -> str:
    if campaign.schedule_type == ScheduleType.DAILY:
        return f"Daily at {hour_words(campaign.send_at_hour)}"
    if campaign.schedule_type == ScheduleType.DRIP:
        return "As soon as somebody matches, in steps"
    if campaign.schedule_type == ScheduleType.EVERGREEN:
        return "As soon as somebody matches"
    return "Once, on its date" if campaign.schedule_type == ScheduleType.SCHEDULED else "At once"


def _failures(session: Session, campaign: OutreachCampaign) -> list[FailureRow]:
    number, state = func.count(col(OutreachMessage.id)), col(Contact.verification_status)
    wanted = (
        select(OutreachMessage.error_message, state, number)
        .join(Contact, col(Contact.id) == col(OutreachMessage.contact_id))
        .where(
            OutreachMessage.outreach_campaign_id == campaign.id,
            OutreachMessage.status == OutreachMessageStatus.FAILED,
        )
        .group_by(col(OutreachMessage.error_message), state)
        .order_by(number.desc(), col(OutreachMessage.error_message))
        .limit(10)
    )
    return [
        FailureRow(
            failure_words(reason),
            count,
            "Marked invalid" if was == VerificationStatus.INVALID else "Not sent again",
        )
        for reason, was, count in session.exec(wanted)
    ]


def _not_written(session: Session, campaign: OutreachCampaign, customer: Customer) -> NotWritten:
    """Of the best matching contacts without a message (at most 2,000 are looked at): who is next, who may not."""
    wanted = (
        select(Contact)
        .where(*matching(campaign, is_sandbox=True))
        .order_by(col(Contact.quality_score).desc())
        .limit(MOST_CHECKED)
    )
    verdicts = [
        given.verdict for given in permissions(session, customer, list(session.exec(wanted)), campaign.type).values()
    ]
    return NotWritten(
        *(verdicts.count(verdict) for verdict in (Verdict.ALLOWED, Verdict.NEEDS_OPT_IN, Verdict.SUPPRESSED))
    )


def _recipients(session: Session, campaign: OutreachCampaign, *, answered: bool = False) -> list[RecipientRow]:
    wanted: Any = (
        select(OutreachMessage, Contact)
        .join(Contact, col(Contact.id) == col(OutreachMessage.contact_id))
        .where(OutreachMessage.outreach_campaign_id == campaign.id)
        .order_by(col(OutreachMessage.id).desc())
        .limit(MOST_MESSAGES)
    )
    if answered:
        wanted = wanted.where(col(OutreachMessage.responded_at).is_not(None))
    return [
        RecipientRow(
            id=message.public_id,
            contact_id=contact.public_id,
            name=display_name(contact.name, contact.company, contact.phone, contact.email),
            recipient=message.recipient,
            status=message.status.value,
            status_words=MESSAGE_WORDS[message.status],
            at=(message.responded_at if answered else None) or message.sent_at or message.send_at,
            response=message.response_text,
            error=failure_words(message.error_message) if message.error_message else "",
        )
        for message, contact in session.exec(wanted)
    ]
