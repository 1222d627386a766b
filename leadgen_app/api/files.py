"""Files of messages: for signed-in people of the business, those that they send, and for a while for a provider."""

import asyncio
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse
from starlette.requests import ClientDisconnect

from leadgen_app.api.auth import signed_in
from services import storage
from services.conversations import drafts
from services.conversations.files import Opened, open_file
from services.conversations.sending_rules import LARGEST, sent_as
from services.core.errors import AppError, NotAllowed, NotFound
from services.core.scope import Scope, system_scope
from services.db import in_reading, in_transaction

router = APIRouter(prefix="/api", tags=["files"])
_TOO_LARGE = f"This file is larger than {LARGEST // 1_000_000} MB. Put it somewhere and send a link."


@router.post("/files/{conversation_id}", status_code=201)
async def upload(request: Request, conversation_id: str, name: str = "") -> dict[str, str]:
    """The body is the file, put to the person's next answer in a conversation; nothing is sent yet."""
    scope = await signed_in(request)
    try:
        await in_reading(scope, drafts.may_add, scope, conversation_id[:60])
        with storage.Arriving(scope.customer_id) as arriving:
            await _take_in(request, arriving)
        try:
            made = await in_transaction(scope, drafts.add, scope, conversation_id[:60], name[:300], arriving)
        except AppError:
            storage.remove(scope.customer_id, arriving.name)
            raise
    except AppError as error:
        status = 403 if isinstance(error, NotAllowed) else 404 if isinstance(error, NotFound) else 400
        raise HTTPException(status, error.message) from error
    return {"id": made.id, "name": made.name, "words": made.words}


async def _take_in(request: Request, arriving: storage.Arriving) -> None:
    try:
        async for piece in request.stream():
            await asyncio.to_thread(arriving.write, piece)
            if arriving.size > LARGEST:
                raise HTTPException(413, _TOO_LARGE)
    except ClientDisconnect:
        raise HTTPException(400, "The file did not arrive.") from None


@router.get("/sent-files/{token}")
async def sent_file(token: str) -> FileResponse:
    """What a provider fetches that was told of it a moment ago; whoever comes later finds nothing."""
    known = drafts.linked(token[:200])
    if known is None:
        raise HTTPException(404)
    file_id, owner_id = known
    scope = system_scope(owner_id)
    found = await _opened(scope, file_id)
    found_as = sent_as(found.mime_type, found.name)
    return FileResponse(found.path, media_type=found_as, headers=_headers(found, "attachment", "no-store"))


@router.get("/files/{attachment_id}")
async def file(request: Request, attachment_id: str) -> FileResponse:
    """A picture to be shown; anything else to be saved, whatever its sender calls it."""
    scope = await signed_in(request)
    found = await _opened(scope, attachment_id[:60])
    how = "inline" if found.is_picture else "attachment"
    return FileResponse(found.path, media_type=found.mime_type, headers=_headers(found, how, "private, max-age=86400"))


async def _opened(scope: Scope, attachment_id: str) -> Opened:
    try:
        return await in_reading(scope, open_file, scope, attachment_id)
    except AppError as error:
        raise HTTPException(404, error.message) from error


def _headers(found: Opened, how: str, caching: str) -> dict[str, str]:
    return {
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(found.name)}",
        "Cache-Control": caching,
        "X-Content-Type-Options": "nosniff",
    }
