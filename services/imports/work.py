"""What the import's jobs share: batches of people read outside any transaction, and the row that says how far it is."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from sqlmodel import Session, col, select

from services.core.beside import process_beside
from services.core.log import get_logger
from services.imports.reading import data_rows
from services.imports.rows import RowReader
from services.imports.types import Choices, Layout, Person
from services.imports.uploads import rows_path
from services.models import ContactImport

BATCH = 2_000  # a batch holds SQLite's one write lock for about a third of a second
SLICE_SECONDS = 60.0  # one job's work; the next goes on, so that no job is ever long
MANY_BATCHES = 2  # a file of more is read on a second processor while its people are stored
_AHEAD = 2
_Rows = list[tuple[int, list[str]]]
_NO_PROCESS = (BrokenProcessPool, AssertionError, OSError)
log = get_logger(__name__)


def choices_of(found: ContactImport) -> Choices:
    return Choices(found.known, found.region, tuple(found.opt_in), found.evidence)


def people_of(found: ContactImport, *, after: int = 0, many: int = MANY_BATCHES) -> Iterator[list[Person]]:
    """The rows after `after` in batches; raises Invalid or FileNotFoundError when the file can no longer be read."""
    layout = Layout.read(found.layout)
    reader = RowReader(layout, found.columns, choices_of(found))
    rows = data_rows(rows_path(found.stored_as), layout, after=after)
    batches = iter(lambda: list(islice(rows, BATCH)), [])
    head, following = list(islice(batches, many)), next(batches, None)
    if following is None or (os.cpu_count() or 1) < 2:
        yield from (read_rows(reader, batch) for batch in chain(head, [following] if following else [], batches))
    else:
        yield from _read_beside(reader, head, chain([following], batches))


def read_rows(reader: RowReader, rows: Sequence[tuple[int, list[str]]]) -> list[Person]:
    """The people of a batch of numbered rows."""
    return [reader.read(number, cells) for number, cells in rows]


def _read_beside(reader: RowReader, head: list[_Rows], batches: Iterator[_Rows]) -> Iterator[list[Person]]:
    """`head` here, while a process beside this one starts; it reads the next `batches` while the caller stores one."""
    beside = _Beside(reader)
    try:
        waiting = deque((batch, beside.ask(batch)) for batch in islice(batches, _AHEAD))
        yield from (read_rows(reader, batch) for batch in head)
        while waiting:
            waiting.extend((batch, beside.ask(batch)) for batch in islice(batches, _AHEAD + 1 - len(waiting)))
            yield beside.answer(*waiting.popleft())
    finally:
        beside.close()


class _Beside:
    """A process that reads rows. Where none is to be had, or it was ended from outside, the import goes on alone."""

    def __init__(self, reader: RowReader) -> None:
        self._reader, self._is_alone = reader, False
        self._pool = process_beside()

    def ask(self, batch: _Rows) -> Future[list[Person]] | None:
        try:
            return None if self._is_alone else self._pool.submit(read_rows, self._reader, batch)
        except _NO_PROCESS as error:
            return self._go_on_alone(error)

    def answer(self, batch: _Rows, future: Future[list[Person]] | None) -> list[Person]:
        try:
            return future.result() if future else read_rows(self._reader, batch)
        except _NO_PROCESS as error:
            self._go_on_alone(error)
            return read_rows(self._reader, batch)

    def _go_on_alone(self, error: Exception) -> None:
        if not self._is_alone:
            log.warning("reading_alone", reason=type(error).__name__)
        self._is_alone = True

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def locked(session: Session, import_id: int) -> ContactImport | None:
    """The import's row, held until the transaction ends."""
    return session.exec(select(ContactImport).where(col(ContactImport.id) == import_id).with_for_update()).first()
