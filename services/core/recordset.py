"""Many rows as one JSON parameter, for PostgreSQL.

psycopg takes a statement of thousands of placeholders apart for longer than the server works on it. The server itself
reads `jsonb_to_recordset` (PostgreSQL manual, 9.16) as rows.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert


def insert_rows(table: Table, rows: Sequence[dict[str, Any]]) -> Insert:
    """An INSERT of `rows`, which all name the same columns; what they leave out gets its column's default in each row.

    Raises TypeError for a value that JSON cannot hold.
    """
    filled = [_filled(table, row) for row in rows]
    names = list(filled[0])
    given = bindparam(None, filled, JSONB)
    columns = (column(name, table.c[name].type) for name in names)
    source = func.jsonb_to_recordset(given).table_valued(*columns, name="given").render_derived(with_types=True)
    return insert(table).from_select(names, select(*(source.c[name] for name in names)), include_defaults=False)


def _filled(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    missing = {
        found.key: _made(found.default) for found in table.columns if found.default is not None and found.key not in row
    }
    return {name: _in_json(value) for name, value in (*row.items(), *missing.items())}


def _made(default: Any) -> Any:
    return default.arg(None) if default.is_callable else default.arg


def _in_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
