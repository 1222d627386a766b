"""The inbox, the thread, and answering in it."""

from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from services.compliance.actions import suppress
from services.conversations import actions, queries, rules
from services.conversations.types import InboxCounts, InboxFilter
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.paging import PageRequest
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import (
    Conversation,
    ConversationChannel,
    ConversationStatus,
    Customer,
    Lead,
    LeadStatus,
    Message,
    MessageStatus,
    Sender,
)
from services.outreach.answers import reply_with_template
from services.outreach.texts import content_of
from tests import support
from tests.hearing import read

WHATSAPP, EMAIL = ConversationChannel.WHATSAPP, ConversationChannel.EMAIL


@pytest.fixture
def lead(alice: Scope) -> Lead:
    return support.add_lead(alice, name="Neha", phone="+919812345678", email="neha@singh.example")


def heard(scope: Scope, lead: Lead, text: str, channel: ConversationChannel = WHATSAPP, **values: object) -> None:
    with transaction(scope) as session:
        mine = session.get_one(Lead, lead.id)
        actions.hear(session, mine, actions.Heard(text, channel, now(), **values))  # type: ignore[arg-type]


def test_an_answer_within_a_day_is_queued_and_counts_as_the_first(alice: Scope, lead: Lead) -> None:
    heard(alice, lead, "Price?")
    talk = read(alice, Conversation)
    with transaction(alice) as session:
        actions.reply(session, alice, talk.public_id, " From ₹45 lakh ", WHATSAPP)
    answer = read(alice, Message, Message.sender == Sender.CUSTOMER)
    assert (answer.message_text, answer.status, answer.user_id) == (
        "From ₹45 lakh",
        MessageStatus.PENDING,
        alice.user_id,
    )
    after = read(alice, Lead)
    assert (after.status, after.contact_count) == (LeadStatus.CONTACTED, 1)
    assert after.first_answer_at is not None
    talk = read(alice, Conversation)
    assert (talk.unread_count, talk.last_message_text) == (0, "You: From ₹45 lakh")


def test_after_a_day_whatsapp_is_closed_and_email_is_not(alice: Scope, lead: Lead) -> None:
    talk = support.add_conversation(alice, lead, last_inbound_at=now() - timedelta(hours=24, seconds=1))
    with transaction(alice) as session:
        with pytest.raises(Conflict, match="24 hours"):
            actions.reply(session, alice, talk.public_id, "Hello", WHATSAPP)
        assert actions.reply(session, alice, talk.public_id, "Hello", EMAIL).subject == "Your enquiry"
    with reading(alice) as session:
        assert queries.thread(session, talk.public_id).window_closes_at is None


def test_after_a_day_an_approved_template_may_be_sent(alice: Scope, lead: Lead) -> None:
    talk = support.add_conversation(alice, lead)
    with transaction(alice) as session:
        content = content_of("Hello {{name|there}}, are you still interested?", session.get_one(Customer, 1))
    body = {"body": "Hello {{name|there}}, are you still interested?", "content_body": content.body}
    template = support.add_template(alice, status="approved", **body)
    draft = support.add_template(alice, name="Draft", **body)
    with transaction(alice) as session:
        assert [one.id for one in queries.templates_to_choose(session)] == [template.public_id]
        message = reply_with_template(session, alice, talk.public_id, template.public_id)
        assert message.message_text.startswith("Hello Neha, are you still interested?")
        assert message.extra == {"template_id": template.id, "template_variables": {"1": "Neha"}}
        with pytest.raises(NotFound):
            reply_with_template(session, alice, talk.public_id, draft.public_id)


def test_whoever_said_stop_cannot_be_answered(alice: Scope, lead: Lead) -> None:
    heard(alice, lead, "STOP")
    talk = read(alice, Conversation)
    with transaction(alice) as session:
        suppress(session, alice, phone=lead.phone, reason="opt_out", source="test")
    with transaction(alice) as session:
        for channel in (WHATSAPP, EMAIL):
            with pytest.raises(Conflict, match="Asked you to stop"):
                actions.reply(session, alice, talk.public_id, "But…", channel)
    with reading(alice) as session:
        assert queries.thread(session, talk.public_id).suppressed == "Asked you to stop"


def test_an_email_answer_stays_in_its_thread(alice: Scope, lead: Lead) -> None:
    heard(alice, lead, "Tell me", EMAIL, subject="RE: Re: Flats", provider_id="<b@x>", extra={"references": ["<a@x>"]})
    talk = read(alice, Conversation)
    with transaction(alice) as session:
        answer = actions.reply(session, alice, talk.public_id, "Gladly", EMAIL)
    assert answer.subject == "Re: Flats"
    assert answer.extra == {"in_reply_to": "<b@x>", "references": ["<a@x>", "<b@x>"]}


@pytest.mark.parametrize(
    ("text", "channel"), [("  ", WHATSAPP), ("x" * 1_601, WHATSAPP), ("Hello", ConversationChannel.PLATFORM_CHAT)]
)
def test_what_cannot_be_sent_is_refused_in_words(
    alice: Scope, lead: Lead, text: str, channel: ConversationChannel
) -> None:
    heard(alice, lead, "Hi")
    talk = read(alice, Conversation)
    with transaction(alice) as session, pytest.raises(Invalid):
        actions.reply(session, alice, talk.public_id, text, channel)


def test_a_viewer_reads_and_does_not_write(alice: Scope, bob: Scope, lead: Lead) -> None:
    heard(alice, lead, "Hi")
    talk = read(alice, Conversation)
    with transaction(bob) as session:
        assert queries.thread(session, talk.public_id).messages[0].text == "Hi"
        with pytest.raises(NotAllowed):
            actions.reply(session, bob, talk.public_id, "Hello", WHATSAPP)
        with pytest.raises(NotAllowed):
            actions.set_status(session, bob, talk.public_id, ConversationStatus.CLOSED)


def test_the_inbox_filters_searches_and_counts_what_is_unread(alice: Scope, lead: Lead) -> None:
    other = support.add_lead(alice, name="Ravi")
    heard(alice, lead, "Hi from Neha")
    heard(alice, other, "Hi from Ravi", EMAIL)
    talk = read(alice, Conversation, Conversation.lead_id == other.id)
    with transaction(alice) as session:
        assert queries.unread_total(session) == 2
        actions.mark_read(session, alice, talk.public_id)
    with reading(alice) as session:
        assert queries.unread_total(session) == 1
        names = lambda narrowed: [row.name for row in queries.inbox(session, PageRequest(), narrowed).rows]  # noqa: E731
        assert names(InboxFilter()) == ["Ravi", "Neha"]
        assert names(InboxFilter(unread=True)) == ["Neha"]
        assert names(InboxFilter(channel=EMAIL)) == ["Ravi"]
        assert names(InboxFilter(status=ConversationStatus.CLOSED)) == []
        assert names(InboxFilter(unassigned=True)) == ["Ravi", "Neha"]
        found = queries.inbox(session, PageRequest(search="rav"))
        assert [row.name for row in found.rows] == ["Ravi"]


def test_a_closed_conversation_opens_when_the_lead_writes(alice: Scope, lead: Lead) -> None:
    heard(alice, lead, "Hi")
    talk = read(alice, Conversation)
    with transaction(alice) as session:
        actions.set_status(session, alice, talk.public_id, ConversationStatus.CLOSED)
    heard(alice, lead, "Still there?")
    assert read(alice, Conversation).status is ConversationStatus.OPEN


def test_one_event_is_one_bubble_even_when_the_code_forgets(alice: Scope, lead: Lead) -> None:
    """What was kept before is only returned, and the database holds the last line of defence."""
    from sqlalchemy.exc import IntegrityError

    from tests.hearing import event

    stored = event(alice, "reply")
    heard(alice, lead, "Hi", inbound_event_id=stored.id)
    heard(alice, lead, "Hi", inbound_event_id=stored.id)
    with reading(alice) as session:
        talk = session.exec(select(Conversation)).one()
        assert (session.exec(select(func.count(col(Message.id)))).one(), talk.unread_count) == (1, 1)
    with pytest.raises(IntegrityError):
        support.add_message(alice, talk, "Hi", inbound_event_id=stored.id)


def test_a_campaigns_message_in_the_thread_shows_its_latest_receipt(alice: Scope, lead: Lead) -> None:
    contact = support.add_contact(alice)
    sent = support.add_outreach_message(alice, support.add_campaign(alice), contact, status="delivered")
    talk = support.add_conversation(alice, lead)
    extra = {"automatic": True, "outreach_message_id": sent.public_id}
    support.add_message(alice, talk, "Hello", sender=Sender.CUSTOMER, status="sent", extra=extra)
    with reading(alice) as session:
        [bubble] = queries.thread(session, talk.public_id).messages
    assert (bubble.status, bubble.automatic) == (MessageStatus.DELIVERED, True)


def test_a_foreign_conversation_is_not_found(alice: Scope, charlie: Scope, lead: Lead) -> None:
    heard(alice, lead, "Hi")
    talk = read(alice, Conversation)
    with transaction(charlie) as session:
        for look in (
            lambda: queries.thread(session, talk.public_id),
            lambda: actions.reply(session, charlie, talk.public_id, "Hello", WHATSAPP),
            lambda: actions.mark_read(session, charlie, talk.public_id),
        ):
            with pytest.raises(NotFound):
                look()
    assert read(alice, Conversation).unread_count == 1
    assert read(alice, Message, col(Message.sender) == Sender.LEAD)


def test_subjects_and_lines_are_kept_short() -> None:
    assert rules.reply_subject("Re: FWD: re: Flats") == "Re: Flats"
    assert rules.reply_subject("") == "Your enquiry"
    assert rules.one_line("a\n b  c") == "a b c"
    assert len(rules.one_line("x" * 400)) == 300


def test_each_view_of_the_inbox_is_counted(alice: Scope) -> None:
    for owner in (alice.user_id, None, None):
        support.add_conversation(alice, support.add_lead(alice, assigned_to=owner))
    support.add_conversation(alice, support.add_lead(alice), status=ConversationStatus.CLOSED)
    with reading(alice) as session:
        narrowed = InboxFilter(status=ConversationStatus.OPEN, unassigned=True)
        assert queries.inbox_counts(session, narrowed, alice.user_id) == InboxCounts(3, 1, 2)
        assert queries.inbox_counts(session, InboxFilter(channel=EMAIL), alice.user_id) == InboxCounts(0, 0, 0)
