"""Finding what was said: any script, any part of a word, newest first, and the conversation opened there."""

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from services.conversations import queries, searching
from services.conversations.searching import Part, glimpse, said
from services.core.scope import Scope
from services.core.trigrams import cleaned
from services.db import reading, transaction
from services.models import Conversation, ConversationChannel, ConversationStatus, Message, Sender
from tests import support
from tests.hearing import read_all

FOUND = """
price|PRICE|pric|rice|price garden|garden price|"the|62,00,000|62|pr|ga price|flat's|50%|a_b|price\tgarden|étage|ÉTAGE
"""
NOT_FOUND = """
prize|rden pxx|arden f|5_|a%b|zprice|ri|x price|price OR nothing|price*|\\
"""
HINDI = ("कीमत", "फ्लैट", "की", "लब्ध", "कीमत उपलब्ध", "ीमत बताइए")


def found(scope: Scope, search: str, **asked: int) -> list[str]:
    with reading(scope) as session:
        return [one.id for one in said(session, scope, search, **asked)[0]]


@pytest.fixture
def talk(alice: Scope) -> Conversation:
    return support.add_conversation(alice, support.add_lead(alice, name="Neha Singh"))


@pytest.fixture(params=["walked", "gathered"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL what is not among the newest messages is gathered by the index."""
    if request.param == "gathered":
        monkeypatch.setattr(searching, "_WALKED", 0)


def test_any_part_of_any_word_is_found_and_signs_are_only_signs(alice: Scope, talk: Conversation, way: None) -> None:
    text = 'The price of "the\ngarden flat\'s" 50% a_b is 62,00,000, étage 2'
    wanted = support.add_message(alice, talk, text).public_id
    support.add_message(alice, talk, "Nothing else was said")
    for search in FOUND.strip("\n").split("|"):
        assert found(alice, search) == [wanted], search
    for search in NOT_FOUND.strip("\n").split("|"):
        assert wanted not in found(alice, search), search


def test_hindi_is_found_too(alice: Scope, talk: Conversation, way: None) -> None:
    wanted = support.add_message(alice, talk, "क्या फ्लैट अभी उपलब्ध है? कीमत बताइए")
    support.add_message(alice, talk, "कितने कमरे हैं?")
    for search in HINDI:
        assert found(alice, search) == [wanted.public_id], search


def test_a_subject_is_found_and_one_letter_finds_nothing(alice: Scope, talk: Conversation) -> None:
    wanted = support.add_message(alice, talk, "See below", subject="Brochure of Gulmohar")
    assert found(alice, "gulmohar see") == [wanted.public_id]
    assert found(alice, "g") == found(alice, " ") == found(alice, "\ud800") == []


def test_the_newest_come_first_and_there_are_more(alice: Scope, talk: Conversation, way: None) -> None:
    ids = [support.add_message(alice, talk, f"price {number}").public_id for number in range(5)]
    assert found(alice, "price") == ids[::-1]
    with reading(alice) as session:
        rows, more = said(session, alice, "price", size=3)
        assert ([one.id for one in rows], more) == (ids[:1:-1], True)
        assert said(session, alice, "price", size=5)[1] is False


def test_only_the_customers_own_messages_are_found(alice: Scope, charlie: Scope, talk: Conversation, way: None) -> None:
    support.add_message(alice, talk, "price")
    assert found(charlie, "price") == []


def test_closed_conversations_are_found_with_who_said_it(alice: Scope) -> None:
    talk = support.add_conversation(alice, support.add_lead(alice, name="Ravi"), status=ConversationStatus.CLOSED)
    support.add_message(alice, talk, "The price list", sender=Sender.CUSTOMER, channel=ConversationChannel.EMAIL)
    with reading(alice) as session:
        [one] = said(session, alice, "price")[0]
    assert (one.name, one.is_closed, one.is_theirs, one.channel) == ("Ravi", True, False, ConversationChannel.EMAIL)
    assert one.conversation_id == talk.public_id


def test_the_index_follows_changes_and_forgets_what_is_deleted(alice: Scope, talk: Conversation, way: None) -> None:
    message = support.add_message(alice, talk, "The old words")
    with transaction(alice) as session:
        session.execute(update(Message).where(col(Message.id) == message.id).values(message_text="Fresh ones"))
    assert (found(alice, "old"), found(alice, "fresh")) == ([], [message.public_id])
    with transaction(alice) as session:
        session.execute(delete(Message).where(col(Message.id) == message.id))
    assert found(alice, "fresh") == []


def test_pieces_that_do_not_stand_together_are_not_found(alice: Scope, talk: Conversation) -> None:
    """SQLite's index knows the pieces of a word alone: these four make up "stationer" apart."""
    support.add_message(alice, talk, "stati tatio ation tione ioner")
    assert found(alice, "stationer") == []


@pytest.mark.parametrize(
    ("text", "search", "shown"),
    [
        ("The price is fine", "price", "The [price] is fine"),
        ("Price, PRICE", "price", "[Price], [PRICE]"),
        ("one\n two", "two one", "[one] [two]"),
        ("pan and span", "an", "pan [an]d span"),
        ("कीमत बताइए", "कीमत", "[कीमत] बताइए"),
        ("x" * 10 + " " + "word " * 30 + "price " + "after " * 60, "price", None),
    ],
)
def test_the_line_round_the_first_word_is_shown(text: str, search: str, shown: str | None) -> None:
    parts = glimpse("", text, cleaned(search))
    line = "".join(f"[{part.text}]" if part.is_found else part.text for part in parts)
    if shown is not None:
        assert line == shown
    else:
        assert line.startswith("…word word")
        assert line.endswith("…")
        assert "[price]" in line
        assert len(line) < 200


def test_what_stands_in_the_subject_alone_is_shown_with_it() -> None:
    assert glimpse("Price list", "See below", "price")[0] == Part("Price", is_found=True)


def opened(scope: Scope, talk: Conversation, at: str) -> tuple[list[str], bool, bool]:
    with reading(scope) as session:
        thread = queries.thread(session, talk.public_id, at=at)
    return [bubble.text for bubble in thread.messages], thread.has_older, thread.has_newer


def test_a_conversation_is_opened_at_a_message_however_far_back(alice: Scope, talk: Conversation) -> None:
    with transaction(alice) as session:
        for number in range(700):
            session.add(
                Message(
                    conversation_id=talk.id or 0, sender=Sender.LEAD, message_text=str(number), channel=talk.channel
                )
            )
    ids = [one.public_id for one in read_all(alice, Message)]
    shown, has_older, has_newer = opened(alice, talk, ids[20])
    assert (shown[0], shown[-1], has_older, has_newer) == ("0", "70", False, True)
    shown, has_older, has_newer = opened(alice, talk, ids[300])
    assert (shown[0], shown[-1], has_older, has_newer) == ("251", "699", True, False)
    assert opened(alice, talk, ids[690])[0][0] == "600"
    assert opened(alice, talk, "msg_unknown")[0][0] == "600"
