"""Downloads for the signed-in person, streamed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response, StreamingResponse

from leadgen_app.api.auth import signed_in
from services.analytics.scores import curve_csv
from services.contacts.export import ATTRIBUTION, HEADINGS, Chunk, begin_export, csv_head, csv_lines, next_chunk
from services.contacts.left_alone import suppressions_csv
from services.contacts.rules import filters_from
from services.contacts.types import Selection
from services.contacts.workbook import WorkbookWriter
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
    await _begin(scope, selection)
    lines = _lines(scope, selection)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=_named("csv"))


@router.get("/contacts.xlsx")
async def contacts_xlsx(request: Request) -> StreamingResponse:
    """The same as a workbook, which is sent once it is complete."""
    scope, selection = await signed_in(request), _selection(request)
    await _begin(scope, selection)
    book, file, is_open_data = WorkbookWriter(HEADINGS), TemporaryFile(), False  # noqa: SIM115  closed when it is sent
    async for chunk in _chunks(scope, selection):
        is_open_data |= chunk.is_open_data
        await asyncio.to_thread(book.add, chunk.rows)
    if is_open_data:
        book.add([(ATTRIBUTION,)])
    await asyncio.to_thread(book.save, file)
    return StreamingResponse(_pieces(file), media_type=_XLSX, headers=_named("xlsx"))


async def _begin(scope: Scope, selection: Selection) -> None:
    try:
        await in_transaction(scope, begin_export, scope, selection)
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


@router.get("/do-not-contact.csv")
async def do_not_contact_csv(request: Request) -> Response:
    """The do-not-contact list."""
    scope = await signed_in(request)
    try:
        text = await in_transaction(scope, suppressions_csv, scope)
    except NotAllowed as error:
        raise HTTPException(403, error.message) from error
    headers = {"Content-Disposition": f'attachment; filename="do-not-contact-{now():%Y-%m-%d}.csv"'}
    return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=headers)


async def _chunks(scope: Scope, selection: Selection) -> AsyncIterator[Chunk]:
    last = 0
    while (chunk := await in_reading(scope, next_chunk, scope, selection, last)).rows:
        yield chunk
        last = chunk.last


async def _lines(scope: Scope, selection: Selection) -> AsyncIterator[str]:
    yield csv_head()
    is_open_data = False
    async for chunk in _chunks(scope, selection):
        is_open_data |= chunk.is_open_data
        yield csv_lines(chunk.rows)
    if is_open_data:
        yield csv_lines([(ATTRIBUTION,)])
