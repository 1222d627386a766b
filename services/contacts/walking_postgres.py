"""The same on PostgreSQL: one statement walks, judges and counts."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Subquery, and_, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col

from services.contacts import walking, words
from services.contacts.walking import Asked, Search
from services.core.keyset import along_index, among, ordered
from services.core.paging import PageRequest
from services.models import Contact

_ID = col(Contact.id)
_EVERY = 2**31 - 1
_FURTHER = 3  # times as far goes a walk that has found a third of a page
Along = Select[*tuple[Any, ...]]  # id and value of each entry, in order


@dataclass(frozen=True)
class _Walked:
    """Ids with their sort values, in order; how many entries were looked at, and how many of these fit."""

    keys: list[tuple[int, Any]]
    looked: int
    fitting: int


def _judged(along: Along, fits: list[ColumnElement[bool]], most: int) -> Subquery:
    """The first `most` entries, and whether each is what the index itself can tell."""
    return along.add_columns(and_(*fits).label("fits")).limit(most).subquery("judged")


def _texts(session: Session, chosen: Subquery, wanted: tuple[str, ...]) -> Subquery:
    """The same by what each contact's text says, which is looked up one by one."""
    beside, says = words.with_text(session, chosen, wanted)
    return select(chosen.c.id, chosen.c.value, and_(*says).label("fits")).select_from(beside).subquery("judged")


def _walk(session: Session, entries: Subquery, size: int) -> _Walked:
    """The first `size` of the entries that fit. Arrays keep the order in which the entries come."""
    first = [func.array_agg(column).filter(entries.c.fits)[1:size] for column in (entries.c.id, entries.c.value)]
    fitting = func.count().filter(entries.c.fits)
    looked, fit, ids, values = session.execute(select(func.count(), fitting, *first).select_from(entries)).one()
    return _Walked(list(zip(ids or (), values or (), strict=True)), looked, fit)


class SearchOnPostgres(Search):
    """One statement walks, judges and counts: a round trip costs as much as a thousand entries of an index."""

    def __init__(self, session: Session, asked: Asked, request: PageRequest, by: str) -> None:
        super().__init__(session, asked, request, by)
        self._total = (0, True)

    @property
    def _is_narrowed(self) -> bool:
        return bool(self._held or self._asked.needles)

    def _says(self) -> list[ColumnElement[bool]]:
        """Nothing: texts are read beside the contacts."""
        return []

    def walk(self) -> list[tuple[int, Any]] | None:
        """Where a third of a page turned up the rest is near: nearer than all that match, if these cost a row each."""
        if not self._is_narrowed:
            return self._page([], None)
        with along_index(self._session):
            done, ends = self._read(self._start())
        if not self._request.after:
            self._total = done.fitting, not ends
        return done.keys if ends or len(done.keys) > self._request.size else None

    def _read(self, start: list[ColumnElement[bool]]) -> tuple[_Walked, bool]:
        done = self._walked(start, 0, self._most)
        ends = self._ends(start, done.looked, self._most)
        size = self._request.size
        is_dear = self._asked.needles or self._by == "name"  # no other index has the names
        if is_dear and not ends and size >= len(done.keys) >= size // _FURTHER:
            further = self._most * (_FURTHER - 1)
            more = self._walked(start, self._most, further)
            ends = self._ends(start, more.looked, further)
            done = _Walked([*done.keys, *more.keys], done.looked + more.looked, done.fitting + more.fitting)
        return done, ends

    def _walked(self, start: list[ColumnElement[bool]], skip: int, most: int) -> _Walked:
        along = self._along(self._order, [*self._within, *start])
        if not self._asked.needles:
            entries = _judged(along.offset(skip), self._held, most)
        else:
            if self._held:
                held = _judged(along, self._held, self._entries)
                along = select(held.c.id, held.c.value).where(held.c.fits)
            chosen = along.offset(skip).limit(most).subquery("chosen")
            entries = _texts(self._session, chosen, self._asked.needles)
        return _walk(self._session, entries, self._request.size + 1)

    def _ends(self, start: list[ColumnElement[bool]], looked: int, most: int) -> bool:
        """Whether a walk came to the end of the index, and not only of what it was to look at."""
        if looked == most or not (self._held and self._asked.needles):
            return looked < most
        along = self._along(_ID, [*self._within, *start])
        return self._session.execute(along.offset(self._entries).limit(1)).first() is None

    def count(self) -> tuple[int, bool]:
        """As the walk counted; on later pages it is done again from the first entry."""
        if not self._is_narrowed:
            return self._counted(self._index, self._within), False
        if self._is_common and not self._asked.equal and not self._asked.band:
            return walking.FEW, True
        if self._request.after:
            with along_index(self._session):
                again, ends = self._read(self._own())
            return again.fitting, not ends
        return self._total

    def _page(self, rest: list[ColumnElement[bool]], end: Any) -> list[tuple[int, Any]]:
        with along_index(self._session):
            return self._page_behind_fence(rest) if rest else super()._page(rest, end)

    def _page_behind_fence(self, rest: list[ColumnElement[bool]]) -> list[tuple[int, Any]]:
        """LIMIT keeps PostgreSQL from choosing its way by what it guesses of `rest`; rows still come one by one."""
        seen = self._along(self._order, [*self._within, *self._start()])
        seen = seen.add_columns(and_(*rest).label("fits")).limit(_EVERY).subquery()
        found = select(seen.c.id, seen.c.value).where(seen.c.fits).limit(self._request.size + 1)
        keys = ordered(seen.c.value, seen.c.id, descending=self._request.descending)
        return [(row.id, row.value) for row in self._session.execute(found.order_by(*keys))]

    def _matches(self) -> Select[*tuple[Any, ...]]:
        """What the text index offers is looked up where an index holds all that is asked: LIMIT sees to that."""
        if not self._asked.needles or self._by == "name":
            return super()._matches()
        ids = func.unnest(literal(self._offered, ARRAY(Integer)))
        offered = ids.table_valued("id", name="offered").render_derived()
        fits = and_(true(), *map(self._equals, self._asked.equal), *self._band())
        own = select(_ID.label("id"), self._order.label("value"), fits.label("fits"))
        own = own.where(self._mine, offered.c.id == _ID).limit(1).lateral("own")
        total = func.count().over().label("total")
        return select(own.c.id, own.c.value, total).select_from(offered.join(own, true())).where(own.c.fits)

    def _is_offered(self) -> ColumnElement[bool]:
        return among(self._session, _ID, self._offered)

    def _own(self) -> list[ColumnElement[bool]]:
        """Ids begin at the customer's own first: PostgreSQL may walk past all others' otherwise."""
        if self._by != "newest" or not self._is_narrowed:
            return []
        first = self._along(_ID, [self._mine]).limit(1).subquery("first")
        first = select(first.c.id).scalar_subquery()
        return [first >= _ID if self._request.descending else first <= _ID]
