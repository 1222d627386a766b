"""What people ask of the list of contacts: every kind of filter, search and order, alone and together."""

import itertools
from collections.abc import Iterator

from services.contacts.types import ContactFilters
from services.core.paging import PageRequest
from services.models import ContactSource, OutreachStatus, VerificationStatus

Asking = tuple[str, ContactFilters, str]  # search, filters, order

CITIES = ("Mumbai", "Pune", "Town 40", "Town 900", "Town 2900")
SEARCHES = {
    "one or two letters": ("r", "z", "ra", "zu", "om", "q", "सु"),
    "one word": ("dental", "sharma", "zanskar", "veterinary", "पाटील", "deshpande", "no such", "gulm"),
    "as it is typed": ("roh", "roha", "rohan", "rohan s", "rohan sh", "rohan sharma"),
    "two words": ("royal dental", "zubin fernandes", "priya legal", "zanskar veterinary", "सुनील पाटील", "om dental"),
    "phone": ("98200", "9820041", "41735", "98200 41735", "7654", "0999"),
    "email": ("info@", "sharma@royal", "@zanskar", "veterinary123", "royaldental77.in", ".in"),
}
_FILTERS = {
    "source": (ContactSource.MANUAL_IMPORT, ContactSource.AI_SCRAPING),
    "band": ("high", "medium", "low"),
    "outreach": (OutreachStatus.PENDING, OutreachStatus.SENT, OutreachStatus.RESPONDED),
    "verification": (VerificationStatus.INVALID, VerificationStatus.VERIFIED),
    "city": CITIES,
}
ORDERS = ("score", "newest", "name")


def filter_sets(size: int, campaigns: tuple[str, ...]) -> Iterator[ContactFilters]:
    """Every combination of `size` filters with each of their values."""
    values = {**_FILTERS, "campaign": campaigns}
    for names in itertools.combinations(values, size):
        for chosen in itertools.product(*(values[name] for name in names)):
            yield ContactFilters(**dict(zip(names, chosen, strict=True)))  # pyright: ignore


def askings(campaigns: tuple[str, ...]) -> dict[str, list[Asking]]:
    """By kind of event; the campaigns are public ids."""
    none = ContactFilters()
    found: dict[str, list[Asking]] = {
        "open": [("", none, "score")] * 30,
        "sort": [("", none, order) for order in ORDERS] * 10,
    }
    for size, name in ((1, "one filter"), (2, "two filters"), (3, "three filters")):
        sets = list(filter_sets(size, campaigns))
        found[name] = [("", filters, order) for filters in sets for order in (ORDERS if size < 3 else ("score",))]
    for name, searches in SEARCHES.items():
        found[f"search: {name}"] = [(search, none, order) for search in searches for order in ("score", "newest")]
    one = [filters for filters in filter_sets(1, campaigns) if filters.city or filters.band or filters.outreach]
    words = ("dental", "sharma", "royal dental", "98200", "zanskar")
    found["search and a filter"] = [(search, filters, "score") for search in words for filters in one]
    return found


def requested(asking: Asking, after: str = "") -> PageRequest:
    """Fifty rows of it, best or newest first, names from A."""
    search, _, order = asking
    return PageRequest(search=search, order_by=order, descending=order != "name", after=after)
