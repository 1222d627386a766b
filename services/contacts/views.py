"""Saved views of the list: a search, filters and an order under a name, private or shared with the team."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select
from sqlmodel import Session, col

from services.contacts.rules import FILTERS
from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.scope import Can, Scope
from services.models import DefaultView, SavedView

MOST_VIEWS = 50
LONGEST_NAME = 60


@dataclass(frozen=True)
class Looks:
    """What a view keeps: the search, the filters as in the address bar, and the order such as "-score"."""

    search: str
    filters: Mapping[str, str]
    sort: str


@dataclass(frozen=True)
class ViewRow:
    """One view in the menu; `is_mine` lets its maker change it."""

    id: str
    name: str
    looks: Looks
    is_mine: bool
    is_shared: bool
    is_default: bool


def views(session: Session, scope: Scope) -> list[ViewRow]:
    """The person's own views and those that others shared, by name."""
    scope.require(Can.VIEW)
    found = session.execute(
        select(SavedView)
        .where(or_(col(SavedView.user_id) == scope.user_id, col(SavedView.is_shared)))
        .order_by(func.lower(col(SavedView.name)), col(SavedView.id))
        .limit(2 * MOST_VIEWS)
    )
    first = session.execute(
        select(col(DefaultView.view_id)).where(col(DefaultView.user_id) == scope.user_id)
    ).scalar_one_or_none()
    return [_row(view, scope, first) for view in found.scalars()]


def _row(view: SavedView, scope: Scope, first: int | None) -> ViewRow:
    filters = {name: str(value) for name, value in view.filters.items() if name in FILTERS}
    return ViewRow(
        id=view.public_id,
        name=view.name,
        looks=Looks(view.search, filters, view.sort),
        is_mine=view.user_id == scope.user_id,
        is_shared=view.is_shared,
        is_default=view.id == first,
    )


def save_view(session: Session, scope: Scope, name: str, looks: Looks, *, shared: bool) -> str:
    """Keep a new view; returns its public id. Raises Invalid for a name that is missing, long or taken."""
    scope.require(Can.VIEW)
    if shared:
        scope.require(Can.EDIT_CONTACTS)
    mine = select(func.count()).where(col(SavedView.user_id) == scope.user_id)
    if session.execute(mine).scalar_one() >= MOST_VIEWS:
        raise Conflict(f"You have {MOST_VIEWS} views. Delete one first.")
    view = SavedView(user_id=scope.user_id, name=_free_name(session, scope, name), is_shared=shared)
    _take(view, looks)
    session.add(view)
    session.flush()
    return view.public_id


def change_view(
    session: Session,
    scope: Scope,
    view_id: str,
    *,
    name: str | None = None,
    looks: Looks | None = None,
    shared: bool | None = None,
) -> None:
    """Rename, share or overwrite a view of one's own."""
    view = _own(session, scope, view_id)
    if name is not None and name.strip() != view.name:
        view.name = _free_name(session, scope, name)
    if looks is not None:
        _take(view, looks)
    if shared is not None:
        scope.require(Can.EDIT_CONTACTS)
        view.is_shared = shared


def delete_view(session: Session, scope: Scope, view_id: str) -> None:
    """Remove a view of one's own, for everyone whom it was shared with."""
    view = _own(session, scope, view_id)
    session.execute(delete(DefaultView).where(col(DefaultView.view_id) == view.id))
    session.delete(view)


def open_with(session: Session, scope: Scope, view_id: str) -> None:
    """Let the person's list open with this view; "" for all contacts."""
    scope.require(Can.VIEW)
    session.execute(delete(DefaultView).where(col(DefaultView.user_id) == scope.user_id))
    if view_id:
        view = _seen(session, scope, view_id)
        session.add(DefaultView(user_id=scope.user_id, view_id=view.id or 0))


def _take(view: SavedView, looks: Looks) -> None:
    view.search = looks.search[:200]
    view.filters = {name: str(value)[:200] for name, value in looks.filters.items() if name in FILTERS and value}
    view.sort = looks.sort[:40]


def _free_name(session: Session, scope: Scope, name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid("Give the view a name.", "name")
    if len(name) > LONGEST_NAME:
        raise Invalid(f"Use at most {LONGEST_NAME} letters.", "name")
    same = select(col(SavedView.id)).where(
        col(SavedView.user_id) == scope.user_id, func.lower(col(SavedView.name)) == name.lower()
    )
    if session.execute(same.limit(1)).first():
        raise Invalid("You already have a view of this name.", "name")
    return name


def _seen(session: Session, scope: Scope, view_id: str) -> SavedView:
    statement = select(SavedView).where(
        col(SavedView.public_id) == view_id, or_(col(SavedView.user_id) == scope.user_id, col(SavedView.is_shared))
    )
    view = session.execute(statement).scalar_one_or_none()
    if view is None:
        raise NotFound("The view")
    return view


def _own(session: Session, scope: Scope, view_id: str) -> SavedView:
    view = _seen(session, scope, view_id)
    if view.user_id != scope.user_id:
        raise NotAllowed("Only the person who made this view can change it.")
    return view
