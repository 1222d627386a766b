"""Brings the database up to date before anything is served, with a copy of the file taken first."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from services.core.clock import now
from services.core.settings import ROOT, get_settings
from services.db import engine

_KEPT = 5


def upgrade_database() -> str | None:
    """Run the migrations that are missing; returns the revision reached, None when there was nothing to do."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "alembic"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    present = _revision()
    if present == newest:
        return None
    if present and get_settings().is_sqlite:
        back_up(Path(get_settings().database_url.removeprefix("sqlite:///")), now())
    command.upgrade(config, "head")
    return newest


def _revision() -> str | None:
    with engine().connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def back_up(database: Path, at: datetime) -> Path:
    """A consistent copy of a SQLite file in use, beside it under `backups/`; the newest five are kept."""
    folder = database.parent / "backups"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{database.stem}-{at:%Y%m%d-%H%M%S}.db"
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    for old in sorted(folder.glob(f"{database.stem}-*.db"))[:-_KEPT]:
        old.unlink()
    return copy
