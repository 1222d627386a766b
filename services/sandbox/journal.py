"""What the simulated providers must not forget: a SQLite file written by one thread in shared commits."""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS account (
    provider TEXT NOT NULL, account TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (provider, account));
CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, provider_id TEXT NOT NULL UNIQUE, provider TEXT NOT NULL,
    account TEXT NOT NULL, direction TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
    reference TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, status TEXT NOT NULL,
    error_code TEXT NOT NULL, data TEXT NOT NULL, at REAL NOT NULL, updated REAL NOT NULL);
CREATE INDEX IF NOT EXISTS message_reference ON message (reference);
CREATE INDEX IF NOT EXISTS message_recipient ON message (account, recipient, seq);
CREATE INDEX IF NOT EXISTS message_provider ON message (provider, direction, seq);
CREATE TABLE IF NOT EXISTS errand (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, due REAL NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS talk (
    circle TEXT NOT NULL, address TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (circle, address));
CREATE TABLE IF NOT EXISTS district (industry TEXT NOT NULL, city TEXT NOT NULL, PRIMARY KEY (industry, city));
CREATE TABLE IF NOT EXISTS lead (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, platform TEXT NOT NULL, lead_id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL, form_id TEXT NOT NULL, at REAL NOT NULL, data TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS lead_form ON lead (form_id, seq);
CREATE TABLE IF NOT EXISTS thing (
    kind TEXT NOT NULL, id TEXT NOT NULL, account TEXT NOT NULL, data TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (kind, id));
CREATE INDEX IF NOT EXISTS thing_account ON thing (kind, account, at);
CREATE TABLE IF NOT EXISTS template (sid TEXT PRIMARY KEY, account TEXT NOT NULL, data TEXT NOT NULL, at REAL NOT NULL);
"""
TABLES = ("setting", "message", "errand", "talk", "district", "lead", "template", "thing")


class Journal:
    """`run(work)` returns after the commit that contains it; calls that arrive together share one commit."""

    def __init__(self, path: Path | None = None) -> None:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        # WAL with NORMAL survives a killed process; only a power cut may take the last commits.
        self._connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _SCHEMA)
        self._waiting: queue.SimpleQueue[tuple[Work, asyncio.Future[Any]] | None] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._writer = threading.Thread(target=self._write_until_closed, name="sandbox-journal", daemon=True)
        self._writer.start()

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work(connection)` on the writer thread and wait for its commit."""
        done: asyncio.Future[T] = self._loop.create_future()
        self._waiting.put((work, done))
        return await done

    async def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return await self.run(lambda connection: connection.execute(sql, values).fetchall())

    async def execute(self, sql: str, *values: Any) -> None:
        await self.run(lambda connection: connection.execute(sql, values))

    async def close(self) -> None:
        """Finish what waits, then close the file."""
        self._waiting.put(None)
        await asyncio.to_thread(self._writer.join)
        self._connection.close()

    def _write_until_closed(self) -> None:
        is_open = True
        while is_open:
            batch = [self._waiting.get()]
            while not self._waiting.empty() and len(batch) < 500:
                batch.append(self._waiting.get())
            is_open = None not in batch
            outcomes = self._commit([entry for entry in batch if entry is not None])
            if outcomes and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(_answer, outcomes)

    def _commit(self, batch: list[tuple[Work, asyncio.Future[Any]]]) -> list[tuple[asyncio.Future[Any], Any, bool]]:
        outcomes: list[tuple[asyncio.Future[Any], Any, bool]] = []
        self._connection.execute("BEGIN IMMEDIATE")
        for work, done in batch:
            self._connection.execute("SAVEPOINT one")
            try:
                outcomes.append((done, work(self._connection), True))
            except Exception as problem:  # noqa: BLE001  handed to the caller that asked for it
                self._connection.execute("ROLLBACK TO one")
                outcomes.append((done, problem, False))
            self._connection.execute("RELEASE one")
        self._connection.execute("COMMIT")
        return outcomes


def _answer(outcomes: list[tuple[asyncio.Future[Any], Any, bool]]) -> None:
    for done, outcome, is_good in outcomes:
        if done.done():
            continue
        if is_good:
            done.set_result(outcome)
        else:
            done.set_exception(outcome)
