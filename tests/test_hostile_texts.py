"""Texts that break programs go the whole way: import, template, sending, answer, pages, export. Nothing fails, nothing
is believed, and whatever is kept can be read."""

import csv
import email
import io
import time
from collections.abc import Callable
from typing import Any

import pytest

from services.contacts.export import csv_lines, next_chunk
from services.contacts.types import Selection
from services.core.scope import Scope
from services.db import transaction
from services.inbound.handling import handle
from services.inbound.statuses import handle_statuses
from services.models import (
    Channel,
    Contact,
    Conversation,
    Customer,
    ImportStatus,
    InboundEvent,
    InboundStatus,
    Lead,
    Message,
    OutreachMessage,
    OutreachMessageStatus,
)
from services.outreach import approval, queueing, sending
from services.providers.base import Credentials, OutgoingMessage
from services.providers.smtp.message import envelope
from state.contacts import ContactsState
from state.conversations import ConversationsState
from state.leads import LeadsState
from tests import posting, support
from tests.hearing import read_all
from tests.hostile import TEXTS
from tests.services.imports.conftest import Uploaded, uploaded
from tests.services.imports.test_import import imported
from tests.services.outreach.conftest import acme_online, town
from tests.state.conftest import TabOf, tab_of
from tests.towns import Town

__all__ = ["acme_online", "tab_of", "town", "uploaded"]  # fixtures

FORBIDDEN = ("\x00", "\ud83d", "\udc00")


def csv_of(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def test_a_file_of_hostile_cells_is_imported_and_exported(alice: Scope, uploaded: Uploaded) -> None:
    rows = [
        [text, f"98200 {40_000 + place}", f"p{place}@clinic{place}.in", text, text, text]
        for place, text in enumerate(TEXTS.values())
    ]
    found = imported(alice, uploaded(alice, csv_of([["Name", "Mobile", "Email", "Company", "City", "Notes"], *rows])))
    assert found.status is ImportStatus.DONE
    contacts = read_all(alice, Contact)
    assert len(contacts) == len(TEXTS)
    assert all(sign not in f"{one.name}{one.company}{one.city}{one.extra}" for one in contacts for sign in FORBIDDEN)
    with transaction(alice) as session:
        cells = next_chunk(session, alice, Selection(everything=True), 0).rows
    lines = list(csv.reader(io.StringIO(csv_lines(cells))))
    assert len(lines) == len(TEXTS)
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "@", "\t", "\r", "-", "+1"))]


async def _all_sent(scope: Scope) -> list[OutreachMessage]:
    """An account's pace may hold the last ones back for a moment."""
    deadline = time.monotonic() + 20
    while True:
        await sending.dispatch(linger=0.1)
        messages = read_all(scope, OutreachMessage)
        if time.monotonic() > deadline or all(one.status is not OutreachMessageStatus.PENDING for one in messages):
            return messages


async def test_hostile_contacts_are_written_to(acme_online: Scope, town: Town) -> None:
    for place, text in enumerate(TEXTS.values()):
        clean = text.replace("\x00", "").encode("utf-8", "ignore").decode()
        said = {"name": clean[:200], "company": clean[:200], "city": clean[:120], "is_sandbox": True}
        for address in ({"phone": f"+9198450{10_000 + place}"}, {"email": f"p{place}@clinic{place}.example"}):
            values = {"phone": None, "email": None, **said, **address}
            support.add_contact(acme_online, published_for_enquiries=True, **values)
    words = "Hi {{name|there}} of {{company}} in {{city}}"
    for channel in Channel:
        support.add_campaign(
            acme_online,
            type=channel,
            message_template=words,
            subject="For {{name}}" if channel == Channel.EMAIL else "",
        )
    with transaction(acme_online) as session:
        customer = session.get_one(Customer, acme_online.customer_id)
        customer.contact_gap_days = 0
        customer.quiet_from = customer.quiet_until = "00:00"
        customer.daily_limit_email = customer.daily_limit_whatsapp = 1_000
    queueing.queue_due()
    await approval.sync()
    messages = await _all_sent(acme_online)
    assert len(messages) == 2 * len(TEXTS)
    assert {one.status for one in messages} == {OutreachMessageStatus.SENT}, {one.error_message for one in messages}
    for provider in ("twilio", "sendgrid"):
        received = town.received(provider)
        assert len(received) == len(TEXTS)
        assert not [one for one in received if one["body"][3:5] == "49" or "victim@example.com" in one["recipient"]]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_mail_reads_back_with_no_header_of_theirs(text: str) -> None:
    account = Credentials("", {"from": "hello@acme.example", "from_name": text})
    sent = envelope(OutgoingMessage("om_1", "p@b.example", text, text, text, recipient_name=text), account)
    mail = email.message_from_bytes(sent.raw)
    assert mail["Bcc"] is None
    assert mail["To"].endswith("<p@b.example>") or mail["To"] == "p@b.example"
    assert len(mail.get_payload()) == (2 if text else len(mail.get_payload()))


def twilio(scope: Scope, account: Any, number: int, text: str) -> posting.Post:
    sent = text.encode("utf-8", "replace").decode()
    fields = posting.whatsapp_fields(f"+91984503{number:04d}", sent, f"SM{number}", sent[:200])
    return posting.twilio_post(account, fields)


def cloud(scope: Scope, account: Any, number: int, text: str) -> posting.Post:
    sender = f"91984503{number:04d}"
    said = {"from": sender, "id": f"wamid.{number}", "timestamp": "1790000000", "type": "text", "text": {"body": text}}
    value = {"contacts": [{"wa_id": sender, "profile": {"name": text[:200]}}], "messages": [said]}
    return posting.cloud_post([posting.cloud_entry("2002", "messages", value, "1001")])


@pytest.mark.parametrize("post", [twilio, cloud])
async def test_hostile_messages_are_stored_and_answered_for(
    alice: Scope, post: Callable[[Scope, Any, int, str], posting.Post]
) -> None:
    account = posting.connect_twilio(alice) if post is twilio else posting.connect_cloud(alice, "1001", "2002")
    texts = [text for text in TEXTS.values() if text.strip() and len(text) < 50_000]
    codes = await posting.send(*(post(alice, account, number, text) for number, text in enumerate(texts)))
    assert set(codes) == {200}
    events = read_all(alice, InboundEvent)
    assert len(events) == len(texts)
    for event in events:
        await handle(alice.customer_id, event.id)
    handle_statuses()
    ended = read_all(alice, InboundEvent)
    assert {event.status for event in ended} <= {InboundStatus.DONE, InboundStatus.IGNORED}, [
        event.error_message for event in ended
    ]
    assert len(read_all(alice, Message)) >= len(texts) - 3  # "nothing but zero width" says nothing
    assert len(read_all(alice, Lead)) == len(read_all(alice, Conversation))


async def test_pages_take_whatever_is_typed(tab_of: TabOf, alice: Scope) -> None:
    support.add_contact(alice, name="Asha Rao")
    support.add_lead(alice, name="Neha Rao")
    tab = await tab_of(alice)
    pages = {
        "/contacts": ContactsState.search_for,
        "/leads": LeadsState.search_for,
        "/conversations": ConversationsState.search_for,
    }
    for path, search in pages.items():
        await tab.open(path)
        for text in TEXTS.values():
            await tab.send(search(text))
            assert tab.errors == [], (path, text[:60], tab.errors)
        await tab.send(search(""))
    assert (await tab.state(ContactsState)).total == "1"
