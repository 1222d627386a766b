"""Starts and stops the engine that the database URL chooses: in the web process, or alone by `python -m jobs`."""

import importlib
import pkgutil
from typing import Protocol

import jobs
from jobs.distributed import DistributedEngine
from jobs.embedded import EmbeddedEngine
from services.core.log import get_logger
from services.core.settings import get_settings

_log = get_logger(__name__)


class Engine(Protocol):
    """What both engines are to their starter."""

    def start(self) -> None: ...

    def stop(self, patience: float = 20.0) -> bool:
        """False when a job still runs after `patience` seconds; it will be repeated elsewhere."""
        ...


def load() -> None:
    """Import every module of this package, which fills the registry."""
    for module in pkgutil.iter_modules(jobs.__path__):
        if module.name != "__main__":
            importlib.import_module(f"jobs.{module.name}")


def start() -> Engine:
    """Run jobs in this process from now on; never called while importing."""
    load()
    engine: Engine = EmbeddedEngine() if get_settings().is_sqlite else DistributedEngine()
    engine.start()
    _log.info("jobs_started", engine=type(engine).__name__)
    return engine


def stop(engine: Engine, patience: float = 20.0) -> bool:
    """Let running jobs end for up to `patience` seconds; blocks, so call it off the event loop."""
    finished = engine.stop(patience)
    _log.info("jobs_stopped", finished=finished)
    return finished
