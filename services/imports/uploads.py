"""Where uploaded files lie until their import is over, and how a workbook becomes rows."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from services.core.errors import Invalid
from services.core.settings import ROOT, get_settings
from services.imports.layout import layout_of_text, with_headings
from services.imports.reading import first_rows
from services.imports.types import Layout

MOST_BYTES = 200_000_000
MOST_ROWS = 500_000
_MOST_UNPACKED = 2_000_000_000
_UNPACK_SECONDS = 300
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_NOT_ROWS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"{\\rtf")


def folder() -> Path:
    """Readable by the product alone: the files hold people's addresses."""
    settings = get_settings()
    path = Path(settings.uploads_folder) if settings.uploads_folder else settings.data_folder / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(stored_as: str) -> Path:
    """The uploaded file itself."""
    return folder() / Path(stored_as).name


def rows_path(stored_as: str) -> Path:
    """The file as text: itself, or what was unpacked from a workbook."""
    unpacked = path_of(f"{stored_as}.rows")
    return unpacked if unpacked.exists() else path_of(stored_as)


def remove(stored_as: str) -> None:
    """Delete the file and what was made from it; nothing happens when it is gone already."""
    if stored_as:
        path_of(stored_as).unlink(missing_ok=True)
        path_of(f"{stored_as}.rows").unlink(missing_ok=True)


def understand(stored_as: str, sheet: str = "") -> Layout:
    """How the uploaded file is to be read; raises Invalid, in words for people, when it holds no rows."""
    path = path_of(stored_as)
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise Invalid("This file is empty. Choose one with at least one row of contacts.")
    if head.startswith(_NOT_ROWS):
        raise Invalid("This is not a table. Save it as CSV or Excel (.xlsx) and upload that.")
    return _workbook(path, sheet) if head.startswith(_WORKBOOKS) else layout_of_text(path)


def relaid(stored_as: str, layout: Layout, *, named: bool) -> Layout:
    """The same file with headings, in the likeliest row, or without."""
    rows = first_rows(rows_path(stored_as), layout.encoding, layout.delimiter)
    found = with_headings(rows, layout)
    if bool(found.heading_row) == named:
        return found
    return with_headings(rows, layout, heading_row=rows[0][0] if named else 0)


def _workbook(path: Path, sheet: str) -> Layout:
    """Unpacked by a process of its own: a workbook is read as a whole, and its memory goes back when that ends."""
    _refuse_bombs(path)
    target = Path(f"{path}.rows")
    command = [sys.executable, "-m", "services.imports.unpack", str(path), str(target), sheet, str(MOST_ROWS + 50)]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)}
    try:
        ended = subprocess.run(  # noqa: S603  our own module, names of our own making
            command, cwd=ROOT, env=environment, capture_output=True, timeout=_UNPACK_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Invalid("This workbook takes too long to read. Save the sheet as CSV and upload that.") from None
    said = ended.stdout.decode(errors="replace").strip()
    if ended.returncode == 0 and said:
        sheets = json.loads(said)
        empty = Layout("utf-8", ",", sheet=sheets["sheet"], sheets=tuple(sheets["sheets"]))
        return with_headings(first_rows(target, "utf-8", ","), empty)
    raise Invalid(_REFUSALS.get(said, _REFUSALS[""]))


_REFUSALS = {
    "": "This workbook cannot be read. Save the sheet as CSV and upload that.",
    "password": "This workbook is protected by a password. Save it without one and upload it again.",
    "empty": "There is nothing in this workbook. Choose one with at least one row of contacts.",
}


def _refuse_bombs(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        size = sum(entry.file_size for entry in packed.infolist())
    if size > _MOST_UNPACKED:
        raise Invalid("This workbook is too large to unpack. Save the sheet as CSV, in parts if need be.")
