"""Duplicates: one pair at a time to be judged, and the history of merges with the way back."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.core.paging import Page, PageRequest
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.dedupe import asking, deciding, queries, undoing
from services.dedupe.choosing import CHOSEN_FIELDS
from services.dedupe.queries import FieldPair, MergeRow, PairDetail, Side, Waiting
from services.live import Topic
from state.access import needs
from state.base import AppState
from state.toasts import done, undoable
from state.words import ago, moment, phone_words

_HISTORY = 30
_MOST_SKIPPED = 500
_MOST_ROUNDS = 50
_SIDES = ("first", "second")


@dataclass(frozen=True)
class FieldView:
    """`differs` is false where both say the same or one says nothing."""

    key: str = ""
    label: str = ""
    first: str = ""
    second: str = ""
    differs: bool = False


@dataclass(frozen=True)
class SideView:
    id: str = ""
    title: str = ""
    about: str = ""


@dataclass(frozen=True)
class ReasonView:
    text: str = ""
    speaks_for: bool = True


@dataclass(frozen=True)
class PairView:
    """`id` is "" when there is nothing to judge."""

    id: str = ""
    score: int = 0
    first: SideView = field(default_factory=SideView)
    second: SideView = field(default_factory=SideView)
    fields: list[FieldView] = field(default_factory=list)
    reasons: list[ReasonView] = field(default_factory=list)


@dataclass(frozen=True)
class MergeView:
    id: str
    title: str
    about: str
    when: str
    exact: str
    is_undone: bool
    can_undo: bool


@dataclass(frozen=True)
class _Seen:
    pair: PairDetail | None
    waiting: Waiting
    history: Page[MergeRow]


def _read(session: Session, scope: Scope, skipped: list[str], request: PageRequest) -> _Seen:
    return _Seen(
        queries.next_pair(session, scope, skipped),
        queries.waiting(session, scope),
        queries.page_of_merges(session, scope, request),
    )


class DuplicatesState(AppState):
    """`choices` is field → the side whose value is kept, for the fields in which the two differ."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTACTS})

    ready: bool = False
    may_edit: bool = False
    tab: str = "review"
    pair: PairView = PairView()
    choices: dict[str, str] = {}
    waiting: str = "0"
    likely: int = 0
    skipped_count: int = 0
    history: list[MergeView] = []
    has_more: bool = False
    busy: bool = False
    _skipped: list[str] = []
    _size: int = _HISTORY

    @rx.event
    async def load(self) -> None:
        """Begin with the likeliest pair."""
        self._skipped, self._size, self.skipped_count, self.busy = [], _HISTORY, 0, False
        self.pair = PairView()
        self.tab = "history" if self.router.url.query_parameters.get("tab") == "history" else "review"
        await self._show()
        self.ready = True

    @rx.event
    async def refresh(self) -> None:
        """Read again; a pair that is still open stays on the screen with what was chosen."""
        await self._show()

    async def _show(self) -> None:
        scope = await self._scope()
        self.may_edit = scope.can(Can.EDIT_CONTACTS)
        seen = await in_reading(scope, _read, scope, self._skipped, PageRequest(size=self._size))
        view = _pair_view(seen.pair) if seen.pair else PairView()
        if view.id != self.pair.id:
            kept = seen.pair.fields if seen.pair else ()
            self.choices = {one.key: one.kept for one in kept if _differs(one)}
        if view != self.pair:
            self.pair = view
        self.waiting = "10,000+" if seen.waiting.total > 10_000 else f"{seen.waiting.total:,}"
        self.likely = seen.waiting.likely
        self.history = [_merge_view(row) for row in seen.history.rows]
        self.has_more = bool(seen.history.next_after)

    @rx.event
    def show_tab(self, tab: str) -> None:
        """Pairs to review, or the history."""
        self.tab = "history" if tab == "history" else "review"

    @rx.event
    async def more(self) -> None:
        """Show more of the history."""
        self._size = min(self._size + _HISTORY, 300)
        await self._show()

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    def choose(self, key: str, side: str) -> None:
        """Keep one side's value of one field."""
        if str(key) in CHOSEN_FIELDS and side in _SIDES:
            self.choices = {**self.choices, str(key): side}

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def merge(self, pair_id: str) -> Any:
        """The two are one; the next pair follows."""
        scope = await self._scope()
        sides = self.choices if str(pair_id) == self.pair.id else {}
        merged = await in_transaction(scope, deciding.merge_filed, scope, str(pair_id), sides)
        await self._show()
        return undoable("Merged", DuplicatesState.undo(merged.public_id), merged.title)

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def keep_apart(self, pair_id: str) -> Any:
        """The two are not one, and are not proposed again."""
        scope = await self._scope()
        await in_transaction(scope, deciding.keep_apart, scope, str(pair_id))
        await self._show()
        return undoable(
            "Kept apart", DuplicatesState.ask_again(str(pair_id)), "You will not be asked about them again."
        )

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def ask_again(self, pair_id: str) -> None:
        """Take back that the two were kept apart."""
        scope = await self._scope()
        await in_transaction(scope, deciding.ask_again, scope, str(pair_id))
        await self._show()

    @rx.event
    async def skip(self, pair_id: str) -> None:
        """Leave this pair for later."""
        if str(pair_id) == self.pair.id and len(self._skipped) < _MOST_SKIPPED:
            self._skipped = [*self._skipped, self.pair.id]
            self.skipped_count = len(self._skipped)
        await self._show()

    @rx.event
    async def start_again(self) -> None:
        """Show what was skipped."""
        self._skipped, self.skipped_count = [], 0
        await self._show()

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def merge_likeliest(self) -> Any:
        """Merge all pairs that are nearly sure."""
        scope = await self._scope()
        self.busy = True
        yield
        merged = 0
        for _ in range(_MOST_ROUNDS):
            some = await in_transaction(scope, deciding.merge_likeliest, scope)
            if not some:
                break
            merged += len(some)
        self.busy = False
        await self._show()
        yield done(f"{merged:,} pair{'' if merged == 1 else 's'} merged", "Each can be undone in the history.")

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def undo(self, merge_id: str) -> Any:
        """Take a merge back."""
        scope = await self._scope()
        await in_transaction(scope, undoing.undo_merge, scope, str(merge_id))
        await self._show()
        return done("Both contacts are back", "They will not be proposed again.")

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def check_all(self) -> Any:
        """Compare all contacts with each other, in the background."""
        scope = await self._scope()
        is_new = await in_transaction(scope, asking.ask_for_all, scope)
        if is_new:
            return done("Checking all contacts", "Pairs appear here while the check runs.")
        return done("The check is running already")


def _differs(one: FieldPair) -> bool:
    return bool(one.first and one.second and one.differs)


def _pair_view(pair: PairDetail) -> PairView:
    return PairView(
        id=pair.id,
        score=pair.score,
        first=_side_view(pair.first),
        second=_side_view(pair.second),
        fields=[
            FieldView(one.key, one.label, _shown(one.key, one.first), _shown(one.key, one.second), _differs(one))
            for one in pair.fields
        ],
        reasons=[ReasonView(text, speaks_for) for text, speaks_for in pair.reasons],
    )


def _shown(key: str, value: str) -> str:
    return phone_words(value) if key == "phone" and value else value


def _side_view(side: Side) -> SideView:
    parts = [f"Found {ago(side.found_at)}"]
    if side.messages:
        parts.append(f"{side.messages} message{'' if side.messages == 1 else 's'}")
    if side.is_lead:
        parts.append("a lead")
    return SideView(side.id, side.title, ", ".join(parts))


def _merge_view(row: MergeRow) -> MergeView:
    by = f"By {row.who}" if row.who else "By LeadGen"
    return MergeView(
        id=row.id,
        title=row.title,
        about=f"{by}, {row.score}% likely" if row.score < 100 else by,
        when=ago(row.at),
        exact=moment(row.at),
        is_undone=row.is_undone,
        can_undo=row.can_undo,
    )
