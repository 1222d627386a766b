"""A sandbox whose people answer only when they are told to."""

from collections.abc import Iterator

import pytest

from tests.databases import forget_settings
from tests.towns import Town, running_town


@pytest.fixture
def town(free_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", str(free_port))
    forget_settings()
    with running_town(free_port) as running:
        running.settings(silent=True, speed=50)
        yield running
