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
    """`total` is capped at 10,001, or not counted to its end (`is_least`); `next_after` is "" on the last page."""

    rows: list[Row] = field(default_factory=list)
    total: int = 0
    next_after: str = ""
    is_least: bool = False


def counted(total: int, *, is_least: bool = False) -> str:
    """A capped count for people: "1,247", "10,000+", or "300+" when at least that many (rounded down) were seen."""
    if total >= MOST_COUNTED:
        return f"{MOST_COUNTED - 1:,}+"
    if is_least:
        step = 10 ** (len(str(total)) - 1)
        return f"{total // step * step:,}+"
    return f"{total:,}"
