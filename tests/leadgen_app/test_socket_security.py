"""What somebody without a session, or with somebody else's tab token, can reach through the websocket: nothing."""

import inspect
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
import socketio

from leadgen_app.gate import FRAMEWORK, classify
from leadgen_app.leadgen_app import app
from services.core.scope import Can
from state.base import AppState
from tests.leadgen_app.forms import sign_up
from tests.leadgen_app.sockets import HYDRATE, connected
from tests.site import Site, start_site, stop_site

OPEN = {"arrive", "load_form"}
HANDLERS = {
    name: registered
    for name, registered in app._registration_context.event_handlers.items()
    if ".tests___" not in name  # other tests in this process declare States of their own
}
SHELL = f"{AppState.get_full_name()}.load_shell"


def test_every_handler_is_classified():
    kinds = {name: classify(name, registered) for name, registered in HANDLERS.items()}
    refused = {name for name, kind in kinds.items() if kind == "refused"}
    assert {name for name in refused if not name.endswith(".setvar")} == set()
    assert {name.rpartition(".")[2] for name, kind in kinds.items() if kind == "open"} == OPEN
    assert {name for name, kind in kinds.items() if kind == "framework"} == FRAMEWORK
    assert set(kinds.values()) <= {"refused", "open", "framework", "signed in", *Can}


@pytest.fixture(scope="module")
def still_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Nothing moves by itself: no jobs, no simulated people."""
    site = start_site(tmp_path_factory.mktemp("still"), LEADGEN_RUN_JOBS="false", LEADGEN_SANDBOX="false")
    yield site
    stop_site(site)


def _rows(site: Site) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is stored."""
    with closing(sqlite3.connect(site.folder / "leadgen.db")) as database:
        real = "type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"  # an index of texts cannot be read, its parts can
        tables = [name for (name,) in database.execute(f"SELECT name FROM sqlite_master WHERE {real}")]
        return {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in sorted(tables)}


async def test_a_stranger_who_tries_every_handler_learns_and_changes_nothing(still_site: Site):
    await sign_up(still_site)
    still_site.expect("event_refused")
    still_site.expect("Error transforming event payload")
    before = _rows(still_site)
    async with connected(still_site, "stranger-1") as socket:
        await socket.send(HYDRATE)
        for name, registered in HANDLERS.items():
            wanted = list(inspect.signature(registered.handler.fn).parameters)[1:]
            fitting = {"value": True, "vars": {}, "hashes": []} if name in FRAMEWORK else {}
            await socket.send(name, {argument: fitting.get(argument, "x") for argument in wanted})
        told = await socket.settled(1.0)
    assert "Acme" not in told
    assert "Asha" not in told
    assert "/login" in told
    assert _rows(still_site) == before
    trouble = still_site.trouble()
    assert not trouble, "\n".join(trouble)


async def test_the_owner_of_a_session_gets_their_own_data(site: Site):
    _email, cookie = await sign_up(site, "Acme Secret Dental")
    async with connected(site, "owner-1", cookie=cookie) as socket:
        await socket.send(HYDRATE)
        await socket.send(SHELL)
        assert "Acme Secret Dental" in await socket.settled()


async def test_a_stolen_tab_token_shows_nothing_without_the_cookie(site: Site):
    _email, cookie = await sign_up(site, "Acme Stolen Dental")
    async with connected(site, "tab-to-steal", cookie=cookie) as socket:
        await socket.send(HYDRATE)
        await socket.send(SHELL)
        assert "Acme Stolen Dental" in await socket.settled()
    async with connected(site, "tab-to-steal") as thief:
        await thief.send(HYDRATE)
        await thief.send(SHELL)
        assert "Stolen" not in await thief.settled()


async def test_a_stolen_tab_token_shows_nothing_to_another_customer(site: Site):
    _email, cookie = await sign_up(site, "Acme Stolen Dental")
    _other, other_cookie = await sign_up(site, "Elsewhere Gyms")
    async with connected(site, "tab-to-steal-2", cookie=cookie) as socket:
        await socket.send(HYDRATE)
        await socket.send(SHELL)
        await socket.settled()
    async with connected(site, "tab-to-steal-2", cookie=other_cookie) as thief:
        await thief.send(SHELL)
        assert "Stolen" not in await thief.settled()
        await thief.send(HYDRATE)
        await thief.send(SHELL)
        told = await thief.settled()
    assert "Stolen" not in told
    assert "Elsewhere Gyms" in told


async def test_a_socket_opened_by_another_site_is_refused(site: Site):
    _email, cookie = await sign_up(site)
    site.expect("evil.example")
    with pytest.raises(socketio.exceptions.ConnectionError):
        async with connected(site, "evil-1", cookie=cookie, origin="https://evil.example"):
            pass


async def test_a_made_up_cookie_is_nobody(site: Site):
    async with connected(site, "made-up", cookie="x" * 43) as socket:
        await socket.send(HYDRATE)
        await socket.send(SHELL)
        assert "/login" in await socket.settled()
