"""Who hears of a call: the lead by an e-mail with an invitation, the customer's people by the bell and the feed."""

from enum import StrEnum

from sqlmodel import Session

from services.calls.invitation import invitation
from services.calls.rules import call_words
from services.compliance.queries import suppressed_reason
from services.compliance.rules import why_suppressed
from services.conversations.actions import conversation_of, dispatch_soon, queue_answer
from services.core.scope import Scope
from services.integrations.queries import credentials_of, sending_account
from services.live import notify, record_activity
from services.models import Channel, ConversationChannel, Customer, Lead, LeadCall, Message, Sender
from services.people import display_name
from services.templates.identity import identity_of, signature


class Change(StrEnum):
    """What happened to a call; the value completes "Call …"."""

    ARRANGED = "scheduled"
    MOVED = "moved"
    CANCELLED = "cancelled"


_SUBJECTS = {Change.ARRANGED: "Our call", Change.MOVED: "New time for our call", Change.CANCELLED: "Our call is off"}
_FIRST = {
    Change.ARRANGED: "our call is arranged",
    Change.MOVED: "our call has a new time",
    Change.CANCELLED: "our call is cancelled",
}
_DID = {
    Change.ARRANGED: "chose a time for a call",
    Change.MOVED: "moved the call",
    Change.CANCELLED: "cancelled the call",
}


def untold(session: Session, lead: Lead) -> str:
    """Why the lead can get no invitation by e-mail; "" when they can."""
    if not lead.email:
        return "They have not given an email address."
    reason = suppressed_reason(session, phone=lead.phone, email=lead.email, channel=Channel.EMAIL)
    if reason:
        return f"{why_suppressed(reason)}."
    return "" if sending_account(session, Channel.EMAIL) else "No account for email is connected."


def tell_lead(session: Session, scope: Scope, call: LeadCall, lead: Lead, change: Change, link: str) -> str:
    """Queue the e-mail in the transaction that changed the call; returns why there is none, as `untold` does.

    A call that was never told is not called off either. The invitation is stored as it leaves, so that another try
    sends the same one.
    """
    why_not = untold(session, lead)
    if why_not or (change == Change.CANCELLED and not call.is_invited):
        return why_not
    call.is_invited = True
    customer = session.get_one(Customer, lead.customer_id)
    file = invitation(call, lead, customer, organizer_of(session, customer)).decode()
    method = "CANCEL" if change == Change.CANCELLED else "REQUEST"
    talk = conversation_of(session, lead, ConversationChannel.EMAIL)
    message = Message(
        customer_id=lead.customer_id,
        conversation_id=talk.id or 0,
        sender=Sender.CUSTOMER if scope.user_id else Sender.SYSTEM,
        message_text=_letter(call, lead, customer, change, link),
        subject=f"{_SUBJECTS[change]}: {customer.name}"[:200],
        channel=ConversationChannel.EMAIL,
        extra={"automatic": True, "calendar": {"method": method, "text": file}},
    )
    if scope.user_id:
        queue_answer(session, scope, talk, lead, message)
    else:
        session.add(message)
        dispatch_soon(session)
    return ""


def tell_people(session: Session, call: LeadCall, lead: Lead, change: Change, zone: str) -> None:
    """The lead did it themselves: everyone at the customer hears of it."""
    name = display_name(lead.name, lead.company, lead.phone, lead.email)
    words = f"{name} {_DID[change]}"
    link = f"/leads?open={lead.public_id}"
    notify(session, lead.customer_id, "call", words, call_words(call.at, zone), link)
    record_activity(session, lead.customer_id, "call", words, link)


def organizer_of(session: Session, customer: Customer) -> str:
    """Who invites: the business's own address, else the one that its e-mails come from."""
    account = None if customer.email else sending_account(session, Channel.EMAIL)
    return customer.email or (credentials_of(account)["from"] if account else "")


def _letter(call: LeadCall, lead: Lead, customer: Customer, change: Change, link: str) -> str:
    is_off = change == Change.CANCELLED
    lines = [f"Hello {lead.name}," if lead.name else "Hello,", ""]
    lines += [f"{_FIRST[change]}:", "", f"    {call_words(call.at, customer.zone)}"]
    lines += [f"    {call.minutes} minutes"] if not is_off else []
    lines += ["", f"We will call you on {lead.phone}."] if lead.phone and not is_off else []
    if link:
        lines += ["", "To choose a new time, open this page:" if is_off else "Another time, or not at all?", link]
    return "\n".join([*lines, "", "-- ", signature(identity_of(customer))])
