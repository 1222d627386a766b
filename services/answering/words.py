"""Pure. Why a message was left to a person, in a sentence for that person."""

from services.answering.types import Why

WHY_WORDS: dict[Why, str] = {
    Why.SWITCHED_OFF: "Automatic replies were switched off.",
    Why.PAUSED: "The campaign does not run.",
    Why.STOPPED: "This person must not be written to.",
    Why.WINDOW: "WhatsApp's 24 hours are over.",
    Why.MACHINE: "It looks as if a machine wrote it.",
    Why.STOP: "It may ask you to stop.",
    Why.WHO: "They ask whether a person writes here.",
    Why.WANTS_PERSON: "They want to talk to a person.",
    Why.MONEY: "It is about a discount, a payment or the like.",
    Why.LEGAL: "It touches their rights or the law.",
    Why.ANGRY: "They seem upset.",
    Why.URGENT: "It may be urgent.",
    Why.ORDERS: "It holds an address, a number or orders to whoever reads it.",
    Why.FILES: "They sent a file.",
    Why.NO_QUESTION: "It was not read as a question.",
    Why.UNSURE: "It was not understood surely enough.",
    Why.NO_TOPIC: "It is about none of the topics that can be answered.",
    Why.TOPIC: "The campaign does not answer this topic.",
    Why.ANSWERED: "One of you answers this conversation.",
    Why.PRESENT: "One of you had the conversation open.",
    Why.BEGUN: "One of you had begun to write.",
    Why.WROTE_AGAIN: "They wrote again meanwhile.",
    Why.LATE: "It was more than two hours old.",
    Why.HOURS: "It came outside the campaign's hours for replies.",
    Why.LIMIT: "This conversation has had as many automatic replies as the campaign allows.",
    Why.BUDGET: "The month's budget does not allow the model's draft. Raise it in Settings → Budget.",
    Why.NO_FACTS: "Your facts do not answer it. Add the answer in Settings → Business.",
    Why.UNFOUNDED: "The draft said something that your facts do not.",
    Why.LANGUAGE: "Its script needs a model to answer in.",
    Why.FAILED: "Drafting failed several times.",
}


def why_words(reason: str) -> str:
    """The sentence for a stored reason, "" when there is none."""
    return WHY_WORDS[Why(reason)] if reason in set(Why) else ""
