"""How the accounts that send are doing."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

import reflex as rx

from services.db import in_reading
from services.live import Topic
from services.models import Channel
from services.outreach.breakers import BOUNCES, COMPLAINTS, Breaker, Reputation
from services.outreach.limits import WARM_UP_DAYS
from services.outreach.sender_health import SenderHealth, sender_health
from state.base import AppState
from state.compose import CHANNEL_WORDS
from state.outreach_history import day_bars
from state.trouble import told
from state.words import ago

_QUALITY = {"low": ("Low", "bad"), "medium": ("Medium", "warm"), "high": ("High", "good")}
_NEAR = 2  # from half of what trips a breaker on, the figure is warm


@dataclass(frozen=True)
class ReasonLine:
    words: str
    number: str
    when: str


@dataclass(frozen=True)
class RateLine:
    """A share of what was sent, against what stops the account; `tone` is good, warm, bad or neutral."""

    name: str
    share: str
    detail: str
    tone: str


@dataclass(frozen=True)
class SenderView:
    """One account. `used_percent` of today's limit, 0 without one; `days` are rows of a chart."""

    provider: str
    title: str
    channel: str
    words: str
    tone: str
    today: str
    today_note: str
    used_percent: int
    has_limit: bool
    pace: str
    week: str
    week_note: str
    tested: str
    error: str
    is_used: bool
    days: list[dict[str, Any]] = field(default_factory=list)
    rates: list[RateLine] = field(default_factory=list)
    reasons: list[ReasonLine] = field(default_factory=list)


class SenderHealthState(AppState):
    """Read again whenever messages move."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.OUTREACH})

    ready: bool = False
    problem: str = ""
    senders: list[SenderView] = []

    @rx.event
    async def load(self) -> None:
        """Show every account."""
        self.problem = ""
        try:
            await self.refresh()  # pyright: ignore[reportGeneralTypeIssues]
        except Exception as trouble:  # noqa: BLE001 - told() logs what is not expected
            self.senders, self.problem, self.ready = [], told(trouble), True

    @rx.event
    async def refresh(self) -> None:
        """Read the figures again; what is equal is not sent again."""
        scope = await self._scope()
        found = [_view(one) for one in await in_reading(scope, sender_health, scope)]
        if found != self.senders:
            self.senders = found
        self.ready = True


def _view(one: SenderHealth) -> SenderView:
    most = one.most_today
    return SenderView(
        provider=one.account.provider,
        title=one.account.title,
        channel=CHANNEL_WORDS[Channel(one.account.channel)],
        words=one.account.words,
        tone=one.account.tone,
        today=f"{one.sent_today:,}" if most is None else f"{one.sent_today:,} of {most:,}",
        today_note=f"Warm-up, day {one.warm_up_day} of {WARM_UP_DAYS}" if one.warm_up_day else "",
        used_percent=min(100, one.sent_today * 100 // most) if most else 0,
        has_limit=most is not None,
        pace=f"{one.per_second:g} a second" if one.per_second else "",
        week=f"{one.week:,}",
        week_note=f"{one.arrived:,} arrived, {one.failed:,} failed" if one.week else "Nothing left in seven days",
        tested=f"Tested {ago(one.tested_at)}" if one.tested_at else "",
        error=one.error,
        is_used=one.account.sends or one.week > 0,
        days=day_bars(one.days),
        rates=_rates(one),
        reasons=[ReasonLine(reason.words, f"{reason.number:,}", ago(reason.last_at)) for reason in one.reasons],
    )


def _rates(one: SenderHealth) -> list[RateLine]:
    if one.reputation is not None:
        found = one.reputation
        return [_rate("Bounced", found.bounced, found, BOUNCES), _rate("Spam", found.complained, found, COMPLAINTS)]
    quality, tone = _QUALITY.get(one.quality, ("Nothing heard", "neutral"))
    limit = f"of {one.people_a_day:,} that WhatsApp allows" if one.people_a_day else "WhatsApp's limit is not set"
    is_full = one.people_a_day is not None and one.people_today >= one.people_a_day
    return [
        RateLine("Quality", quality, "What WhatsApp says of the number", tone),
        RateLine("New people", f"{one.people_today:,}", f"{limit}, in 24 hours", "warm" if is_full else "neutral"),
    ]


def _rate(name: str, bad: int, found: Reputation, breaker: Breaker) -> RateLine:
    limit = f"{breaker.basis_points / 100:g} %"
    if found.sent < breaker.sample:
        detail = f"{bad:,} of {found.sent:,} in 7 days; counts from {breaker.sample:,} on"
        return RateLine(name, "Too few", detail, "neutral")
    share = bad * 10_000 / found.sent
    tone = "bad" if share >= breaker.basis_points else "warm" if share * _NEAR >= breaker.basis_points else "good"
    return RateLine(name, f"{share / 100:.2f} %", f"{bad:,} of {found.sent:,} in 7 days; stops at {limit}", tone)
