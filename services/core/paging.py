"""A page of a list: what is asked for and what comes back (keyset, never OFFSET)."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE_SIZES = (25, 50, 100)
MOST_COUNTED = 10_001


@dataclass(frozen=True)
class PageRequest:
    """`after` is the cursor of the last row seen ("" for the first page); `size` rows at most."""

    search: str = ""
    order_by: str = ""
    descending: bool = True
    after: str = ""
    size: int = 50

    def __post_init__(self) -> None:
        object.__setattr__(self, "search", self.search.strip()[:200])
        object.__setattr__(self, "size", min(max(self.size, 1), 200))


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`total` is capped at 10,001; `next_after` is "" on the last page."""

    rows: list[Row] = field(default_factory=list)
    total: int = 0
    next_after: str = ""


def counted(total: int) -> str:
    """A capped count for people: "1,247" or "10,000+"."""
    return f"{MOST_COUNTED - 1:,}+" if total >= MOST_COUNTED else f"{total:,}"
