"""The guarded session: one customer's rows alone are in reach, and one place commits."""

import asyncio
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from typing import Any, Concatenate, ParamSpec, TypeVar
from zlib import crc32

from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import ORMExecuteState, SessionTransaction, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlmodel import Session

from services.core import recordset
from services.core.errors import NotAllowed
from services.core.scope import EVERY_CUSTOMER, Scope
from services.core.settings import get_settings
from services.core.sqlite import sqlite_engine
from services.core.storable import cleaning, dumped
from services.core.tables import CustomerOwned
from services.models import OWNED_TABLES

P = ParamSpec("P")
T = TypeVar("T")

_MANY_ROWS = 50  # from here on PostgreSQL is given one parameter instead of one for each value


class GuardedSession(Session):
    """`info["customer_id"]` decides which rows exist."""


@event.listens_for(GuardedSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    customer_id = state.session.info["customer_id"]
    if customer_id != EVERY_CUSTOMER:
        state.statement = state.statement.options(
            *(_only_of(customer_id, owned) for owned in _owned_tables_in(state.statement))  # pyright: ignore
        )


@lru_cache(maxsize=4096)
def _only_of(customer_id: int, owned: type[CustomerOwned]) -> Any:
    return with_loader_criteria(owned, owned.customer_id == customer_id, include_aliases=True)  # pyright: ignore


def _owned_tables_in(statement: Executable) -> set[type[CustomerOwned]]:
    """Only these are narrowed: naming every table on every query costs milliseconds."""
    parts = visitors.iterate(statement)  # pyright: ignore
    return {OWNED_TABLES[part] for part in parts if isinstance(part, Table) and part in OWNED_TABLES}


@event.listens_for(GuardedSession, "before_flush")
def _stamp(session: Session, *_: object) -> None:
    """Fill in the session's customer and refuse rows of another."""
    customer_id = session.info["customer_id"]
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, CustomerOwned):
            continue
        if not row.customer_id and customer_id != EVERY_CUSTOMER:
            row.customer_id = customer_id
        if not row.customer_id or (customer_id != EVERY_CUSTOMER and row.customer_id != customer_id):
            raise NotAllowed(f"A {type(row).__name__} of another customer cannot be written here.")


@cache
def engine() -> Engine:
    """The process's one engine, made on first use so that forked workers never share connections."""
    settings = get_settings()
    if settings.is_sqlite:
        return cleaning(sqlite_engine(settings.database_url))
    url = settings.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
    # Short queries by the dozen: workers and compiled code cost more to start than they save.
    options = "-c plan_cache_mode=force_custom_plan -c max_parallel_workers_per_gather=0 -c jit=off"
    connecting = {"connect_args": {"options": options}, "pool_pre_ping": True, "json_serializer": dumped}
    return cleaning(create_engine(url, pool_size=12, max_overflow=8, **connecting))


@event.listens_for(GuardedSession, "after_begin")
def _bind(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if not transaction.nested:
        bind_customer(connection, session.info["customer_id"])


def bind_customer(connection: Connection, customer_id: int) -> None:
    """PostgreSQL's second wall: row-level security reads this setting until the transaction ends (0: the system)."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.set_config("app.customer_id", str(customer_id), True)))


@cache
def _bound(*, reading: bool, urgent: bool) -> Engine:
    return engine().execution_options(reading=reading, urgent=urgent)


@contextmanager
def _open(customer_id: int, *, reading: bool = False, urgent: bool = False) -> Iterator[Session]:
    with GuardedSession(_bound(reading=reading, urgent=urgent), expire_on_commit=False) as session:
        session.info["customer_id"] = customer_id
        with session.begin():
            yield session


@contextmanager
def transaction(scope: Scope) -> Iterator[Session]:
    """Commit on the way out, roll back on error; nothing else in the code commits."""
    if scope.customer_id == EVERY_CUSTOMER:
        raise NotAllowed("A transaction needs a customer.")
    with _open(scope.customer_id) as session:
        yield session


@contextmanager
def reading(scope: Scope) -> Iterator[Session]:
    """A read-only view: on SQLite it never waits for a writer."""
    if scope.customer_id == EVERY_CUSTOMER:
        raise NotAllowed("A reading needs a customer.")
    with _open(scope.customer_id, reading=True) as session:
        yield session


@contextmanager
def system_transaction(*, urgent: bool = False) -> Iterator[Session]:
    """Across customers: sign-in, the clock, webhooks, the sender. A test lists the files that may.

    An `urgent` one somebody is waiting for: on SQLite it goes before other writers, and what it commits is on the disk
    when it ends, as it always is on PostgreSQL.
    """
    with _open(EVERY_CUSTOMER, urgent=urgent) as session:
        yield session


def in_turn_with_others(session: Session, what: str, customer_ids: Collection[int]) -> None:
    """Until this transaction ends, others that ask for the same `what` of one of these customers wait for it."""
    if session.connection().dialect.name != "postgresql":
        return  # SQLite has one writer anyway
    keys = sorted({crc32(f"{what}:{customer_id}".encode()) for customer_id in customer_ids})  # one order: no deadlock
    for key in keys:
        session.execute(select(func.pg_advisory_xact_lock(key)))


@contextmanager
def system_reading() -> Iterator[Session]:
    """A read-only view across customers."""
    with _open(EVERY_CUSTOMER, reading=True) as session:
        yield session


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(get_settings().database_threads, thread_name_prefix="database")


async def on_database_thread(work: Callable[[], T]) -> T:
    """Run blocking database work off the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), work)


async def in_transaction(
    scope: Scope, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run `work(session, …)` in its own transaction on the database threads."""

    def run() -> T:
        with transaction(scope) as session:
            return work(session, *args, **kwargs)

    return await on_database_thread(run)


async def in_reading(scope: Scope, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Like `in_transaction`, for work that only reads."""

    def run() -> T:
        with reading(scope) as session:
            return work(session, *args, **kwargs)

    return await on_database_thread(run)


async def in_system_transaction(work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Like `in_transaction`, across customers."""

    def run() -> T:
        with system_transaction() as session:
            return work(session, *args, **kwargs)

    return await on_database_thread(run)


async def in_system_reading(work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Like `in_reading`, across customers."""

    def run() -> T:
        with system_reading() as session:
            return work(session, *args, **kwargs)

    return await on_database_thread(run)


def insert_ignoring(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> int:
    """Insert rows, skipping those that a unique key already holds; returns how many were new."""
    if not rows:
        return 0
    if len(rows) < _MANY_ROWS:
        return len(_insert_returning(session, table, rows, literal(1)))
    connection, stamped = session.connection(), _stamped(session, table, rows)
    if engine().dialect.name == "sqlite":
        return connection.execute(sqlite.insert(table).on_conflict_do_nothing(), stamped).rowcount
    counted = recordset.insert_rows(table.__table__, stamped).execution_options(preserve_rowcount=True)
    return connection.execute(counted.on_conflict_do_nothing()).rowcount  # else -1: an insert forgets its count


def insert_new(session: Session, table: type[Any], rows: list[dict[str, Any]], *wanted: Any) -> list[Any]:
    """Like `insert_ignoring`, but returns the `wanted` columns of the rows that were new, in no certain order."""
    return _insert_returning(session, table, rows, *wanted) if rows else []


def _insert_returning(session: Session, table: type[Any], rows: list[dict[str, Any]], *wanted: Any) -> list[Any]:
    connection, stamped = session.connection(), _stamped(session, table, rows)
    if engine().dialect.name != "postgresql":
        return list(connection.execute(sqlite.insert(table).on_conflict_do_nothing().returning(*wanted), stamped))
    if len(rows) < _MANY_ROWS:
        return list(connection.execute(postgresql.insert(table).on_conflict_do_nothing().returning(*wanted), stamped))
    made = table.__table__
    return list(connection.execute(recordset.insert_rows(made, stamped).on_conflict_do_nothing().returning(*wanted)))


def update_many(session: Session, table: type[CustomerOwned], rows: list[dict[str, Any]]) -> None:
    """Write each row's values over the row with its `id`; all name the same columns. Only the session's customer's."""
    if not rows:
        return
    made = table.__table__  # pyright: ignore[reportAttributeAccessIssue]
    values = {name: bindparam(f"new_{name}", type_=made.c[name].type) for name in rows[0] if name != "id"}
    statement = update(made).where(made.c.id == bindparam("old_id")).values(values)
    if session.info["customer_id"] != EVERY_CUSTOMER:
        statement = statement.where(made.c.customer_id == session.info["customer_id"])
    given = [{"old_id" if name == "id" else f"new_{name}": value for name, value in row.items()} for row in rows]
    session.connection().execute(statement, given)


def _stamped(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Core inserts pass the guard by, so the session's customer is written into them here."""
    customer_id = session.info["customer_id"]
    if issubclass(table, CustomerOwned) and customer_id != EVERY_CUSTOMER:
        return [{**row, "customer_id": customer_id} for row in rows]
    return rows


def close_database() -> None:
    """Drop pooled connections; tests and graceful shutdown call it."""
    engine().dispose()
    run_in_threads = partial(_threads().shutdown, wait=False)
    run_in_threads()
    _threads.cache_clear()
    _bound.cache_clear()
    engine.cache_clear()
