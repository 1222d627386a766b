"""A conversation as lines to draw: days, messages, notes and what happened between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from services.answering.queries import AnswerNote
from services.conversations.files import FileView
from services.conversations.types import Bubble, Doubt, Thread
from services.core.clock import clock_time, now
from services.leads.types import TimelineEntry
from services.leads.understanding import meaning_words
from services.models import ConversationChannel, MessageStatus, Sender
from state.lead_views import rough
from state.words import day_name, moment, phone_words

_QUIET_EVENTS = {"status", "assigned", "call", "opted_out"}
_UNSURE = "No confirmation yet: we are asking whether it arrived."
_SHOWN = {
    MessageStatus.PENDING: "pending",
    MessageStatus.SENDING: "pending",
    MessageStatus.UNKNOWN: "pending",
    MessageStatus.SENT: "sent",
    MessageStatus.DELIVERED: "delivered",
    MessageStatus.READ: "read",
    MessageStatus.FAILED: "failed",
}


@dataclass(frozen=True)
class TalkLine:
    """`kind` is day, theirs, mine, note or happened; `icon` belongs to what happened."""

    id: str
    kind: str
    text: str = ""
    time: str = ""
    by: str = ""
    subject: str = ""
    status: str = ""
    problem: str = ""
    undelivered: str = ""  # "failed" or "unsure": a person may have it sent again
    icon: str = ""
    check: str = ""  # id of a reading that somebody should look at, or that a model decided
    read_as: str = ""  # in words
    read_label: str = ""
    files: list[FileView] = field(default_factory=list)
    folded: list[FileView] = field(default_factory=list)
    folded_words: str = ""
    read_by: str = ""  # the model that decided it
    thought: str = ""  # what a model that is not sure thinks, or why none helped
    sources: list[str] = field(default_factory=list)  # what an automatic reply, or the draft below, uses
    left: str = ""  # why it was not answered automatically
    kept_draft: str = ""  # that waits for a person


@dataclass(frozen=True)
class ChannelView:
    """One way to write to this person. `closed` says why it cannot be used now and what to do instead."""

    key: str
    words: str
    closed: str = ""
    left: str = ""
    until: str = ""
    takes_template: bool = False


def lines_of(
    thread: Thread, timeline: Iterable[TimelineEntry], zone: str, notes: Mapping[str, AnswerNote] | None = None
) -> list[TalkLine]:
    """Messages and the team's notes by time, a mark before each day.

    Of the lead's history only what falls into the messages shown is used: older messages are loaded on demand. `notes`
    say of messages by their ids what was answered automatically, or why not.
    """
    first = thread.messages[0].at if thread.messages and thread.has_older else None
    happenings = [entry for entry in timeline if first is None or entry.at >= first]
    dated = [(bubble.at, _noted(_bubble_line(bubble, zone), notes or {})) for bubble in thread.messages]
    dated += [
        (entry.at, _event_line(entry, number, zone))
        for number, entry in enumerate(happenings)
        if entry.kind == "note" or entry.kind in _QUIET_EVENTS
    ]
    dated.sort(key=lambda pair: pair[0])
    return _with_days(dated, zone)


def _with_days(dated: list[tuple[datetime, TalkLine]], zone: str) -> list[TalkLine]:
    lines: list[TalkLine] = []
    today = ""
    for at, line in dated:
        name = day_name(at, zone)
        if name != today:
            lines.append(TalkLine(f"day-{name}", "day", name))
            today = name
        lines.append(line)
    return lines


def _bubble_line(bubble: Bubble, zone: str) -> TalkLine:
    time = clock_time(bubble.at, zone)
    if bubble.channel == ConversationChannel.PLATFORM_CHAT:
        return TalkLine(bubble.id, "happened", f"{bubble.by} sent the lead form: {_answers(bubble)}", time, icon="form")
    if bubble.recipient:
        return TalkLine(bubble.id, "happened", f"Your team was told, at {phone_words(bubble.recipient)}", time)
    theirs = bubble.sender == Sender.LEAD
    return TalkLine(
        bubble.id,
        "theirs" if theirs else "mine",
        bubble.text,
        f"Email, {time}" if bubble.channel == ConversationChannel.EMAIL else time,
        by=bubble.by if theirs else _sender(bubble),
        subject=bubble.subject,
        status="" if theirs else _SHOWN[bubble.status],
        problem=_problem(bubble),
        undelivered=bubble.undelivered,
        **_files(bubble.files) | _doubt(bubble.doubt),
    )


def _files(files: list[FileView]) -> dict[str, Any]:
    folded = [one for one in files if one.is_folded]
    words = f"{len(folded)} more {'file' if len(folded) == 1 else 'files'} from the signature or the quoted mail"
    shown = [one for one in files if not one.is_folded]
    return {"files": shown, "folded": folded, "folded_words": words if folded else ""}


def _noted(line: TalkLine, notes: Mapping[str, AnswerNote]) -> TalkLine:
    note = notes.get(line.id)
    return replace(line, sources=note.sources, left=note.why, kept_draft=note.draft) if note else line


def _doubt(doubt: Doubt | None) -> dict[str, Any]:
    if doubt is None:
        return {}
    thought = f"No second opinion. {doubt.note}" if doubt.note else ""
    if doubt.opinion and not doubt.read_by:
        thought = f"{doubt.model} thinks: {meaning_words(doubt.opinion)}, {doubt.confidence}% sure."
    return {
        "check": doubt.reading_id,
        "read_label": doubt.read_as,
        "read_as": meaning_words(doubt.read_as),
        "read_by": doubt.read_by,
        "thought": thought,
    }


def _answers(form: Bubble) -> str:
    lines = (line.partition(": ") for line in form.text.splitlines() if line.strip())
    return ", ".join(answer or question for question, _, answer in lines)


def _sender(bubble: Bubble) -> str:
    return "Sent automatically" if bubble.automatic or not bubble.by else bubble.by


def _problem(bubble: Bubble) -> str:
    if bubble.status == MessageStatus.UNKNOWN:
        return bubble.error if bubble.undelivered else _UNSURE
    if bubble.status == MessageStatus.FAILED:
        return f"Not sent. {bubble.error}" if bubble.error else "Not sent."
    return ""


def _event_line(entry: TimelineEntry, number: int, zone: str) -> TalkLine:
    key, time = f"event-{entry.at.timestamp()}-{number}", clock_time(entry.at, zone)
    if entry.kind == "note":
        return TalkLine(key, "note", entry.text, time, by=entry.by or "Your team")
    words = f"{entry.text} by {entry.by}" if entry.by else entry.text
    return TalkLine(key, "happened", words, time, icon=entry.kind)


def channels_of(thread: Thread, zone: str) -> list[ChannelView]:
    """WhatsApp and e-mail, as far as this lead gave an address."""
    return [_channel(thread, channel, zone) for channel in thread.channels]


def _channel(thread: Thread, channel: ConversationChannel, zone: str) -> ChannelView:
    stopped = f"{thread.suppressed}. You cannot write to this person." if thread.suppressed else ""
    if channel == ConversationChannel.EMAIL:
        return ChannelView("email", "Email", stopped)
    closes = thread.window_closes_at
    if stopped or closes is None:
        return ChannelView("whatsapp", "WhatsApp", stopped or _outside(thread), takes_template=not stopped)
    left = int((closes - now()).total_seconds())
    return ChannelView("whatsapp", "WhatsApp", left=time_left(left), until=f"Until {moment(closes, zone)}")


def _outside(thread: Thread) -> str:
    instead = "write an email" if thread.email else "call them"
    return (
        "WhatsApp lets you write freely for 24 hours after their last message, and that time is over. "
        f"Send an approved template, {instead}, or wait until they write again."
    )


def time_left(seconds: int) -> str:
    """ "23 h 58 min"; under an hour minutes alone."""
    if seconds < 3_600:
        return rough(seconds)
    return f"{seconds // 3_600} h {seconds % 3_600 // 60} min"
