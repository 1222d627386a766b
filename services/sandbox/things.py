"""Things that the simulated providers keep for an account: runs, snapshots, subscriptions."""

import json
import sqlite3
import time
from dataclasses import dataclass, field
from typing import Any

from services.sandbox.journal import Journal


@dataclass(frozen=True)
class Thing:
    """`at` is the Unix time of its making; `data` is the provider's own."""

    kind: str
    id: str
    account: str
    data: dict[str, Any]
    at: float = field(default_factory=time.time)


def put(connection: sqlite3.Connection, thing: Thing) -> None:
    """Write or replace inside the caller's commit."""
    connection.execute(
        "INSERT INTO thing VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET data = excluded.data",
        (thing.kind, thing.id, thing.account, json.dumps(thing.data), thing.at),
    )


async def get(journal: Journal, kind: str, thing_id: str) -> Thing | None:
    rows = await journal.rows("SELECT * FROM thing WHERE kind = ? AND id = ?", kind, thing_id)
    return _thing(rows[0]) if rows else None


async def all_of(journal: Journal, kind: str, account: str) -> list[Thing]:
    """Everything of one kind that an account has, oldest first."""
    rows = await journal.rows("SELECT * FROM thing WHERE kind = ? AND account = ? ORDER BY at, rowid", kind, account)
    return [_thing(row) for row in rows]


async def remove(journal: Journal, kind: str, thing_id: str) -> None:
    await journal.execute("DELETE FROM thing WHERE kind = ? AND id = ?", kind, thing_id)


def _thing(row: sqlite3.Row) -> Thing:
    return Thing(row["kind"], row["id"], row["account"], json.loads(row["data"]), row["at"])
