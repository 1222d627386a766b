"""Rules. When WhatsApp lets a business write freely, and on which channels a lead can be answered."""

from datetime import datetime, timedelta

from services.models import ConversationChannel, MessageStatus, OutreachMessageStatus

SHOWN_AS: dict[OutreachMessageStatus, MessageStatus] = {
    OutreachMessageStatus.SENT: MessageStatus.SENT,
    OutreachMessageStatus.DELIVERED: MessageStatus.DELIVERED,
    OutreachMessageStatus.READ: MessageStatus.READ,
    OutreachMessageStatus.RESPONDED: MessageStatus.READ,
}
WHATSAPP_WINDOW = timedelta(hours=24)


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


def one_line(text: str, size: int = 300) -> str:
    """`text` on one line of at most `size` letters."""
    line = " ".join(text.split())
    return line if len(line) <= size else line[: size - 1] + "…"
