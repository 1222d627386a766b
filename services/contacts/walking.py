"""One search of the list: its walk along an order's index, what the text index offers, and gathering matches."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, true
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from services.contacts import tallies, words
from services.core.keyset import beyond, capped_count, ordered, parse_cursor
from services.core.paging import PageRequest
from services.models import Contact

SORTABLE: dict[str, Mapped[Any]] = {
    "newest": col(Contact.id),
    "score": col(Contact.quality_score),
    "name": col(Contact.name),
}
WALKED = 10_000  # entries of the order's index that are looked at before the matches are gathered
READ = 1_500  # the same where each contact's text has to be read
FEW = 1_500  # contacts with the words that are gathered without looking further
_ID = col(Contact.id)
# By order: the index that gives it, alone or within one filter. The filters that narrow most come first.
_WALKS: dict[str, dict[str, str]] = {
    "score": {
        "city": "ix_contact_city_score",
        "campaign": "ix_contact_campaign_score",
        "verification": "ix_contact_verification_score",
        "outreach": "ix_contact_status_score",
        "source": "ix_contact_source_score",
        "": "ix_contact_score",
    },
    "newest": {"": "ix_contact_newest"},
    "name": {"": "ix_contact_name"},
}


@dataclass(frozen=True)
class Asked:
    """Values by the filter's name, the score's band, and the words; what all of them say must be so."""

    equal: dict[str, Any]
    band: tuple[int, int] | None
    needles: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """Ids with their sort values, one more than a page when another follows; how many match, or at least match."""

    keys: list[tuple[int, Any]]
    total: int
    is_least: bool


class Search:
    """The steps of finding one page, as SQLite takes them; each is bounded, or gives every match of few."""

    def __init__(self, session: Session, asked: Asked, request: PageRequest, by: str) -> None:
        self._session, self._asked, self._request, self._by = session, asked, request, by
        self._order = SORTABLE[by]
        self._mine = col(Contact.customer_id) == session.info["customer_id"]
        self._after = parse_cursor(request.after) if request.after else None
        self._filter = self._narrowest()
        within = self._filter if self._filter in _WALKS[by] else ""
        self._index = _WALKS[by][within]
        self._within, self._held = self._split(within)
        self._rest = [*self._says(), *self._held]
        self._offered: list[int] = []
        self._is_common = False
        self.asks_text_first = words.index_first(session, asked.needles)
        self._entries = WALKED
        self._most = READ if asked.needles else WALKED

    def walk(self) -> list[tuple[int, Any]] | None:
        """The page by the order's index, or None when too little of it turned up within the rows looked at."""
        if not self._rest:
            return self._page([], None)
        if not words.is_plain(self._session, self._asked.needles):
            return None
        start = [*self._within, *self._start()]
        end = self._session.execute(self._along(self._order, start).offset(self._most).limit(1)).first()
        keys = self._page(self._rest, end)
        return keys if end is None or len(keys) > self._request.size else None

    def is_rare(self) -> bool:
        """Whether the text index offers so few contacts that they are best gathered."""
        offered = words.found_in_index(self._session, self._asked.needles).limit(FEW + 1)
        self._offered = list(self._session.execute(offered).scalars())
        self._is_common = len(self._offered) > FEW
        return not self._is_common

    def walk_by_index(self) -> list[tuple[int, Any]]:
        """The page by the order's index, each entry looked up among all that the text index offers."""
        return self._page(self._rest_by_index(), None)

    def _rest_by_index(self) -> list[ColumnElement[bool]]:
        """The filters from the order's index, the words from the text index: a set that entries are looked up in."""
        needles = self._asked.needles
        listed = _ID.in_(words.found_in_index(self._session, needles)).is_(true())
        return [*self._held, listed, *words.sure(self._session, needles)]

    def gather(self) -> Found:
        """Every match by the narrowest index, sorted; the count comes with it."""
        matches = self._matches().subquery()
        found = select(matches.c.id, matches.c.value, matches.c.total)
        value = matches.c.id if self._by == "newest" else matches.c.value
        down = self._request.descending
        if self._after:
            found = found.where(beyond(value, matches.c.id, *self._after, descending=down))
        rows = self._session.execute(
            found.order_by(*ordered(value, matches.c.id, descending=down)).limit(self._request.size + 1)
        ).all()
        return Found([(row.id, row.value) for row in rows], rows[0].total if rows else 0, is_least=False)

    def _matches(self) -> Select[*tuple[Any, ...]]:
        if self._asked.needles:
            hint, says = "NOT INDEXED", [self._is_offered(), *words.sure(self._session, self._asked.needles)]
        else:
            hint, says = f"INDEXED BY {_WALKS['score'][self._filter]}", []
        return (
            select(_ID.label("id"), self._order.label("value"), func.count().over().label("total"))
            .where(self._mine, *map(self._equals, self._asked.equal), *self._band(), *says)
            .with_hint(Contact, hint, "sqlite")
        )

    def _is_offered(self) -> ColumnElement[bool]:
        return _ID.in_(bindparam("offered", self._offered, expanding=True, literal_execute=True))

    def onward(self, last: int, most: int) -> tuple[list[int], int]:
        """Matches within the next rows, and the last id looked at; 0 when there are no more."""
        onward = [*self._within, last < _ID]
        if not words.is_plain(self._session, self._asked.needles):
            rest, end = self._rest_by_index(), None
        else:
            rest, end = (
                self._rest,
                self._session.execute(self._along(_ID, onward).offset(self._most - 1).limit(1)).first(),
            )
        until = [end.id >= _ID] if end else []
        rows = self._session.execute(self._along(_ID, [*onward, *until, *rest]).limit(most))
        return [row.id for row in rows], end.id if end else 0

    def count(self) -> tuple[int, bool]:
        """How many match what is common; counting stops at 10,001, or after the rows that are looked at."""
        if not self._rest:
            return self._counted(self._index, self._within), False
        if self._is_common and not self._asked.equal and not self._asked.band:
            return FEW, True
        seen = self._along(and_(*self._rest), [*self._within, *self._own()]).limit(self._most).subquery()
        looked, matching = self._session.execute(select(func.count(), func.count().filter(seen.c.value))).one()
        return matching, looked == self._most

    def _along(self, value: Any, conditions: list[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
        return (
            select(_ID.label("id"), value.label("value"))
            .where(*conditions)
            .order_by(*ordered(self._order, _ID, descending=self._request.descending))
            .with_hint(Contact, f"INDEXED BY {self._index}", "sqlite")
        )

    def _page(self, rest: list[ColumnElement[bool]], end: Any) -> list[tuple[int, Any]]:
        """What fits `rest`, in order, no further than the row `end`."""
        conditions = [*self._within, *self._start()]
        if end is not None:
            conditions.append(~beyond(self._order, _ID, end.value, end.id, descending=self._request.descending))
        rows = self._session.execute(self._along(self._order, [*conditions, *rest]).limit(self._request.size + 1))
        return [(row.id, row.value) for row in rows]

    def _start(self) -> list[ColumnElement[bool]]:
        """Behind the cursor, or where the customer's own begin."""
        if self._after:
            return [beyond(self._order, _ID, *self._after, descending=self._request.descending)]
        return self._own()

    def _own(self) -> list[ColumnElement[bool]]:
        """What the customer's own entries of the order begin with."""
        return []

    def _narrowest(self) -> str:
        """The filter asked for that has the fewest contacts, as far as it is worth counting; "" for none."""
        names = [name for name in _WALKS["score"] if name in self._asked.equal]
        if len(names) < 2:
            return names[0] if names else ""
        known = tallies.sizes(self._session, {name: str(self._asked.equal[name]) for name in names})
        return min(names, key=lambda name: known[name] if known else self._size(name))

    def _size(self, name: str) -> int:
        return self._counted(_WALKS["score"][name], [self._mine, self._equals(name)])

    def _equals(self, name: str) -> ColumnElement[bool]:
        return tallies.COLUMNS[name] == self._asked.equal[name]

    def _counted(self, index: str, conditions: list[ColumnElement[bool]]) -> int:
        found = select(_ID).where(*conditions).with_hint(Contact, f"INDEXED BY {index}", "sqlite")
        return capped_count(self._session, found)

    def _split(self, within: str) -> tuple[list[ColumnElement[bool]], list[ColumnElement[bool]]]:
        """What the walk's index narrows by itself, and what it holds to be asked of each entry."""
        inside, held = [self._mine], []
        (inside if self._by == "score" else held).extend(self._band())
        for name in self._asked.equal:
            (inside if name == within else held).append(self._equals(name))
        return inside, held

    def _says(self) -> list[ColumnElement[bool]]:
        """What has to be asked of each contact's own row."""
        return words.says(self._session, self._asked.needles)

    def _band(self) -> list[ColumnElement[bool]]:
        return [col(Contact.quality_score).between(*self._asked.band)] if self._asked.band else []
