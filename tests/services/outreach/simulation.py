"""A sending machine without a database or a network: only the rules of limits.py, its counts, and a clock of its own.

Workers take turns in any order, calls fail, answers are lost, workers die before and after a call, and the clock
jumps back. What left is written down as a provider would see it, and checked against every limit afterwards.
"""

import heapq
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise

from services.core.clock import local_day, start_of_day
from services.outreach.limits import PAIR_GAP, TIER_WINDOW, Cap, People, Why, Wish, account_most, decide
from services.outreach.windows import Hours, next_allowed

ZONE = "Asia/Kolkata"
START = datetime(2026, 10, 20, 3, 30, tzinfo=UTC)
DAYS = 60
IN_FLIGHT = timedelta(seconds=20)
LEASE = timedelta(seconds=30)
BATCH = 20


@dataclass(frozen=True)
class Limits:
    """What one example allows; None and 0 are no limit."""

    campaign: tuple[int, ...]
    account: int | None
    channel: int
    budget: int
    gap_days: int
    people: int | None
    warm_up: bool
    hours: Hours
    paise: int = 132


@dataclass
class Mail:
    """One message: where it stands, and every moment at which it left."""

    key: int
    campaign: int
    person: int
    send_at: datetime
    state: str = "pending"
    counted_at: datetime | None = None
    sent_at: datetime | None = None
    left: list[tuple[datetime, datetime]] = field(default_factory=list)  # counted, departed

    @property
    def moment(self) -> datetime | None:
        return (self.sent_at or self.counted_at) if self.counted_at else None

    @property
    def recipient(self) -> str:
        return f"+9198{self.person:08d}"


class Machine:
    """The counts and the messages of one customer, channel and account."""

    def __init__(self, limits: Limits, seed: int, messages: int) -> None:
        self.limits, self._random = limits, random.Random(seed)
        self.used: Counter[tuple[str, object]] = Counter()
        self._events: list[tuple[datetime, int, str, Mail | None]] = []
        self._order, self._skew = count(), timedelta()
        self.mails = [self._arriving(key) for key in range(messages)]
        for _ in range(DAYS * 6):
            self._at(START + timedelta(seconds=self._random.randrange(DAYS * 86_400)), "turn")
        for _ in range(8):
            self._at(START + timedelta(seconds=self._random.randrange(DAYS * 86_400)), "jump")

    def _arriving(self, key: int) -> Mail:
        comes = START + timedelta(seconds=self._random.randrange((DAYS - 20) * 86_400) * self._random.choice((0, 1)))
        people = 40 if self._random.random() < 0.3 else 4_000
        return Mail(key, self._random.randrange(len(self.limits.campaign)), self._random.randrange(people), comes)

    def run(self) -> None:
        while self._events:
            true_time, _, what, mail = heapq.heappop(self._events)
            at = true_time + self._skew
            if what == "turn":
                self._turn(true_time, at)
            elif what == "jump":
                self._skew -= timedelta(minutes=self._random.randrange(120))
            elif mail:
                getattr(self, f"_{what}")(mail, at)

    def _at(self, when: datetime, what: str, mail: Mail | None = None) -> None:
        heapq.heappush(self._events, (when, next(self._order), what, mail))

    def _turn(self, true_time: datetime, at: datetime) -> None:
        """Two workers claim one batch after the other before either has sent anything."""
        more = False
        for _worker in range(2):
            due = [mail for mail in self.mails if mail.state == "pending" and mail.send_at <= at][:BATCH]
            wishes = [self._wish(mail, at) for mail in due]
            for verdict in decide(wishes, self._caps(at), self._people(due, at), at):
                mail = self.mails[verdict.key]
                if verdict.again_at:
                    assert verdict.again_at > at
                    mail.send_at = verdict.again_at
                else:
                    self._claim(mail, at, true_time)
            more = more or bool(due)
        if more:
            self._at(true_time + timedelta(seconds=self._random.randrange(1, 60)), "turn")

    def _claim(self, mail: Mail, at: datetime, true_time: datetime) -> None:
        mail.state, mail.counted_at, mail.sent_at = "sending", at, None
        self._count(mail, at, 1)
        fate = self._random.random()
        departs = true_time + IN_FLIGHT * self._random.random()
        if fate < 0.04:  # died before the call
            self._at(true_time + LEASE, "released", mail)
        elif fate < 0.08:
            self._at(departs, "refused", mail)
        elif fate < 0.12:  # died, or the answer was lost, after the call
            self._at(departs, "departed", mail)
            self._at(true_time + timedelta(seconds=90), "found", mail)
        else:
            self._at(departs, "departed", mail)
            self._at(departs + timedelta(seconds=self._random.random() * 3), "answered", mail)

    def _departed(self, mail: Mail, at: datetime) -> None:
        assert mail.counted_at
        if local_day(at, ZONE) > local_day(mail.counted_at, ZONE):
            self._released(mail, at)
        else:
            mail.left.append((mail.counted_at, at))

    def _answered(self, mail: Mail, at: datetime) -> None:
        if mail.state == "sending":
            mail.state, mail.sent_at = "sent", at

    def _found(self, mail: Mail, at: datetime) -> None:
        if mail.state == "sending":
            mail.state, mail.sent_at = "sent", mail.counted_at

    def _refused(self, mail: Mail, at: datetime) -> None:
        self._released(mail, at)
        mail.state = "failed"

    def _released(self, mail: Mail, at: datetime) -> None:
        assert mail.counted_at
        self._count(mail, mail.counted_at, -1)
        mail.state, mail.counted_at, mail.send_at = "pending", None, at

    def _count(self, mail: Mail, at: datetime, number: int) -> None:
        day = local_day(at, ZONE)
        for subject, taken in self._wish(mail, at).takes.items():
            self.used[subject, day] += taken * number
            assert self.used[subject, day] >= 0

    def _wish(self, mail: Mail, at: datetime) -> Wish:
        takes = {f"campaign:{mail.campaign}": 1, "account": 1, "whatsapp": 1, "paise": self.limits.paise}
        return Wish(mail.key, mail.person, mail.recipient, next_allowed(at, self.limits.hours), takes)

    def most(self, at: datetime) -> dict[str, tuple[Why, int]]:
        """Every limit by day that holds at `at`."""
        day, limits = local_day(at, ZONE), self.limits
        found = {f"campaign:{number}": (Why.CAMPAIGN, most) for number, most in enumerate(limits.campaign)}
        own = account_most(limits.account, local_day(START, ZONE) if limits.warm_up else None, day)
        if own is not None:
            found["account"] = Why.ACCOUNT, own
        if limits.budget:
            found["paise"] = Why.BUDGET, limits.budget
        return {**found, "whatsapp": (Why.CHANNEL, limits.channel)}

    def _caps(self, at: datetime) -> list[Cap]:
        day = local_day(at, ZONE)
        tomorrow = start_of_day(day + timedelta(days=1), ZONE)
        return [
            Cap(subject, why, most, self.used[subject, day], tomorrow) for subject, (why, most) in self.most(at).items()
        ]

    def _people(self, due: list[Mail], at: datetime) -> People:
        gap, last, free = timedelta(days=self.limits.gap_days), dict[int | str, datetime](), dict[str, datetime]()
        persons, recent = {mail.person for mail in due}, dict[str, datetime]()
        for mail in self.mails:
            moment = mail.moment
            if moment is None:
                continue
            if moment > at - TIER_WINDOW:
                recent[mail.recipient] = max(moment, recent.get(mail.recipient, moment))
            if mail.person in persons:
                last[mail.person] = max(moment, last.get(mail.person, moment))
                if moment > at - timedelta(minutes=1):
                    freed = (mail.sent_at or at) + PAIR_GAP
                    free[mail.recipient] = max(freed, free.get(mail.recipient, freed))
        leaves = min(recent.values()) + TIER_WINDOW if recent else None
        held = last if gap else {}
        return People(gap, held, PAIR_GAP, free, self.limits.people, len(recent), frozenset(recent), leaves)


def departures(machine: Machine) -> list[tuple[Mail, datetime, datetime]]:
    """(message, when it was counted, when it left), in the order in which they left."""
    found = [(mail, counted, left) for mail in machine.mails for counted, left in mail.left]
    return sorted(found, key=lambda one: one[2])


def check(machine: Machine) -> None:
    """Never one over any limit, counts that say what left, and nothing twice."""
    limits, gone = machine.limits, departures(machine)
    assert all(len(mail.left) <= 1 for mail in machine.mails)
    assert all(next_allowed(counted, limits.hours) == counted for _, counted, _ in gone)
    by_day: Counter[tuple[str, object]] = Counter()
    by_person: dict[int, list[datetime]] = defaultdict(list)
    for mail, counted, left in gone:
        assert local_day(counted, ZONE) >= local_day(left, ZONE)
        by_person[mail.person].append(left)
        for subject in (f"campaign:{mail.campaign}", "account", "whatsapp"):
            by_day[subject, local_day(counted, ZONE)] += 1
        by_day["paise", local_day(counted, ZONE)] += limits.paise
    assert {key: number for key, number in machine.used.items() if number} == dict(by_day)
    for (subject, day), number in by_day.items():
        most = machine.most(start_of_day(day, ZONE)).get(subject)  # type: ignore[arg-type]
        assert most is None or number <= most[1], (subject, day, number)
    closest = max(timedelta(days=limits.gap_days) - IN_FLIGHT * 2, PAIR_GAP)
    for moments in by_person.values():
        assert all(later - earlier >= closest for earlier, later in pairwise(moments))
    if limits.people is not None:
        check_people([(mail.recipient, left) for mail, _, left in gone], limits.people)


def check_people(gone: list[tuple[str, datetime]], most: int) -> None:
    """No 24 hours hold more different people than `most`."""
    within: Counter[str] = Counter()
    first = 0
    for recipient, left in gone:
        within[recipient] += 1
        while gone[first][1] <= left - timedelta(hours=24):
            within[gone[first][0]] -= 1
            within += Counter()
            first += 1
        assert len(within) <= most
