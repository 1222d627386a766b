"""Links in a message's text: where they are, and which may lead through our own address."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

_LINK = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"'`“”‘’«»]+")
_AFTER = ".,;:!?*_~|।"  # ends the sentence, not the address
_PAIRS = {")": "(", "]": "[", "}": "{"}
# An opt-in link carries its code to WhatsApp, and a number is there to be called: neither is led elsewhere.
_OWN_WAYS = {"wa.me", "api.whatsapp.com", "chat.whatsapp.com"}


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `target` is where it leads when it is a link, "" for words. `is_led`: there by way of us."""

    text: str
    target: str = ""
    is_led: bool = False


def pieces(text: str) -> list[Piece]:
    """`text` cut at its links, nothing lost and nothing added."""
    found: list[Piece] = []
    at = 0
    for match in _LINK.finditer(text):
        link = _trimmed(match[0])
        target = link if link[:4].lower() == "http" else f"http://{link}"
        if not _host(target):
            continue
        if match.start() > at:
            found.append(Piece(text[at : match.start()]))
        found.append(Piece(link, target))
        at = match.start() + len(link)
    if at < len(text):
        found.append(Piece(text[at:]))
    return found


def _trimmed(link: str) -> str:
    """Without the full stop or bracket that belongs to the sentence around it."""
    while link:
        last = link[-1]
        if last in _AFTER or (last in _PAIRS and link.count(last) > link.count(_PAIRS[last])):
            link = link[:-1]
        else:
            break
    return link


def _host(target: str) -> str:
    """The host's name in lower case; "" for what only looks like a link."""
    try:
        host = (urlsplit(target).hostname or "").lower()
    except ValueError:
        return ""
    return host if "." in host or host == "localhost" else ""


def is_followed(target: str, own_address: str) -> bool:
    """Whether a click on `target` may be counted: no link of our own (unsubscribe, opt-in) and none to WhatsApp."""
    host = _host(target)
    return bool(host) and host not in _OWN_WAYS and host != _host(own_address)


def targets(text: str) -> list[str]:
    """Where the text's links lead, in order; a link's place in this list is its number."""
    return [piece.target for piece in pieces(text) if piece.target]


def led_through(text: str, address: Callable[[int], str], own_address: str) -> list[Piece]:
    """The pieces of `text`, each link that is followed leading to `address(its number)` instead."""
    found: list[Piece] = []
    number = 0
    for piece in pieces(text):
        if not piece.target:
            found.append(piece)
            continue
        is_led = is_followed(piece.target, own_address)
        found.append(Piece(piece.text, address(number), is_led=True) if is_led else piece)
        number += 1
    return found
