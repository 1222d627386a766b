"""Whom a campaign still has to write to: the best first, and nobody who may not be written to."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, exists, func, or_, select

from services.compliance.queries import permissions
from services.core.clock import local_day, start_of_day
from services.db import insert_ignoring
from services.models import (
    WAITING,
    CampaignChoice,
    Channel,
    Contact,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    ScheduleType,
    VerificationStatus,
)

AGAIN = (ScheduleType.DAILY, ScheduleType.EVERGREEN, ScheduleType.DRIP)  # whoever comes later too
ONCE = (ScheduleType.IMMEDIATE, ScheduleType.SCHEDULED)  # whoever matches when it starts, and nobody later
PAGE = 500
KEPT_AT_ONCE = 5_000
MOST_PAGES = 40  # of contacts without permission that one turn walks past


def reachable(
    session: Session,
    campaign: OutreachCampaign,
    customer: Customer,
    is_sandbox: bool,
    rested_since: datetime | None = None,
) -> Iterator[Contact]:
    """Contacts that match `campaign`, have no message of it, and may be written to on its channel.

    With `rested_since`, only those whom no campaign has written to since then or is about to write to.
    """
    extra = [resting(rested_since)] if rested_since else []
    last: tuple[int, int] | None = None
    for _ in range(MOST_PAGES):
        page = _page(session, [*matching(campaign, is_sandbox), *extra], last)
        allowed = permissions(session, customer, page, campaign.type)
        yield from (contact for contact in page if allowed[contact.id or 0].is_allowed)
        if len(page) < PAGE:
            return
        last = (page[-1].quality_score, page[-1].id or 0)


def _page(session: Session, conditions: list[ColumnElement[bool]], last: tuple[int, int] | None) -> list[Contact]:
    score, number = col(Contact.quality_score), col(Contact.id)
    wanted = select(Contact).where(*conditions)
    if last is not None:
        wanted = wanted.where(or_(score < last[0], and_(score == last[0], number > last[1])))
    return list(session.exec(wanted.order_by(score.desc(), number).limit(PAGE)))


def resting(since: datetime) -> ColumnElement[bool]:
    """The contact has had no campaign's message since then, and none waits for it. Claims look at it once more."""
    counted, status = col(OutreachMessage.counted_at), col(OutreachMessage.status)
    running = select(OutreachCampaign.id).where(OutreachCampaign.status == OutreachCampaignStatus.RUNNING)
    waits = and_(counted.is_(None), status.in_(WAITING), col(OutreachMessage.outreach_campaign_id).in_(running))
    return ~exists().where(col(OutreachMessage.contact_id) == Contact.id, or_(counted > since, waits))


def matching(campaign: OutreachCampaign, is_sandbox: bool) -> list[ColumnElement[bool]]:
    """What a contact is that `campaign` may still write to, as far as the contact's own row says."""
    address = Contact.phone if campaign.type == Channel.WHATSAPP else Contact.email
    written = exists().where(
        col(OutreachMessage.outreach_campaign_id) == campaign.id, col(OutreachMessage.contact_id) == Contact.id
    )
    found: list[ColumnElement[bool]] = [
        col(address).is_not(None),
        col(Contact.converted_to_lead).is_(False),
        col(Contact.verification_status) != VerificationStatus.INVALID,
        col(Contact.outreach_status) != OutreachStatus.RESPONDED,  # they declined, or a person takes over
        ~written,
        *chosen(campaign),
    ]
    if campaign.type == Channel.EMAIL:
        found.append(col(Contact.outreach_status) != OutreachStatus.BOUNCED)
    if not is_sandbox:
        found.append(col(Contact.is_sandbox).is_(False))
    return found


def is_by_hand(campaign: OutreachCampaign) -> bool:
    """Whether it writes to chosen people alone: contacts added to a daily or filtered campaign come on top."""
    return set(campaign.target_contacts) == {"contact_ids"} and campaign.schedule_type not in AGAIN


def chosen(campaign: OutreachCampaign) -> list[ColumnElement[bool]]:
    """Whom it is for: by hand, by score and filters, or either."""
    added = select(col(CampaignChoice.contact_id)).where(col(CampaignChoice.outreach_campaign_id) == campaign.id)
    by_hand = or_(
        col(Contact.id).in_([int(one) for one in campaign.target_contacts.get("contact_ids") or []]),
        col(Contact.id).in_(added),
    )
    if is_by_hand(campaign) or campaign.targets_kept_at:
        return [by_hand]
    conditions = _filtered(campaign)
    if campaign.schedule_type in ONCE and campaign.launched_at:
        conditions.append(col(Contact.created_at) <= campaign.launched_at)
    return [or_(by_hand, and_(*conditions))]


def keep_targets(session: Session, campaign: OutreachCampaign, at: datetime) -> None:
    """Write down who matches a one-time campaign when it starts: a changed score or city changes nothing later."""
    if campaign.schedule_type not in ONCE or is_by_hand(campaign) or campaign.targets_kept_at:
        return
    last = 0
    while True:
        wanted = select(Contact.id).where(*chosen(campaign), col(Contact.id) > last).order_by(col(Contact.id))
        page = [number or 0 for number in session.exec(wanted.limit(KEPT_AT_ONCE))]
        rows = [{"outreach_campaign_id": campaign.id, "contact_id": number} for number in page]
        insert_ignoring(session, CampaignChoice, rows)
        if len(page) < KEPT_AT_ONCE:
            break
        last = page[-1]
    campaign.targets_kept_at = at


def _filtered(campaign: OutreachCampaign) -> list[ColumnElement[bool]]:
    target = campaign.target_contacts
    least = max(campaign.min_score, int(target.get("min_score") or 0))
    found: list[ColumnElement[bool]] = [col(Contact.quality_score) >= least]
    for name, column in (("cities", Contact.city), ("sources", Contact.source), ("industries", Contact.industry)):
        if target.get(name):
            found.append(col(column).in_(target[name]))
    if target.get("scrape_campaign_ids"):
        found.append(col(Contact.scrape_campaign_id).in_(target["scrape_campaign_ids"]))
    return found


def queued_today(session: Session, campaign: OutreachCampaign, customer: Customer, at: datetime) -> int:
    """Messages of `campaign` that were queued on the customer's present day, or wait since an earlier one."""
    midnight = start_of_day(local_day(at, customer.zone), customer.zone)
    counted = (
        select(func.count())
        .select_from(OutreachMessage)
        .where(
            OutreachMessage.outreach_campaign_id == campaign.id,
            or_(col(OutreachMessage.created_at) >= midnight, col(OutreachMessage.status).in_(WAITING)),
            OutreachMessage.status != OutreachMessageStatus.CANCELLED,
        )
    )
    return session.exec(counted).one()
