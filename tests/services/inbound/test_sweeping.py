"""Replies are swept in the order of arrival, in many small transactions, and one that fails holds up nobody."""

import time
from typing import Any

import pytest
from sqlmodel import col

from jobs import worker
from services.core.scope import Scope
from services.db import system_reading
from services.inbound import sweeping
from services.inbound.sweeping import handle_replies
from services.jobs.queries import list_jobs
from services.models import InboundEvent, InboundStatus, Lead, Message
from services.providers.base import Happening
from services.queue import JobName
from services.queue.names import title
from services.webhooks import Told, burst, keep
from services.webhooks.bursts import MANY
from tests import hearing, support

PATIENCE = 30.0


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a turn of two seconds may end before the test's few replies are handled."""
    monkeypatch.setattr(sweeping, "TURN_SECONDS", PATIENCE)


def told(scope: Scope, person: int, number: int) -> Told:
    words = "Yes, please send me the price list" if number == 0 else "And what does it cost for two?"
    data = {"channel": "whatsapp", "sender": f"+9198450{person:05d}", "text": f"{words} ({number})"}
    message_id = f"SM{person}-{number}"
    happening = Happening(message_id, "reply", {**data, "recipient": "+14155238886", "message_id": message_id})
    return Told("twilio", scope.customer_id, happening)


def people(scope: Scope, count: int) -> None:
    campaign = support.add_campaign(scope)
    for person in range(count):
        contact = support.add_contact(scope, phone=f"+9198450{person:05d}")
        support.add_outreach_message(scope, campaign, contact, status="sent")


def heard(scope: Scope) -> dict[str, list[int]]:
    """What each person's conversation shows, in its order."""
    shown: dict[str, list[int]] = {}
    by_conversation = {
        talk.id: lead.phone
        for lead in hearing.read_all(scope, Lead)
        for talk in hearing.read_all(scope, support.Conversation, col(support.Conversation.lead_id) == lead.id)
    }
    for message in hearing.read_all(scope, Message, col(Message.inbound_event_id).is_not(None)):
        number = int(message.message_text.rpartition("(")[2].rstrip(")"))
        shown.setdefault(by_conversation[message.conversation_id], []).append(number)
    return shown


def test_a_customers_replies_are_handled_in_the_order_of_arrival(alice: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "LONGEST_SECONDS", 0.0)
    monkeypatch.setattr(sweeping, "BATCH", 7)
    people(alice, 3)
    keep([told(alice, person, number) for number in range(6) for person in range(3)])
    handle_replies(alice.customer_id)
    assert heard(alice) == {f"+9198450{person:05d}": list(range(6)) for person in range(3)}
    assert {one.status for one in hearing.read_all(alice, InboundEvent)} == {InboundStatus.DONE}


def test_a_reply_that_cannot_be_handled_is_set_apart_and_shows_its_failure(alice: Scope) -> None:
    people(alice, 2)
    broken = Happening("broken", "reply", {"channel": "pigeon", "sender": "+919845000000", "text": "?"})
    some = [told(alice, 0, 0), Told("twilio", alice.customer_id, broken), told(alice, 1, 0), told(alice, 0, 1)]
    keep(some)
    handle_replies(alice.customer_id)
    assert heard(alice) == {"+919845000000": [0, 1], "+919845000001": [0]}
    [left] = hearing.read_all(alice, InboundEvent, InboundEvent.status == InboundStatus.RECEIVED)
    assert left.external_id == "broken"
    with system_reading() as session:
        titles = [job.title for job in list_jobs(session, alice.customer_id)]
    assert title(JobName.HANDLE_INBOUND_EVENT) in titles


def test_a_turn_ends_after_a_while_so_that_others_have_theirs(alice: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "LONGEST_SECONDS", 0.0)
    monkeypatch.setattr(sweeping, "TURN_SECONDS", 0.0)
    people(alice, 1)
    keep([told(alice, 0, number) for number in range(3)])
    for handled in range(1, 4):
        handle_replies(alice.customer_id)
        assert heard(alice) == {"+919845000000": list(range(handled))}


def test_two_engines_at_work_keep_the_order_while_more_comes_in(alice: Scope, charlie: Scope) -> None:
    engines = [worker.start(), worker.start()]
    try:
        for scope in (alice, charlie):
            people(scope, 4)
        for number in range(8):
            keep([told(scope, person, number) for person in range(4) for scope in (alice, charlie)])
            keep([told(alice, 2, number)])  # a repeat
        deadline = time.monotonic() + PATIENCE
        while len(hearing.read_all(alice, Message)) + len(hearing.read_all(charlie, Message)) < 2 * 4 * (8 + 1):
            assert time.monotonic() < deadline, "they were not handled"
            time.sleep(0.1)
    finally:
        for engine in engines:
            worker.stop(engine)
    for scope in (alice, charlie):
        assert heard(scope) == {f"+9198450{person:05d}": list(range(8)) for person in range(4)}


def test_a_missed_turn_is_asked_for_by_the_clock(alice: Scope) -> None:
    people(alice, 1)
    reply = told(alice, 0, 0)
    hearing.event(alice, "reply", **reply.happening.data)
    handle_replies()
    with system_reading() as session:
        assert [job.title for job in list_jobs(session, alice.customer_id)] == [title(JobName.HANDLE_REPLIES)]


def test_a_burst_is_stored_first_and_handled_after_it(alice: Scope, charlie: Scope) -> None:
    for scope in (alice, charlie):
        people(scope, 2)
    keep([told(alice, 0, number) for number in range(MANY)])
    keep([told(charlie, 0, 0)])
    handle_replies(alice.customer_id)
    handle_replies()
    assert heard(alice) == heard(charlie) == {}
    burst.forget()
    handle_replies(alice.customer_id)
    assert heard(alice) == {"+919845000000": list(range(MANY))}


def test_after_a_burst_its_replies_are_handled_without_another_delivery(alice: Scope) -> None:
    people(alice, 1)
    engine = worker.start()
    try:
        keep([told(alice, 0, number) for number in range(MANY)])
        deadline = time.monotonic() + PATIENCE
        while len(hearing.read_all(alice, Message)) < MANY + 1:
            assert time.monotonic() < deadline, "they were not handled"
            time.sleep(0.1)
    finally:
        worker.stop(engine)
    assert heard(alice) == {"+919845000000": list(range(MANY))}


def test_a_turn_that_a_burst_interrupts_goes_on_after_it(alice: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "LONGEST_SECONDS", 0.0)
    people(alice, 1)
    keep([told(alice, 0, number) for number in range(3)])
    decide, handled = sweeping.handling.decide, []

    def interrupted(*args: Any) -> None:
        decide(*args)
        handled.append(args)
        if len(handled) == 2:
            burst.count(MANY)

    monkeypatch.setattr(sweeping.handling, "decide", interrupted)
    handle_replies(alice.customer_id)
    assert heard(alice) == {"+919845000000": [0, 1]}
    burst.forget()
    handle_replies(alice.customer_id)
    assert heard(alice) == {"+919845000000": [0, 1, 2]}
