"""What the dialog and the lead's page show of calls."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Arranged:
    """What became of a call; `untold` says in words why the lead got no e-mail, "" when they do."""

    call_id: str
    at: datetime
    untold: str = ""


@dataclass(frozen=True)
class DayOfTimes:
    """The free times of one day, as UTC; `day` is the customer's own."""

    day: date
    times: list[datetime]


@dataclass(frozen=True)
class FreeTimes:
    """What the dialog offers for one day; `untold` says why the lead will get no e-mail."""

    zone: str
    host: str  # who calls; "" for nobody in particular
    times: list[datetime]
    untold: str = ""


@dataclass(frozen=True)
class LinkPage:
    """What the lead sees; `call_at` is the call that this link arranged, when there is one to come."""

    business: str
    minutes: int
    zone: str
    is_over: bool = False
    call_at: datetime | None = None
    days: list[DayOfTimes] = field(default_factory=list)
