"""Keyset paging: the next page starts after the last row's sort value and id, so it costs the same at any depth."""

import base64
import binascii
import json
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session

from services.core.errors import Invalid
from services.core.paging import MOST_COUNTED, PageRequest

Found = TypeVar("Found", bound=Select[*tuple[Any, ...]])


def cursor_of(value: Any, row_id: int) -> str:
    """What `PageRequest.after` carries for a row with this sort value."""
    plain = {"at": value.isoformat()} if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([plain, row_id]).encode()).decode()


def _parse(cursor: str) -> tuple[Any, int]:
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
        value, last = _parse(request.after)
        beyond = (order < value) if request.descending else (order > value)
        tied = (row_id < last) if request.descending else (row_id > last)
        statement = statement.where(tied if order is row_id else or_(beyond, and_(order == value, tied)))
    keys = [row_id] if order is row_id else [order, row_id]
    return statement.order_by(*(key.desc() if request.descending else key.asc() for key in keys)).limit(
        request.size + 1
    )


def capped_count(session: Session, statement: Select[*tuple[Any, ...]]) -> int:
    """How many rows `statement` finds, counting no further than 10,001."""
    found = statement.order_by(None).limit(MOST_COUNTED).subquery()
    return session.execute(select(func.count()).select_from(found)).scalar_one()
