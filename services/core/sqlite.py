"""SQLite as we use it: write-ahead log, transactions that begin where we say, writers one after another."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

from services.core.storable import dumped
from services.core.turns import Turns

_PATIENCE = 10.0  # seconds; another process may hold the lock of the file as long again
_PRAGMAS = (
    "foreign_keys=ON",
    "busy_timeout=10000",
    "synchronous=NORMAL",
    "temp_store=MEMORY",
    "cache_size=-65536",
    "wal_autocheckpoint=4000",
    "journal_size_limit=67108864",
)
_DURABLE = "is_durable"  # what a connection remembers of itself


class _Hinting(SQLiteCompiler):
    """Writes `with_hint(Contact, "INDEXED BY …", "sqlite")`, which SQLAlchemy leaves out for SQLite."""

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        return text


def sqlite_engine(url: str) -> Engine:
    """An engine whose transactions read the execution options `reading` and `urgent`."""
    Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(
        url, connect_args={"check_same_thread": False, "timeout": 10}, pool_size=16, json_serializer=dumped
    )
    made.dialect.statement_compiler = _Hinting
    event.listen(made, "connect", _tune)
    _Writers(made)
    return made


def _tune(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, not where sqlite3 guesses
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode=WAL")
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


class _Writers:
    """Writers of this process queue up here. In SQLite's own queue each sleeps up to a tenth of a second and looks
    again, and who is quick may write again and again meanwhile."""

    def __init__(self, made: Engine) -> None:
        self._turns, self._writing = Turns(), set[int]()
        self._commit, self._roll_back = made.dialect.do_commit, made.dialect.do_rollback
        made.dialect.do_commit, made.dialect.do_rollback = self._committed, self._rolled_back
        event.listen(made, "begin", self._begin)
        event.listen(made, "invalidate", self._end)
        event.listen(made, "close", self._end)

    def _begin(self, connection: Any) -> None:
        options = connection.get_execution_options()
        if options.get("reading", False):
            connection.exec_driver_sql("BEGIN")
            return
        urgent = options.get("urgent", False)
        if self._turns.take(urgent=urgent, patience=_PATIENCE):
            self._writing.add(id(connection.connection.dbapi_connection))
        if connection.info.get(_DURABLE, False) != urgent:
            connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if urgent else 'NORMAL'}")
            connection.info[_DURABLE] = urgent
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _end(self, dbapi_connection: Any, *_: object) -> None:
        mine = id(getattr(dbapi_connection, "dbapi_connection", dbapi_connection))
        if mine in self._writing:
            self._writing.remove(mine)
            self._turns.give_back()

    def _committed(self, dbapi_connection: Any) -> None:
        self._commit(dbapi_connection)
        self._end(dbapi_connection)

    def _rolled_back(self, dbapi_connection: Any) -> None:
        try:
            self._roll_back(dbapi_connection)
        finally:
            self._end(dbapi_connection)
