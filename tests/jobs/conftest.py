"""An engine of the kind that the test's database asks for, with jobs of the test's own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from jobs import registry
from jobs.distributed import DistributedEngine
from jobs.embedded import EmbeddedEngine
from services.core.settings import get_settings


@pytest.fixture
def own_jobs() -> Iterator[dict[Any, Any]]:
    """An empty registry for the length of a test."""
    kept = dict(registry.REGISTRY)
    registry.REGISTRY.clear()
    yield registry.REGISTRY
    registry.REGISTRY.clear()
    registry.REGISTRY.update(kept)


@pytest.fixture
def run_engine(database: str, own_jobs: dict[Any, Any]) -> Iterator[Callable[[], Any]]:
    """Start the engine once the test's jobs are declared; it stops with the test."""
    started: list[Any] = []

    def start() -> Any:
        engine = EmbeddedEngine(beat=0.5, lease=5) if get_settings().is_sqlite else DistributedEngine(dead_after=3)
        engine.start()
        started.append(engine)
        return engine

    yield start
    for engine in started:
        engine.stop()
