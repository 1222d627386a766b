"""Two people at one conversation: nothing lost, nothing sent twice, each sees the other."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import col

from services.conversations import actions, presence, queries
from services.conversations.types import AnsweredMeanwhile, Present
from services.core.clock import now
from services.core.errors import Conflict
from services.core.scope import Role, Scope
from services.db import reading, transaction
from services.models import Conversation, ConversationChannel, Lead, LiveEvent, Message, Sender, TalkPresence
from tests import support
from tests.hearing import read, read_all

WHATSAPP = ConversationChannel.WHATSAPP


@pytest.fixture
def ravi(acme: int) -> Scope:
    return support.add_member(acme, "ravi@acme.example", Role.AGENT)


@pytest.fixture
def talk(alice: Scope) -> Conversation:
    lead = support.add_lead(alice, name="Neha", phone="+919812345678", email="neha@singh.example")
    opened = support.add_conversation(alice, lead, last_inbound_at=now(), unread_count=1)
    support.add_message(alice, opened, "Price?")
    return opened


def newest(scope: Scope, talk: Conversation) -> int:
    with reading(scope) as session:
        return queries.thread(session, talk.public_id).newest


def answer(scope: Scope, talk: Conversation, text: str, **more: object) -> Message:
    with transaction(scope) as session:
        return actions.reply(session, scope, talk.public_id, text, WHATSAPP, **more)  # type: ignore[arg-type]


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each says, or raises, when all begin in the same moment."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        gate.wait()
        try:
            return work()
        except Conflict as refused:
            return refused

    with ThreadPoolExecutor(len(works)) as people:
        return list(people.map(run, works))


def sent(scope: Scope) -> list[str]:
    return [one.message_text for one in read_all(scope, Message) if one.sender == Sender.CUSTOMER]


def test_one_key_sends_once_however_often_it_comes(alice: Scope, talk: Conversation) -> None:
    works = [lambda: answer(alice, talk, "From ₹45 lakh", key="k1").id for _ in range(6)]
    ids = at_once(*works)
    assert len(set(ids)) == 1
    assert sent(alice) == ["From ₹45 lakh"]
    assert read(alice, Lead).contact_count == 1


def test_the_same_words_with_another_key_are_another_answer(alice: Scope, talk: Conversation) -> None:
    answer(alice, talk, "Hello", key="k1")
    answer(alice, talk, "Hello", key="k2")
    assert sent(alice) == ["Hello", "Hello"]


def test_a_key_is_never_taken_for_other_words(alice: Scope, talk: Conversation) -> None:
    answer(alice, talk, "Hello", key="k1")
    with pytest.raises(Conflict, match="send once more"):
        answer(alice, talk, "Something else", key="k1")
    assert sent(alice) == ["Hello"]


def test_of_two_who_send_at_once_one_is_asked_first(alice: Scope, ravi: Scope, talk: Conversation) -> None:
    seen = newest(alice, talk)
    said = at_once(
        lambda: answer(alice, talk, "From Alice", key="a1", seen=seen),
        lambda: answer(ravi, talk, "From Ravi", key="r1", seen=seen),
    )
    refused = [one for one in said if isinstance(one, AnsweredMeanwhile)]
    assert len(refused) == 1
    assert len(sent(alice)) == 1
    assert f"From {refused[0].answer.by}" == refused[0].answer.text == sent(alice)[0]
    late = alice if refused[0].answer.by == "Ravi" else ravi
    answer(late, talk, "Still needed", seen=refused[0].answer.number)
    assert sent(alice)[1:] == ["Still needed"]


def test_ones_own_answers_and_the_products_are_no_colleagues(alice: Scope, ravi: Scope, talk: Conversation) -> None:
    seen = newest(alice, talk)
    answer(alice, talk, "First", seen=seen)
    support.add_message(alice, talk, "Thanks for writing", sender=Sender.CUSTOMER)
    answer(alice, talk, "Second", seen=seen)
    with reading(ravi) as session:
        colleague = queries.answered_since(session, ravi, talk.public_id, seen)
    assert colleague is not None
    assert (colleague.by, colleague.text) == ("Alice", "Second")


def test_no_message_is_lost_while_both_answer_and_the_lead_writes(
    alice: Scope, ravi: Scope, talk: Conversation
) -> None:
    def lead_writes(number: int) -> None:
        with transaction(alice) as session:
            lead = session.get_one(Lead, talk.lead_id)
            actions.hear(session, lead, actions.Heard(f"L{number}", WHATSAPP, now()))

    works = [
        work
        for number in range(4)
        for work in (
            lambda n=number: answer(alice, talk, f"A{n}"),
            lambda n=number: answer(ravi, talk, f"R{n}"),
            lambda n=number: lead_writes(n),
        )
    ]
    assert [one for one in at_once(*works) if isinstance(one, Conflict)] == []
    kept = sorted(one.message_text for one in read_all(alice, Message))
    assert kept == sorted([f"{who}{number}" for who in "ARL" for number in range(4)] + ["Price?"])
    lead, after = read(alice, Lead), read(alice, Conversation)
    assert lead.contact_count == 8
    last = max(read_all(alice, Message), key=lambda one: one.id or 0)
    since = [
        one for one in read_all(alice, Message) if one.sender == Sender.LEAD and (one.id or 0) > _last_answer(alice)
    ]
    assert after.last_message_text == (last.message_text if last.sender == Sender.LEAD else f"You: {last.message_text}")
    assert after.unread_count == len(since)


def _last_answer(scope: Scope) -> int:
    return max(one.id or 0 for one in read_all(scope, Message) if one.sender == Sender.CUSTOMER)


def here(scope: Scope, talk: Conversation, writing: bool | None = None) -> None:
    with transaction(scope) as session:
        presence.be_here(session, scope, talk.public_id, writing=writing)


def others(scope: Scope, talk: Conversation) -> list[Present]:
    with reading(scope) as session:
        return presence.who_else(session, scope, talk.public_id)


def test_each_sees_the_other_look_and_write(alice: Scope, ravi: Scope, bob: Scope, talk: Conversation) -> None:
    here(alice, talk)
    here(ravi, talk, writing=True)
    here(bob, talk)
    assert others(alice, talk) == [Present("Ravi", True), Present("Bob", False)]
    assert others(ravi, talk) == [Present("Alice", False), Present("Bob", False)]
    here(ravi, talk)
    assert others(alice, talk)[0].writing, "a sign of life does not end the writing"
    here(ravi, talk, writing=False)
    assert not any(one.writing for one in others(alice, talk))
    with transaction(ravi) as session:
        presence.leave(session, ravi, talk.public_id)
    assert others(alice, talk) == [Present("Bob", False)]


def test_who_is_not_heard_of_any_more_is_gone(alice: Scope, ravi: Scope, talk: Conversation) -> None:
    here(ravi, talk, writing=True)
    with transaction(ravi) as session:
        row = session.get_one(TalkPresence, read(ravi, TalkPresence).id)
        row.writing_at = now() - timedelta(seconds=10)
    assert others(alice, talk) == [Present("Ravi", False)]
    with transaction(ravi) as session:
        session.get_one(TalkPresence, read(ravi, TalkPresence).id).seen_at = now() - timedelta(seconds=60)
    assert others(alice, talk) == []


def test_only_what_changes_is_announced(alice: Scope, talk: Conversation) -> None:
    def announced() -> int:
        return len(read_all(alice, LiveEvent, col(LiveEvent.topic) == "presence"))

    for writing, total in ((None, 1), (None, 1), (True, 2), (True, 2), (False, 3)):
        here(alice, talk, writing)
        assert announced() == total


def test_several_tabs_of_one_person_are_one_person(alice: Scope, ravi: Scope, talk: Conversation) -> None:
    at_once(*[lambda: here(ravi, talk) for _ in range(4)])
    assert others(alice, talk) == [Present("Ravi", False)]
