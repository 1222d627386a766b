"""Runs migrations on the configured database, in one transaction."""

from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Connection, Enum
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from services import models  # noqa: F401  fills the metadata
from services.core.scope import EVERY_CUSTOMER
from services.db import bind_customer, engine
from services.walls import raise_walls


def _plain(kind: str, item: object, _autogen: object) -> str | bool:
    """Render our types as SQLAlchemy's own, so that old migrations never import the app."""
    if kind != "type":
        return False
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Enum):
        values = ", ".join(repr(value) for value in item.enums)
        return f"sa.Enum({values}, native_enum=False, create_constraint=True, length={item.length}, name={item.name!r})"
    if isinstance(item, JSON):
        return 'sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")'
    return False


def _ours(item: object, name: str | None, kind: str, reflected: bool, _compare_to: object) -> bool:
    """Procrastinate and the text indexes bring their own tables; comparing them would drop them."""
    apart = ("procrastinate", "contact_search", "message_search")
    return not (kind == "table" and reflected and str(name).startswith(apart))


def _after_step(ctx: MigrationContext, **_: object) -> None:
    """A new table is behind the walls from its first row."""
    raise_walls(ctx.connection)


def _foreign_keys(connection: Connection, state: str) -> None:
    """SQLite changes a table by copying it; while the old one is dropped, rows of others point at nothing."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={state}")  # outside of any transaction, or it does nothing


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"The migration left {len(broken)} rows that point at nothing.")


with engine().connect() as connection:
    _foreign_keys(connection, "OFF")
    bind_customer(connection, EVERY_CUSTOMER)
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        render_item=_plain,
        include_object=_ours,
        compare_type=True,
        on_version_apply=_after_step,
    )
    with context.begin_transaction():
        context.run_migrations()
    _check_foreign_keys(connection)
    connection.commit()
    _foreign_keys(connection, "ON")
