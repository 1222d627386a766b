"""Pure. What may be told, by which ways, when, and in how many words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from services.calls.rules import WorkingHours
from services.core.clock import local_day
from services.core.days_off import is_holiday
from services.core.scope import Role
from services.models import NoticeWay
from services.outreach.windows import Hours, next_allowed

MOST_SINGLE = 5  # more that are due at the same moment are told as one
MOST_ATTEMPTS = 8
FIRST_LINE = 120
_LISTED = 20
_LONGEST_BREAK_DAYS = 60
_LONGEST_WAIT = timedelta(hours=1)


class Event(StrEnum):
    """What a person may choose about. The digest is chosen by its hour."""

    NEW_LEAD = "new_lead"
    UNANSWERED = "unanswered"
    ANSWER = "answer"
    CALL = "call"
    REMINDER = "reminder"
    TROUBLE = "trouble"
    FINISHED = "finished"


@dataclass(frozen=True)
class EventWords:
    """`one` and `many` count it in a summary; `one` alone is all that a push says when the text is hidden."""

    label: str
    detail: str
    one: str
    many: str


WORDS: dict[Event, EventWords] = {
    Event.NEW_LEAD: EventWords("New lead", "Somebody answered or filled in a form.", "New lead", "new leads"),
    Event.UNANSWERED: EventWords(
        "Lead without an answer", "Nobody answered a new lead in time.", "Lead without an answer", "leads unanswered"
    ),
    Event.ANSWER: EventWords("Answer in a conversation", "A lead wrote again.", "New answer", "new answers"),
    Event.CALL: EventWords(
        "Call booked, moved or cancelled", "By the lead, on the page you sent.", "News of a call", "news of calls"
    ),
    Event.REMINDER: EventWords(
        "Reminder", "Of a lead, or of a snoozed conversation, at the time that was chosen.", "Reminder", "reminders"
    ),
    Event.TROUBLE: EventWords(
        "Trouble", "A campaign was paused, an account or an import failed.", "Something needs you", "things need you"
    ),
    Event.FINISHED: EventWords(
        "Work that is finished", "An import, a change of many contacts, a test of texts.", "Work finished", "finished"
    ),
}
_EVENTS = {
    "lead_new": Event.NEW_LEAD,
    "lead_returned": Event.NEW_LEAD,
    "lead_unanswered": Event.UNANSWERED,
    "answer": Event.ANSWER,
    "answered_automatically": Event.ANSWER,
    "call": Event.CALL,
    "reminder": Event.REMINDER,
    "snooze_over": Event.REMINDER,
    "account_notice": Event.TROUBLE,
    "campaign_paused": Event.TROUBLE,
    "ad_lead_unread": Event.TROUBLE,
    "import_failed": Event.TROUBLE,
    "search_failed": Event.TROUBLE,
    "outside_unknown": Event.TROUBLE,
}
_BY_DEFAULT = {
    Event.NEW_LEAD: (NoticeWay.PUSH, NoticeWay.EMAIL),
    Event.UNANSWERED: (NoticeWay.PUSH, NoticeWay.EMAIL),
    Event.ANSWER: (NoticeWay.PUSH,),
    Event.CALL: (NoticeWay.PUSH, NoticeWay.EMAIL),
    Event.REMINDER: (NoticeWay.PUSH,),
    Event.TROUBLE: (NoticeWay.PUSH, NoticeWay.EMAIL),
    Event.FINISHED: (),
}


@dataclass(frozen=True)
class Line:
    """One notification as it is told."""

    event: Event
    title: str
    body: str
    link: str


def event_of(kind: str) -> Event:
    """What the person chose about, for a notification's kind."""
    return _EVENTS.get(kind, Event.FINISHED)


def ways_for(event: Event, chosen: Mapping[str, Any], role: Role) -> frozenset[NoticeWay]:
    """The ways that a person is told of `event`: their choice, or else the default. Viewers are told when they ask."""
    if event in chosen:
        known = {way.value for way in NoticeWay}
        return frozenset(NoticeWay(way) for way in chosen[event] if way in known)
    return frozenset() if role == Role.VIEWER else frozenset(_BY_DEFAULT[event])


def quiet_until(at: datetime, quiet_from: str, until: str, zone: str) -> datetime | None:
    """When the quiet that `at` lies in is over; None outside of it."""
    if not (quiet_from and until):
        return None
    ends = next_allowed(at, Hours(zone, quiet_from, until))
    return ends if ends > at else None


def next_time(clock: str, after: datetime, zone: str) -> datetime:
    """The first instant after `after` at which clocks in `zone` show `clock` ("HH:MM")."""
    day = local_day(after, zone)
    wanted = time.fromisoformat(clock)
    found = (datetime.combine(day + timedelta(days=n), wanted, ZoneInfo(zone)).astimezone(UTC) for n in range(3))
    return next(at for at in found if at > after)


def deadline(since: datetime, minutes: int, hours: WorkingHours) -> datetime | None:
    """When `minutes` of working time have passed since `since`; None where there is hardly any working time at all."""
    left, day = timedelta(minutes=minutes), local_day(since, hours.zone)
    for number in range(_LONGEST_BREAK_DAYS):
        opens, closes = _working_day(day + timedelta(days=number), hours)
        begins = max(opens, since)
        if begins + left <= closes:
            return begins + left
        left -= max(closes - begins, timedelta())
    return None


def _working_day(day: date, hours: WorkingHours) -> tuple[datetime, datetime]:
    """Its beginning and end in UTC, both the same on a day of rest."""
    rests = day.weekday() not in hours.days or is_holiday(day, hours.holidays)
    ends = hours.opens if rests else hours.closes
    zone = ZoneInfo(hours.zone)
    opens, closes = (datetime.combine(day, time.fromisoformat(clock), zone) for clock in (hours.opens, ends))
    return opens.astimezone(UTC), closes.astimezone(UTC)


def bundles(held: Sequence[bool]) -> list[list[int]]:
    """Which of the things that are due go out together, by their places: what quiet hours held goes as one."""
    if len(held) > MOST_SINGLE:
        return [list(range(len(held)))]
    together = [place for place, is_held in enumerate(held) if is_held]
    return ([together] if together else []) + [[place] for place, is_held in enumerate(held) if not is_held]


def wait_before(attempts: int, retry_after: float | None) -> timedelta | None:
    """How long until the next attempt after `attempts`; None: no more. A provider's longer wish is respected."""
    if attempts >= MOST_ATTEMPTS:
        return None
    own = min(timedelta(seconds=5 * 2 ** (attempts - 1)), _LONGEST_WAIT)
    return max(own, timedelta(seconds=retry_after or 0))


def first_line(text: str, most: int = FIRST_LINE) -> str:
    """The first line with words in it, shortened."""
    line = next((" ".join(one.split()) for one in text.splitlines() if one.strip()), "")
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def counted(events: Collection[Event]) -> str:
    """ "3 new leads, 1 new answer"."""
    order = list(Event)
    grouped = groupby(sorted(events, key=order.index))
    parts = [(WORDS[event], len(list(same))) for event, same in grouped]
    return ", ".join(f"{n} {words.many if n > 1 else words.one[0].lower() + words.one[1:]}" for words, n in parts)


def summed(lines: Sequence[Line], link: str) -> Line:
    """One line that stands for all; `link` is where several are seen."""
    if len(lines) == 1:
        return lines[0]
    titles = [line.title for line in lines[:_LISTED]]
    more = [f"and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
    events = [line.event for line in lines]
    return Line(events[0], f"While you were away: {counted(events)}", "\n".join([*titles, *more]), link)


def is_clock(clock: str) -> bool:
    """Whether `clock` is a time of day such as "09:00"."""
    try:
        return time.fromisoformat(clock) is not None and len(clock) == 5
    except ValueError:
        return False
