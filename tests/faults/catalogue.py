"""What goes wrong: at the provider, on the way back, in the sender, in the database."""

import asyncio
import random
import resource
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from tests.faults.scene import LATENCY, Scene

Act = Callable[[Scene], Awaitable[None]]
NO_MORE_BYTES = 4096  # of any file: nothing can grow


async def nothing(scene: Scene) -> None:
    """The trouble is elsewhere."""


@dataclass(frozen=True)
class Fault:
    """`trouble` are the shares of the provider's calls, `town` other settings of the sandbox.

    `hears` when its callbacks come, `most` messages where it is slow.
    """

    name: str
    trouble: dict[str, float] = field(default_factory=dict)
    town: dict[str, Any] = field(default_factory=dict)
    act: Act = nothing
    provider: str = "twilio"
    hears: bool = False
    most: int = 10_000

    def settings(self) -> dict[str, Any]:
        return {"faults": {self.provider: {"latency": LATENCY, **self.trouble}}, **self.town}


def killed(times: int) -> Act:
    """SIGKILL at random instants between the first and the last message."""

    async def act(scene: Scene) -> None:
        for target in sorted(random.sample(range(1, scene.messages - 5), times)):
            await scene.until_accepted(target)
            await asyncio.sleep(random.random() * LATENCY)
            scene.kill_sender()
            scene.start_sender()

    return act


def away(seconds: float) -> Act:
    """The provider is gone after a third of the messages."""

    async def act(scene: Scene) -> None:
        await scene.until_accepted(scene.messages // 3)
        scene.provider.stop()
        await asyncio.sleep(seconds)
        await asyncio.to_thread(scene.provider.start)

    return act


def locked(seconds: float, times: int = 1) -> Act:
    """Another program holds the database: longer than a claim lasts and, in full size, than SQLite waits."""

    async def act(scene: Scene) -> None:
        for place in range(times):
            await scene.until_accepted((place + 1) * scene.messages // (times + 2))
            await asyncio.to_thread(_hold, scene.url, seconds)

    return act


def _hold(url: str, seconds: float) -> None:
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=30) as holder:
            holder.execute("BEGIN EXCLUSIVE")
            time.sleep(seconds)
            holder.execute("ROLLBACK")
        holder.close()
        return
    with psycopg.connect(url) as holder:
        while not _has_locked(holder):
            holder.rollback()
        time.sleep(seconds)
        holder.rollback()


def _has_locked(holder: psycopg.Connection) -> bool:
    """Tables are taken one by one: where the product is half way through them too, one of the two gives way."""
    try:
        holder.execute("LOCK TABLE outreach_message, contact, customer IN ACCESS EXCLUSIVE MODE")
    except psycopg.errors.DeadlockDetected:
        return False
    return True


def full(seconds: float) -> Act:
    """No byte more can be written for a while.

    SQLite: the sender's files may not grow (RLIMIT_FSIZE, the kernel's own refusal). PostgreSQL: its messages table
    answers SQLSTATE 53100, disk_full, to whoever writes.
    """

    async def act(scene: Scene) -> None:
        await scene.until_accepted(scene.messages // 3)
        hurt = _filled_files if scene.url.startswith("sqlite") else _filled_tables
        await asyncio.to_thread(hurt, scene, seconds)

    return act


def _filled_files(scene: Scene, seconds: float) -> None:
    assert scene.sender
    _, hard = resource.prlimit(scene.sender.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(scene.sender.pid, resource.RLIMIT_FSIZE, (NO_MORE_BYTES, hard))
    time.sleep(seconds)
    resource.prlimit(scene.sender.pid, resource.RLIMIT_FSIZE, (hard, hard))


def _filled_tables(scene: Scene, seconds: float) -> None:
    with psycopg.connect(scene.url, autocommit=True) as session:
        session.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$"
        )
        session.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON outreach_message EXECUTE FUNCTION full_disk()"
        )
        time.sleep(seconds)
        session.execute("DROP TRIGGER full_disk ON outreach_message")


def cut_off(times: int) -> Act:
    """PostgreSQL ends every connection of the product, as when it is restarted; SQLite has none to end."""

    async def act(scene: Scene) -> None:
        for place in range(times):
            await scene.until_accepted((place + 1) * scene.messages // (times + 1))
            await asyncio.to_thread(_end_connections, scene.url)

    return act


def _end_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as session:
        session.execute(
            sql.SQL(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


def together(*acts: Act) -> Act:
    """All of them at once."""

    async def act(scene: Scene) -> None:
        await asyncio.gather(*(one(scene) for one in acts))

    return act


CALLBACKS = {"duplicate_rate": 0.5, "out_of_order": 1.0, "speed": 20}


def faults(database: str) -> list[Fault]:
    """In full size, for `database`: sqlite or postgres."""
    lost = {"lost_answer": 0.2}
    found = [
        Fault("nothing"),
        Fault("sender killed 20 times", act=killed(20)),
        Fault("provider says 429 to 30 %", {"rate_limited": 0.3}),
        Fault("provider says 500 to 30 %", {"error": 0.3}),
        Fault("accepted, then a time-out, 20 %", lost, {"hang_seconds": 2}),
        Fault("answer dropped, 20 %", lost),
        Fault("answer dropped, 20 %, SendGrid", lost, provider="sendgrid"),
        Fault("answer dropped, 20 %, Resend", lost, provider="resend", most=100),
        Fault("answer dropped, 20 %, Cloud API", lost, CALLBACKS, provider="whatsapp_cloud", hears=True),
        Fault("call dropped, 20 %", {"drop": 0.2}),
        Fault("callbacks twice and reversed", {}, CALLBACKS, hears=True),
        Fault("provider away for 30 s", act=away(30)),
        Fault("database locked 3 × 12 s", act=locked(12, 3)),
        Fault("disk full for 20 s", act=full(20)),
    ]
    if database == "postgres":
        found.append(Fault("database restarted 10 times", act=cut_off(10)))
    return [*found, everything(kills=10)]


def everything(kills: int, seconds: float = 3) -> Fault:
    """A bad day: all of it at the same time."""
    trouble = {"rate_limited": 0.1, "error": 0.1, "lost_answer": 0.1, "drop": 0.1}
    return Fault("all of it at once", trouble, CALLBACKS, together(killed(kills), locked(seconds)), hears=True)
