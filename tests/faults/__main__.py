"""Every fault in full size on both databases, as a table: `make faults`, or `python -m tests.faults [MESSAGES] [DB…]`.

Returns 1 when a message came twice, was lost, or stayed in doubt.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from services.core.ids import new_secret
from services.core.log import configure_logs
from services.core.scope import Role
from tests import support
from tests.databases import PostgresServer, SqliteTemplate, forget_settings, pointed_at, postgres_server
from tests.faults.catalogue import Fault, faults
from tests.faults.hurry import TIMES, hurry
from tests.faults.provider import Provider, running
from tests.faults.scene import Outcome, Scene
from tests.sandbox.conftest import free_port

MESSAGES = 300
DATABASES = ("sqlite", "postgres")
COLUMNS = ("messages", "accepted", "different", "repeated", "lost", "unknown", "failed", "looked_up")
PATIENCE = 180.0  # seconds beyond one a message


@contextmanager
def surroundings(database: SqliteTemplate | PostgresServer, fault: Fault, messages: int) -> Iterator[Scene]:
    """A fresh database, provider and customer."""
    with tempfile.TemporaryDirectory() as folder, database.copy(Path(folder)) as url:
        provider = Provider(free_port(), Path(folder) / "provider.db", fault.provider)
        web_port = free_port()
        os.environ |= {f"LEADGEN_{name}": value for name, value in TIMES.items()}
        os.environ |= {
            "LEADGEN_SANDBOX_PORT": str(provider.port),
            "LEADGEN_PUBLIC_URL": f"http://127.0.0.1:{web_port}",
        }
        with pointed_at(url), running(provider):
            scope = support.add_member(support.add_customer().id or 0, "asha@acme.example", Role.OWNER)
            yield Scene(scope, provider, url, web_port, messages, fault.hears)


async def suffer(scene: Scene, fault: Fault, patience: float) -> Outcome:
    hurry(fault.provider)
    await scene.prepare(**fault.settings())
    return await scene.run(fault.act, patience)


def line(name: str, database: str, outcome: Outcome) -> str:
    numbers = "".join(f"{getattr(outcome, column):>{len(column) + 2}}" for column in COLUMNS)
    return f"{name:<36}{database:<10}{numbers}{outcome.seconds:>9.0f}"


def main() -> int:
    """Sizes and databases from the command line."""
    messages = next((int(word) for word in sys.argv[1:] if word.isdigit()), MESSAGES)
    names = [name for name in DATABASES if name in sys.argv[1:]] or list(DATABASES)
    only = [word for word in sys.argv[1:] if not word.isdigit() and word not in DATABASES]
    os.environ.setdefault("LEADGEN_SECRET_KEY", new_secret(48))
    os.environ["LEADGEN_LOG_LEVEL"] = "ERROR"
    forget_settings()
    configure_logs()
    print(f"{'fault':<36}{'database':<10}{''.join(f'  {column}' for column in COLUMNS)}  seconds", flush=True)
    clean = True
    with ExitStack() as stack:
        for name in names:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            server = SqliteTemplate(folder) if name == "sqlite" else stack.enter_context(postgres_server())
            for fault in faults(name):
                if only and not any(word in fault.name for word in only):
                    continue
                with surroundings(server, fault, min(messages, fault.most)) as scene:
                    outcome = asyncio.run(suffer(scene, fault, PATIENCE + messages))
                print(line(fault.name, name, outcome), flush=True)
                clean = clean and outcome.is_clean
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
