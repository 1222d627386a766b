"""Public holidays of India, on which campaigns rest, from the `holidays` package."""

from datetime import date
from functools import cache

INDIA = "IN"


def is_holiday(day: date, code: str) -> bool:
    """Whether `day` is one in `code`: "" for nowhere, "IN", or a state of it such as "IN-MH"."""
    return bool(code) and day in _of_year(code, day.year)


@cache
def _of_year(code: str, year: int) -> frozenset[date]:
    # Reading the package's calendars takes a tenth of a second: only who asks pays for it.
    from holidays import country_holidays

    country, _, state = code.partition("-")
    return frozenset(country_holidays(country, subdiv=state or None, years=year))


def states() -> tuple[str, ...]:
    """Codes of the Indian states whose own holidays are known."""
    from holidays import country_holidays

    return tuple(country_holidays(INDIA).subdivisions)
