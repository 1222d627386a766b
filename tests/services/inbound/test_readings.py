"""How a reply was understood is kept, checked by people, learned from, and read again."""

from services.compliance.actions import suppress
from services.conversations.queries import thread
from services.core.scope import Scope
from services.db import transaction
from services.inbound.rereading import reread_replies
from services.leads.understanding import correct_reading
from services.models import Contact, Conversation, Lead, ReplyReading, Suppression
from tests import hearing, support
from tests.hearing import read, read_all

ODD = "gali ke us paar peepal ka ped khada hai"


def _written_to(alice: Scope) -> Contact:
    contact = support.add_contact(alice, name="Neha", phone="+919812345678", email="neha@singh.example")
    support.add_outreach_message(alice, support.add_campaign(alice), contact, status="sent", provider_id="SM1")
    return contact


async def test_a_reply_in_doubt_is_shown_corrected_and_learned(alice: Scope) -> None:
    _written_to(alice)
    await hearing.whatsapp(alice, "+919812345678", ODD)
    kept = read(alice, ReplyReading)
    assert (kept.is_unsure, kept.language, kept.corrected_text) == (True, "hi-Latn", "")
    talk = read(alice, Conversation)
    with transaction(alice) as session:
        assert thread(session, talk.public_id).messages[-1].doubt.reading_id == kept.public_id  # pyright: ignore[reportOptionalMemberAccess]
    before = read(alice, Lead).quality_score
    with transaction(alice) as session:
        correct_reading(session, alice, kept.public_id, "meeting")
    assert read(alice, Lead).quality_score > before
    with transaction(alice) as session:
        assert thread(session, talk.public_id).messages[-1].doubt is None
    await hearing.whatsapp(alice, "+919812345678", ODD)
    again = read_all(alice, ReplyReading)[-1]
    assert (again.label, again.is_unsure) == ("meeting", False)
    assert again.version.startswith(f"{kept.version}+1-")


async def test_reading_again_hears_more_stops_and_takes_none_back(alice: Scope) -> None:
    _written_to(alice)
    await hearing.whatsapp(alice, "+919812345678", "What is the price?")
    event = hearing.event(alice, "reply", channel="whatsapp", sender="+919800000001", text="STOP")
    with transaction(alice) as session:
        session.merge(event).status = "ignored"
    with transaction(alice) as session:
        suppress(session, alice, phone="+919812345678", reason="opt_out", source="test")
    before = read_all(alice, Suppression)
    found = reread_replies(alice.customer_id)
    assert (found.replies, found.stopped) == (2, 1)
    assert len(read_all(alice, Suppression)) == len(before) + 1
    assert len(read_all(alice, Lead)) == 1
    assert reread_replies(alice.customer_id).stopped == 0
