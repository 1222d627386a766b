"""What is common among a customer's contacts: counted over all of them and kept in one row."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, func, select

from services.dedupe.contacts import FIELDS, READ, contact_model, read_contact
from services.dedupe.evidence import Prepared
from services.dedupe.model import Model
from services.dedupe.statistics import Statistics
from services.models import Contact, DuplicateStatistics

_CHUNK = 2_000
_AT_FIRST = 20_000  # contacts that are counted when nothing was kept yet: the newest
_GROWN = 2.0


def columns() -> list[Any]:
    """What is read of each contact, in the order of `READ`."""
    return [getattr(Contact, name) for name in READ]


def each_contact(session: Session, after: int = 0) -> Iterator[list[tuple[Any, ...]]]:
    """All contacts of the session's customer in chunks, by id, as rows of `READ`."""
    last = after
    while True:
        wanted = select(*columns()).where(col(Contact.id) > last).order_by(col(Contact.id)).limit(_CHUNK)
        rows = [tuple(row) for row in session.execute(wanted)]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def as_prepared(row: tuple[Any, ...]) -> Prepared:
    """A row of `READ`, ready to be compared."""
    return read_contact(dict(zip(READ, row, strict=True)))


def present_model(session: Session, customer_id: int) -> tuple[Model, int]:
    """The customer's model and how many contacts it is about; counted anew when contacts have doubled since."""
    total = session.exec(select(func.count(col(Contact.id)))).one()
    kept = session.exec(select(DuplicateStatistics)).first()
    if kept is None or total > _GROWN * kept.contacts + 100:
        newest = select(*columns()).order_by(col(Contact.id).desc()).limit(_AT_FIRST)
        counted = Statistics()
        counted.count(FIELDS, [as_prepared(tuple(row)) for row in session.execute(newest)])
        keep(session, customer_id, counted, total)
    else:
        counted = Statistics.from_json(kept.data)
    return contact_model(counted), total


def kept_model(session: Session) -> tuple[Model, int]:
    """The customer's model as it was last counted; what is assumed of any contacts when it never was."""
    kept = session.exec(select(DuplicateStatistics)).first()
    counted = Statistics.from_json(kept.data) if kept else Statistics()
    return contact_model(counted), kept.contacts if kept else 0


def keep(session: Session, customer_id: int, counted: Statistics, total: int) -> None:
    """Store what was counted; making the model once draws the chances from the sample."""
    contact_model(counted)
    row = session.exec(select(DuplicateStatistics)).first() or DuplicateStatistics(customer_id=customer_id)
    row.contacts, row.data = total, counted.as_json()
    session.add(row)
    session.flush()
