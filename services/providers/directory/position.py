"""How far a walk has come: a tree of listings, each with its page and the entries of it that are done.

Entries are worked on side by side and done in any order, so a listing keeps the page of its oldest unfinished entry
and the numbers that are done from there on; a listing inside an entry (a city, a trade) hangs under the entry's number.
"""

import json
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Chain:
    """The pages of one listing in their order; entries are numbered from 0 at its first unfinished page."""

    url: str
    depth: int = 0
    parent: "Chain | None" = None
    number: int = 0  # of the entry of the parent that this listing is
    industry: str = ""
    pages: deque[tuple[str, int]] = field(default_factory=deque)  # address and first number
    done: set[int] = field(default_factory=set)
    children: "dict[int, Chain]" = field(default_factory=dict)
    saved: dict[int, Mapping[str, Any]] = field(default_factory=dict)  # children of a walk before
    count: int = 0  # entries numbered so far
    waiting: int = 0  # entries that nobody has worked on yet
    ended: bool = False
    following: str = ""
    stepping: bool = False  # its next page is being read
    read: int = 0  # pages so far
    visited: set[str] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)
    own: frozenset[str] = frozenset()
    shape: str = ""
    businesses: int = 0  # bare entries that were no lists
    inner_shape: str = ""  # of the lists that its entries lead to

    def resume(self, saved: Mapping[str, Any]) -> None:
        """Go on from what `written` gave."""
        self.url = str(saved.get("u") or self.url)
        self.done = _numbers(str(saved.get("d", "")))
        inner = saved.get("c")
        if isinstance(inner, dict):
            self.saved = {
                int(key): value for key, value in inner.items() if key.isdecimal() and isinstance(value, dict)
            }

    def add_page(self, url: str, entries: int) -> int:
        """Number the entries of the next page; the first of the numbers."""
        first = self.count
        self.pages.append((url, first))
        self.count += entries
        return first

    def finish(self, number: int) -> None:
        """The entry is done; pages without an unfinished one are left behind, and a listing at its end is done too."""
        self.done.add(number)
        self.children.pop(number, None)
        while len(self.pages) > 1 and all(one in self.done for one in range(self.pages[0][1], self.pages[1][1])):
            self.pages.popleft()
            self.done = {one for one in self.done if one >= self.pages[0][1]}
        self.finish_if_over()

    def finish_if_over(self) -> None:
        if self.ended and self.parent is not None and self.parent.children.get(self.number) is self and self.is_done:
            self.parent.finish(self.number)

    @property
    def is_done(self) -> bool:
        first = self.pages[0][1] if self.pages else 0
        return all(number in self.done for number in range(first, self.count))

    def written(self) -> dict[str, Any]:
        first = self.pages[0][1] if self.pages else 0
        made: dict[str, Any] = {"u": self.pages[0][0] if self.pages else self.url}
        if self.done:
            made["d"] = _ranges(number - first for number in self.done)
        inner = {str(number - first): child.written() for number, child in self.children.items()}
        inner |= {str(number - first): saved for number, saved in self.saved.items() if number not in self.done}
        return made | ({"c": inner} if inner else {})


def cursor_of(root: Chain) -> str:
    return json.dumps(root.written(), separators=(",", ":"))


def read_cursor(cursor: str) -> dict[str, Any]:
    """What `cursor_of` wrote; {} for anything else, so that a walk begins anew."""
    try:
        data = json.loads(cursor) if cursor.startswith("{") else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _ranges(numbers: Iterable[int]) -> str:
    """ "0-4,7" for 0, 1, 2, 3, 4 and 7."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def _numbers(text: str) -> set[int]:
    made: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first.isdecimal() and len(first) < 7 and (not last or (last.isdecimal() and len(last) < 7)):
            made |= set(range(int(first), int(last or first) + 1))
    return made
