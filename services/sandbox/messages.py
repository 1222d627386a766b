"""Messages that the simulated providers accepted or delivered, as journal rows."""

import json
import random
import sqlite3
import time
from dataclasses import dataclass, field
from typing import Any

_IDS = random.Random()  # ids need to differ, not to be secret: no system call for each message


def new_hex() -> str:
    """32 hexadecimal digits."""
    return f"{_IDS.getrandbits(128):032x}"


@dataclass(frozen=True)
class Kept:
    """`reference` is the product's own id as found in the request; times are Unix seconds."""

    provider_id: str
    provider: str
    account: str
    direction: str  # outbound: from the product; inbound: to it
    sender: str
    recipient: str
    body: str
    reference: str = ""
    subject: str = ""
    status: str = "queued"
    error_code: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    at: float = field(default_factory=time.time)
    updated: float = field(default_factory=time.time)
    seq: int = 0


def insert(connection: sqlite3.Connection, message: Kept) -> None:
    """Write `message` once; a second row of the same provider id is ignored."""
    connection.execute(
        "INSERT INTO message (provider_id, provider, account, direction, sender, recipient, reference, subject, body,"
        " status, error_code, data, at, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (provider_id) DO NOTHING",
        (
            message.provider_id,
            message.provider,
            message.account,
            message.direction,
            message.sender,
            message.recipient,
            message.reference,
            message.subject,
            message.body,
            message.status,
            message.error_code,
            json.dumps(message.data),
            message.at,
            message.updated,
        ),
    )


def from_row(row: sqlite3.Row) -> Kept:
    return Kept(**{**dict(row), "data": json.loads(row["data"])})


def find(connection: sqlite3.Connection, provider_id: str) -> Kept | None:
    row = connection.execute("SELECT * FROM message WHERE provider_id = ?", (provider_id,)).fetchone()
    return from_row(row) if row else None


def set_status(connection: sqlite3.Connection, provider_id: str, status: str, error_code: str = "") -> None:
    connection.execute(
        "UPDATE message SET status = ?, error_code = ?, updated = ? WHERE provider_id = ?",
        (status, error_code, time.time(), provider_id),
    )


def where(**conditions: Any) -> tuple[str, list[Any]]:
    """An SQL condition and its values from keyword pairs; empty values are left out.

    `after` is a least exclusive `seq`; `since` and `until` are Unix times.
    """
    shapes = {"after": "seq > ?", "before": "seq < ?", "since": "at >= ?", "until": "at < ?"}
    given = {name: value for name, value in conditions.items() if value not in (None, "")}
    parts = [shapes.get(name, f"{name} = ?") for name in given]
    return " AND ".join(parts) or "1", list(given.values())
