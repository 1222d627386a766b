"""What travels through the sending machine: a lane of messages, one message on its way, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum

from services.core.errors import Refusal
from services.models import Channel
from services.outreach.senders import Account
from services.providers.base import OutgoingMessage


@dataclass(frozen=True)
class Lane:
    """Messages of one customer on one channel: campaign messages, or a conversation's (`is_chat`)."""

    customer_id: int
    channel: Channel
    is_chat: bool


@dataclass(frozen=True)
class Parcel:
    """A row committed as `sending`; times are epoch seconds. It is not sent after `deadline`."""

    lane: Lane
    row_id: int
    attempt_id: str
    attempts: int
    message: OutgoingMessage
    account: Account
    starts_at: float
    deadline: float


@dataclass(frozen=True)
class Taken:
    """Parcels to send now; `held_until` (epoch seconds) when the account may not send before."""

    parcels: tuple[Parcel, ...] = ()
    held_until: float = 0.0


class Result(StrEnum):
    SENT = "sent"
    LATER = "later"  # certainly not sent, try again
    UNSURE = "unsure"  # perhaps sent
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    """`seconds` is what the provider asked us to wait, when it did; with `only_recipient` others may be written to."""

    parcel: Parcel
    result: Result
    provider_id: str = ""
    words: str = ""
    seconds: float | None = None
    about: Refusal = Refusal.REQUEST
    only_recipient: bool = False
    account_answers: bool = False  # it answered other calls of the same moment

    @property
    def is_outage(self) -> bool:
        """Nobody answered, or without naming a time: the provider has trouble, not this message."""
        silent = self.result is Result.LATER and self.seconds is None and not self.only_recipient
        return (self.result is Result.UNSURE or silent) and not self.account_answers

    @property
    def is_answer(self) -> bool:
        """The provider looked at the message."""
        return self.result in {Result.SENT, Result.REFUSED} or (self.result is Result.LATER and self.only_recipient)
