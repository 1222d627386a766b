"""What a person reads by e-mail or on WhatsApp, and the account of the customer's that it leaves by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from services.compliance.queries import suppressed_reason
from services.compliance.rules import why_suppressed
from services.core.clock import now
from services.core.settings import get_settings
from services.models import ApprovalStatus, Channel, Customer, Template
from services.outreach.approval import ask_to_sync, keep_template
from services.outreach.approvals import STOPPED, approval_of, want
from services.outreach.rules import not_connected
from services.outreach.senders import Account, account_for
from services.outreach.texts import Content, spoken
from services.providers.base import OutgoingMessage
from services.telling.queries import Member
from services.telling.rules import Line, first_line, summed
from services.templates.rules import TO_OURSELVES

SETTINGS = "/settings/notifications"
EVERYTHING = "/dashboard"  # where a summary leads: the bell is on every page
_BODY = "Hello {{1}}, news from your own account: {{2}}. More about it at {{3}} as you chose in Settings."
_WAIT_FOR_APPROVAL = timedelta(seconds=2)
_MOST_LISTED = 50


@dataclass(frozen=True)
class Stop:
    """Why nothing leaves now: `again_at` None means never."""

    words: str
    again_at: datetime | None = None


@dataclass(frozen=True)
class Letter:
    """One message through an account at a provider."""

    account: Account
    message: OutgoingMessage
    is_repeatable: bool = False

    @property
    def provider(self) -> str:
        return self.account.provider

    @property
    def is_sandbox(self) -> bool:
        return self.account.is_sandbox

    @property
    def can_look_up(self) -> bool:
        return self.account.messenger().can_look_up

    async def send(self) -> str:
        """The provider's own id of it; raises ProviderDown, ProviderUnsure or ProviderRefused."""
        return (await self.account.messenger().send(self.message)).provider_id

    async def look_up(self, since: datetime) -> str | None:
        """The provider's own id of it; None when it does not know of it."""
        found = await self.account.messenger().look_up(self.message, since)
        return found.provider_id if found else None


def email(session: Session, customer: Customer, member: Member, lines: Sequence[Line], reference: str) -> Letter | Stop:
    """One notification, or several as a list."""
    whole = summed(lines, EVERYTHING)
    return _mail(session, customer, member, _listed(lines, whole.title), whole.title, reference)


def daily(session: Session, customer: Customer, member: Member, text: str, reference: str) -> Letter | Stop:
    """The digest; nothing leaves on a day without news."""
    if not text:
        return Stop("There was nothing to tell.")
    return _mail(session, customer, member, text, f"Your day at {customer.name}", reference)


def _mail(
    session: Session, customer: Customer, member: Member, text: str, subject: str, reference: str
) -> Letter | Stop:
    account = account_for(session, customer, Channel.EMAIL)
    if account is None:
        return Stop(not_connected(Channel.EMAIL))
    if reason := suppressed_reason(session, email=member.email.lower()):
        return Stop(f"{why_suppressed(reason)}. Nothing was sent.")
    hello = f"Hello {member.name}," if member.name else "Hello,"
    foot = f"-- \nFor the people of {customer.name}. What you are told of:\n{_address(SETTINGS)}"
    message = OutgoingMessage(
        reference,
        member.email,
        f"{hello}\n\n{text}\n\n{foot}",
        subject=first_line(subject, 150),
        recipient_name=member.name,
    )
    return Letter(account, message)


def whatsapp(
    session: Session, customer: Customer, member: Member, lines: Sequence[Line], reference: str
) -> Letter | Stop:
    """By a template, which WhatsApp takes at any time; waits until it is approved."""
    account = account_for(session, customer, Channel.WHATSAPP)
    if account is None:
        return Stop(not_connected(Channel.WHATSAPP))
    if not member.phone:
        return Stop("There is no number to write to.")
    if reason := suppressed_reason(session, phone=member.phone, channel=Channel.WHATSAPP):
        return Stop(f"{why_suppressed(reason)}. Nothing was sent.")
    template = _template(session)
    approval = approval_of(session, template.id, account.provider)
    if approval and approval.status in STOPPED:
        return Stop(f"WhatsApp does not take the template. {approval.reason}".strip())
    if approval is None or approval.status != ApprovalStatus.APPROVED:
        want(session, template, account.provider)
        ask_to_sync(session)
        return Stop("Waiting for WhatsApp to approve the text.", now() + _WAIT_FOR_APPROVAL)
    whole = summed(lines, EVERYTHING)
    what = " – ".join(filter(None, [whole.title, "" if len(lines) > 1 else first_line(whole.body)]))
    variables = {"1": first_line(member.name, 60) or "there", "2": what.rstrip("."), "3": _address(whole.link)}
    message = OutgoingMessage(
        reference,
        member.phone,
        spoken(_BODY, variables),
        template_sid=approval.provider_sid,
        template_variables=variables,
    )
    return Letter(account, message)


def prepare_template(session: Session) -> None:
    """Have the text approved before the first notice, which should not wait for it."""
    ask_to_sync(session, _template(session))


def _template(session: Session) -> Template:
    return keep_template(session, TO_OURSELVES, _BODY, Content(_BODY))


def _listed(lines: Sequence[Line], title: str) -> str:
    parts = [f"{title}.", ""] if len(lines) > 1 else []
    for line in lines[:_MOST_LISTED]:
        parts += [line.title, *([first_line(line.body)] if line.body else []), _address(line.link), ""]
    if len(lines) > _MOST_LISTED:
        parts += [f"And {len(lines) - _MOST_LISTED} more: {_address(EVERYTHING)}"]
    return "\n".join(parts).rstrip()


def _address(link: str) -> str:
    return f"{get_settings().address}{link or EVERYTHING}"
