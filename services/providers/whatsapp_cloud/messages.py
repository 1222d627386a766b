"""What is posted for a message: a template, or, within 24 hours of an answer, text, a file or buttons."""

from typing import Any

from services.providers.base import Media, OutgoingMessage
from services.providers.whatsapp.media import kind_of, takes_caption
from services.providers.whatsapp.texts import in_order

LANGUAGE = "en"
MOST_BUTTONS = 3
_LONGEST_TITLE = 20


def body_of(message: OutgoingMessage, media_id: str = "") -> dict[str, Any]:
    """The JSON of `POST /{phone number}/messages`; our reference comes back with every status.

    `media_id` is what Meta calls the message's file, which was uploaded before.
    """
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.recipient.removeprefix("+"),
        "biz_opaque_callback_data": message.reference,
        **(_uploaded(message, media_id) if media_id else _content(message)),
    }


def _uploaded(message: OutgoingMessage, media_id: str) -> dict[str, Any]:
    """One file, with the words as its caption where that kind has one."""
    file = message.files[0]
    kind = kind_of(file.mime_type)
    caption = {"caption": message.text} if message.text and takes_caption(file.mime_type) else {}
    named = {"filename": file.name} if kind == "document" else {}
    return {"type": kind, kind: {"id": media_id, **caption, **named}}


def _content(message: OutgoingMessage) -> dict[str, Any]:
    if message.template_sid:
        wanted = {"name": message.template_sid, "language": {"code": LANGUAGE}, "components": _components(message)}
        return {"type": "template", "template": wanted}
    if message.buttons:
        return {"type": "interactive", "interactive": _buttons(message)}
    if message.media:
        caption = {"caption": message.text} if message.text else {}
        return {"type": message.media.kind, message.media.kind: {**_file(message.media), **caption}}
    return {"type": "text", "text": {"body": message.text, "preview_url": False}}


def _components(message: OutgoingMessage) -> list[dict[str, Any]]:
    """The file of the header and the variables of the body, in the order of their numbers."""
    found: list[dict[str, Any]] = []
    if message.media:
        file = {"type": message.media.kind, message.media.kind: _file(message.media)}
        found.append({"type": "header", "parameters": [file]})
    if message.template_variables:
        values = [{"type": "text", "text": value} for value in in_order(message.template_variables)]
        found.append({"type": "body", "parameters": values})
    return found


def _file(media: Media) -> dict[str, str]:
    named = {"filename": media.file_name} if media.kind == "document" and media.file_name else {}
    return {"link": media.url, **named}


def _buttons(message: OutgoingMessage) -> dict[str, Any]:
    shown = [
        {"type": "reply", "reply": {"id": str(place), "title": title[:_LONGEST_TITLE]}}
        for place, title in enumerate(message.buttons[:MOST_BUTTONS], 1)
    ]
    header = {"type": message.media.kind, message.media.kind: _file(message.media)} if message.media else None
    asked = {"type": "button", "body": {"text": message.text}, "action": {"buttons": shown}}
    return {**asked, "header": header} if header else asked
