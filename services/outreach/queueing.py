"""Turns a running campaign and the contacts that match it into messages, each exactly once."""

from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, or_, select

from services.core.clock import local_day, now, start_of_day
from services.core.errors import Invalid
from services.db import insert_ignoring, system_reading
from services.live import Topic, announce
from services.models import (
    BulkStatus,
    BulkTask,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    ScheduleType,
)
from services.outreach import consequences, steps
from services.outreach.rules import not_connected
from services.outreach.senders import Account, account_for
from services.outreach.targets import ONCE, is_by_hand, keep_targets, queued_today, reachable
from services.outreach.texts import fill
from services.outreach.variants import pick, wordings
from services.outreach.writing import each_locked, message_values, send_at, tell_queued

_LIVE = (
    OutreachMessageStatus.PENDING,
    OutreachMessageStatus.CLAIMED,
    OutreachMessageStatus.SENDING,
    OutreachMessageStatus.UNKNOWN,
)


def queue_due(owner_id: int = 0) -> int:
    """Queue the campaigns whose time has come, or all running ones of one customer; returns the messages queued."""
    return steps.queue_due(owner_id) + each_locked(_due(owner_id, now()), queue_campaign)


def _due(owner_id: int, at: datetime) -> list[tuple[int, int]]:
    status, schedule = col(OutreachCampaign.status), col(OutreachCampaign.schedule_type)
    starts = (status == OutreachCampaignStatus.SCHEDULED) & (col(OutreachCampaign.schedule_date) <= at)
    runs = status == OutreachCampaignStatus.RUNNING
    wanted = select(OutreachCampaign.customer_id, OutreachCampaign.id).order_by(col(OutreachCampaign.id))
    if owner_id:
        wanted = wanted.where(OutreachCampaign.customer_id == owner_id, or_(starts, runs))
    else:
        next_at = col(OutreachCampaign.next_queue_at)
        wanted = wanted.where(or_(starts, runs & (next_at.is_(None) | (next_at <= at))))
    with system_reading() as session:
        found = session.exec(wanted.where(schedule.in_(list(ScheduleType))))
        return [(customer_id, campaign_id or 0) for customer_id, campaign_id in found]


def queue_campaign(session: Session, campaign: OutreachCampaign) -> int:
    """Queue what `campaign` may still write today; returns how many. The session is the customer's own."""
    at = now()
    customer = session.get_one(Customer, campaign.customer_id)
    if campaign.status == OutreachCampaignStatus.SCHEDULED and campaign.schedule_date and campaign.schedule_date <= at:
        campaign.status = OutreachCampaignStatus.RUNNING
    if campaign.status != OutreachCampaignStatus.RUNNING:
        return 0
    account = account_for(session, customer, campaign.type)
    if account is None:
        words = not_connected(campaign.type)
        consequences.pause(session, customer.id or 0, campaign.type, words, campaign)
        return 0
    queued = 0
    keep_targets(session, campaign, at)
    steps.prepare(session, campaign, customer)
    if campaign.message_template.strip():
        queued = _queue_contacts(session, campaign, customer, account, at)
    campaign.next_queue_at = _tomorrow(campaign, customer, at)
    campaign.launched_at = campaign.launched_at or at
    _complete(session, campaign, customer, account)
    return queued


def _queue_contacts(
    session: Session, campaign: OutreachCampaign, customer: Customer, account: Account, at: datetime
) -> int:
    room = campaign.daily_limit - queued_today(session, campaign, customer, at)
    if room <= 0:
        return 0
    rested = at - timedelta(days=customer.contact_gap_days) if customer.contact_gap_days else None
    contacts = list(islice(reachable(session, campaign, customer, account.is_sandbox, rested), room))
    if not contacts:
        return 0
    texts = wordings(session, campaign, customer)
    rows = []
    try:
        for contact in contacts:
            text = pick(campaign, contact, texts)
            filled = fill(campaign.type, text.content, text.body, text.subject, contact, customer, campaign.name)
            moment = send_at(customer, contact, campaign, campaign.type, account, at)
            values = message_values(campaign, contact, campaign.type, filled, moment)
            rows.append(values | {"template_id": text.template_id, "variant": text.letter})
    except Invalid as refusal:  # a text that outgrows its bounds for one reader is a fault of the text
        consequences.pause(session, customer.id or 0, campaign.type, refusal.message, campaign)
        return 0
    queued = insert_ignoring(session, OutreachMessage, rows)
    tell_queued(session, campaign, campaign.type, queued)
    return max(queued, 0)


def _tomorrow(campaign: OutreachCampaign, customer: Customer, at: datetime) -> datetime:
    """The campaign's hour on the customer's next day: what did not fit today goes then."""
    day = local_day(at, customer.zone) + timedelta(days=1)
    midnight = start_of_day(day, customer.zone).astimezone(ZoneInfo(customer.zone))
    return midnight.replace(hour=campaign.send_at_hour)


def _complete(session: Session, campaign: OutreachCampaign, customer: Customer, account: Account) -> None:
    """A campaign without new people ends when each has been written to; the others wait for who comes."""
    if not ends_by_itself(campaign):
        return
    counted = select(func.count()).select_from(OutreachMessage)
    mine = counted.where(OutreachMessage.outreach_campaign_id == campaign.id)
    waiting = session.exec(mine.where(col(OutreachMessage.status).in_(_LIVE))).one()
    if not waiting and session.exec(mine).one() and is_through(session, campaign, customer, account):
        campaign.status = OutreachCampaignStatus.COMPLETED
        announce(session, campaign.customer_id, Topic.OUTREACH)


def ends_by_itself(campaign: OutreachCampaign) -> bool:
    """Whether it is for certain people and over once each has been written to."""
    return is_by_hand(campaign) or campaign.schedule_type in ONCE


def is_through(session: Session, campaign: OutreachCampaign, customer: Customer, account: Account) -> bool:
    """Whether nobody is left to write to: no follow-up, nobody who waits for another day, nobody being added."""
    if steps.are_open(session, campaign):
        return False
    adding = select(BulkTask.id).where(BulkTask.status == BulkStatus.RUNNING, BulkTask.argument == campaign.public_id)
    if session.exec(adding.limit(1)).first():
        return False
    return next(reachable(session, campaign, customer, account.is_sandbox), None) is None
