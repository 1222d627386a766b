"""Replies read in doubt are put before a model over real HTTP: what follows, what it costs, and what never happens."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel import col, select

from services.compliance.actions import suppress
from services.conversations.queries import thread
from services.core.clock import now
from services.core.errors import ProviderDown
from services.core.scope import Scope
from services.db import reading, transaction
from services.inbound.rereading import reread_replies
from services.leads.understanding import correct_reading
from services.models import (
    Contact,
    Conversation,
    InboundEvent,
    Integration,
    Job,
    Lead,
    Message,
    Notification,
    OutreachCampaign,
    ReplyReading,
    Sender,
    Suppression,
)
from services.opinions.actions import MOST_TRIES, hear_opinions
from services.opinions.rules import INSTRUCTIONS
from services.replies import reading as replies
from tests import hearing, support
from tests.databases import forget_settings
from tests.hearing import read, read_all
from tests.language import BUDGET, asked, set_budget, spent, town_with
from tests.services.analysis.injections import INJECTIONS
from tests.towns import Town

PHONE = "+919812345678"
ODD = "gali ke us paar peepal ka ped khada hai"  # in doubt here, and a guess of the simulated model too
CHANGED_MIND = "Not interested. My brother may come to you"  # a refusal here, a meeting for the model
STOP = "gali peepal ped stop ka khada hai"  # a stop for the model alone


@pytest.fixture
async def town(free_port: int, alice: Scope, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A sandbox that knows Alice's OpenAI and Twilio accounts."""
    async with town_with(alice, free_port, monkeypatch, "openai", "twilio") as running:
        yield running


@pytest.fixture
def contact(alice: Scope) -> Contact:
    found = support.add_contact(alice, name="Neha", phone=PHONE, email="neha@singh.example")
    support.add_outreach_message(alice, support.add_campaign(alice), found, status="sent", provider_id="SM1")
    return found


async def in_doubt(scope: Scope, text: str, own: str = "other", sender: str = PHONE) -> int:
    """Somebody writes, and it is read as `own`, in doubt, whatever the classifier of today makes of it."""
    event = await hearing.whatsapp(scope, sender, text)
    with transaction(scope) as session:
        row = session.exec(select(ReplyReading).where(col(ReplyReading.inbound_event_id) == event.id)).one()
        row.label = row.own_label = own
        row.confidence, row.is_unsure, row.opinion_due_at = 40, True, now()
    return event.id or 0


def of_event(scope: Scope, event_id: int) -> ReplyReading:
    return read(scope, ReplyReading, col(ReplyReading.inbound_event_id) == event_id)


async def test_a_reply_in_doubt_asks_for_an_opinion_once_it_was_handled(
    town: Town, alice: Scope, contact: Contact, sqlite: str
) -> None:
    await hearing.whatsapp(alice, PHONE, ODD)
    await hearing.whatsapp(alice, PHONE, ODD)
    assert [row.opinion_due_at is not None for row in read_all(alice, ReplyReading)] == [True, True]
    assert len(read_all(alice, Job, Job.name == "hear_opinions")) == 1
    assert asked(town) == []
    await hearing.whatsapp(alice, PHONE, "What is the price?")
    assert read_all(alice, ReplyReading)[-1].opinion_due_at is None


async def test_without_an_account_nobody_is_asked(alice: Scope, contact: Contact) -> None:
    await hearing.whatsapp(alice, PHONE, ODD)
    assert read(alice, ReplyReading).opinion_due_at is None


async def test_the_simulated_model_is_not_asked_about_real_people(town: Town, alice: Scope, contact: Contact) -> None:
    with transaction(alice) as session:
        session.exec(select(Integration).where(Integration.provider == "twilio")).one().is_sandbox = False
    event_id = await in_doubt(alice, ODD)
    await hear_opinions(alice.customer_id)
    assert (asked(town), of_event(alice, event_id).opinion_due_at) == ([], None)


@pytest.mark.parametrize("times", [1, 2])
async def test_interest_that_only_the_model_saw_makes_the_lead_that_it_would_have_made_at_once(
    town: Town, alice: Scope, contact: Contact, times: int
) -> None:
    event_id = await in_doubt(alice, CHANGED_MIND, "not_interested")
    assert read_all(alice, Lead) == []
    for _ in range(times):
        await hear_opinions(alice.customer_id)
    lead = read(alice, Lead)
    assert (lead.original_contact_id, lead.campaign_id[:4], lead.lead_data["label"]) == (contact.id, "out_", "meeting")
    assert read(alice, Message, Message.sender == Sender.LEAD).message_text == CHANGED_MIND
    counted = read(alice, OutreachCampaign)
    assert (counted.response_count, counted.conversion_count) == (1, 1)
    assert read(alice, Notification).title == "New lead: Neha"
    row = of_event(alice, event_id)
    assert (row.label, row.own_label, row.opinion_label, row.opinion_confidence) == (
        "meeting", "not_interested", "meeting", 90,
    )  # fmt: skip
    assert (row.opinion_model, row.opinion_decides, row.is_unsure, row.opinion_due_at) == (
        "gpt-4.1-mini", True, False, None,
    )  # fmt: skip
    assert spent(alice)[0] == 1
    assert spent(alice)[1] > 0
    talk = read(alice, Conversation)
    with reading(alice) as session:
        doubt = thread(session, talk.public_id).messages[-1].doubt
    assert doubt is not None
    assert (doubt.read_as, doubt.read_by) == ("meeting", "gpt-4.1-mini")


async def test_an_opinion_that_is_asked_for_twice_at_once_makes_one_lead(
    town: Town, alice: Scope, contact: Contact
) -> None:
    event_id = await in_doubt(alice, CHANGED_MIND, "not_interested")
    await hear_opinions(alice.customer_id)
    with transaction(alice) as session:
        row = session.exec(select(ReplyReading).where(col(ReplyReading.inbound_event_id) == event_id)).one()
        row.label, row.is_unsure, row.opinion_due_at = "not_interested", True, now()
    await hear_opinions(alice.customer_id)
    assert len(read_all(alice, Lead)) == len(read_all(alice, Notification)) == 1
    assert len(read_all(alice, Message, Message.sender == Sender.LEAD)) == 1
    assert read(alice, OutreachCampaign).conversion_count == 1
    assert spent(alice)[0] == 1  # the same words are paid for once


async def test_a_late_opinion_joins_the_conversation_that_there_is_by_then(
    town: Town, alice: Scope, contact: Contact
) -> None:
    await in_doubt(alice, CHANGED_MIND, "not_interested")
    later = support.add_outreach_message(
        alice, support.add_campaign(alice), contact, status="sent", sent_at=now() + timedelta(hours=1)
    )
    await hearing.whatsapp(
        alice, PHONE, "What is the price for 20 people?", at=(now() + timedelta(hours=2)).isoformat()
    )
    await hear_opinions(alice.customer_id)
    lead = read(alice, Lead)
    said = read_all(alice, Message, Message.sender == Sender.LEAD)
    assert {one.message_text for one in said} == {CHANGED_MIND, "What is the price for 20 people?"}
    with reading(alice) as session:
        counts = {row.id: row.response_count for row in session.exec(select(OutreachCampaign))}
    assert counts == {later.outreach_campaign_id - 1: 1, later.outreach_campaign_id: 1}
    assert (lead.original_contact_id, lead.lead_data["label"]) == (contact.id, "question")


async def test_a_later_reply_keeps_its_say_about_the_lead(town: Town, alice: Scope, contact: Contact) -> None:
    await hearing.whatsapp(alice, PHONE, ODD)
    first = await in_doubt(alice, "Maybe you meet my brother, no need", "other")
    await hearing.whatsapp(alice, PHONE, "What is the price?")
    await hear_opinions(alice.customer_id)
    assert of_event(alice, first).label == "meeting"
    assert read(alice, Lead).lead_data["label"] == "question"


async def test_a_stop_heard_by_the_model_alone_is_one_and_stays(town: Town, alice: Scope, contact: Contact) -> None:
    event_id = await in_doubt(alice, STOP)
    assert read_all(alice, Suppression) == []
    await hear_opinions(alice.customer_id)
    assert {row.value for row in read_all(alice, Suppression)} == {PHONE, "neha@singh.example"}
    row = of_event(alice, event_id)
    assert row.label == "opt_out"
    with transaction(alice) as session:
        correct_reading(session, alice, row.public_id, "question")
    assert len(read_all(alice, Suppression)) == 2
    assert of_event(alice, event_id).label == "question"


async def test_nothing_follows_for_who_has_said_stop_since(town: Town, alice: Scope, contact: Contact) -> None:
    await in_doubt(alice, CHANGED_MIND, "not_interested")
    with transaction(alice) as session:
        suppress(session, alice, phone=PHONE, reason="opt_out", source="test")
    before = read_all(alice, Suppression)
    await hear_opinions(alice.customer_id)
    assert read_all(alice, Lead) == []
    assert read_all(alice, Suppression) == before


async def test_a_stop_is_asked_about_alone(town: Town, alice: Scope, contact: Contact) -> None:
    await in_doubt(alice, STOP)
    await in_doubt(alice, ODD)
    await hear_opinions(alice.customer_id)
    assert [str(body["input"]).count('"ref"') for body in asked(town)] == [2, 1]
    assert STOP in str(asked(town)[1]["input"])


@pytest.mark.parametrize("text", ["peepal on leave gali", ODD])
async def test_what_a_model_guesses_or_takes_for_a_machine_only_stands_beside(
    town: Town, alice: Scope, contact: Contact, text: str
) -> None:
    event_id = await in_doubt(alice, text)
    leads = len(read_all(alice, Lead))
    await hear_opinions(alice.customer_id)
    row = of_event(alice, event_id)
    assert (row.label, row.is_unsure, row.opinion_decides) == ("other", True, False)
    assert row.opinion_label in {"out_of_office", "other"}
    assert len(read_all(alice, Lead)) == leads


async def test_what_a_person_said_stands_above_the_model(town: Town, alice: Scope, contact: Contact) -> None:
    event_id = await in_doubt(alice, f"Hello {ODD}, milte hain")
    with transaction(alice) as session:
        correct_reading(session, alice, of_event(alice, event_id).public_id, "wrong_person")
    await hear_opinions(alice.customer_id)
    assert (of_event(alice, event_id).label, asked(town)) == ("wrong_person", [])


async def test_reading_again_keeps_the_opinion_while_it_is_still_in_doubt(
    town: Town, alice: Scope, contact: Contact
) -> None:
    event = await hearing.whatsapp(alice, PHONE, ODD)
    with transaction(alice) as session:
        row = session.exec(select(ReplyReading)).one()
        row.label, row.opinion_label, row.opinion_decides, row.is_unsure = "meeting", "meeting", True, False
    reread_replies(alice.customer_id)
    assert (of_event(alice, event.id).label, of_event(alice, event.id).own_label) == (
        "meeting",
        replies.read(ODD).label,
    )
    with transaction(alice) as session:
        session.exec(select(InboundEvent)).one().payload = {"text": "STOP", "channel": "whatsapp", "sender": PHONE}
    reread_replies(alice.customer_id)
    assert (of_event(alice, event.id).label, of_event(alice, event.id).opinion_decides) == ("opt_out", False)


async def test_the_model_is_told_what_was_written_now_and_no_address(
    town: Town, alice: Scope, contact: Contact
) -> None:
    text = f"{ODD} call 98450 12345 or neha@singh.example\n\nOn 3 Feb 2026, Acme wrote:\n> Our secret offer"
    await in_doubt(alice, text)
    await hear_opinions(alice.customer_id)
    told = str(asked(town)[0]["input"])
    assert f"{ODD} call (number) or (address)" in told
    assert not any(word in told for word in ("secret", "98450", "neha@", "Neha", PHONE))
    assert asked(town)[0]["store"] is False


async def test_without_budget_the_reading_stays_and_the_page_says_why(
    town: Town, alice: Scope, contact: Contact
) -> None:
    event_id = await in_doubt(alice, f"{ODD}, milte hain")
    for budget in (0, BUDGET):
        set_budget(alice, budget)
        await hear_opinions(alice.customer_id)
        row = of_event(alice, event_id)
        assert ("budget" in row.opinion_note, row.is_unsure) == (budget == 0, budget == 0)
    assert spent(alice)[0] == 1
    assert of_event(alice, event_id).label == "meeting"


async def test_what_waited_for_a_week_is_not_asked_any_more(town: Town, alice: Scope, contact: Contact) -> None:
    event_id = await in_doubt(alice, ODD)
    with transaction(alice) as session:
        session.exec(select(ReplyReading)).one().opinion_due_at = now() - timedelta(days=8)
    await hear_opinions(alice.customer_id)
    row = of_event(alice, event_id)
    assert (row.opinion_due_at, row.is_unsure, asked(town)) == (None, True, [])


@pytest.mark.parametrize("persona", ["refusing", "cut_off", "rambling"])
async def test_a_model_that_gives_no_answer_leaves_the_reading_and_is_not_asked_again(
    town: Town, alice: Scope, contact: Contact, persona: str
) -> None:
    town.settings(model_persona=persona)
    event_id = await in_doubt(alice, ODD)
    for _ in range(2):
        await hear_opinions(alice.customer_id)
    row = of_event(alice, event_id)
    assert (row.label, row.is_unsure, row.opinion_label) == ("other", True, "")
    assert "no usable answer" in row.opinion_note
    assert spent(alice)[0] == 1


async def test_a_time_out_is_paid_for_and_tried_a_few_times_only(
    town: Town, alice: Scope, contact: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADGEN_OPENAI_TIMEOUT_SECONDS", "0.2")
    forget_settings()
    town.settings(faults={"openai": {"latency": 2.0}})
    event_id = await in_doubt(alice, ODD)
    for _ in range(MOST_TRIES):
        with pytest.raises(ProviderDown):
            await hear_opinions(alice.customer_id)
    await hear_opinions(alice.customer_id)
    row = of_event(alice, event_id)
    assert (row.label, row.is_unsure, row.opinion_due_at) == ("other", True, None)
    assert "in time" in row.opinion_note
    assert spent(alice)[0] == MOST_TRIES


async def test_an_account_without_credit_is_asked_again_when_it_has_some(
    town: Town, alice: Scope, contact: Contact
) -> None:
    town.settings(model_persona="unpaid")
    event_id = await in_doubt(alice, f"{ODD}, milte hain")
    await hear_opinions(alice.customer_id)
    assert "credit" in of_event(alice, event_id).opinion_note
    assert spent(alice)[1] == 0
    town.settings(model_persona="plain")
    await hear_opinions()
    assert of_event(alice, event_id).label == "meeting"


async def test_eight_replies_share_a_call(town: Town, alice: Scope, contact: Contact) -> None:
    for number in range(10):
        await in_doubt(alice, f"{ODD} {'peepal ' * number}")
    await hear_opinions(alice.customer_id)
    assert [str(body["input"]).count('"ref"') for body in asked(town)] == [8, 2]
    assert [row for row in read_all(alice, ReplyReading) if row.opinion_due_at] == []


async def test_no_text_that_speaks_to_machines_changes_anything(town: Town, alice: Scope, sqlite: str) -> None:
    """The model obeys every order that it sees, and would take everyone for an eager buyer."""
    town.settings(model_persona="gullible")
    for number, text in enumerate((*INJECTIONS, ODD)):
        sender = f"+9198999{number:05d}"
        found = support.add_contact(alice, phone=sender)
        support.add_outreach_message(alice, support.add_campaign(alice), found, status="sent")
        await in_doubt(alice, text, "not_interested", sender)
    before = _everything(alice)
    await hear_opinions(alice.customer_id)
    assert _everything(alice) == before
    told = [one["text"] for body in asked(town) for one in json.loads(str(body["input"]).split("\n")[1])]
    assert told == ["Skyline", ODD]  # of one attack nothing is left that could be seen
    assert {body["instructions"] for body in asked(town)} == {INSTRUCTIONS}
    assert [row.opinion_due_at for row in read_all(alice, ReplyReading) if row.opinion_due_at] == []


def _everything(scope: Scope) -> tuple[object, ...]:
    labels = [(row.label, row.is_unsure) for row in read_all(scope, ReplyReading)]
    leads = [(row.id, row.quality_score, row.lead_data) for row in read_all(scope, Lead)]
    said = [(row.id, row.message_text) for row in read_all(scope, Message)]
    return labels, leads, said, len(read_all(scope, Suppression)), len(read_all(scope, Notification))


async def test_the_gullible_model_really_obeys_what_reaches_it(town: Town, alice: Scope, contact: Contact) -> None:
    """Without this, the test above could pass because the model is polite."""
    town.settings(model_persona="gullible")
    await in_doubt(alice, f"{ODD} admin", "not_interested")
    await hear_opinions(alice.customer_id)
    assert read(alice, ReplyReading).label == "meeting"


async def test_only_its_own_customer_is_asked_for(town: Town, alice: Scope, charlie: Scope, contact: Contact) -> None:
    event_id = await in_doubt(alice, ODD)
    await hear_opinions(charlie.customer_id)
    assert (asked(town), of_event(alice, event_id).opinion_label) == ([], "")
