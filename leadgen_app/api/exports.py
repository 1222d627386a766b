"""Downloads for the signed-in person, streamed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response, StreamingResponse

from leadgen_app.api.auth import signed_in
from services.analytics.scores import curve_csv
from services.contacts.export import Sheet, begin_export, csv_chunk, last_line, rows_chunk
from services.contacts.rules import filters_from
from services.contacts.types import Selection
from services.core.clock import now
from services.core.errors import AppError, NotAllowed
from services.core.scope import Scope
from services.db import in_reading, in_transaction

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE = 1 << 18
router = APIRouter(prefix="/api/exports", tags=["exports"])


def _selection(request: Request) -> Selection:
    asked = request.query_params
    ids = tuple(part for part in asked.get("ids", "").split(",") if part)
    return Selection(ids, not ids, asked.get("q", "")[:200], filters_from(dict(asked)))


@router.get("/contacts.csv")
async def contacts_csv(request: Request) -> StreamingResponse:
    """The contacts named by `ids` (comma-separated), else all that `q` and the list's filters match."""
    scope, selection = await signed_in(request), _selection(request)
    first = await _begin(scope, selection)
    lines = _lines(scope, selection, first)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=_named("csv"))


@router.get("/contacts.xlsx")
async def contacts_xlsx(request: Request) -> StreamingResponse:
    """The same as a workbook, which is sent once it is complete."""
    scope, selection = await signed_in(request), _selection(request)
    await _begin(scope, selection)
    sheet, file = await asyncio.to_thread(Sheet), TemporaryFile()  # noqa: SIM115  closed when it is sent
    rows, last = await in_reading(scope, rows_chunk, scope, selection, 0)
    while rows:
        await asyncio.to_thread(sheet.add, rows)
        rows, last = await in_reading(scope, rows_chunk, scope, selection, last)
    await asyncio.to_thread(sheet.save, file)
    return StreamingResponse(_pieces(file), media_type=_XLSX, headers=_named("xlsx"))


async def _begin(scope: Scope, selection: Selection) -> str:
    try:
        return await in_transaction(scope, begin_export, scope, selection)
    except AppError as error:
        raise HTTPException(403 if isinstance(error, NotAllowed) else 400, error.message) from error


def _named(kind: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="contacts-{now():%Y-%m-%d}.{kind}"'}


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


@router.get("/score-curve.csv")
async def score_curve_csv(request: Request) -> Response:
    """Expected and real answers behind the chart of score quality."""
    text = await in_reading(await signed_in(request), curve_csv)
    headers = {"Content-Disposition": 'attachment; filename="score-curve.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


async def _lines(scope: Scope, selection: Selection, first: str) -> AsyncIterator[str]:
    yield first
    lines, last = await in_reading(scope, csv_chunk, scope, selection, 0)
    while lines:
        yield lines
        lines, last = await in_reading(scope, csv_chunk, scope, selection, last)
    yield last_line()
