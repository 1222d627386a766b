"""Writes. Answering a lead with an approved template when WhatsApp's 24 hours are over."""

from sqlmodel import Session, col

from services.conversations.actions import queue_answer
from services.conversations.queries import approved_templates, get_conversation
from services.conversations.refusing import refuse_unreachable
from services.core.errors import Conflict, NotFound
from services.core.scope import Can, Scope
from services.models import ConversationChannel, Customer, Message, Sender, Template
from services.outreach.texts import content_of, spoken


def reply_with_template(session: Session, scope: Scope, conversation_id: str, template_id: str) -> Message:
    """Queue an approved template (ids are public).

    Raises Conflict when the person said stop, has no number, or the template names the business as it was before.
    """
    scope.require(Can.SEND_MESSAGES)
    talk, lead = get_conversation(session, conversation_id)
    refuse_unreachable(session, lead, ConversationChannel.WHATSAPP)
    wanted = approved_templates().where(col(Template.public_id) == template_id)
    template = session.execute(wanted).scalar_one_or_none()
    if template is None:
        raise NotFound("This template")
    content = content_of(template.body, session.get_one(Customer, lead.customer_id))
    if content.body != template.content_body:
        raise Conflict("This template no longer says who you are. Choose another one.")
    variables = content.variables({"name": lead.name, "company": lead.company, "city": lead.location})
    message = Message(
        message_text=spoken(content.body, variables),
        channel=ConversationChannel.WHATSAPP,
        conversation_id=talk.id or 0,
        sender=Sender.CUSTOMER,
        extra={"template_id": template.id, "template_variables": variables},
    )
    return queue_answer(session, scope, talk, lead, message)
