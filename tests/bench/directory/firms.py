"""The invented directory's plan: which firms there are, on which listing, and what is wrong with their pages."""

from dataclasses import dataclass
from functools import cached_property
from random import Random

_CITIES = """
Ajmer Bhopal Chennai Dehradun Erode Faridabad Guwahati Hubli Indore Jaipur Kochi Lucknow Mysuru Nagpur Ooty Pune
Rajkot Surat Thrissur Udaipur
"""
_TRADES = "Bakers Caterers Dentists Electricians Florists Gyms Hotels Jewellers Plumbers Tutors"
_FIRST = "Amrit Bharat Chandra Deepak Ekta Ganesh Himalaya Jyoti Kaveri Lotus Malhar Nandini Om Royal"
_SECOND = "Brothers Corner House Junction Palace Point Services Studio Traders Works"
CITIES, TRADES, FIRST, SECOND = (words.split() for words in (_CITIES, _TRADES, _FIRST, _SECOND))
STREETS = ("MG Road", "Station Road", "Church Street", "Temple Lane", "Ring Road", "Park Street")
PER_PAGE = 20
PAGING = ("rel", "text", "query", "path", "html-json", "items-json", "endless", "session")
SLOW_SECONDS = 0.3


@dataclass(frozen=True)
class Firm:
    """One entry. `trouble` is "", "error", "cut", "charset", "huge", "denied" or "loop"."""

    number: int
    city: str
    trade: str
    trouble: str

    @property
    def name(self) -> str:
        first, second = FIRST[self.number % len(FIRST)], SECOND[self.number // len(FIRST) % len(SECOND)]
        return f"{first} {second} {self.trade[:-1]} {self.number}"

    @property
    def slug(self) -> str:
        return self.name.lower().replace(" ", "-")

    @property
    def path(self) -> str:
        folder = {"denied": "/private/firm", "loop": "/go"}.get(self.trouble, "/firm")
        return f"{folder}/{self.slug}"

    @property
    def phone(self) -> str:
        return f"+91{98_450_00000 + self.number * 7 % 100_000}"

    @property
    def email(self) -> str:
        return f"info@{self.slug}.in"

    @property
    def street(self) -> str:
        return f"{self.number % 190 + 1} {STREETS[self.number % len(STREETS)]}"

    @property
    def is_readable(self) -> bool:
        return self.trouble in {"", "charset"}

    @property
    def card_has_phone(self) -> bool:
        return self.number % 3 == 0 or not self.is_readable


@dataclass(frozen=True)
class Listing:
    """One trade in one city, over several pages."""

    city: str
    trade: str
    paging: str
    firms: tuple[Firm, ...]

    @property
    def path(self) -> str:
        return f"/{self.city.lower()}/{self.trade.lower()}"

    @property
    def last(self) -> int:
        return max(-(-len(self.firms) // PER_PAGE), 1)

    def page(self, number: int) -> tuple[Firm, ...]:
        return self.firms[(number - 1) * PER_PAGE : number * PER_PAGE]


@dataclass(frozen=True)
class Plan:
    """The whole site of about `pages` pages; the same plan for the same numbers."""

    pages: int

    @cached_property
    def listings(self) -> dict[str, Listing]:
        dice = Random(self.pages)
        count = max(self.pages // 50, len(PAGING))
        cities = CITIES[: max(count // len(TRADES), 3)]
        places = [(city, trade) for trade in TRADES for city in cities][:count]
        firms = iter(range(1, self.pages * 2))
        each = max((self.pages - len(places) * 3) // len(places), 8)
        made = {}
        for index, (city, trade) in enumerate(places):
            size = max(each + dice.randint(-each // 2, each // 2), 3)
            members = tuple(Firm(next(firms), city, trade, _trouble(dice)) for _ in range(size))
            listing = Listing(city, trade, PAGING[index % len(PAGING)], members)
            made[listing.path] = listing
        return made

    @cached_property
    def firms(self) -> dict[str, Firm]:
        return {firm.path: firm for listing in self.listings.values() for firm in listing.firms}

    def is_slow(self, path: str) -> bool:
        """One page in twenty takes its time, always the same ones."""
        return Random(f"{self.pages}{path}").random() < 0.05


def _trouble(dice: Random) -> str:
    draw = dice.random()
    for chance, trouble in ((0.005, "error"), (0.010, "cut"), (0.015, "charset"), (0.020, "huge")):
        if draw < chance:
            return trouble
    return "denied" if draw < 0.03 else "loop" if draw < 0.035 else ""
