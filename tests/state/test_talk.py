"""A thread as lines: what each kind of message becomes, and where days begin."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.conversations.types import Bubble, ConversationRow, Doubt, Thread
from services.core.clock import INDIA, now
from services.leads.types import TimelineEntry
from services.models import ConversationChannel, ConversationStatus, Intent, LeadSourceName, MessageStatus, Sender
from state.talk import channels_of, lines_of, time_left

ROW = ConversationRow(
    "cnv_1", "lead_1", "Amit", LeadSourceName.META_ADS, "Meta Ads", Intent.HOT, 90,
    ConversationChannel.WHATSAPP, ConversationStatus.OPEN, "", now(), 0,
)  # fmt: skip


def bubble(text: str = "Hello", at: datetime | None = None, **values: Any) -> Bubble:
    filled: dict[str, Any] = {
        "id": text,
        "sender": Sender.LEAD,
        "by": "Amit",
        "text": text,
        "subject": "",
        "channel": ConversationChannel.WHATSAPP,
        "status": MessageStatus.DELIVERED,
        "at": at or now(),
        "error": "",
        "automatic": False,
    }
    return Bubble(**{**filled, **values})


def thread(*messages: Bubble, **values: Any) -> Thread:
    return Thread(ROW, "+919820000000", "amit@mail.example", list(messages), **values)


def test_each_day_begins_with_its_name() -> None:
    yesterday = now() - timedelta(days=1)
    lines = lines_of(thread(bubble("one", yesterday), bubble("two")), [], INDIA)
    assert [(line.kind, line.text) for line in lines] == [
        ("day", "Yesterday"), ("theirs", "one"), ("day", "Today"), ("theirs", "two")
    ]  # fmt: skip


def test_a_form_is_one_quiet_line_of_its_answers() -> None:
    form = bubble("Looking for: 3 BHK\nBudget: ₹80,00,000", channel=ConversationChannel.PLATFORM_CHAT)
    line = lines_of(thread(form), [], INDIA)[-1]
    assert (line.kind, line.text) == ("happened", "Amit sent the lead form: 3 BHK, ₹80,00,000")


@pytest.mark.parametrize(
    ("doubt", "shown"),
    [
        (Doubt("rdg_1", "question"), ("Asks a question", "", "")),
        (
            Doubt("rdg_1", "other", "", "gpt-4.1-mini", "bounce", 40),
            ("Something else", "", "gpt-4.1-mini thinks: An automatic answer, 40% sure."),
        ),
        (Doubt("rdg_1", "other", note="OpenAI is busy."), ("Something else", "", "No second opinion. OpenAI is busy.")),
        (Doubt("rdg_1", "meeting", "m", "m", "meeting", 90), ("Wants to meet or talk", "m", "")),
    ],
)
def test_a_reply_read_in_doubt_says_how_it_was_read_and_by_whom(doubt: Doubt, shown: tuple[str, str, str]) -> None:
    line = lines_of(thread(bubble(doubt=doubt)), [], INDIA)[-1]
    assert line.check == "rdg_1"
    assert (line.read_as, line.read_by, line.thought) == shown


def test_a_notice_to_the_own_team_is_not_shown_as_said_to_the_lead() -> None:
    notice = bubble(sender=Sender.SYSTEM, recipient="+919820012345")
    line = lines_of(thread(notice), [], INDIA)[-1]
    assert (line.kind, line.text) == ("happened", "Your team was told, at +91 98200 12345")


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (MessageStatus.FAILED, "The number is not on WhatsApp", "Not sent. The number is not on WhatsApp"),
        (MessageStatus.FAILED, "", "Not sent."),
        (MessageStatus.UNKNOWN, "", "No confirmation yet: we are asking whether it arrived."),
        (MessageStatus.READ, "", ""),
    ],
)
def test_trouble_with_a_message_is_said_under_it(status: MessageStatus, error: str, words: str) -> None:
    line = lines_of(thread(bubble(sender=Sender.CUSTOMER, status=status, error=error)), [], INDIA)[-1]
    assert line.problem == words


def test_an_automatic_message_says_so() -> None:
    line = lines_of(thread(bubble(sender=Sender.SYSTEM, by="", automatic=True)), [], INDIA)[-1]
    assert (line.kind, line.by) == ("mine", "Sent automatically")


def test_notes_stand_between_the_messages_and_old_ones_wait_for_theirs() -> None:
    at = now()
    notes = [
        TimelineEntry("note", "Between", "Meera", at - timedelta(seconds=5)),
        TimelineEntry("note", "Long ago", "Meera", at - timedelta(seconds=30)),
        TimelineEntry("created", "Answered your message", "", at - timedelta(seconds=5)),
    ]
    said = [bubble("one", at - timedelta(seconds=10)), bubble("two", at)]
    lines = lines_of(thread(*said, has_older=True), notes, INDIA)
    assert [line.text for line in lines if line.kind != "day"] == ["one", "Between", "two"]


def test_who_said_stop_is_written_to_on_no_channel() -> None:
    both = [ConversationChannel.WHATSAPP, ConversationChannel.EMAIL]
    views = channels_of(thread(channels=both, suppressed="They asked you to stop", window_closes_at=now()), INDIA)
    assert [view.closed for view in views] == ["They asked you to stop. You cannot write to this person."] * 2


@pytest.mark.parametrize(
    ("seconds", "words"), [(86_280, "23 h 58 min"), (3_600, "1 h 0 min"), (3_599, "59 min"), (20, "20 s")]
)
def test_time_left_is_told_in_hours_and_minutes(seconds: int, words: str) -> None:
    assert time_left(seconds) == words
