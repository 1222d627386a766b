"""Rules. An answer with files as the messages that it takes: one e-mail, or on WhatsApp one message a file."""

from collections.abc import Sequence

from services.conversations.sending_rules import sent_as
from services.models import Attachment, ConversationChannel
from services.providers.whatsapp.media import LONGEST_CAPTION, takes_caption

_LONGEST_KEY = 40


def parted(words: str, files: Sequence[Attachment], channel: ConversationChannel) -> list[Sequence[Attachment]]:
    """The files of each message, in order; the first has the words, alone when they fit no caption."""
    if channel != ConversationChannel.WHATSAPP or not files:
        return [files]
    first = files[0]
    is_caption = len(words) <= LONGEST_CAPTION and takes_caption(sent_as(first.mime_type, first.file_name))
    each: list[Sequence[Attachment]] = [[one] for one in files]
    return each if not words or is_caption else [[], *each]


def key_of(key: str, number: int) -> str:
    """Each message of an answer has a key of its own, which is unique at the customer."""
    if not key or not number:
        return key
    ending = f".{number}"
    return key[: _LONGEST_KEY - len(ending)] + ending
