"""Files that came with messages, for signed-in people of the business that they were sent to."""

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse

from leadgen_app.api.auth import signed_in
from services.conversations.files import open_file
from services.core.errors import AppError
from services.db import in_reading

router = APIRouter(prefix="/api/files", tags=["files"])


@router.get("/{attachment_id}")
async def file(request: Request, attachment_id: str) -> FileResponse:
    """A picture to be shown; anything else to be saved, whatever its sender calls it."""
    scope = await signed_in(request)
    try:
        found = await in_reading(scope, open_file, scope, attachment_id[:60])
    except AppError as error:
        raise HTTPException(404, error.message) from error
    how = "inline" if found.is_picture else "attachment"
    headers = {
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(found.name)}",
        "Cache-Control": "private, max-age=86400",
        "X-Content-Type-Options": "nosniff",
    }
    return FileResponse(found.path, media_type=found.mime_type, headers=headers)
