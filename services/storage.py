"""Files of customers, outside of everything that is served: one folder each, names that say nothing."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from services.core.ids import new_id
from services.core.settings import get_settings

_HEAD = 8_192
_NAME = re.compile(r"file_[a-z0-9]+")


def _folder(customer_id: int) -> Path:
    """Readable by the product alone: the files are people's own."""
    settings = get_settings()
    root = Path(settings.files_folder) if settings.files_folder else settings.data_folder / "files"
    path = root / str(int(customer_id))
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep(customer_id: int, content: bytes) -> str:
    """Store `content` and return its name; whoever dies on the way leaves at most a file that nobody names."""
    with Arriving(customer_id) as file:
        file.write(content)
    return file.name


class Arriving:
    """A file that is stored as it comes, piece by piece; left with an error it is gone. `head` is how it begins."""

    def __init__(self, customer_id: int) -> None:
        self.name, self.size, self.head = new_id("file"), 0, b""
        self._path = _folder(customer_id) / self.name

    def __enter__(self) -> "Arriving":
        self._file = os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        return self

    def write(self, piece: bytes) -> None:
        self._file.write(piece)
        self.size += len(piece)
        self.head += piece[: max(0, _HEAD - len(self.head))]

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
        if kind is not None:
            self._path.unlink(missing_ok=True)


def path_of(customer_id: int, name: str) -> Path:
    """The stored file; raises ValueError for what is no name of ours."""
    if not _NAME.fullmatch(name):
        raise ValueError("no stored file has this name")
    return _folder(customer_id) / name


def remove(customer_id: int, name: str) -> None:
    """Delete a file; nothing happens when it is gone already."""
    path_of(customer_id, name).unlink(missing_ok=True)


def stored(customer_id: int, *, older_than: float = 0) -> Iterator[str]:
    """Names of the customer's files that were written more than so many seconds ago."""
    newest = time.time() - older_than
    for path in _folder(customer_id).iterdir():
        if _NAME.fullmatch(path.name) and path.stat().st_mtime <= newest:
            yield path.name
