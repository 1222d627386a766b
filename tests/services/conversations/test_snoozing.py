"""Conversations that rest: until when, and what brings them back."""

from datetime import UTC, datetime, timedelta

import pytest

from services.conversations import actions, queries, snoozing
from services.conversations.rules import Snooze, snooze_choices
from services.conversations.types import InboxFilter
from services.core.clock import now
from services.core.errors import Invalid, NotAllowed
from services.core.paging import PageRequest
from services.core.scope import Scope
from services.db import reading, system_transaction, transaction
from services.models import Conversation, ConversationChannel, ConversationStatus, Lead, Notification
from tests import support
from tests.hearing import read, read_all

KOLKATA = "Asia/Kolkata"


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """That time in India, as UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=5, minutes=30)


def test_later_today_is_three_hours_on_and_mornings_are_the_customers() -> None:
    wednesday = local(2026, 11, 25, 14, 20)
    assert snooze_choices(wednesday, KOLKATA) == {
        Snooze.LATER: local(2026, 11, 25, 17, 15),
        Snooze.TOMORROW: local(2026, 11, 26, 9),
        Snooze.NEXT_WEEK: local(2026, 11, 30, 9),
    }


@pytest.mark.parametrize("hour", [19, 22])
def test_in_the_evening_later_today_is_not_offered(hour: int) -> None:
    assert Snooze.LATER not in snooze_choices(local(2026, 11, 25, hour), KOLKATA)


def test_next_week_is_never_this_one() -> None:
    monday, sunday = local(2026, 11, 23, 8), local(2026, 11, 29, 23)
    assert snooze_choices(monday, KOLKATA)[Snooze.NEXT_WEEK] == local(2026, 11, 30, 9)
    assert snooze_choices(sunday, KOLKATA)[Snooze.NEXT_WEEK] == local(2026, 11, 30, 9)


@pytest.fixture
def talk(alice: Scope) -> Conversation:
    lead = support.add_lead(alice, name="Neha", phone="+919812345678")
    return support.add_conversation(alice, lead, last_inbound_at=now(), unread_count=2)


def put_away(scope: Scope, talk: Conversation) -> None:
    with transaction(scope) as session:
        snoozing.snooze(session, scope, talk.public_id, Snooze.TOMORROW)


def shown(scope: Scope, **narrowed: object) -> int:
    with reading(scope) as session:
        return len(queries.inbox(session, PageRequest(), InboxFilter(**narrowed)).rows)  # type: ignore[arg-type]


def unread(scope: Scope) -> int:
    with reading(scope) as session:
        return queries.unread_total(session)


def over(scope: Scope, talk: Conversation) -> None:
    with transaction(scope) as session:
        session.get_one(Conversation, talk.id).snoozed_until = now() - timedelta(seconds=1)


def test_it_is_out_of_the_inbox_and_in_the_snoozed_ones(alice: Scope, talk: Conversation) -> None:
    put_away(alice, talk)
    assert (shown(alice, snoozed=False), shown(alice, snoozed=True), shown(alice)) == (0, 1, 1)
    assert unread(alice) == 0
    with transaction(alice) as session:
        snoozing.unsnooze(session, alice, talk.public_id)
    assert shown(alice, snoozed=False) == 1


def test_what_the_lead_writes_wakes_it_at_once(alice: Scope, talk: Conversation) -> None:
    put_away(alice, talk)
    with transaction(alice) as session:
        heard = actions.Heard("Are you there?", ConversationChannel.WHATSAPP, now())
        actions.hear(session, session.get_one(Lead, talk.lead_id), heard)
    assert read(alice, Conversation).snoozed_until is None
    assert (shown(alice, snoozed=False), unread(alice)) == (1, 1)


def test_when_the_time_has_come_it_is_back_before_and_after_the_clock(alice: Scope, talk: Conversation) -> None:
    put_away(alice, talk)
    over(alice, talk)
    assert shown(alice, snoozed=False) == 1
    with system_transaction() as session:
        assert snoozing.wake_due(session) == 1
    after = read(alice, Conversation)
    assert (after.snoozed_until, after.unread_count) == (None, 1)
    bell = [line.title for line in read_all(alice, Notification)]
    assert bell == ["Back in the inbox: Neha"]
    with system_transaction() as session:
        assert snoozing.wake_due(session) == 0


def test_one_whose_time_has_not_come_rests_on(alice: Scope, talk: Conversation) -> None:
    put_away(alice, talk)
    with system_transaction() as session:
        assert snoozing.wake_due(session) == 0


def test_answering_and_closing_end_the_rest(alice: Scope, talk: Conversation) -> None:
    put_away(alice, talk)
    with transaction(alice) as session:
        actions.reply(session, alice, talk.public_id, "Hello", ConversationChannel.WHATSAPP)
    assert read(alice, Conversation).snoozed_until is None
    put_away(alice, talk)
    with transaction(alice) as session:
        actions.set_status(session, alice, talk.public_id, ConversationStatus.CLOSED)
    assert (shown(alice, snoozed=True), shown(alice, status=ConversationStatus.CLOSED)) == (0, 1)


def test_who_may_only_look_puts_nothing_away(bob: Scope, talk: Conversation) -> None:
    with pytest.raises(NotAllowed), transaction(bob) as session:
        snoozing.snooze(session, bob, talk.public_id, Snooze.TOMORROW)


def test_what_is_not_offered_is_refused(alice: Scope, talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snoozing, "now", lambda: local(2026, 11, 25, 22))
    with pytest.raises(Invalid, match="too late"), transaction(alice) as session:
        snoozing.snooze(session, alice, talk.public_id, Snooze.LATER)
