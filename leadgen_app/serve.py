"""`python -m leadgen_app.serve`: one command from a clone to a running product."""

import gc
import os
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from leadgen_app.serving.database import upgrade_database
from leadgen_app.serving.frontend import BuildFailed, built_frontend
from services.core.log import configure_logs, get_logger
from services.core.settings import get_settings
from services.db import close_database

log = get_logger(__name__)

_SWITCH_SECONDS = 0.001  # Python's 0.005 is long for a request that passes through several threads


def create() -> Any:
    """The ASGI app over the finished build; called in each worker process.

    The thread that reports belongs here: one started before the workers are forked may hold an import lock that the
    fork then never gets.
    """
    from leadgen_app.leadgen_app import app

    sys.setswitchinterval(_SWITCH_SECONDS)
    settings = get_settings()
    _when_ready(settings.host, settings.port, lambda: _ready(settings.address))
    return app()


def _ready(address: str) -> None:
    _spare_from_collection()
    _say(f"\nLeadGen is ready at {address}\n")


def _spare_from_collection() -> None:
    """What stands now stays: looking through all of it for garbage would stop everything for a third of a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def _prepare() -> None:
    revision = upgrade_database()
    if revision:
        log.info("database_upgraded", revision=revision)
    close_database()
    os.environ["REFLEX_WEB_WORKDIR"] = str(built_frontend(_say))
    os.environ["REFLEX_ENV_MODE"] = "prod"
    os.environ["__REFLEX_SKIP_COMPILE"] = "true"
    os.environ["__REFLEX_MOUNT_FRONTEND_COMPILED_APP"] = "true"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _require_free_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            sys.exit(f"Port {port} is in use. Stop what runs there, or choose another: LEADGEN_PORT=3100 make run")


def _when_ready(host: str, port: int, act: Callable[[], None]) -> None:
    """Call `act` once the health check answers; gives up after two minutes."""
    local = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  not a bind

    def wait() -> None:
        for _attempt in range(600):
            try:
                with urllib.request.urlopen(f"http://{local}:{port}/api/healthz", timeout=2):
                    act()
                    return
            except OSError:
                time.sleep(0.2)

    threading.Thread(target=wait, daemon=True).start()


def main() -> None:
    """Upgrade the database, build the pages if they changed, serve until stopped."""
    configure_logs()
    settings = get_settings()
    if "--only-prepare" not in sys.argv:
        _require_free_port(settings.host, settings.port)
    try:
        _prepare()
    except BuildFailed as failure:
        sys.exit(str(failure))
    if "--only-prepare" in sys.argv:
        return
    Granian(
        "leadgen_app.serve:create",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=settings.web_workers if settings.redis_url else 1,
        log_access=False,
        log_level="warning",  # pyright: ignore[reportArgumentType]
    ).serve()


if __name__ == "__main__":
    main()
