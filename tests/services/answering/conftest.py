"""A business with facts, a campaign that answers by itself, and somebody whom it wrote to."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from services.answering.actions import answer_messages
from services.answering.settings import keep_answers
from services.answering.types import AnswerForm
from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.models import AutomaticAnswer, Contact, Customer, OutreachCampaign
from services.suggesting.topics import Topic
from tests import hearing, posting, support
from tests.hearing import read_all

PHONE = "+919812345678"
FACTS = "Cleaning costs ₹1,200\nBraces cost ₹40,000\nWe are open Monday to Saturday from 10 am to 7 pm"
ON = AnswerForm(True, topics=list(Topic))
Say = Callable[..., Awaitable[AutomaticAnswer | None]]


def allow(scope: Scope, campaign: OutreachCampaign, form: AnswerForm = ON) -> None:
    with transaction(scope) as session:
        keep_answers(session, scope, session.get_one(OutreachCampaign, campaign.id), form)


@pytest.fixture
def campaign(alice: Scope) -> OutreachCampaign:
    posting.connect_twilio(alice)
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).answer_facts = FACTS
    made = support.add_campaign(alice)
    allow(alice, made)
    return made


@pytest.fixture
def contact(alice: Scope, campaign: OutreachCampaign) -> Contact:
    found = support.add_contact(alice, name="Neha Singh", phone=PHONE, email="neha@singh.example")
    sent = {"status": "sent", "sent_at": now() - timedelta(minutes=5), "provider_id": "SM1", "provider": "twilio"}
    support.add_outreach_message(alice, campaign, found, **sent)
    return found


async def say(scope: Scope, text: str, **data: Any) -> AutomaticAnswer | None:
    """The person writes on WhatsApp and the job runs; what became of it, None when nothing was noted."""
    before = len(read_all(scope, AutomaticAnswer))
    await hearing.whatsapp(scope, PHONE, text, **data)
    await answer_messages(scope.customer_id)
    rows = read_all(scope, AutomaticAnswer)
    return rows[-1] if len(rows) > before else None
