"""A test of a message, to the person who writes it, over the sandbox's real HTTP."""

import asyncio

import pytest

from services.compliance.actions import suppress
from services.core.errors import Conflict, Invalid, NotAllowed
from services.core.scope import Scope
from services.db import transaction
from services.integrations import sandbox
from services.models import Channel, Customer, InboundEvent, NoticeChoices, Template, Usage
from services.outreach import approval
from services.outreach.approvals import want
from services.outreach.texts import content_of
from services.outreach.trial import MOST_AN_HOUR, send_trial
from tests import support
from tests.hearing import read_all
from tests.towns import Town

TEXT = "Hello {{first_name}}, shall we talk?"
NUMBER = "+919820041735"


def tried(scope: Scope, channel: Channel, body: str = TEXT, subject: str = "For {{first_name}}", who: str = "") -> str:
    return asyncio.run(send_trial(scope, channel, body, subject, who))


def own_number(scope: Scope) -> None:
    support.add(scope, NoticeChoices(user_id=scope.user_id, phone=NUMBER))


def approved(scope: Scope, body: str) -> None:
    with transaction(scope) as session:
        content = content_of(body, session.get_one(Customer, scope.customer_id))
        template = Template(name="Hello", channel=Channel.WHATSAPP, body=body, content_body=content.body)
        session.add(template)
        session.flush()
        want(session, template, "twilio")
        approval.ask_to_sync(session, template)
    asyncio.run(approval.sync(scope.customer_id))


def test_an_email_arrives_as_a_contact_would_get_it(acme_online: Scope, town: Town) -> None:
    reader = support.add_contact(acme_online, name="Rohan Deshpande")
    assert tried(acme_online, Channel.EMAIL, who=reader.public_id) == "alice@acme.example"
    (mail,) = town.received("sendgrid")
    assert (mail["recipient"], mail["subject"]) == ("alice@acme.example", "Test: For Rohan")
    assert "Hello Rohan, shall we talk?" in mail["body"]
    assert "1 MG Road" in mail["body"]
    (spent,) = [row for row in read_all(acme_online, Usage) if row.meter == "sandbox:email"]
    assert spent.quantity == 1


def test_an_approved_text_goes_to_ones_own_number_by_its_template(acme_online: Scope, town: Town) -> None:
    own_number(acme_online)
    approved(acme_online, TEXT)
    assert tried(acme_online, Channel.WHATSAPP) == NUMBER
    (told,) = town.received("twilio")
    assert told["recipient"] == NUMBER
    assert "shall we talk?" in told["body"]


def test_a_text_without_approval_goes_while_ones_own_day_is_open(acme_online: Scope, town: Town) -> None:
    own_number(acme_online)
    with pytest.raises(Invalid, match="has not approved this text yet") as refusal:
        tried(acme_online, Channel.WHATSAPP)
    assert refusal.value.field == "message"
    assert town.received("twilio") == []
    said = {"sender": NUMBER, "text": "hi", "channel": "whatsapp"}
    support.add(acme_online, InboundEvent(provider="gupshup", external_id="1", kind="reply", payload=said))
    with pytest.raises(Invalid, match="has not approved"):
        tried(acme_online, Channel.WHATSAPP)
    support.add(acme_online, InboundEvent(provider="twilio", external_id="1", kind="reply", payload=said))
    asyncio.run(sandbox.ensure_registered(acme_online.customer_id))
    town.say(provider="twilio", **{"from": NUMBER, "text": "hi"})
    tried(acme_online, Channel.WHATSAPP)
    (told,) = town.received("twilio")
    assert (told["recipient"], told["body"].startswith("Hello")) == (NUMBER, True)


def test_what_stands_against_it_is_said_at_its_box(acme_online: Scope, town: Town) -> None:
    with pytest.raises(Invalid, match="your own WhatsApp number"):
        tried(acme_online, Channel.WHATSAPP)
    with pytest.raises(Invalid) as refusal:
        tried(acme_online, Channel.EMAIL, "Hello {{nobody}}")
    assert refusal.value.field == "message"
    with transaction(acme_online) as session:
        suppress(session, acme_online, email="alice@acme.example", reason="manual", source="typed")
    with pytest.raises(Invalid, match="your own do-not-contact list"):
        tried(acme_online, Channel.EMAIL)
    assert town.received("sendgrid") == []


def test_without_an_account_or_the_right_to_write_nothing_leaves(alice: Scope, bob: Scope) -> None:
    with pytest.raises(Invalid, match="Integrations"):
        tried(alice, Channel.EMAIL)
    with pytest.raises(NotAllowed):
        tried(bob, Channel.EMAIL)


def test_an_hour_has_a_most_for_each_person_and_refused_ones_count_once(acme_online: Scope, town: Town) -> None:
    for _time in range(MOST_AN_HOUR):
        tried(acme_online, Channel.EMAIL)
    with pytest.raises(Conflict, match="within an hour"):
        tried(acme_online, Channel.EMAIL)
    assert len(town.received("sendgrid")) == MOST_AN_HOUR


def test_a_lost_answer_is_said_and_not_tried_again(acme_online: Scope, town: Town) -> None:
    town.settings(faults={"sendgrid": {"lost_answer": 1}}, hang_seconds=0)
    with pytest.raises(Conflict, match="before you send another"):
        tried(acme_online, Channel.EMAIL)
    assert len(town.received("sendgrid")) == 1
