"""The small size of `make faults`: all trouble at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.core.scope import Scope
from tests.databases import forget_settings
from tests.faults.catalogue import everything
from tests.faults.hurry import TIMES, hurry
from tests.faults.provider import Provider, running
from tests.faults.scene import Scene

PATIENCE = 120  # seconds; ten with two idle cores
MESSAGES = 30


@pytest.fixture
def scene(
    alice: Scope, database: str, free_port: int, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Scene]:
    changes = {"SANDBOX_PORT": str(free_port), "PUBLIC_URL": f"http://127.0.0.1:{unused_tcp_port}", **TIMES}
    for name, value in changes.items():
        monkeypatch.setenv(f"LEADGEN_{name}", value)
    forget_settings()
    with running(Provider(free_port, tmp_path / "provider.db")) as provider:
        yield Scene(alice, provider, database, unused_tcp_port, MESSAGES)


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE + 60)
async def test_every_message_arrives_exactly_once_and_no_doubt_is_left(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = everything(kills=2, seconds=1)
    hurry(fault.provider, monkeypatch.setattr)
    scene.hears = fault.hears
    await scene.prepare(**fault.settings())
    outcome = await scene.run(fault.act, PATIENCE)
    assert outcome.is_clean, outcome
    assert outcome.different == scene.used_today() == MESSAGES
