"""A mailbox's answers become leads and its bounces statuses, each once; other people's letters are not kept."""

from sqlmodel import col, select

from services.core.scope import Scope
from services.db import reading, transaction
from services.inbound.handling import handle
from services.inbound.mailboxes import read_mailboxes
from services.inbound.statuses import handle_statuses
from services.models import InboundEvent, Integration, Lead, OutreachMessage
from services.providers.base import Messenger
from services.providers.registry import provider
from tests import hearing, posting, support
from tests.providers.mail_accounts import PRIYA, letter, mail_account
from tests.towns import Town


def events(scope: Scope) -> list[InboundEvent]:
    with reading(scope) as session:
        return list(session.exec(select(InboundEvent).order_by(col(InboundEvent.id))))


async def test_answers_and_bounces_are_kept_once_and_strangers_letters_never(alice: Scope, town: Town) -> None:
    account = mail_account(town)
    posting.connect(alice, "smtp", dict(account.values), is_sandbox=True)
    campaign = support.add_campaign(alice)
    contact = support.add_contact(alice, name="Priya", email=PRIYA, phone=None)
    gone = support.add_contact(alice, name="Gone", email="gone@clinic.example", phone=None)
    sent = [
        support.add_outreach_message(alice, campaign, one, channel="email", recipient=one.email, status="sent")
        for one in (contact, gone)
    ]
    town.settings(silent=False)
    town.cast(address=PRIYA, nature="silent")
    town.cast(address="gone@clinic.example", nature="hard_bounce")
    for message in sent:
        mail = letter(recipient=message.recipient)
        await provider("smtp", Messenger, account).send(type(mail)(message.public_id, message.recipient, "Hello", "Hi"))
    town.say(provider="smtp", **{"from": PRIYA, "text": "Yes, please call me."})
    town.say(provider="smtp", **{"from": "aunt@family.example", "text": "Dinner on Sunday?", "in_reply_to": ""})
    for _ in range(60):
        await read_mailboxes()
        if len(events(alice)) == 2:
            break
    for one in events(alice):
        if one.kind == "reply":
            await handle(alice.customer_id, one.id or 0)
    handle_statuses(alice.customer_id)
    await read_mailboxes()
    assert sorted(one.kind for one in events(alice)) == ["reply", "status"]
    assert hearing.read(alice, Lead, col(Lead.email) == PRIYA).name == "Priya"
    assert hearing.read(alice, OutreachMessage, col(OutreachMessage.id) == sent[1].id).status == "failed"
    place = hearing.read(alice, Integration, col(Integration.provider) == "smtp").detail["mailbox"]
    assert place["uid"] > 2


async def test_a_mailbox_that_was_read_but_not_noted_is_read_again_to_no_effect(alice: Scope, town: Town) -> None:
    posting.connect(alice, "smtp", dict(mail_account(town).values), is_sandbox=True)
    support.add_contact(alice, name="Priya", email=PRIYA, phone=None)
    town.say(provider="smtp", **{"from": PRIYA, "text": "Call me."})
    await read_mailboxes()
    (before,) = events(alice)
    with transaction(alice) as session:
        session.exec(select(Integration).where(Integration.provider == "smtp")).one().detail = {}
    await read_mailboxes()
    assert [one.id for one in events(alice)] == [before.id]
