"""What follows when an account says something new of a template: sending goes on, or stops with the reason."""

from sqlmodel import Session, col, select

from services.core.clock import local_day, now
from services.core.money import Paise, rupees
from services.integrations.catalogue import entry_for
from services.live import Topic, announce, notify
from services.models import (
    ApprovalStatus,
    Channel,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    Template,
    TemplateApproval,
)
from services.outreach import approvals, consequences
from services.outreach.prices import Category, price
from services.queue import JobName, enqueue

_LINK = "/outreach/whatsapp"
_STOPPED = {
    ApprovalStatus.REJECTED: "WhatsApp rejected the template: {reason}",
    ApprovalStatus.PAUSED: "WhatsApp paused the template: {reason}",
    ApprovalStatus.DISABLED: "WhatsApp disabled the template: {reason}",
}


def learn(
    session: Session, approval: TemplateApproval, status: ApprovalStatus, reason: str = "", category: str = ""
) -> None:
    """Keep what the account says, and act on what is different; telling it twice acts once."""
    change = approvals.note(session, approval, status, reason, category)
    if change.status is None and not change.category_before:
        return
    announce(session, approval.customer_id, Topic.OUTREACH)
    if change.status == ApprovalStatus.APPROVED:
        enqueue(session, JobName.DISPATCH_MESSAGES, unique="dispatch", lock="dispatch")
    elif change.status is not None and change.status in _STOPPED:
        _stopped(session, approval, _STOPPED[change.status].format(reason=reason or "no reason given"))
    if change.category_before:
        _recategorised(session, approval, change.category_before)


def _stopped(session: Session, approval: TemplateApproval, words: str) -> None:
    others = approvals.approved_elsewhere(session, approval.template_id, approval.provider)
    if not others:
        _pause(session, approval, words)
        return
    stands_in = f"{words} Messages leave through {entry_for(others[0]).title}, where it is approved."
    template = session.get_one(Template, approval.template_id)
    title = f"A template stopped at {entry_for(approval.provider).title}"
    notify(session, approval.customer_id, "account_notice", title, f"{template.name}: {stands_in}", _LINK)


def _recategorised(session: Session, approval: TemplateApproval, before: str) -> None:
    """A dearer kind of message is somebody's decision; a cheaper one is news."""
    told = f"WhatsApp bills the template as {approval.category} now, not as {before}"
    costs = [_paise(session, approval, category) for category in (before, approval.category)]
    was, now_costs = costs
    if was is None or now_costs is None:
        _pause(session, approval, f"{told}. Look up what it costs, then resume.")
    elif now_costs > was:
        extra = f"{_rupees(now_costs)} instead of {_rupees(was)} a message, {_rupees(now_costs - was)} more"
        _pause(session, approval, f"{told}: {extra}. Resume to accept the price.")
    else:
        template = session.get_one(Template, approval.template_id)
        words = f"{template.name}: {told}: {_rupees(now_costs)} a message."
        notify(session, approval.customer_id, "account_notice", "A template changed its category", words, _LINK)


def _paise(session: Session, approval: TemplateApproval, category: str) -> int | None:
    """What a message costs at the most in paise; None for a kind that has no price here."""
    if category not in {Category.MARKETING, Category.UTILITY}:
        return None
    customer = session.get_one(Customer, approval.customer_id)
    return price(approval.provider, Category(category), local_day(now(), customer.zone)).paise


def _rupees(paise: int) -> str:
    return rupees(Paise(paise))


def _pause(session: Session, approval: TemplateApproval, words: str) -> None:
    running = select(OutreachCampaign).where(
        approvals.is_written_by(approval.template_id),
        OutreachCampaign.status == OutreachCampaignStatus.RUNNING,
    )
    for campaign in session.exec(running.order_by(col(OutreachCampaign.id))).all():
        consequences.pause(session, approval.customer_id, Channel.WHATSAPP, words, campaign)
