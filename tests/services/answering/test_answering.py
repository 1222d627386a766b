"""From a message that came in to the answer that is queued, or to the reason why a person has it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from services.answering import actions as answering
from services.answering.actions import MOST_TRIES, answer_messages, claim, look_at, settle
from services.answering.queries import answer_notes
from services.answering.settings import answer_counts
from services.answering.types import AnswerForm, Why
from services.campaigns.actions import archive, duplicate, stop_answering
from services.compliance.actions import suppress
from services.conversations import presence
from services.conversations.actions import reply
from services.core.clock import now
from services.core.errors import NotAllowed
from services.core.scope import Role, Scope
from services.db import reading, transaction
from services.models import (
    AnswerHours,
    AnswerRule,
    AnswerStatus,
    AuditLog,
    AutomaticAnswer,
    CallLink,
    Channel,
    Contact,
    Conversation,
    ConversationChannel,
    Customer,
    Job,
    Lead,
    Message,
    MessageStatus,
    Notification,
    OutreachCampaign,
    OutreachCampaignStatus,
    Sender,
)
from services.suggesting.actions import drafted
from services.suggesting.topics import Topic
from tests import hearing, support
from tests.hearing import read, read_all
from tests.hostile import TEXTS
from tests.services.analysis.injections import INJECTIONS
from tests.services.answering.conftest import ON, PHONE, allow, say

PRICE = "How much is the cleaning?"
WHATSAPP = ConversationChannel.WHATSAPP


def ours(scope: Scope) -> list[Message]:
    """What was queued for the lead since the campaign wrote."""
    return [one for one in read_all(scope, Message, Message.sender == Sender.CUSTOMER) if one.answer_key]


def person_answers(scope: Scope, text: str = "From me") -> Message:
    talk = read(scope, Conversation)
    with transaction(scope) as session:
        return reply(session, scope, talk.public_id, text, WHATSAPP)


async def test_a_question_is_answered_once_from_the_facts_with_its_sources(alice: Scope, contact: Contact) -> None:
    row = await say(alice, PRICE)
    assert row is not None
    assert (row.status, row.reason) == (AnswerStatus.SENT, "")
    answer = read(alice, Message, col(Message.id) == row.answer_id)
    assert answer.message_text == (
        "Hello Neha, thank you for your question. Cleaning costs ₹1,200. Is there anything else you would like to know?"
        "\n\nThis is an automatic reply. Write back and one of us will read it."
    )
    assert (answer.status, answer.channel, answer.user_id) == (MessageStatus.PENDING, WHATSAPP, None)
    talk, lead = read(alice, Conversation), read(alice, Lead)
    assert (talk.unread_count, lead.first_answer_at, lead.contact_count) == (1, None, 0), "people still have it to read"
    told = read_all(alice, Notification)[-1]
    assert (told.kind, told.title) == ("answered_automatically", "Neha Singh was answered automatically")
    with reading(alice) as session:
        note = answer_notes(session, alice, talk.public_id)[answer.public_id]
    assert (note.sources[0], note.why) == ("Fact: Cleaning costs ₹1,200", "")
    await answer_messages(alice.customer_id)
    await answer_messages()
    assert len(ours(alice)) == 1


async def test_the_second_is_not_signed_and_the_third_waits_for_a_person(alice: Scope, contact: Contact) -> None:
    await say(alice, PRICE)
    await say(alice, "And how much are braces?")
    third = await say(alice, "Are you open on Sunday?")
    assert third is not None
    assert (third.status, third.reason) == (AnswerStatus.LEFT, Why.LIMIT)
    assert "10 am to 7 pm" in third.draft, "the draft waits for a person"
    assert ["automatic reply" in one.message_text for one in ours(alice)] == [True, False]
    with reading(alice) as session:
        notes = answer_notes(session, alice, read(alice, Conversation).public_id)
        counts = answer_counts(session, session.exec(select(OutreachCampaign)).one())
    assert [one.why for one in notes.values() if one.why] == [
        "This conversation has had as many automatic replies as the campaign allows."
    ]
    assert counts == (2, 1)


async def test_who_does_not_want_it_signed_gets_it_plain(alice: Scope, contact: Contact) -> None:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).signs_automatic = False
    await say(alice, PRICE)
    assert "automatic" not in ours(alice)[0].message_text


async def test_without_the_switch_nothing_is_even_noted(
    alice: Scope, contact: Contact, campaign: OutreachCampaign
) -> None:
    with transaction(alice) as session:
        stop_answering(session, alice, campaign.public_id)
    assert await say(alice, PRICE) is None
    assert read_all(alice, Job, Job.name == "answer_messages") == []
    assert ours(alice) == []


async def test_another_campaigns_switch_is_not_this_ones(
    alice: Scope, contact: Contact, campaign: OutreachCampaign
) -> None:
    other = support.add_campaign(alice, name="Another")
    allow(alice, other)
    with transaction(alice) as session:
        stop_answering(session, alice, campaign.public_id)
    assert await say(alice, PRICE) is None


async def test_who_writes_first_belongs_to_no_campaign(alice: Scope, campaign: OutreachCampaign) -> None:
    assert await say(alice, PRICE) is None
    assert len(read_all(alice, Lead)) == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("How much are implants?", Why.NO_FACTS),
        ("What is your best price for cleaning?", Why.MONEY),
        ("Are you a bot?", Why.WHO),
        ("This is a scam, where is your office?", Why.ANGRY),
        ("Who is the founder?", Why.NO_TOPIC),
        ("Yes, interested", Why.NO_QUESTION),
        ("सफाई की कीमत क्या है?", Why.LANGUAGE),
    ],
)
async def test_the_rest_waits_for_a_person_with_the_reason(
    alice: Scope, contact: Contact, said: str, why: Why, sqlite: str
) -> None:
    row = await say(alice, said)
    assert row is not None
    assert (row.status, row.reason) == (AnswerStatus.LEFT, why)
    assert ours(alice) == []


async def test_the_hours_the_topics_and_the_campaign_decide(
    alice: Scope, contact: Contact, campaign: OutreachCampaign
) -> None:
    at = now()
    soon, later = ((at + timedelta(hours=5.5 + hours)).strftime("%H:%M") for hours in (1, 2))
    forms: dict[Why, AnswerForm] = {
        Why.HOURS: AnswerForm(True, AnswerHours.BETWEEN, soon, later, list(Topic)),
        Why.TOPIC: AnswerForm(True, topics=[Topic.PLACE]),
        Why.UNSURE: AnswerForm(True, topics=list(Topic), least_confidence=99),
    }
    for number, (why, form) in enumerate(forms.items()):
        allow(alice, campaign, form)
        row = await say(alice, f"{PRICE} {'please ' * number}")
        assert row is not None
        assert row.reason == why
    allow(alice, campaign)
    with transaction(alice) as session:
        session.get_one(OutreachCampaign, campaign.id).status = OutreachCampaignStatus.PAUSED
    row = await say(alice, "How much are braces?")
    assert row is not None
    assert row.reason == Why.PAUSED
    assert ours(alice) == []


async def test_people_who_have_answered_are_here_or_began_to_write_keep_the_conversation(
    alice: Scope, acme: int, contact: Contact
) -> None:
    ravi = support.add_member(acme, "ravi@acme.example", Role.AGENT)
    await hearing.whatsapp(alice, PHONE, "Yes, interested")
    talk = read(alice, Conversation)
    with transaction(ravi) as session:
        presence.be_here(session, ravi, talk.public_id)
    assert (await say(alice, PRICE)).reason == Why.PRESENT  # type: ignore[union-attr]
    with transaction(ravi) as session:
        presence.be_here(session, ravi, talk.public_id, writing=True)
        presence.leave(session, ravi, talk.public_id)
    with reading(alice) as session:
        assert presence.who_else(session, alice, talk.public_id) == []
    assert (await say(alice, "How much are braces?")).reason == Why.BEGUN  # type: ignore[union-attr]
    person_answers(ravi)
    with transaction(ravi) as session:
        presence.be_here(session, ravi, talk.public_id, writing=False)
        presence.leave(session, ravi, talk.public_id)
    assert (await say(alice, "Are you open on Sunday?")).reason == Why.ANSWERED  # type: ignore[union-attr]
    assert ours(alice) == []


async def test_a_draft_that_was_begun_is_forgotten_after_an_hour(alice: Scope, contact: Contact) -> None:
    await hearing.whatsapp(alice, PHONE, "Yes, interested")
    talk = read(alice, Conversation)
    with transaction(alice) as session:
        presence.be_here(session, alice, talk.public_id, writing=True)
        presence.leave(session, alice, talk.public_id)
        row = session.exec(select(presence.TalkPresence)).one()
        row.writing_at = now() - timedelta(minutes=61)
    assert (await say(alice, PRICE)).status == AnswerStatus.SENT  # type: ignore[union-attr]


async def test_of_two_questions_at_once_the_newest_is_decided(alice: Scope, contact: Contact) -> None:
    for said in (PRICE, "How much are braces?"):
        await hearing.whatsapp(alice, PHONE, said)
    await answer_messages(alice.customer_id)
    first, second = read_all(alice, AutomaticAnswer)
    assert (first.reason, second.status) == (Why.WROTE_AGAIN, AnswerStatus.SENT)
    assert len(ours(alice)) == 1
    assert "₹40,000" in ours(alice)[0].message_text


async def test_what_was_said_a_moment_before_counts_too(alice: Scope, contact: Contact) -> None:
    await hearing.whatsapp(alice, PHONE, "Yes, interested")
    await hearing.whatsapp(alice, PHONE, "Your last visit was pathetic")
    assert (await say(alice, PRICE)).reason == Why.ANGRY  # type: ignore[union-attr]


async def test_a_stop_a_machine_and_a_bounce_are_not_even_noted(alice: Scope, contact: Contact) -> None:
    mail = support.add_campaign(alice, type=Channel.EMAIL, name="Letters")
    allow(alice, mail)
    support.add_outreach_message(alice, mail, contact, status="sent")
    await hearing.email(alice, "neha@singh.example", PRICE, headers={"auto-submitted": "auto-replied"})
    await hearing.email(alice, "neha@singh.example", "I am away. How much is it?", subject="Out of office")
    assert await say(alice, "STOP") is None
    await answer_messages(alice.customer_id)
    assert read_all(alice, AutomaticAnswer) == []


async def test_who_said_stop_meanwhile_gets_nothing(alice: Scope, contact: Contact) -> None:
    await hearing.whatsapp(alice, PHONE, PRICE)
    with transaction(alice) as session:
        suppress(session, alice, phone=PHONE, reason="opt_out", source="test")
    await answer_messages(alice.customer_id)
    assert (read(alice, AutomaticAnswer).reason, ours(alice)) == (Why.STOPPED, [])


async def test_a_mail_is_answered_in_its_thread(alice: Scope, contact: Contact) -> None:
    mail = support.add_campaign(alice, type=Channel.EMAIL, name="Letters")
    allow(alice, mail)
    support.add_outreach_message(alice, mail, contact, status="sent")
    await hearing.email(alice, "neha@singh.example", PRICE, message_id="<q1@singh.example>", subject="Re: Hello")
    await answer_messages(alice.customer_id)
    answer = ours(alice)[0]
    assert (answer.channel, answer.subject) == (ConversationChannel.EMAIL, "Re: Hello")
    assert (answer.extra["in_reply_to"], answer.extra["automatic"]) == ("<q1@singh.example>", True)


async def test_who_asks_for_a_call_is_given_a_page_to_choose_by(alice: Scope, contact: Contact) -> None:
    row = await say(alice, "Can I book a call?")
    assert row is not None
    assert row.status == AnswerStatus.SENT, row.reason
    assert "Choose a time for a call: " in ours(alice)[0].message_text
    assert "/call/" in ours(alice)[0].message_text
    assert len(read_all(alice, CallLink)) == 1


@pytest.mark.parametrize("said", INJECTIONS)
async def test_words_that_direct_machines_change_nothing_and_reach_nobody(
    alice: Scope, contact: Contact, said: str, sqlite: str
) -> None:
    row = await say(alice, f"{PRICE} {said}")
    assert ours(alice) == []
    assert row is None or row.status == AnswerStatus.LEFT
    assert row is None or "evil" not in row.draft


@pytest.mark.parametrize("text", [one for one in TEXTS.values() if len(one) < 50_000])
async def test_hostile_texts_and_names_change_neither_recipient_nor_words(
    alice: Scope, contact: Contact, text: str, sqlite: str
) -> None:
    clean = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    with transaction(alice) as session:
        session.get_one(Contact, contact.id).name = clean[:200]
    await say(alice, f"{PRICE} {clean}")
    await say(alice, PRICE)
    for one in ours(alice):
        assert one.extra.get("recipient") is None
        assert "Cleaning costs ₹1,200." in one.message_text
        assert not any(word in one.message_text for word in ("evil", "victim", "49", "1e309"))


def _take(scope: Scope) -> tuple[int, Any]:
    with transaction(scope) as session:
        number = claim(session)
    with transaction(scope) as session:
        return number, look_at(session, number)


async def test_two_workers_send_one_answer(alice: Scope, contact: Contact) -> None:
    await hearing.whatsapp(alice, PHONE, PRICE)
    number, taken = _take(alice)
    made = await drafted(alice, taken.talk_id)
    with transaction(alice) as session:
        assert claim(session) == 0, "it is this worker's for a while"
    gate = threading.Barrier(4)

    def finish() -> None:
        gate.wait()
        with transaction(alice) as session:
            settle(session, number, made)

    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(finish) for _ in range(4)]:
            done.result()
    assert len(ours(alice)) == 1
    assert [one.kind for one in read_all(alice, Notification)].count("answered_automatically") == 1


@pytest.mark.parametrize("times", range(3))
async def test_a_person_who_answers_at_the_same_time_wins(alice: Scope, contact: Contact, times: int) -> None:
    """Whoever of the two is first: one answer leaves, and it is the person's."""
    await hearing.whatsapp(alice, PHONE, PRICE)
    number, taken = _take(alice)
    made = await drafted(alice, taken.talk_id)
    gate = threading.Barrier(2)

    def machine() -> None:
        gate.wait()
        with transaction(alice) as session:
            settle(session, number, made)

    def person() -> None:
        gate.wait()
        person_answers(alice)

    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(machine), both.submit(person)]:
            done.result()
    sent = [one for one in read_all(alice, Message) if one.status == MessageStatus.PENDING]
    assert [one.message_text for one in sent] == ["From me"]
    row = read(alice, AutomaticAnswer)
    assert (row.status, row.reason, row.answer_id) == (AnswerStatus.LEFT, Why.ANSWERED, None)
    assert read(alice, Lead).contact_count == 1


async def test_what_the_sender_holds_already_is_not_taken_back(alice: Scope, contact: Contact) -> None:
    await say(alice, PRICE)
    with transaction(alice) as session:
        session.get_one(Message, ours(alice)[0].id).status = MessageStatus.SENDING
    person_answers(alice)
    assert read(alice, AutomaticAnswer).status == AnswerStatus.SENT
    assert len([one for one in read_all(alice, Message) if one.sender == Sender.CUSTOMER]) == 3


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("where", ["drafted", "reply", "notify"])
async def test_a_crash_neither_loses_nor_repeats_the_answer(
    alice: Scope, contact: Contact, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hearing.whatsapp(alice, PHONE, PRICE)

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(answering, where, die)
        with pytest.raises(Killed):
            await answer_messages(alice.customer_id)
    assert (ours(alice), read(alice, AutomaticAnswer).status) == ([], AnswerStatus.WAITING)
    await answer_messages(alice.customer_id)
    assert ours(alice) == [], "the dead worker's turn is not over yet"
    with transaction(alice) as session:
        session.exec(select(AutomaticAnswer)).one().due_at = now()
    await answer_messages(alice.customer_id)
    await answer_messages(alice.customer_id)
    assert len(ours(alice)) == 1


async def test_one_that_always_fails_is_left_to_a_person(alice: Scope, contact: Contact) -> None:
    await hearing.whatsapp(alice, PHONE, PRICE)
    with transaction(alice) as session:
        session.exec(select(AutomaticAnswer)).one().tries = MOST_TRIES
    await answer_messages(alice.customer_id)
    assert read(alice, AutomaticAnswer).reason == Why.FAILED


async def test_another_customers_messages_are_out_of_reach(alice: Scope, charlie: Scope, contact: Contact) -> None:
    await hearing.whatsapp(alice, PHONE, PRICE)
    await answer_messages(charlie.customer_id)
    assert read(alice, AutomaticAnswer).status == AnswerStatus.WAITING


async def test_a_copy_is_switched_off_and_an_archived_campaign_too(
    alice: Scope, contact: Contact, campaign: OutreachCampaign
) -> None:
    with transaction(alice) as session:
        copied = duplicate(session, alice, campaign.public_id)
        archive(session, alice, campaign.public_id)
    with transaction(alice) as session:
        rules = {row.outreach_campaign_id: row for row in session.exec(select(AnswerRule))}
    assert len(rules) == 2
    assert not any(row.is_on for row in rules.values())
    assert all(row.topics for row in rules.values())
    assert copied
    told = [row.action for row in read_all(alice, AuditLog, AuditLog.entity == campaign.public_id)]
    assert told.count("automatic_replies_on") == told.count("automatic_replies_off") == 1


def test_who_may_not_run_campaigns_changes_no_rule(bob: Scope, alice: Scope, campaign: OutreachCampaign) -> None:
    with pytest.raises(NotAllowed):
        allow(bob, campaign, ON)
    with pytest.raises(NotAllowed), transaction(bob) as session:
        stop_answering(session, bob, campaign.public_id)
