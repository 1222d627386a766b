"""What runs for as long as the web process: the simulated providers and the jobs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from jobs import worker
from services.core.log import get_logger
from services.core.settings import get_settings
from services.db import close_database
from services.integrations.sandbox import register_everyone
from services.sandbox.server import serve

log = get_logger(__name__)


@asynccontextmanager
async def background_work() -> AsyncIterator[None]:
    """Sandbox first, so that the first job finds it; stopped in the opposite order."""
    async with _sandbox(), _jobs():
        yield
    close_database()


@asynccontextmanager
async def _jobs() -> AsyncIterator[None]:
    """In this process unless `LEADGEN_RUN_JOBS` leaves them to `python -m jobs`."""
    if not get_settings().run_jobs:
        yield
        return
    engine = await asyncio.to_thread(worker.start)
    yield
    await asyncio.to_thread(worker.stop, engine)


@asynccontextmanager
async def _sandbox() -> AsyncIterator[None]:
    settings = get_settings()
    if not settings.sandbox:
        yield
        return
    ready = asyncio.Event()
    port = int(settings.sandbox_address.rpartition(":")[2])
    server = asyncio.create_task(serve("127.0.0.1", port, journal=settings.data_folder / "sandbox.json", ready=ready))
    opened = asyncio.create_task(ready.wait())
    await asyncio.wait({server, opened}, return_when=asyncio.FIRST_COMPLETED)
    opened.cancel()
    if server.done():
        _report(server)
    else:
        await register_everyone()
    yield
    server.cancel()
    with suppress(asyncio.CancelledError, OSError):
        await server


def _report(server: "asyncio.Task[None]") -> None:
    """The port is taken: another worker of ours serves the sandbox, or something else is in the way."""
    expected = get_settings().web_workers > 1 and bool(get_settings().redis_url)
    (log.info if expected else log.warning)("sandbox_not_started", reason=str(server.exception()))
