"""Plain data that extraction hands over."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """One value and how it was read: "mailto link", "json-ld", "text", …"""

    value: str
    method: str


@dataclass(frozen=True)
class Person:
    """Someone who is named on the page, with the title that stands beside the name."""

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""
    method: str = "text"


@dataclass(frozen=True)
class PageFacts:
    """Everything found on one page. Phones and faxes are E.164 where the number is valid, else as written.

    `emails` are those that the page shows, links or marks up; `scripted` those that only its scripts put together.
    """

    url: str
    emails: tuple[Reading, ...] = ()
    scripted: tuple[Reading, ...] = ()
    phones: tuple[Reading, ...] = ()
    faxes: tuple[Reading, ...] = ()
    companies: tuple[Reading, ...] = ()  # the likeliest first
    people: tuple[Person, ...] = ()
    cities: tuple[Reading, ...] = ()
    states: tuple[Reading, ...] = ()

    @property
    def addresses(self) -> tuple[Reading, ...]:
        """Every e-mail address, the shown ones first."""
        return (*self.emails, *self.scripted)

    @property
    def company(self) -> str:
        return self.companies[0].value if self.companies else ""

    @property
    def city(self) -> str:
        return self.cities[0].value if self.cities else ""
