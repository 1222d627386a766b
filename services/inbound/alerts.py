"""What people are told of a new lead: the bell, the feed, the customer's own WhatsApp, and thanks to the lead."""

from sqlalchemy import update
from sqlmodel import Session, col

from services.compliance.queries import suppressed_reason
from services.conversations.actions import conversation_of, dispatch_soon
from services.core.clock import now
from services.integrations.queries import sending_account
from services.leads.rules import snippet
from services.live import Topic, announce, notify, record_activity
from services.models import (
    Channel,
    ConversationChannel,
    Customer,
    Lead,
    Message,
    Notification,
    Sender,
    Template,
)
from services.outreach.approval import ask_to_sync, keep_template
from services.outreach.texts import Content, content_of, spoken
from services.people import display_name
from services.templates.rules import TO_OURSELVES

_NOTICE_BODY = "New lead! {{1}} has contacted you: {{2}}. Open Conversations to answer while they are waiting."
_NOTICE_PLACES = ("{{name}}", "{{wants|they would like to hear from you}}")
_THANKS = "Thanks for an enquiry"
_THANKS_BODY = "Hi {{name|there}}, thank you for your enquiry with {{business}}. We will contact you shortly."


def prepare_templates(session: Session, customer: Customer) -> None:
    """Have both texts approved before the first lead, which cannot wait for it."""
    for template, _ in (_notice(session), _thanks(session, customer)):
        ask_to_sync(session, template)


def tell_of_new_lead(session: Session, customer: Customer, lead: Lead, how: str) -> None:
    """`how` completes "Neha Singh …" in the feed, such as "answered on WhatsApp"."""
    name = display_name(lead.name, lead.company, lead.phone, lead.email)
    link = link_to(session, lead)
    lead.waits_from = now()
    notify(session, lead.customer_id, "lead_new", f"New lead: {name}", snippet(lead.lead_data), link)
    record_activity(session, lead.customer_id, "lead_new", f"{name} {how}", link)
    announce(session, lead.customer_id, Topic.LEADS, lead.public_id)
    if customer.phone and customer.phone != lead.phone and sending_account(session, Channel.WHATSAPP):
        _say(session, lead, *_notice(session), recipient=customer.phone)


def tell_of_return(session: Session, lead: Lead, how: str) -> None:
    """A lead that is known already came back."""
    name = display_name(lead.name, lead.company, lead.phone, lead.email)
    link = link_to(session, lead)
    notify(session, lead.customer_id, "lead_returned", f"{name} {how}", snippet(lead.lead_data), link)
    record_activity(session, lead.customer_id, "lead_returned", f"{name} {how}", link)
    announce(session, lead.customer_id, Topic.LEADS, lead.public_id)


def tell_of_answer(session: Session, lead: Lead, how: str, text: str) -> None:
    """A lead goes on talking: whoever it is assigned to hears of it, else everyone. Only the newest line is unread."""
    name = display_name(lead.name, lead.company, lead.phone, lead.email)
    link = link_to(session, lead)
    earlier = update(Notification).where(
        col(Notification.kind) == "answer", col(Notification.link) == link, col(Notification.read_at).is_(None)
    )
    session.execute(earlier.values(read_at=now()).execution_options(synchronize_session=False))
    notify(session, lead.customer_id, "answer", f"{name} {how}", text, link, user_id=lead.assigned_to or 0)


def thank(session: Session, customer: Customer, lead: Lead) -> None:
    """Thank someone who filled in a form on WhatsApp, unless they ever said stop or left no number."""
    if not lead.phone or suppressed_reason(session, phone=lead.phone, email=lead.email, channel=Channel.WHATSAPP):
        return
    if sending_account(session, Channel.WHATSAPP):
        _say(session, lead, *_thanks(session, customer))


def link_to(session: Session, lead: Lead) -> str:
    """The page that shows the lead's conversation."""
    channel = ConversationChannel.WHATSAPP if lead.phone else ConversationChannel.EMAIL
    return f"/conversations?open={conversation_of(session, lead, channel).public_id}"


def _notice(session: Session) -> tuple[Template, Content]:
    content = Content(_NOTICE_BODY, _NOTICE_PLACES)
    return keep_template(session, TO_OURSELVES, _NOTICE_BODY, content), content


def _thanks(session: Session, customer: Customer) -> tuple[Template, Content]:
    content = content_of(_THANKS_BODY, customer)
    return keep_template(session, _THANKS, _THANKS_BODY, content), content


def _say(session: Session, lead: Lead, template: Template, content: Content, recipient: str = "") -> None:
    """Queue a template, which WhatsApp takes outside of its 24 hours too."""
    ask_to_sync(session, template)
    name = display_name(lead.name, lead.company, lead.phone, lead.email)
    variables = content.variables({"name": name if recipient else lead.name, "wants": snippet(lead.lead_data)})
    extra = {"automatic": True, "template_id": template.id, "template_variables": variables}
    session.add(
        Message(
            customer_id=lead.customer_id,
            conversation_id=conversation_of(session, lead, ConversationChannel.WHATSAPP).id or 0,
            sender=Sender.SYSTEM,
            message_text=spoken(content.body, variables),
            channel=ConversationChannel.WHATSAPP,
            extra={**extra, "recipient": recipient} if recipient else extra,
        )
    )
    dispatch_soon(session)
