"""A draft without a model: an opening for how the message was read, facts that share its words, and a question."""

import re

from services.replies.rules import Label
from services.scoring.words import words_of
from services.suggesting.topics import fitting, topics_of
from services.suggesting.types import Asked, Draft, Source

MOST_FACTS = 2
_PRICE = re.compile(r"\b(prices?|rates?|costs?|charges?|fees?|kitn[aei]|daam|kimat)\b|कितन|कीमत|दाम", re.IGNORECASE)
_AMOUNT = re.compile(r"₹|\brs\b|\binr\b|\d", re.IGNORECASE)
_OPENINGS: dict[Label, str] = {
    Label.INTERESTED: "thank you for your interest.",
    Label.QUESTION: "thank you for your question.",
    Label.MEETING: "thank you, we are glad to talk.",
    Label.NOT_NOW: "thank you for telling us. We will come back to you at a better time.",
    Label.NOT_INTERESTED: "thank you for your answer. We will not trouble you about this again.",
    Label.WRONG_PERSON: "thank you, and sorry for the trouble.",
}
_SAID_AS = {
    "What you do": "",
    "What you offer": "We offer:",
    "Cities": "We work in",
    "Address": "Our address:",
    "Website": "Our website:",
}
_CLOSINGS: dict[Label, str] = {
    Label.QUESTION: "We will find out and come back to you shortly.",
    Label.MEETING: "Which day and time suit you?",
    Label.WRONG_PERSON: "Could you tell us who looks after this?",
    Label.NOT_NOW: "",
    Label.NOT_INTERESTED: "",
}


def plain_draft(asked: Asked, note: str = "") -> Draft:
    """Only what the facts say is said; where they say nothing, that somebody will find out."""
    last = next((one for one in reversed(asked.messages) if one.is_theirs), None)
    answers_something = asked.label in {Label.QUESTION, Label.INTERESTED, Label.OTHER}
    used = _fitting(last.text, asked.facts) if last and answers_something else []
    closing = _CLOSINGS.get(asked.label, asked.opening or "What would you like to know?")
    if used and asked.label is Label.QUESTION:
        closing = "Is there anything else you would like to know?"
    hello = f"Hello {asked.first_name}," if asked.first_name else "Hello,"
    opening = _OPENINGS.get(asked.label, "thank you for your message.")
    parts = [f"{hello} {opening}", *(_sentence(_told(one)) for one in used), closing]
    return Draft(
        " ".join(part for part in parts if part),
        "",
        [one.name for one in [*used, *([last] if last else [])]],
        note,
        [one.ref for one in used],
    )


def _fitting(said: str, facts: list[Source]) -> list[Source]:
    """What answers what is asked; else the facts that share most words, those with an amount first for a price."""
    answers = [one for topic in sorted(topics_of(said)) for one in fitting(topic, said, facts)]
    if answers:
        return list({one.ref: one for one in answers}.values())
    wants_price = bool(_PRICE.search(said))
    rated = [
        (len(words_of(said) & words_of(one.text)), wants_price and bool(_AMOUNT.search(one.text)), one) for one in facts
    ]
    shared = [
        (number + priced, one) for number, priced, one in rated if number or (priced and one.name.startswith("Fact"))
    ]
    return [one for _, one in sorted(shared, key=lambda pair: -pair[0])[:MOST_FACTS]]


def _told(fact: Source) -> str:
    """The fact as it is said to somebody else."""
    name, _, said = fact.text.partition(": ")
    return f"{_SAID_AS[name]} {said}".strip() if name in _SAID_AS and fact.name.startswith(name) else fact.text


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "।")) else f"{text}."
