"""Keyset paging: the next page starts after the last row's sort value and id, so it costs the same at any depth."""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, any_, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped
from sqlmodel import Session

from services.core.errors import Invalid
from services.core.paging import MOST_COUNTED, PageRequest

Found = TypeVar("Found", bound=Select[*tuple[Any, ...]])


def cursor_of(value: Any, row_id: int) -> str:
    """What `PageRequest.after` carries for a row with this sort value."""
    plain = {"at": value.isoformat()} if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([plain, row_id]).encode()).decode()


def parse_cursor(cursor: str) -> tuple[Any, int]:
    """The sort value and the id in a cursor; raises Invalid for anything else."""
    try:
        value, row_id = json.loads(base64.urlsafe_b64decode(cursor))
        if isinstance(value, dict):
            value = datetime.fromisoformat(value["at"])
        return value, int(row_id)
    except (binascii.Error, ValueError, TypeError, KeyError):
        raise Invalid("This page no longer exists. Start again from the first one.") from None


def keyset(statement: Found, order: Mapped[Any], row_id: Mapped[Any], request: PageRequest) -> Found:
    """Rows after `request.after`, in order, one more than a page so that the caller sees whether another follows."""
    if request.after:
        value, last = parse_cursor(request.after)
        statement = statement.where(beyond(order, row_id, value, last, descending=request.descending))
    return statement.order_by(*ordered(order, row_id, descending=request.descending)).limit(request.size + 1)


def beyond(order: Any, row_id: Any, value: Any, last: int, *, descending: bool) -> ColumnElement[bool]:
    """What comes after the row with this sort value and id; compared as one pair, so that an index can begin there."""
    if order is row_id:
        return row_id < last if descending else row_id > last
    here, there = tuple_(order, row_id), tuple_(literal(value, order.type), literal(last))
    return here < there if descending else here > there


def ordered(order: Any, row_id: Any, *, descending: bool) -> list[ColumnElement[Any]]:
    """By the sort value, then by id, both the same way round."""
    keys = [row_id] if order is row_id else [order, row_id]
    return [key.desc() if descending else key.asc() for key in keys]


def among(session: Session, column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """The column's value is one of these; PostgreSQL reads one array faster than many single values."""
    if session.get_bind().dialect.name == "sqlite":
        return column.in_(values)
    return column == any_(literal(list(values), ARRAY(column.type)))


def capped_count(session: Session, statement: Select[*tuple[Any, ...]]) -> int:
    """How many rows `statement` finds, counting no further than 10,001."""
    found = statement.order_by(None).limit(MOST_COUNTED).subquery()
    return session.execute(select(func.count()).select_from(found)).scalar_one()


@contextmanager
def along_index(session: Session) -> Iterator[None]:
    """PostgreSQL does not sort what an index has in order.

    Until its statistics follow, minutes after an import, a customer's half a million rows seem few enough to be sorted.
    """
    connection = session.connection()
    connection.exec_driver_sql("SET LOCAL enable_sort = off")
    yield
    connection.exec_driver_sql("SET LOCAL enable_sort = on")
