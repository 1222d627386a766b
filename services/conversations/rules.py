"""Rules. When WhatsApp lets a business write freely, and on which channels a lead can be answered."""

import re
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from services.models import ConversationChannel, Message, MessageStatus, OutreachMessageStatus, Sender

Undelivered = Literal["", "failed", "unsure"]
SHOWN_AS: dict[OutreachMessageStatus, MessageStatus] = {
    OutreachMessageStatus.SENT: MessageStatus.SENT,
    OutreachMessageStatus.DELIVERED: MessageStatus.DELIVERED,
    OutreachMessageStatus.READ: MessageStatus.READ,
    OutreachMessageStatus.RESPONDED: MessageStatus.READ,
}
WHATSAPP_WINDOW = timedelta(hours=24)
_FILE_MARK = re.compile(r"\s*\[\w+\]\s*$")
_PICTURE_MARK = re.compile(
    r"\[(?:cid:[^\[\]\n]{1,300}|image: [^\[\]\n]{1,200})\]"
)  # as mail programs write one in text
_LATER = timedelta(hours=3)
_LATEST, _MORNING = time(21), time(9)


class Snooze(StrEnum):
    """How long a conversation may rest."""

    LATER = "later"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"


def snooze_choices(now: datetime, zone: str) -> dict[Snooze, datetime]:
    """Three hours from now unless that is after 9 pm, tomorrow at 9 am and Monday at 9 am, in the customer's zone."""
    local = now.astimezone(ZoneInfo(zone))
    later = (local + _LATER).replace(minute=(local.minute // 15) * 15, second=0, microsecond=0)

    def morning(days: int) -> datetime:
        day = local.date() + timedelta(days=days)
        return datetime.combine(day, _MORNING, ZoneInfo(zone)).astimezone(now.tzinfo)

    found = {Snooze.TOMORROW: morning(1), Snooze.NEXT_WEEK: morning(7 - local.weekday())}
    is_today = later.date() == local.date() and later.time() <= _LATEST
    return {Snooze.LATER: later.astimezone(now.tzinfo), **found} if is_today else found


def window_closes_at(last_inbound_at: datetime | None, now: datetime) -> datetime | None:
    """The end of the 24 hours after the person's last WhatsApp message, or None when they are over."""
    if last_inbound_at is None or now >= last_inbound_at + WHATSAPP_WINDOW:
        return None
    return last_inbound_at + WHATSAPP_WINDOW


def channels_for(phone: str | None, email: str | None) -> list[ConversationChannel]:
    """Where this person can be reached."""
    reachable = ((ConversationChannel.WHATSAPP, phone), (ConversationChannel.EMAIL, email))
    return [channel for channel, address in reachable if address]


def reply_subject(subject: str) -> str:
    """ "Re: " once, however often the thread went to and fro."""
    bare = subject.strip()
    while bare.lower().startswith(("re:", "fw:", "fwd:")):
        bare = bare.partition(":")[2].strip()
    return f"Re: {bare}" if bare else "Your enquiry"


def seconds_between(began: datetime, ended: datetime | None) -> int | None:
    """How long something took, never less than nothing; None while it lasts."""
    return None if ended is None else max(0, int((ended - began).total_seconds()))


def without_file_mark(text: str) -> str:
    """A message's own words: a file that is shown needs no "[image]" in its place."""
    return _FILE_MARK.sub("", _PICTURE_MARK.sub("", text)).rstrip()


def one_line(text: str, size: int = 300) -> str:
    """`text` on one line of at most `size` letters."""
    line = " ".join(text.split())
    return line if len(line) <= size else line[: size - 1] + "…"


def undelivered(message: Message) -> Undelivered:
    """Whether a person may have this answer sent again; "unsure": or say that it went out, which nobody knows.

    A campaign's messages and notices to the customer's own people are never settled in a conversation.
    """
    if message.sender == Sender.LEAD or "outreach_message_id" in message.extra or "recipient" in message.extra:
        return ""
    if message.status == MessageStatus.FAILED:
        return "failed"
    return "unsure" if message.status == MessageStatus.UNKNOWN and message.lease_until is None else ""
