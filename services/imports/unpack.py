"""`python -m services.imports.unpack BOOK TARGET SHEET MOST`: a sheet of a workbook as CSV, in its own process."""

import csv
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, load_workbook

_MOST_MEMORY = 4 << 30
_REFUSED = 3


def text_of(cell: Any) -> str:
    """A cell as it reads: whole numbers without ".0", so that phone numbers survive; dates as ISO 8601."""
    if isinstance(cell, str):
        return (
            ""
            if cell.startswith("#") and cell in {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
            else cell
        )
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if cell.time() != time() else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell) if isinstance(cell, int | timedelta) else ""


def unpack(book: CalamineWorkbook, target: str, wanted: str, most: int) -> dict[str, Any]:
    """Write the sheet named `wanted`, or the first visible one that holds anything, to `target`."""
    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    sheets = visible or book.sheet_names
    for name in [wanted] if wanted in sheets else sheets:
        sheet = book.get_sheet_by_name(name)
        if sheet.height == 0:
            continue
        with open(target, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for number, cells in enumerate(sheet.iter_rows()):
                if number >= most:
                    break
                writer.writerow([text_of(cell) for cell in cells] or [""])
        return {"sheet": name, "sheets": sheets}
    return {}


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    source, target, wanted, most = sys.argv[1:5]
    try:
        with load_workbook(source) as book:
            said = unpack(book, target, wanted, int(most))
    except PasswordError:
        sys.stdout.write("password")
        return _REFUSED
    except (CalamineError, OSError, MemoryError):
        return _REFUSED
    sys.stdout.write(json.dumps(said) if said else "empty")
    return 0 if said else _REFUSED


if __name__ == "__main__":
    raise SystemExit(main())
