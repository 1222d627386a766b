"""Automatic replies on the pages: switched on in the form, shown on the campaign, labelled in the thread."""

import json

import pytest
from sqlmodel import col

from services.answering.actions import answer_messages
from services.core.scope import Scope
from services.db import transaction
from services.models import AnswerRule, Conversation, Customer, Message, MessageStatus, OutreachCampaign, Sender
from state.conversations import ConversationsState
from state.outreach import OutreachCampaignState
from state.outreach_form import OutreachFormState
from state.settings.business import BusinessState
from tests import hearing, posting, support
from tests.hearing import read, read_all
from tests.state.tabs import Tab
from tests.state.test_campaigns import launched, tab

__all__ = ["launched", "tab"]  # fixtures

PHONE = "+919812345678"
WRITTEN = {"name": "Welcome", "message": "Hello {{name|there}}", "min_score": "65", "daily_limit": "9"}
CHOSEN = {"answers_topic_price": "on", "answers_topic_hours": "on", "answers_most": "1", "answers_confidence": "70"}


@pytest.fixture
def campaign(alice: Scope) -> OutreachCampaign:
    """A running one that has written to somebody, of a business with facts."""
    posting.connect_twilio(alice)
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).answer_facts = "Cleaning costs ₹1,200"
    made = support.add_campaign(alice)
    support.add_outreach_message(
        alice, made, support.add_contact(alice, name="Neha Singh", phone=PHONE), status="sent", provider="twilio"
    )
    return made


async def switch_on(tab: Tab, campaign: OutreachCampaign, **changes: str) -> OutreachFormState:
    await tab.send(OutreachFormState.edit(campaign.public_id))
    await tab.send(OutreachFormState.set_answers_on(True))
    await tab.send(OutreachFormState.save({**WRITTEN, **CHOSEN, **changes}))
    return await tab.state(OutreachFormState)


async def test_it_is_off_until_somebody_switches_it_on_and_off_again(
    tab: Tab, alice: Scope, campaign: OutreachCampaign
) -> None:
    await tab.open(f"/outreach/whatsapp/{campaign.public_id}")
    page = await tab.state(OutreachCampaignState)
    assert (page.detail.answers.is_on, page.detail.answers.figures) == (False, "")
    form = await switch_on(tab, campaign, answers_most="0")
    assert form.problems == {"answers_most": "Enter a number from 1 to 10."}
    await tab.send(OutreachFormState.set_answers_hours("between"))
    await tab.send(OutreachFormState.save({**WRITTEN, **CHOSEN, "answers_opens": "20:00", "answers_closes": ""}))
    assert set(form.problems) == {"answers_hours"}
    await tab.send(OutreachFormState.save({**WRITTEN, **CHOSEN, "answers_opens": "20:00", "answers_closes": "09:00"}))
    assert (form.problems, form.is_open) == ({}, False)
    await tab.open(f"/outreach/whatsapp/{campaign.public_id}")
    assert page.detail.answers.is_on
    assert page.detail.answers.words == (
        "Between 20:00 and 09:00, about prices, opening hours; at most 1 in a conversation"
    )
    assert page.events[0].title == "Saved the campaign"
    assert page.events[1].title == "Switched automatic replies on"
    await tab.send(OutreachFormState.edit(campaign.public_id))
    assert (form.answers_on, form.answers_topics, form.answers_opens) == (True, ["price", "hours"], "20:00")
    await tab.send(OutreachFormState.close)
    await tab.send(OutreachCampaignState.stop_answering)
    assert not page.detail.answers.is_on
    rule = read(alice, AnswerRule)
    assert (rule.is_on, rule.topics) == (False, ["price", "hours"])
    assert page.events[0].title == "Switched the automatic replies off"
    assert tab.errors == []


async def test_an_edit_that_never_showed_the_choice_keeps_it(
    tab: Tab, alice: Scope, campaign: OutreachCampaign
) -> None:
    await tab.open("/outreach/whatsapp")
    await switch_on(tab, campaign)
    await tab.send(OutreachFormState.edit(campaign.public_id))
    await tab.send(OutreachFormState.set_answers_on(False))
    await tab.send(OutreachFormState.save(WRITTEN))
    rule = read(alice, AnswerRule)
    assert (rule.is_on, rule.topics, rule.most_answers) == (False, ["price", "hours"], 1)


async def test_an_answer_is_labelled_and_one_that_was_left_says_why_and_offers_its_draft(
    tab: Tab, alice: Scope, campaign: OutreachCampaign
) -> None:
    await tab.open("/outreach/whatsapp")
    await switch_on(tab, campaign)
    for said in ("How much is the cleaning?", "What does the cleaning cost on Sunday?"):
        await hearing.whatsapp(alice, PHONE, said)
        await answer_messages(alice.customer_id)
    talk = read(alice, Conversation)
    await tab.open(f"/conversations?open={talk.public_id}")
    page = await tab.state(ConversationsState)
    answer = next(line for line in page.lines if line.sources and line.kind == "mine")
    assert (answer.by, answer.sources[0]) == ("Sent automatically", "Fact: Cleaning costs ₹1,200")
    left = page.lines[-1]
    assert (left.kind, left.left) == (
        "theirs",
        "This conversation has had as many automatic replies as the campaign allows.",
    )
    await tab.send(ConversationsState.use_draft(left.id))
    assert page.suggested == "A draft that was not sent automatically. Check it before you send it."
    assert json.dumps("Cleaning costs ₹1,200.")[1:-1] in tab.scripts.replace("\\\\u", "\\u")
    assert len(read_all(alice, Message, Message.sender == Sender.CUSTOMER)) == 2
    await tab.send(ConversationsState.use_draft("msg_unknown"))
    await tab.send(ConversationsState.send({"text": "Cleaning costs ₹1,200.", "key": "k"}))
    page = await tab.state(ConversationsState)
    assert [line.left for line in page.lines if line.left] == []
    assert tab.errors == []


async def test_the_signature_is_a_setting(tab: Tab, alice: Scope) -> None:
    await tab.open("/settings/business")
    assert (await tab.state(BusinessState)).signs_automatic
    await tab.send(BusinessState.save_answers({"answer_facts": "Cleaning costs ₹900"}))
    stored = read(alice, Customer, col(Customer.id) == alice.customer_id)
    assert (stored.signs_automatic, stored.answer_facts) == (False, "Cleaning costs ₹900")
    await tab.send(BusinessState.save_profile({"name": "Acme", "industry": "", "description": ""}))
    assert not (await tab.state(BusinessState)).signs_automatic


async def test_a_pending_automatic_reply_gives_way_to_the_person_in_the_thread(
    tab: Tab, alice: Scope, campaign: OutreachCampaign
) -> None:
    await tab.open("/outreach/whatsapp")
    await switch_on(tab, campaign)
    await hearing.whatsapp(alice, PHONE, "How much is the cleaning?")
    talk = read(alice, Conversation)
    await tab.open(f"/conversations?open={talk.public_id}")
    await answer_messages(alice.customer_id)
    await tab.send(ConversationsState.send({"text": "It is ₹1,200, Neha.", "key": "k"}))
    waiting = read_all(alice, Message, Message.status == MessageStatus.PENDING)
    assert [one.message_text for one in waiting] == ["It is ₹1,200, Neha."]
    assert tab.errors == []
