"""What the import's jobs share: batches of people read outside any transaction, and the row that says how far it is."""

from collections.abc import Iterator
from itertools import islice

from sqlmodel import Session, col, select

from services.imports.reading import data_rows
from services.imports.rows import RowReader
from services.imports.types import Choices, Layout, Person
from services.imports.uploads import rows_path
from services.models import ContactImport

BATCH = 2_000  # a batch holds SQLite's one write lock for about a third of a second
SLICE_SECONDS = 20.0  # one job's work; the next goes on, so that no job is ever long


def choices_of(found: ContactImport) -> Choices:
    return Choices(found.known, found.region, tuple(found.opt_in), found.evidence)


def people_of(found: ContactImport, *, after: int = 0) -> Iterator[list[Person]]:
    """The rows after `after` in batches; raises Invalid or FileNotFoundError when the file can no longer be read."""
    layout = Layout.read(found.layout)
    reader = RowReader(layout, found.columns, choices_of(found))
    rows = data_rows(rows_path(found.stored_as), layout, after=after)
    while batch := [reader.read(number, cells) for number, cells in islice(rows, BATCH)]:
        yield batch


def locked(session: Session, import_id: int) -> ContactImport | None:
    """The import's row, held until the transaction ends."""
    return session.exec(select(ContactImport).where(col(ContactImport.id) == import_id).with_for_update()).first()
