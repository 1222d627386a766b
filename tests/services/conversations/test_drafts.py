"""Files of an answer: put to it, sent with it once, refused by the channel's limits, kept when sending fails."""

import pytest
from sqlmodel import col

from services import storage
from services.conversations import drafts
from services.conversations.actions import reply
from services.conversations.parts import key_of
from services.conversations.sending_rules import hint, problem_of, problem_together, sent_as
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import Attachment, Conversation, ConversationChannel, Message
from tests import hearing, support
from tests.support import PDF, add_draft_file

WHATSAPP, EMAIL = ConversationChannel.WHATSAPP, ConversationChannel.EMAIL


@pytest.fixture
def talk(alice: Scope) -> Conversation:
    return support.add_conversation(alice, support.add_lead(alice), last_inbound_at=now())


def said(
    scope: Scope, talk: Conversation, *files: str, text: str = "Here", channel: ConversationChannel = EMAIL
) -> Message:
    with transaction(scope) as session:
        return reply(session, scope, talk.public_id, text, channel, key="k1", files=files)


def test_an_email_takes_all_files_and_sends_them_once(alice: Scope, talk: Conversation) -> None:
    files = [add_draft_file(alice, talk), add_draft_file(alice, talk, "Price.pdf")]
    first, again = said(alice, talk, *files, text=""), said(alice, talk, *files, text="")
    assert first.id == again.id
    [row] = hearing.read_all(alice, Message)
    with reading(alice) as session:
        going = drafts.outgoing_files(session, row)
        assert drafts.drafts_of(session, alice, talk.public_id) == []
    assert [(one.name, one.path.read_bytes()) for one in going] == [("Plan.pdf", PDF), ("Price.pdf", PDF)]
    assert drafts.linked(going[0].url.rpartition("/")[2]) == (files[0], alice.customer_id)
    assert drafts.linked("x" + going[0].url.rpartition("/")[2][1:]) is None


def test_on_whatsapp_each_file_is_a_message_with_a_key_of_its_own(alice: Scope, talk: Conversation) -> None:
    files = [add_draft_file(alice, talk, f"{number}.pdf") for number in range(3)]
    said(alice, talk, *files, channel=WHATSAPP)
    said(alice, talk, *files, channel=WHATSAPP)
    rows = hearing.read_all(alice, Message)
    assert [(row.message_text, row.answer_key) for row in rows] == [("Here", "k1"), ("", "k1.1"), ("", "k1.2")]
    kept = hearing.read_all(alice, Attachment)
    assert [one.message_id for one in kept] == [row.id for row in rows]
    assert len(key_of("k" * 40, 12)) == 40


def test_words_that_fit_no_caption_go_first(alice: Scope, talk: Conversation) -> None:
    said(alice, talk, add_draft_file(alice, talk), text="x" * 1_100, channel=WHATSAPP)
    assert [len(row.message_text) for row in hearing.read_all(alice, Message)] == [1_100, 0]


def test_nobody_elses_file_is_sent_or_removed(alice: Scope, bob: Scope, charlie: Scope, talk: Conversation) -> None:
    file = add_draft_file(alice, talk)
    colleague = support.add_member(alice.customer_id, "colleague@acme.example")
    for other in (bob, charlie, colleague):
        with pytest.raises((Conflict, NotFound, NotAllowed)):
            said(other, talk, file)
        with pytest.raises((NotFound, NotAllowed)), transaction(other) as session:
            drafts.remove(session, other, file)
    with pytest.raises(NotFound):
        add_draft_file(charlie, talk)
    with pytest.raises(NotAllowed):
        add_draft_file(bob, talk)
    with transaction(alice) as session:
        drafts.remove(session, alice, file)
    with pytest.raises(Conflict):
        said(alice, talk, file)
    assert hearing.read_all(alice, Message) == []


def test_programs_and_what_a_channel_does_not_take_are_refused(alice: Scope, talk: Conversation) -> None:
    for name, content in (("setup.exe", PDF), ("plan.pdf", b"MZ"), ("empty.pdf", b"")):
        with pytest.raises(Invalid):
            add_draft_file(alice, talk, name, content)
    archive = add_draft_file(alice, talk, "all.zip", b"PK\x03\x04")
    with pytest.raises(Invalid, match=r"all\.zip: WhatsApp takes"):
        said(alice, talk, archive, channel=WHATSAPP)
    assert said(alice, talk, archive).id
    for _ in range(10):
        add_draft_file(alice, talk)
    with pytest.raises(Conflict, match="10 files"):
        add_draft_file(alice, talk)


@pytest.mark.parametrize(
    ("channel", "provider", "name", "mime", "size", "words"),
    [
        (EMAIL, "", "a.zip", "application/zip", 18_000_000, ""),
        (EMAIL, "", "a.zip", "application/zip", 18_000_001, "18 MB"),
        (WHATSAPP, "", "a.png", "image/png", 5_000_001, "5.0 MB"),
        (WHATSAPP, "", "a.pdf", "application/pdf", 100_000_000, ""),
        (WHATSAPP, "twilio", "a.pdf", "application/pdf", 16_000_001, "16 MB"),
        (WHATSAPP, "", "a.mp4", "video/mp4", 16_000_001, "16 MB"),
        (WHATSAPP, "", "a.txt", "application/octet-stream", 10, ""),
        (WHATSAPP, "", "a.html", "application/octet-stream", 10, "takes"),
        (WHATSAPP, "", "a.gif", "image/gif", 10, "takes"),
    ],
)
def test_limits_of_each_channel(
    channel: ConversationChannel, provider: str, name: str, mime: str, size: int, words: str
) -> None:
    problem = problem_of(channel, provider, name, mime, size)
    assert words in problem if words else not problem


def test_limits_together_and_what_a_file_goes_out_as() -> None:
    assert "18 MB" in problem_together(EMAIL, [10_000_000, 10_000_000])
    assert problem_together(WHATSAPP, [10] * 11) == "Send at most 10 files at once."
    assert sent_as("application/octet-stream", "a.svg") == sent_as("", "a.html") == "application/octet-stream"
    assert "16 MB" in hint(WHATSAPP, "twilio")


def test_what_was_lost_on_disk_stops_the_message_and_nothing_else(alice: Scope, talk: Conversation) -> None:
    row = said(alice, talk, add_draft_file(alice, talk))
    stored = hearing.read(alice, Attachment, col(Attachment.message_id) == row.id)
    storage.remove(alice.customer_id, stored.stored_as)
    with pytest.raises(NotFound), reading(alice) as session:
        drafts.outgoing_files(session, row)
