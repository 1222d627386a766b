"""Settings → Opt-in."""

from services.core.scope import Scope
from services.db import transaction
from services.models import OptInLink
from services.opt_in.actions import add_link
from state.settings.opt_in import OptInState
from tests.hearing import read_all
from tests.state.conftest import TabOf


async def test_a_link_is_made_closed_and_opened_again(tab_of: TabOf, alice: Scope) -> None:
    tab = await tab_of(alice)
    await tab.open("/settings/opt-in")
    await tab.send(OptInState.add({"name": " ", "words": ""}))
    assert "where you will put it" in (await tab.state(OptInState)).problems["name"]
    await tab.send(OptInState.add({"name": "Web site", "words": "Offers by Acme"}))
    state = await tab.state(OptInState)
    [link] = state.links
    assert (link.name, link.words, link.is_open, state.problems, state.added) == (
        "Web site", "Offers by Acme", True, {}, 1,
    )  # fmt: skip
    await tab.send(OptInState.close_link(link.id))
    assert [one.is_open for one in (await tab.state(OptInState)).links] == [False]
    await tab.send(OptInState.open_link(link.id))
    assert [one.is_open for one in read_all(alice, OptInLink)] == [True]
    assert tab.errors == []


async def test_who_may_only_look_changes_nothing(tab_of: TabOf, alice: Scope, bob: Scope, sqlite: str) -> None:
    with transaction(alice) as session:
        link = add_link(session, alice, "Counter", "")
    tab = await tab_of(bob)
    await tab.open("/settings/opt-in")
    await tab.send(OptInState.add({"name": "Mine"}))
    await tab.send(OptInState.close_link(link.public_id))
    assert len((await tab.state(OptInState)).links) == 1
    assert [one.is_open for one in read_all(alice, OptInLink)] == [True]
    assert len(tab.errors) == 2
