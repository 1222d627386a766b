"""Files of contacts in, and the file of rows that could not be taken out again."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import StreamingResponse
from sqlmodel import Session
from starlette.datastructures import UploadFile

from leadgen_app.api.auth import signed_in
from services.contacts.rules import csv_safe
from services.core.errors import AppError, NotAllowed, NotFound
from services.core.scope import Scope
from services.db import in_reading, in_transaction
from services.imports import actions, queries
from services.imports.receiving import receive
from services.imports.types import Layout
from services.models import ImportProblem

router = APIRouter(prefix="/api/imports", tags=["imports"])


@router.post("", status_code=201)
async def upload(request: Request) -> dict[str, str | int]:
    """Field `file` of a multipart form. Nothing is imported yet: `link` is where columns are chosen."""
    scope = await signed_in(request)
    try:
        region = await in_reading(scope, _region, scope)
        async with request.form(max_files=1, max_fields=4) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise HTTPException(400, "Choose a file.")
            made = await asyncio.to_thread(receive, file.file, file.filename or "", region)
        found = await in_transaction(scope, actions.create, scope, made)
    except AppError as error:
        raise _refusal(error) from error
    return {"id": found.public_id, "rows": found.row_count, "link": f"/contacts/import?id={found.public_id}"}


def _region(session: Session, scope: Scope) -> str:
    return actions.may_upload(session, scope).country


def _refusal(error: AppError) -> HTTPException:
    status = 403 if isinstance(error, NotAllowed) else 404 if isinstance(error, NotFound) else 400
    return HTTPException(status, error.message)


@router.get("/{import_id}/problems.csv")
async def problems_csv(request: Request, import_id: str) -> StreamingResponse:
    """The rows that were refused or taken without a cell, as they stood in the file, with the reason."""
    scope = await signed_in(request)
    try:
        name, headings = await in_reading(scope, _about, import_id)
        first = await in_reading(scope, queries.problem_rows, scope, import_id, 0)
    except AppError as error:
        raise _refusal(error) from error
    file_name = f"problems-{name.rpartition('.')[0] or name}.csv"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name)}"}
    lines = _lines(scope, import_id, headings, first)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def _about(session: Session, import_id: str) -> tuple[str, tuple[str, ...]]:
    found = actions.get_import(session, import_id)
    return found.file_name, Layout.read(found.layout).headings


async def _lines(
    scope: Scope, import_id: str, headings: tuple[str, ...], rows: list[ImportProblem]
) -> AsyncIterator[str]:
    yield "\ufeff" + _line(["Row", "Result", "Why", *headings])  # the mark makes Excel read UTF-8
    while rows:
        yield "".join(_line([str(row.row_number), _RESULTS[row.is_refused], row.reason, *row.cells]) for row in rows)
        rows = await in_reading(scope, queries.problem_rows, scope, import_id, rows[-1].id or 0)


_RESULTS = {True: "Not imported", False: "Imported without it"}


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([csv_safe(cell) for cell in cells])
    return out.getvalue()
