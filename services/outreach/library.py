"""The customer's templates: kept under a name, approved at WhatsApp, used by campaigns and single messages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, exists, or_, select

from services import audit
from services.core.clock import local_day, now
from services.core.errors import Conflict, Invalid, NotFound
from services.core.money import Paise, rupees
from services.core.scope import Can, Scope
from services.customers.queries import customer_of
from services.integrations.catalogue import entry_for
from services.live import Topic, announce
from services.models import (
    ApprovalStatus,
    Channel,
    Customer,
    OutreachMessage,
    Template,
    TemplateApproval,
)
from services.outreach.approval import ask_to_sync
from services.outreach.approvals import campaigns_by_template, is_written_by
from services.outreach.prices import Category, price
from services.outreach.rules import DIRECT_NAME
from services.outreach.texts import content_of
from services.templates.rules import TO_OURSELVES, check_text

MOST_SHOWN = 500
LONGEST_NAME = 120
_WORDS = {
    ApprovalStatus.WANTED: "Waits to be submitted",
    ApprovalStatus.PENDING: "In review",
    ApprovalStatus.APPROVED: "Approved",
    ApprovalStatus.REJECTED: "Rejected",
    ApprovalStatus.PAUSED: "Paused by WhatsApp",
    ApprovalStatus.DISABLED: "Disabled by WhatsApp",
}


@dataclass(frozen=True)
class TemplateForm:
    """What a person enters; the subject is an e-mail's."""

    name: str
    channel: Channel
    body: str
    subject: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a WhatsApp template stands at one account; `reason` and `price` are words, "" where there are none."""

    account: str
    status: ApprovalStatus
    words: str
    reason: str
    price: str


@dataclass(frozen=True)
class TemplateRow:
    """One template of the library; `campaigns` is how many were written with it."""

    id: str
    name: str
    channel: Channel
    subject: str
    body: str
    campaigns: int
    standings: list[Standing] = field(default_factory=list)


def library(session: Session, scope: Scope, channel: Channel | None = None) -> list[TemplateRow]:
    """Templates under a name of their own, the newest first; those of single messages are left out."""
    wanted = select(Template).where(col(Template.name).not_in((DIRECT_NAME, TO_OURSELVES)))
    if channel is not None:
        wanted = wanted.where(Template.channel == channel)
    found = session.exec(wanted.order_by(col(Template.id).desc()).limit(MOST_SHOWN)).all()
    standings = _standings(session, scope, [one.id or 0 for one in found])
    uses = campaigns_by_template(session)
    return [
        TemplateRow(
            one.public_id,
            one.name,
            one.channel,
            one.subject,
            one.body,
            uses.get(one.id or 0, 0),
            standings[one.id or 0],
        )
        for one in found
    ]


def _standings(session: Session, scope: Scope, ids: Sequence[int]) -> dict[int, list[Standing]]:
    customer = customer_of(session, scope)
    wanted = select(TemplateApproval).where(col(TemplateApproval.template_id).in_(ids))
    found: dict[int, list[Standing]] = defaultdict(list)
    for one in session.exec(wanted.order_by(col(TemplateApproval.id))):
        account = entry_for(one.provider).title
        standing = Standing(account, one.status, _WORDS[one.status], one.reason, _price_words(customer, one))
        found[one.template_id].append(standing)
    return found


def _price_words(customer: Customer, approval: TemplateApproval) -> str:
    """The kind of message that WhatsApp bills it as, and what one costs."""
    if approval.category not in set(Category):
        return ""
    at = local_day(now(), customer.zone)
    paise = price(approval.provider, Category(approval.category), at).paise
    return f"{approval.category.capitalize()}, {rupees(Paise(paise))} a message"


def template_named(session: Session, template_id: str) -> Template:
    """By its public id."""
    found = session.exec(select(Template).where(Template.public_id == template_id)).first()
    if found is None:
        raise NotFound("This template")
    return found


def save_template(session: Session, scope: Scope, form: TemplateForm, template_id: str = "") -> Template:
    """Keep a new template or a changed one (by public id); raises Invalid with the field that is wrong.

    What an account has been shown cannot be changed there: a changed WhatsApp text is a template of its own, and takes
    the place of the earlier one unless something was written with that.
    """
    scope.require(Can.RUN_CAMPAIGNS)
    _check(form)
    present = template_named(session, template_id) if template_id else None
    if present is not None and present.channel != form.channel:
        raise Conflict("A template stays on its channel. Create another one.")
    shown = content_of(form.body, customer_of(session, scope)).body if form.channel == Channel.WHATSAPP else ""
    kept = _kept(session, present, form, shown)
    kept.name, kept.subject = form.name.strip()[:LONGEST_NAME], form.subject.strip()
    session.flush()
    if form.channel == Channel.WHATSAPP:
        ask_to_sync(session, kept)
    audit.record(session, scope, "template_saved", kept.public_id, {"name": kept.name})
    announce(session, scope.customer_id, Topic.OUTREACH)
    return kept


def _kept(session: Session, present: Template | None, form: TemplateForm, shown: str) -> Template:
    is_same = present is not None and present.content_body == shown and (bool(shown) or present.body == form.body)
    if present is not None and (is_same or form.channel == Channel.EMAIL):
        present.body = form.body
        return present
    twin = shown and session.exec(select(Template).where(Template.content_body == shown)).first()
    if twin and twin.name not in (DIRECT_NAME, TO_OURSELVES):
        raise Conflict(f"“{twin.name}” says the same already.")
    if present is not None and not is_used(session, present):
        session.delete(present)
    made = twin or Template(name=form.name, channel=form.channel, body=form.body, content_body=shown)
    session.add(made)
    return made


def remove_template(session: Session, scope: Scope, template_id: str) -> None:
    """Take a template (by public id) away; raises Conflict once something was written with it."""
    scope.require(Can.RUN_CAMPAIGNS)
    found = template_named(session, template_id)
    if is_used(session, found):
        raise Conflict("Campaigns or messages were written with this template, so it stays.")
    audit.record(session, scope, "template_removed", found.public_id, {"name": found.name})
    session.delete(found)
    announce(session, scope.customer_id, Topic.OUTREACH)


def is_used(session: Session, template: Template) -> bool:
    """Whether a campaign writes it, first, as a follow-up or as another text, or a message was written with it."""
    campaign = exists().where(is_written_by(template.id or 0))
    message = exists().where(col(OutreachMessage.template_id) == template.id)
    return bool(session.scalar(select(or_(campaign, message))))


def _check(form: TemplateForm) -> None:
    if not form.name.strip():
        raise Invalid("Give the template a name.", "name")
    if form.name.strip() in (DIRECT_NAME, TO_OURSELVES):
        raise Invalid("This name is used by the product itself. Choose another one.", "name")
    check_text(form.channel, form.body, form.subject)
