"""`python -m services.sandbox`: the simulated providers alone."""

import asyncio
import contextlib
from pathlib import Path
from typing import Annotated

import typer

from services.core.log import configure_logs
from services.core.settings import DATA, get_settings
from services.sandbox.server import serve


def main(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: the port of LEADGEN_SANDBOX_PORT, else LEADGEN_PORT + 1")] = 0,
    journal: Annotated[Path, typer.Option(help="File that survives a restart")] = DATA / "sandbox.db",
) -> None:
    """Serve the simulated providers until interrupted."""
    configure_logs()
    settings = get_settings()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(host, port or settings.sandbox_port or settings.port + 1, journal=journal))


if __name__ == "__main__":
    typer.run(main)
