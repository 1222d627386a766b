"""Takes an uploaded file in: onto disk, understood, its columns guessed. Blocks, so call it off the event loop."""

import shutil
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO

from services.core.errors import AppError
from services.core.ids import new_id
from services.imports import mapping, uploads
from services.imports.actions import Upload, refuse_size
from services.imports.reading import count_rows, data_rows
from services.imports.types import Layout

LOOKED_AT = 100


def receive(stream: BinaryIO, file_name: str, region: str) -> Upload:
    """Keep and understand a file; raises Invalid, in words for people, when it holds no contacts, and keeps nothing."""
    name = PurePath(file_name.replace("\\", "/")).name.strip() or "contacts"
    ending = PurePath(name).suffix.lower()[:8]
    stored_as = f"{new_id('up')}{ending if ending[1:].isalnum() else ''}"
    path = uploads.path_of(stored_as)
    try:
        with path.open("wb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
        path.chmod(0o600)
        return described(stored_as, name, uploads.understand(stored_as), region)
    except AppError:
        uploads.remove(stored_as)
        raise


def described(stored_as: str, file_name: str, layout: Layout, region: str) -> Upload:
    """A stored file with the layout it is to be read in; a bad one raises Invalid."""
    path = uploads.rows_path(stored_as)
    looked_at = [cells for _, cells in islice(data_rows(path, layout), LOOKED_AT)]
    number = count_rows(path, layout, uploads.MOST_ROWS)
    refuse_size(number)
    return Upload(
        file_name=file_name,
        stored_as=stored_as,
        size_bytes=uploads.path_of(stored_as).stat().st_size,
        layout=layout,
        row_count=number,
        columns=mapping.guess(layout.headings, looked_at, named=bool(layout.heading_row), region=region),
    )
