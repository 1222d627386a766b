"""Saved views: private or shared, changed by their maker alone, one to open with for each person."""

import pytest

from services.contacts.views import Looks, ViewRow, change_view, delete_view, open_with, save_view, views
from services.core.errors import Invalid, NotAllowed, NotFound
from services.core.scope import Role, Scope
from services.db import reading, transaction
from tests.support import add_member

LOOKS = Looks("dental", {"city": "Pune", "score": "high"}, "-newest")


def seen(scope: Scope) -> list[ViewRow]:
    with reading(scope) as session:
        return views(session, scope)


def save(scope: Scope, name: str, *, shared: bool = False) -> str:
    with transaction(scope) as session:
        return save_view(session, scope, name, LOOKS, shared=shared)


def test_a_view_keeps_what_was_seen_and_is_its_makers_until_it_is_shared(
    alice: Scope, bob: Scope, charlie: Scope
) -> None:
    view_id = save(alice, "  Hot   dentists ")
    assert seen(alice) == [ViewRow(view_id, "Hot dentists", LOOKS, is_mine=True, is_shared=False, is_default=False)]
    assert (seen(bob), seen(charlie)) == ([], [])
    with transaction(alice) as session:
        change_view(session, alice, view_id, shared=True)
    assert [(view.name, view.is_mine) for view in seen(bob)] == [("Hot dentists", False)]
    assert seen(charlie) == []


def test_only_its_maker_changes_it(alice: Scope, bob: Scope, charlie: Scope) -> None:
    view_id = save(alice, "Shared", shared=True)
    with transaction(bob) as session, pytest.raises(NotAllowed):
        delete_view(session, bob, view_id)
    with transaction(charlie) as session, pytest.raises(NotFound):
        change_view(session, charlie, view_id, name="Mine")
    with transaction(alice) as session:
        change_view(session, alice, view_id, name="Renamed", looks=Looks("", {"city": "Delhi", "x": "y"}, "name"))
    [view] = seen(alice)
    assert (view.name, view.looks) == ("Renamed", Looks("", {"city": "Delhi"}, "name"))


def test_each_person_opens_with_one_view_and_a_deleted_one_is_no_longer_it(alice: Scope, bob: Scope) -> None:
    first, second = save(alice, "First", shared=True), save(alice, "Second", shared=True)
    for scope, view_id in ((alice, first), (alice, second), (bob, first)):
        with transaction(scope) as session:
            open_with(session, scope, view_id)
    assert [view.name for view in seen(alice) if view.is_default] == ["Second"]
    assert [view.name for view in seen(bob) if view.is_default] == ["First"]
    with transaction(alice) as session:
        delete_view(session, alice, first)
    assert [view.name for view in seen(bob)] == ["Second"]
    with transaction(alice) as session:
        open_with(session, alice, "")
    assert not any(view.is_default for view in seen(alice))


def test_names_are_there_short_and_used_once_by_each_person(alice: Scope, acme: int) -> None:
    save(alice, "Dentists")
    for name in ("", "   ", "x" * 61, "dentists"):
        with transaction(alice) as session, pytest.raises(Invalid):
            save_view(session, alice, name, LOOKS, shared=False)
    dan = add_member(acme, "dan@acme.example", Role.AGENT)
    assert save(dan, "Dentists")


def test_a_viewer_keeps_views_but_shares_none(bob: Scope) -> None:
    view_id = save(bob, "Mine")
    with transaction(bob) as session, pytest.raises(NotAllowed):
        change_view(session, bob, view_id, shared=True)
    with pytest.raises(NotAllowed):
        save(bob, "For all", shared=True)
