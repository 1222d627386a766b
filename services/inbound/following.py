"""What follows when a stored reply turns out to mean something else than was read at once."""

from sqlmodel import Session, col, func, select

from services.compliance.queries import suppressed_reason
from services.compliance.rules import BY_HAND, HARD_BOUNCE
from services.core.scope import system_scope
from services.inbound import events
from services.inbound.events import Heard
from services.inbound.people import Person, hold_customer, who_wrote
from services.inbound.replies import act_on, stop
from services.leads.scoring import score_now
from services.live import Topic, announce
from services.models import Channel, Conversation, Lead, Message, OutreachMessage, Sender
from services.replies.reading import Reading
from services.replies.rules import CONVERTS, Label


def follow(session: Session, event_id: int, label: Label) -> None:
    """Do what would have been done at once: a stop is heard, interest becomes a lead. Nothing that was done is undone.

    Safe to run twice and late: who has said stop since then is left alone, and a later reply keeps its say.
    """
    heard = events.told(session, event_id)
    if heard is None:
        return
    channel, scope = Channel(heard.text("channel")), system_scope(heard.customer_id)
    hold_customer(session, heard.customer_id)
    person = who_wrote(session, heard, channel)
    if _said_stop(session, person, channel):
        return
    person.answered = _answered(session, heard, person, channel)
    if label is Label.OPT_OUT:
        stop(session, scope, heard, person, channel)
        return
    said = session.exec(select(Message).where(col(Message.inbound_event_id) == event_id)).first()
    counts = Label.OTHER if person.lead and _spoke_since(session, person.lead, heard) else label
    if said and person.lead:
        score_now(session, person.lead, said=said.message_text, label=counts)
        announce(session, heard.customer_id, Topic.LEADS, person.lead.public_id)
    elif label in CONVERTS:
        reading = Reading(counts, (counts,), 1.0, "", "", converts=True)
        act_on(session, scope, heard, person, channel, reading)


def _said_stop(session: Session, person: Person, channel: Channel) -> bool:
    """A person suppressed by hand or by a mailbox that bounced may still say stop themselves."""
    phone, email = person.addresses()
    return suppressed_reason(session, phone=phone, email=email, channel=channel) not in {"", BY_HAND, HARD_BOUNCE}


def _answered(session: Session, heard: Heard, person: Person, channel: Channel) -> OutreachMessage | None:
    """The campaign message that this reply was counted for; one sent since then was not answered by it."""
    if person.contact is None:
        return None
    wanted = (
        select(OutreachMessage)
        .where(
            col(OutreachMessage.contact_id) == person.contact.id,
            col(OutreachMessage.channel) == channel,
            col(OutreachMessage.responded_at) <= heard.at,
        )
        .order_by(col(OutreachMessage.responded_at).desc(), col(OutreachMessage.id).desc())
        .limit(1)
        .with_for_update()
    )
    return session.exec(wanted).first()


def _spoke_since(session: Session, lead: Lead, heard: Heard) -> bool:
    """What the lead said last decides how it is understood."""
    later = (
        select(Message.id)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(
            col(Conversation.lead_id) == lead.id,
            col(Message.sender) == Sender.LEAD,
            col(Message.sent_at) > heard.at,
            func.coalesce(col(Message.inbound_event_id), 0) != heard.id,
        )
    )
    return session.exec(later).first() is not None
