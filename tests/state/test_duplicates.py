"""The duplicates page through the event pipeline: judging, choosing, taking back."""

from collections.abc import Awaitable, Callable

import pytest
from sqlmodel import select

from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.dedupe.filing import FoundPair, Reason, file_pairs
from services.models import Contact, Customer, MergeCandidate, PairState
from state.duplicates import DuplicatesState
from tests import support
from tests.state.tabs import Tab

TabOf = Callable[..., Awaitable[Tab]]
PATH = "/contacts/duplicates"


@pytest.fixture
def pair(alice: Scope) -> tuple[Contact, Contact]:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    one = support.add_contact(alice, name="Asha Rao", title="", city="Pune")
    other = support.add_contact(alice, name="Asha R", title="Owner", city="Pune")
    file(alice, one, other, 97)
    return one, other


def file(scope: Scope, one: Contact, other: Contact, score: int) -> None:
    with transaction(scope) as session:
        reasons = (Reason("The same city"), Reason("Different web sites", speaks_for=False))
        file_pairs(session, scope.customer_id, [FoundPair(one.id or 0, other.id or 0, score, reasons)])


def contacts(scope: Scope) -> list[Contact]:
    with reading(scope) as session:
        return list(session.exec(select(Contact)))


async def test_a_pair_is_shown_with_what_differs_and_why(
    tab_of: TabOf, sqlite: str, alice: Scope, pair: tuple[Contact, Contact]
) -> None:
    tab = await tab_of(alice)
    await tab.open(PATH)
    state = await tab.state(DuplicatesState)
    assert (state.waiting, state.likely, state.pair.score) == ("1", 1, 97)
    differing = {field.key for field in state.pair.fields if field.differs}
    assert differing == {"name", "company", "phone", "email"}
    assert state.choices["name"] == "first"
    assert [(line.text, line.speaks_for) for line in state.pair.reasons] == [
        ("The same city", True),
        ("Different web sites", False),
    ]


async def test_merging_keeps_what_was_chosen_and_can_be_undone(
    tab_of: TabOf, sqlite: str, alice: Scope, pair: tuple[Contact, Contact]
) -> None:
    tab = await tab_of(alice)
    await tab.open(PATH)
    await tab.send(DuplicatesState.choose("name", "second"))
    await tab.send(DuplicatesState.choose("is_sandbox", "second"))
    state = await tab.state(DuplicatesState)
    assert "is_sandbox" not in state.choices
    await tab.send(DuplicatesState.merge(state.pair.id))
    (kept,) = contacts(alice)
    assert (kept.name, kept.title, kept.phone) == ("Asha R", "Owner", pair[0].phone)
    state = await tab.state(DuplicatesState)
    assert (state.pair.id, state.waiting) == ("", "0")
    assert [row.can_undo for row in state.history] == [True]
    await tab.send(DuplicatesState.undo(state.history[0].id))
    assert sorted(contact.name for contact in contacts(alice)) == ["Asha R", "Asha Rao"]
    state = await tab.state(DuplicatesState)
    assert (state.pair.id, state.history[0].is_undone) == ("", True)
    assert tab.errors == []


async def test_keeping_apart_is_remembered_and_can_be_taken_back(
    tab_of: TabOf, sqlite: str, alice: Scope, pair: tuple[Contact, Contact]
) -> None:
    tab = await tab_of(alice)
    await tab.open(PATH)
    pair_id = (await tab.state(DuplicatesState)).pair.id
    await tab.send(DuplicatesState.keep_apart(pair_id))
    assert (await tab.state(DuplicatesState)).pair.id == ""
    with reading(alice) as session:
        assert session.exec(select(MergeCandidate.state)).one() is PairState.APART
    await tab.send(DuplicatesState.ask_again(pair_id))
    assert (await tab.state(DuplicatesState)).pair.id == pair_id


async def test_what_is_skipped_comes_again_when_asked(
    tab_of: TabOf, sqlite: str, alice: Scope, pair: tuple[Contact, Contact]
) -> None:
    file(alice, pair[0], support.add_contact(alice), 60)
    tab = await tab_of(alice)
    await tab.open(PATH)
    seen = []
    for _ in range(2):
        state = await tab.state(DuplicatesState)
        seen.append(state.pair.score)
        await tab.send(DuplicatesState.skip(state.pair.id))
    state = await tab.state(DuplicatesState)
    assert (seen, state.pair.id, state.skipped_count) == ([97, 60], "", 2)
    await tab.send(DuplicatesState.start_again)
    assert (await tab.state(DuplicatesState)).pair.score == 97


async def test_all_that_is_nearly_sure_is_merged_at_once(
    tab_of: TabOf, sqlite: str, alice: Scope, pair: tuple[Contact, Contact]
) -> None:
    file(alice, support.add_contact(alice), support.add_contact(alice), 96)
    file(alice, support.add_contact(alice), support.add_contact(alice), 94)
    tab = await tab_of(alice)
    await tab.open(PATH)
    await tab.send(DuplicatesState.merge_likeliest)
    state = await tab.state(DuplicatesState)
    assert (len(contacts(alice)), state.waiting, state.likely, state.busy) == (4, "1", 0, False)


async def test_a_viewer_looks_and_a_stranger_sees_nothing(
    tab_of: TabOf, sqlite: str, alice: Scope, bob: Scope, charlie: Scope, pair: tuple[Contact, Contact]
) -> None:
    tab = await tab_of(bob)
    await tab.open(PATH)
    state = await tab.state(DuplicatesState)
    assert (state.pair.score, state.may_edit) == (97, False)
    await tab.send(DuplicatesState.merge(state.pair.id))
    stranger = await tab_of(charlie)
    await stranger.send(DuplicatesState.keep_apart(state.pair.id))
    await stranger.send(DuplicatesState.merge(state.pair.id))
    assert len(contacts(alice)) == 2
    with reading(alice) as session:
        assert session.exec(select(MergeCandidate.state)).one() is PairState.OPEN
