"""Two web processes on PostgreSQL and Redis behave as one."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from services.core.scope import system_scope
from services.db import system_reading, transaction
from services.live import notify
from services.models import Customer
from tests.leadgen_app.forms import client, sign_up
from tests.leadgen_app.sockets import HYDRATE, connected
from tests.leadgen_app.test_live import _hears
from tests.leadgen_app.test_socket_security import SHELL
from tests.site import Site, start_site, stop_site

pytestmark = pytest.mark.slow


@pytest.fixture
def pair(database: str, postgres: str, redis_url: str, tmp_path: Path) -> Iterator[Site]:
    """The product with two workers."""
    scaled = {"LEADGEN_DATABASE_URL": database, "LEADGEN_REDIS_URL": redis_url, "LEADGEN_WEB_WORKERS": "2"}
    site = start_site(tmp_path / "pair", **scaled, LEADGEN_SANDBOX="false")
    site.expect("was held too long")  # says only that the machine is busy
    yield site
    stop_site(site)
    trouble = site.trouble()
    assert not trouble, "\n".join(trouble)


def _notify(business: str, title: str) -> None:
    with system_reading() as session:
        customer = session.exec(select(Customer.id).where(Customer.name == business)).one()
    with transaction(system_scope(customer or 0)) as session:
        notify(session, customer or 0, "lead", title)


async def test_pushes_identity_and_sign_out_work_across_workers(pair: Site):
    _email, hers = await sign_up(pair, "Pair Dental")
    _email, his = await sign_up(pair, "Other Gyms")
    sockets = [connected(pair, f"pair-{number}", cookie=hers) for number in range(6)]
    opened = [await socket.__aenter__() for socket in sockets]
    async with connected(pair, "other-1", cookie=his) as foreign:
        for socket in (*opened, foreign):
            await socket.send(HYDRATE)
            await socket.send(SHELL)
            assert ("Pair Dental" if socket is not foreign else "Other Gyms") in await socket.settled()
        await asyncio.to_thread(_notify, "Pair Dental", "Asha replied")
        took = await asyncio.gather(*(_hears(socket, "Asha replied") for socket in opened))
        print(f"pushed to six tabs on two workers within {max(took) * 1000:.0f} ms")
        assert "replied" not in await foreign.settled()
        async with client(pair, hers) as http:
            await http.post("/api/auth/logout")
        opened[0].answers.clear()
        await opened[0].send(SHELL)
        await _hears(opened[0], "/login")
    for socket in sockets:
        await socket.__aexit__(None, None, None)
