"""An answer through Resend is read in full before it is handled; a wrong key is shown, and tried again."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlmodel import col

from services.core.scope import Scope
from services.inbound.handling import handle
from services.models import InboundEvent, InboundStatus, Integration, IntegrationStatus, Lead, Message
from tests import hearing, posting, support
from tests.towns import Town, running_town

KEY = "re_" + "d" * 32
PRIYA = "priya@clinic.example"


@pytest.fixture
def town(free_port: int) -> Iterator[Town]:
    with running_town(free_port) as running:
        running.settings(silent=True)
        yield running


def named(scope: Scope, town: Town, key: str = KEY) -> InboundEvent:
    """What a webhook has told of an e-mail that lies at Resend."""
    posting.connect(scope, "resend", {"api_key": key, "from": "hello@acme.example"}, base_url=town.address)
    contact = support.add_contact(scope, name="Priya", email=PRIYA, phone=None)
    campaign = support.add_campaign(scope)
    support.add_outreach_message(scope, campaign, contact, channel="email", recipient=PRIYA, status="sent")
    account = {"provider": "resend", "account": "acme", "access_token": KEY, "address": "hello@acme.example"}
    control(town, "accounts", account)
    told = control(town, "say", {"provider": "resend", "from": PRIYA, "text": "Yes, please call me."})
    data = {"channel": "email", "sender": PRIYA, "recipient": "hello@acme.example"}
    email_id = told["provider_id"].strip("<>").partition("@")[0]
    return hearing.event(scope, "reply", "resend", email_id=email_id, **data)


def control(town: Town, call: str, body: dict[str, str]) -> dict[str, Any]:
    answer = httpx.post(f"{town.address}/sandbox/control/{call}", json=body)
    answer.raise_for_status()
    return dict(answer.json())


async def test_the_text_is_read_where_the_webhook_only_named_it(alice: Scope, town: Town) -> None:
    stored = named(alice, town)
    await handle(alice.customer_id, stored.id or 0)
    ended = hearing.read(alice, InboundEvent, col(InboundEvent.id) == stored.id)
    assert (ended.status, ended.payload["text"]) == (InboundStatus.DONE, "Yes, please call me.")
    assert hearing.read(alice, Lead, col(Lead.email) == PRIYA).name == "Priya"
    assert hearing.read(alice, Message, col(Message.provider) == "resend").message_text == "Yes, please call me."


async def test_a_key_that_may_not_read_is_shown_and_the_answer_waits(alice: Scope, town: Town) -> None:
    stored = named(alice, town, key="re_wrong")
    await handle(alice.customer_id, stored.id or 0)
    ended = hearing.read(alice, InboundEvent, col(InboundEvent.id) == stored.id)
    assert (ended.status, ended.attempts) == (InboundStatus.RECEIVED, 1)
    account = hearing.read(alice, Integration, col(Integration.provider) == "resend")
    assert account.status == IntegrationStatus.FAILING
