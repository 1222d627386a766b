"""The daily digest: at each person's hour, once a day, and only when there is something to say."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from services.core.errors import Invalid
from services.core.scope import Scope
from services.db import transaction
from services.models import NoticeChoices, NoticeDelivery, NoticeStatus
from services.telling import delivering, digest
from services.telling.actions import save_digest
from tests import hearing, support
from tests.towns import Town

EVENING = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
NINE = datetime(2026, 11, 27, 3, 30, tzinfo=UTC)  # 09:00 in India


def chosen(scope: Scope, clock: str = "09:00") -> None:
    with time_machine.travel(EVENING), transaction(scope) as session:
        save_digest(session, scope, clock)


def at(moment: datetime) -> None:
    with time_machine.travel(moment, tick=True):
        digest.plan_due()
        asyncio.run(delivering.tell())


def test_it_counts_and_names_what_is_new_and_what_waits(acme_online: Scope, town: Town):
    chosen(acme_online)
    with time_machine.travel(NINE - timedelta(hours=2)):
        lead = support.add_lead(acme_online, name="Neha Singh", lead_data={"first_reply": "wants braces"})
        talk = support.add_conversation(acme_online, lead, unread_count=2, last_message_text="Hello?")
        support.add_message(acme_online, talk, "Hello?", sent_at=NINE - timedelta(hours=1))
    with time_machine.travel(NINE - timedelta(days=3)):
        support.add_lead(acme_online, name="Long ago")
    at(NINE - timedelta(minutes=1))
    assert town.received("sendgrid") == []
    at(NINE + timedelta(seconds=5))
    at(NINE + timedelta(minutes=5))
    (mail,) = town.received("sendgrid")
    assert mail["recipient"] == "alice@acme.example"
    assert mail["subject"] == "Your day at Acme Dental"
    assert "1 new lead\n- Neha Singh: wants braces" in mail["body"]
    assert "1 conversation waits for an answer\n- Neha Singh: Hello?" in mail["body"]
    assert "1 answer came in." in mail["body"]
    assert "Long ago" not in mail["body"]
    at(NINE + timedelta(days=1, seconds=5))
    assert len(town.received("sendgrid")) == 2  # Neha waits still


def test_a_day_without_news_is_silent(acme_online: Scope, town: Town):
    chosen(acme_online)
    at(NINE + timedelta(seconds=5))
    assert town.received("sendgrid") == []
    assert [row.status for row in hearing.read_all(acme_online, NoticeDelivery)] == [NoticeStatus.DROPPED]


def test_without_an_hour_there_is_none(alice: Scope):
    chosen(alice)
    chosen(alice, "")
    with time_machine.travel(NINE + timedelta(hours=1)):
        digest.plan_due()
    assert hearing.read_all(alice, NoticeDelivery) == []
    assert hearing.read_all(alice, NoticeChoices)[0].digest_next_at is None


def test_planning_twice_on_a_day_plans_one(alice: Scope):
    chosen(alice)
    with time_machine.travel(NINE + timedelta(seconds=5)):
        digest.plan_due()
        chosen_again = NINE - timedelta(seconds=1)
        with transaction(alice) as session:
            hearing.in_order(session, NoticeChoices)[0].digest_next_at = chosen_again
        digest.plan_due()
    assert len(hearing.read_all(alice, NoticeDelivery)) == 1


def test_a_wrong_hour_is_refused(alice: Scope):
    with transaction(alice) as session, pytest.raises(Invalid):
        save_digest(session, alice, "25:00")
