"""Who is writing and how to stop it: the lines that every message carries."""

import re
from dataclasses import dataclass

from services.models import Channel, Customer
from services.templates.rules import WHATSAPP_MOST

OPT_OUT_LINE = "Reply STOP to opt out."

_OFFERS_STOP = re.compile(
    r"\b(reply|send|type|text)\b[^.\n]{0,40}\bstop\b|\bor\s+stop\b|\bstop\b.{0,30}\bopt.?out", re.IGNORECASE
)


@dataclass(frozen=True)
class Identity:
    """The business behind a message; `address` is its postal address."""

    business: str
    sender: str = ""
    address: str = ""
    phone: str = ""
    website: str = ""


def identity_of(customer: Customer) -> Identity:
    """As the customer entered it in Settings → Business."""
    return Identity(customer.name, customer.sender_name, customer.address, customer.phone, customer.website)


def whatsapp_text(text: str, identity: Identity) -> str:
    """`text` naming its sender and offering a way to stop, within WhatsApp's length."""
    body = text.strip()
    tail = "" if offers_stop(body) else OPT_OUT_LINE
    if not names(body, identity):
        tail = f"{signature(identity)}. {tail}".strip()
    if not tail:
        return body[:WHATSAPP_MOST]
    return f"{body[: WHATSAPP_MOST - len(tail) - 2].rstrip()}\n\n{tail}"


def email_text(text: str, identity: Identity, unsubscribe_url: str) -> str:
    """`text` with the plain-text footer: who wrote, from where, and how to unsubscribe."""
    return f"{text.strip()}\n\n-- \n" + "\n".join([*_footer(identity), f"Unsubscribe: {unsubscribe_url}"])


def complete(text: str, channel: Channel, identity: Identity, unsubscribe_url: str = "") -> str:
    """The text as it leaves, on either channel."""
    if channel == Channel.WHATSAPP:
        return whatsapp_text(text, identity)
    return email_text(text, identity, unsubscribe_url)


def identity_problems(identity: Identity, channel: Channel) -> dict[str, str]:
    """What the law or the provider wants to know about the sender and is missing: field → message."""
    found: dict[str, str] = {}
    if not identity.business.strip():
        found["name"] = "Enter your business's name: every message says who it is from."
    if channel == Channel.EMAIL and not identity.address.strip():
        found["address"] = "Enter your postal address: every email must carry it."
    return found


def offers_stop(text: str) -> bool:
    """Whether the text itself already says how to stop."""
    return bool(_OFFERS_STOP.search(text))


def names(text: str, identity: Identity) -> bool:
    """Whether the business is named in the text."""
    return bool(identity.business) and identity.business.casefold() in text.casefold()


def signature(identity: Identity) -> str:
    """The sender and the business, or the business alone."""
    sender = identity.sender.strip()
    return f"{sender}, {identity.business}" if sender and sender != identity.business else identity.business


def _footer(identity: Identity) -> list[str]:
    lines = [signature(identity), identity.address, " · ".join(filter(None, [identity.phone, identity.website]))]
    return [line for line in lines if line]
