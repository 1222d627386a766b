"""What a provider's error code means: in plain words, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from services.core.errors import ProviderDown, ProviderError, ProviderRefused, Refusal

HOUR = 3600.0
REST_SECONDS = 25 * HOUR  # WhatsApp's cap on advertising to one person lasts a day
Code = TypeVar("Code", int, str)


@dataclass(frozen=True)
class Meaning:
    """With `again_after` (seconds) it was certainly not sent and is tried again; without, it was refused for good.

    `only_recipient`: the wait is about this recipient, and the account goes on writing to others.
    """

    words: str
    about: Refusal = Refusal.REQUEST
    again_after: float | None = None
    only_recipient: bool = False

    def error(self, provider: str, code: str, asked: float | None = None) -> ProviderError:
        """Our error for it; `asked` are the seconds that the provider itself named."""
        if self.again_after is None:
            return ProviderRefused(provider, self.words, code, self.about)
        wait = self.again_after if asked is None else asked
        return ProviderDown(provider, self.words, code, wait, only_recipient=self.only_recipient)


def again(words: str, seconds: float) -> Meaning:
    """The account has to wait."""
    return Meaning(words, again_after=seconds)


def rest(words: str) -> Meaning:
    """This person is not written to for a day; others are."""
    return Meaning(words, Refusal.RESTING, REST_SECONDS, only_recipient=True)


def account(words: str) -> Meaning:
    return Meaning(words, Refusal.ACCOUNT)


def address(words: str) -> Meaning:
    return Meaning(words, Refusal.ADDRESS)


def opted_out(words: str) -> Meaning:
    return Meaning(words, Refusal.OPTED_OUT)


def template(words: str) -> Meaning:
    return Meaning(words, Refusal.TEMPLATE)


def number(given: object) -> int:
    """A code as the provider wrote it, as a number or as digits; 0 for anything else."""
    return int(str(given)) if str(given).isdecimal() else 0


def meaning_of(table: Mapping[Code, Meaning], code: Code, title: str) -> Meaning:
    """The table's entry; an unknown code is about this one message."""
    return table.get(code) or Meaning(f"{title} refused the message (code {code}).")
