"""What may be told about the business and the conversation. Strangers' words come in as the cleaning leaves them."""

from collections.abc import Sequence

from services.analysis.cleaning import plain, sends_elsewhere, speaks_to_machines
from services.conversations.types import Bubble
from services.models import Customer, Sender
from services.suggesting.types import Source

MOST_FACTS, MOST_MESSAGES = 60, 10
_LONGEST_FACT, _GLIMPSE = 300, 60


def facts_of(customer: Customer) -> list[Source]:
    """What Settings tell of the business, each line of "Facts for answers" for itself; not the owner's own phone."""
    known = [
        ("What you do", customer.description),
        ("What you offer", ", ".join(customer.services)),
        ("Cities", ", ".join(customer.cities)),
        ("Address", customer.address),
        ("Website", customer.website),
        *(("Fact", line) for line in customer.answer_facts.splitlines()),
    ]
    told = [(name, " ".join(text.split())[:_LONGEST_FACT]) for name, text in known if text.strip()]
    return [
        Source(f"f{number}", text if name == "Fact" else f"{name}: {text}", f"{name}: {_glimpse(text)}")
        for number, (name, text) in enumerate(told[:MOST_FACTS], 1)
    ]


def messages_of(bubbles: Sequence[Bubble]) -> list[Source]:
    """The newest messages, oldest first; what tries to direct its reader is left out."""
    found: list[Source] = []
    for number, bubble in enumerate([one for one in bubbles if not one.recipient][-MOST_MESSAGES:], 1):
        theirs = bubble.sender == Sender.LEAD
        text = (
            "" if speaks_to_machines(bubble.text) or (theirs and sends_elsewhere(bubble.text)) else plain(bubble.text)
        )
        if text:
            name = f"{'Their' if theirs else 'Your'} message “{_glimpse(text)}”"
            found.append(Source(f"m{number}", text, name, is_theirs=theirs))
    return found


def _glimpse(text: str) -> str:
    return text if len(text) <= _GLIMPSE else f"{text[: _GLIMPSE - 1].rstrip()}…"
