"""Pure rules: given what was counted, which messages may go now and when the others are looked at again.

Every limit is decided here and nowhere else. services/outreach/allowances.py brings the counts and keeps them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

PAIR_GAP = timedelta(seconds=6)  # WhatsApp's limit between two messages to one person
TIER_WINDOW = timedelta(hours=24)
WARM_UP_FIRST = 20
WARM_UP_GROWTH = 1.5
WARM_UP_DAYS = 30  # after so many days the ramp lies above every limit that can be set


class Why(StrEnum):
    """What holds a message back."""

    HOURS = "hours"
    GAP = "gap"
    PAIR = "pair"
    PEOPLE = "people"
    CAMPAIGN = "campaign"
    ACCOUNT = "account"
    CHANNEL = "channel"
    BUDGET = "budget"


WORDS: dict[Why, str] = {
    Why.HOURS: "Waits for the end of the quiet hours.",
    Why.GAP: "Waits: this person was written to a short while ago.",
    Why.PAIR: "Waits a few seconds: WhatsApp allows one message in six seconds to a person.",
    Why.PEOPLE: "Waits: WhatsApp's limit of people a day is reached.",
    Why.CAMPAIGN: "Waits for tomorrow: the campaign's daily limit is reached.",
    Why.ACCOUNT: "Waits for tomorrow: the account's daily limit is reached.",
    Why.CHANNEL: "Waits for tomorrow: the daily limit in Settings → Sending is reached.",
    Why.BUDGET: "Waits for tomorrow: today's budget for messages is used up.",
}
REFUSALS: dict[Why, str] = {
    Why.HOURS: "This person's quiet hours or days off last until {when}, by their clock. Write then.",
    Why.PEOPLE: "WhatsApp's limit of people a day is reached until {when}.",
    Why.ACCOUNT: "The account's daily limit is reached. Write again from {when}.",
    Why.CHANNEL: "The daily limit for this channel is reached. Write again from {when}, or raise it in Settings.",
    Why.BUDGET: "Today's budget for messages is used up. Write again from {when}, or raise it in Settings.",
}
OF_ACCOUNT = {Why.PEOPLE, Why.ACCOUNT}  # another account may have room
FOR_ALL = {Why.PEOPLE, Why.ACCOUNT, Why.CHANNEL, Why.BUDGET}  # what holds one back holds the whole lane


@dataclass(frozen=True)
class Cap:
    """At most `most` of `subject` a day, of which `used` are taken; it starts afresh at `again_at`."""

    subject: str
    why: Why
    most: int
    used: int
    again_at: datetime


@dataclass(frozen=True)
class Wish:
    """A message that is due. `takes` says how many of each subject it needs: one message, or its price in paise.

    `by_hand`: a person wrote it to this one person, so the gap between campaigns does not hold it.
    """

    key: int
    person: int
    recipient: str
    open_at: datetime
    takes: Mapping[str, int]
    by_hand: bool = False


@dataclass(frozen=True)
class People:
    """Who was written to: `last` by person, `pair_free` by address, and who counts for WhatsApp's limit of people.

    `most` None is no limit; `number` people count at present and the first of them leaves at `leaves_at`.
    """

    gap: timedelta = timedelta()
    last: Mapping[int | str, datetime] = field(default_factory=dict)
    pair_gap: timedelta = timedelta()
    pair_free: Mapping[str, datetime] = field(default_factory=dict)
    most: int | None = None
    number: int = 0
    known: frozenset[str] = frozenset()
    leaves_at: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """`again_at` None: it may go now, and is counted."""

    key: int
    again_at: datetime | None = None
    why: Why | None = None


def decide(wishes: Iterable[Wish], caps: Sequence[Cap], people: People, at: datetime) -> list[Verdict]:
    """One verdict a wish, in order; each that goes is counted before the next is looked at."""
    counting = _Counting({cap.subject: cap for cap in caps}, people, at)
    return [counting.verdict(wish) for wish in wishes]


class _Counting:
    """The counts as they change while the wishes of one turn are looked at."""

    def __init__(self, caps: Mapping[str, Cap], people: People, at: datetime) -> None:
        self._caps, self._people, self._at = caps, people, at
        self._used = {subject: cap.used for subject, cap in caps.items()}
        self._last, self._pair_free = dict(people.last), dict(people.pair_free)
        self._known, self._number = set(people.known), people.number

    def verdict(self, wish: Wish) -> Verdict:
        """Hold it back for the first thing that stands against it, or count it."""
        held = self._held_by_person(wish) or self._held_by_people(wish) or self._held_by_cap(wish)
        if held:
            return Verdict(wish.key, *held)
        for subject, number in wish.takes.items():
            if subject in self._used:
                self._used[subject] += number
        self._last[wish.person] = self._last[wish.recipient] = self._at
        self._pair_free[wish.recipient] = self._at + self._people.pair_gap
        if wish.recipient not in self._known:
            self._known.add(wish.recipient)
            self._number += 1
        return Verdict(wish.key)

    def _held_by_person(self, wish: Wish) -> tuple[datetime, Why] | None:
        if wish.open_at > self._at:
            return wish.open_at, Why.HOURS
        before = [self._last[key] for key in (wish.person, wish.recipient) if key in self._last]
        rested = max(before) + self._people.gap if before and not wish.by_hand else self._at
        if rested > self._at:
            return rested, Why.GAP
        free = self._pair_free.get(wish.recipient, self._at)
        return (free, Why.PAIR) if free > self._at else None

    def _held_by_people(self, wish: Wish) -> tuple[datetime, Why] | None:
        most = self._people.most
        if most is None or wish.recipient in self._known or self._number < most:
            return None
        first = self._people.leaves_at or self._at + TIER_WINDOW
        return max(first, self._at + timedelta(minutes=1)), Why.PEOPLE

    def _held_by_cap(self, wish: Wish) -> tuple[datetime, Why] | None:
        for subject, number in wish.takes.items():
            cap = self._caps.get(subject)
            if cap and number and self._used[subject] + number > cap.most:
                return cap.again_at, cap.why
        return None


def refusal(verdict: Verdict, zone: str) -> str:
    """Why a message that somebody wants to send now would wait, "" when it goes; a wait of seconds is none."""
    if verdict.again_at is None or verdict.why is None or verdict.why not in REFUSALS:
        return ""
    local = verdict.again_at.astimezone(ZoneInfo(zone))
    return REFUSALS[verdict.why].format(when=f"{local.day} {local:%b, %H:%M}")


def warm_up(started: date | None, day: date) -> int | None:
    """Messages that a new sender may send on `day`; None when it is not, or no longer, warming up."""
    if started is None:
        return None
    days = max((day - started).days, 0)
    return int(WARM_UP_FIRST * WARM_UP_GROWTH**days) if days < WARM_UP_DAYS else None


def account_most(daily_limit: int | None, started: date | None, day: date) -> int | None:
    """What an account may send on `day`: the lesser of its own limit and the ramp; None for no limit."""
    given = [number for number in (daily_limit, warm_up(started, day)) if number is not None]
    return min(given) if given else None
