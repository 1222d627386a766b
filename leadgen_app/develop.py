"""`python -m leadgen_app.develop`: hot reload on one port, and a demo customer to sign in as."""

import asyncio
import os
import sys

from leadgen_app.serving.database import upgrade_database
from services.accounts.actions import NewAccount, sign_up
from services.accounts.types import Browser
from services.core.errors import Conflict
from services.core.log import configure_logs
from services.core.settings import ROOT, get_settings
from services.db import close_database

DEMO = NewAccount("Meera Kulkarni", "Suvarna Habitat", "demo@leadgen.example", "sunny-harbour-42")


async def _add_demo_customer() -> None:
    try:
        await sign_up(DEMO, Browser(user_agent="make dev"))
    except Conflict:
        return  # there already


def main() -> None:
    """Never returns: becomes the reloading server."""
    os.environ.setdefault("LEADGEN_ENV", "dev")
    configure_logs()
    upgrade_database()
    asyncio.run(_add_demo_customer())
    close_database()
    sys.stdout.write(
        f"\nSign in at {get_settings().address} as {DEMO.email} with the password {DEMO.password}\n"
        "Changed files are rebuilt and reloaded while this runs.\n\n"
    )
    sys.stdout.flush()
    os.chdir(ROOT)
    port = str(get_settings().port)
    command = ["reflex", "run", "--env", "preview", "--frontend-port", port, "--backend-port", port]
    os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606


if __name__ == "__main__":
    main()
