"""Rules. Which files may be sent on which channel, how large, and as what."""

import mimetypes
from collections.abc import Sequence

from services.conversations.file_rules import MOST_FILES, UNKNOWN, size_words
from services.models import ConversationChannel
from services.providers.whatsapp import media

LARGEST = media.LARGEST[media.DOCUMENT]  # of one file that is uploaded
LARGEST_EMAIL = 18_000_000  # all files of one e-mail: they grow by a third on their way, and 25 MB is what most take
LARGEST_TWILIO = 16_000_000
_AS_BYTES = {"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/xml"}
_WHATSAPP = "WhatsApp takes JPEG and PNG pictures, MP4 videos, audio, PDF, Word, Excel, PowerPoint and text files."
_NAMES = {media.IMAGE: "picture", media.VIDEO: "video", media.AUDIO: "sound", media.DOCUMENT: "document"}


def sent_as(mime_type: str, name: str) -> str:
    """The type that a file goes out as: its content's, else its ending's, never one that a browser would run."""
    guessed = mime_type if mime_type not in {"", UNKNOWN} else mimetypes.guess_type(name)[0] or UNKNOWN
    return UNKNOWN if guessed in _AS_BYTES else guessed


def problem_of(channel: ConversationChannel, provider: str, name: str, mime_type: str, size: int) -> str:
    """Why this one file cannot go out on the channel, in words; "" when it can."""
    if channel == ConversationChannel.EMAIL:
        return "" if size <= LARGEST_EMAIL else f"Too large for an email: {size_words(LARGEST_EMAIL)} at most."
    kind = media.kind_of(sent_as(mime_type, name))
    if not kind:
        return _WHATSAPP
    most = min(media.LARGEST[kind], LARGEST_TWILIO if provider == "twilio" else media.LARGEST[kind])
    return "" if size <= most else f"Too large: WhatsApp takes a {_NAMES[kind]} of {size_words(most)} at most."


def problem_together(channel: ConversationChannel, sizes: Sequence[int]) -> str:
    """Why these files cannot go out in one answer."""
    if len(sizes) > MOST_FILES:
        return f"Send at most {MOST_FILES} files at once."
    if channel == ConversationChannel.EMAIL and sum(sizes) > LARGEST_EMAIL:
        return f"Together these files are {size_words(sum(sizes))}. An email takes {size_words(LARGEST_EMAIL)}."
    return ""


def hint(channel: ConversationChannel, provider: str) -> str:
    """What is said beside the button."""
    if channel == ConversationChannel.EMAIL:
        return f"Up to {MOST_FILES} files, {size_words(LARGEST_EMAIL)} together"
    documents = size_words(LARGEST_TWILIO if provider == "twilio" else media.LARGEST[media.DOCUMENT])
    sizes = [size_words(media.LARGEST[kind]) for kind in (media.IMAGE, media.VIDEO)]
    return f"Pictures up to {sizes[0]}, videos and sound {sizes[1]}, documents {documents}"
