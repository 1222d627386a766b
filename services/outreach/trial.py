"""A test: the message that somebody is writing, sent to themselves as a contact would get it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import Session, col, func, select

from services import audit
from services.compliance.queries import suppressed_reason
from services.compliance.rules import why_suppressed
from services.conversations.rules import WHATSAPP_WINDOW
from services.core.clock import local_day, now
from services.core.errors import Conflict, Invalid, ProviderUnsure
from services.core.ids import new_id
from services.core.scope import Can, Scope
from services.customers.queries import customer_of
from services.db import in_transaction
from services.integrations import sandbox
from services.models import (
    ApprovalStatus,
    AuditLog,
    Channel,
    Customer,
    InboundEvent,
    NoticeChoices,
    User,
)
from services.outreach.approval import template_that_shows
from services.outreach.approvals import STOPPED, approval_of
from services.outreach.ledger import spend
from services.outreach.previews import filled_for
from services.outreach.prices import Category, price
from services.outreach.rules import not_connected
from services.outreach.senders import Account, account_for
from services.outreach.texts import TRIAL, content_of, email_parts, unsubscribe_url
from services.providers.base import OutgoingMessage
from services.providers.pool import connections
from services.templates.rules import check_text

MOST_AN_HOUR = 20
_ACTION = "test_sent"
_MOST_EVENTS = 2_000


@dataclass(frozen=True)
class _Trial:
    """One message to the person who asked for it, and what it is billed as."""

    account: Account
    message: OutgoingMessage
    category: Category


async def send_trial(scope: Scope, channel: Channel, body: str, subject: str = "", contact_id: str = "") -> str:
    """Send it at once and return the address; `contact_id` is whom it is filled for, as in a preview.

    Raises Invalid with the field that stands against it, Conflict after MOST_AN_HOUR of one person or when the answer
    was lost, and the provider's own refusals. Nothing is tried again by itself: whoever tests looks and presses again.
    """
    trial = await in_transaction(scope, _prepared, scope, channel, body, subject, contact_id)
    if trial.account.is_sandbox:
        await sandbox.ensure_registered(scope.customer_id)
    async with connections():
        try:
            await trial.account.messenger().send(trial.message)
        except ProviderUnsure as error:
            raise Conflict(f"{error.message} Look whether it arrived before you send another.") from error
    await in_transaction(scope, _billed, trial)
    return trial.message.recipient


def _prepared(session: Session, scope: Scope, channel: Channel, body: str, subject: str, contact_id: str) -> _Trial:
    """Counted before the call, so that parallel ones cannot slip past."""
    scope.require(Can.SEND_MESSAGES)
    customer = customer_of(session, scope)
    check_text(channel, body, subject)
    _count(session, scope)
    account = account_for(session, customer, channel)
    if account is None:
        raise Invalid(not_connected(channel))
    make = _email if channel == Channel.EMAIL else _whatsapp
    return make(session, scope, customer, account, body, subject, contact_id)


def _count(session: Session, scope: Scope) -> None:
    session.exec(select(User.id).where(User.id == scope.user_id).with_for_update())
    mine = select(func.count()).where(
        col(AuditLog.action) == _ACTION,
        col(AuditLog.user_id) == scope.user_id,
        col(AuditLog.created_at) > now() - timedelta(hours=1),
    )
    if session.exec(mine).one() >= MOST_AN_HOUR:
        raise Conflict(f"That were {MOST_AN_HOUR} tests within an hour. Wait a little.")
    audit.record(session, scope, _ACTION)


def _email(
    session: Session, scope: Scope, customer: Customer, account: Account, body: str, subject: str, contact_id: str
) -> _Trial:
    user = session.get_one(User, scope.user_id)
    if reason := suppressed_reason(session, email=user.email.lower()):
        raise Invalid(f"{user.email} is on your own do-not-contact list: {why_suppressed(reason)}.")
    filled = filled_for(session, customer, Channel.EMAIL, body, subject, contact_id)
    reference = new_id(TRIAL)
    text, html = email_parts(filled.text, reference, customer)
    message = OutgoingMessage(
        reference,
        user.email,
        text,
        subject=f"Test: {filled.subject}",
        html=html,
        recipient_name=user.name,
        reply_to=user.email,
        unsubscribe_url=unsubscribe_url(reference),
    )
    return _Trial(account, message, Category.EMAIL)


def _whatsapp(
    session: Session, scope: Scope, customer: Customer, account: Account, body: str, _subject: str, contact_id: str
) -> _Trial:
    """By its approved template, else as free text while the person's own 24 hours are open."""
    phone = session.exec(select(NoticeChoices.phone).where(NoticeChoices.user_id == scope.user_id)).first()
    if not phone:
        raise Invalid("Enter your own WhatsApp number in Settings → Notifications, then send the test.")
    if reason := suppressed_reason(session, phone=phone, channel=Channel.WHATSAPP):
        raise Invalid(f"{phone} is on your own do-not-contact list: {why_suppressed(reason)}.")
    filled = filled_for(session, customer, Channel.WHATSAPP, body, "", contact_id)
    message = OutgoingMessage(new_id(TRIAL), phone, filled.text)
    template = template_that_shows(session, content_of(body, customer))
    approval = approval_of(session, template.id, account.provider) if template else None
    if approval and approval.status == ApprovalStatus.APPROVED:
        sent_as = replace(message, template_sid=approval.provider_sid, template_variables=filled.variables)
        return _Trial(account, sent_as, Category.MARKETING)
    if _is_open(session, account.provider, phone):
        return _Trial(account, message, Category.SERVICE)
    if approval and approval.status in STOPPED:
        raise Invalid(f"WhatsApp does not take this text. {approval.reason}".strip(), "message")
    raise Invalid(
        "WhatsApp has not approved this text yet, and takes others only within a day of your own last message. Write "
        "anything from your phone to your business number and press again, or save the text as a template first.",
        "message",
    )


def _is_open(session: Session, provider: str, phone: str) -> bool:
    """Whether this number wrote to the business within WhatsApp's 24 hours. Nobody of one's own becomes a lead, so that
    only what the provider told says it."""
    told = select(InboundEvent.payload).where(
        InboundEvent.provider == provider,
        InboundEvent.kind == "reply",
        col(InboundEvent.created_at) > now() - WHATSAPP_WINDOW,
    )
    newest = session.exec(told.order_by(col(InboundEvent.id).desc()).limit(_MOST_EVENTS))
    return any(payload.get("sender") == phone for payload in newest)


def _billed(session: Session, trial: _Trial) -> None:
    customer = session.get_one(Customer, session.info["customer_id"])
    paise = price(trial.account.provider, trial.category, local_day(now(), customer.zone)).paise
    spend(session, {trial.category: (1, paise)}, is_sandbox=trial.account.is_sandbox)
