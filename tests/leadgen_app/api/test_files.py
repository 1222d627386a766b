"""Files over HTTP: for signed-in people of their own business, and never run by a browser."""

import httpx
import pytest

from leadgen_app.api import api
from services import storage
from services.accounts import cookies, sessions
from services.accounts.types import Browser
from services.core.scope import Scope
from services.db import in_system_transaction
from services.models import Attachment, AttachmentStatus
from tests import support


async def asked(scope: Scope | None, attachment_id: str, **headers: str) -> httpx.Response:
    jar = {}
    if scope is not None:
        jar[cookies.SESSION] = await in_system_transaction(sessions.begin, scope.user_id, scope.customer_id, Browser())
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://leads.example", cookies=jar) as client:
        return await client.get(f"/api/files/{attachment_id}", headers=headers)


def stored(scope: Scope, content: bytes, **values: object) -> str:
    talk = support.add_conversation(scope, support.add_lead(scope))
    message = support.add_message(scope, talk)
    kept = {"status": AttachmentStatus.STORED, "stored_as": storage.keep(scope.customer_id, content), **values}
    return support.add(scope, Attachment(message_id=message.id or 0, **kept)).public_id


async def test_a_picture_is_shown_and_a_page_is_only_saved(alice: Scope, bob: Scope, sqlite: str) -> None:
    picture = stored(alice, b"\x89PNG", mime_type="image/png", file_name="घर.png")
    answer = await asked(bob, picture)
    assert (answer.status_code, answer.content) == (200, b"\x89PNG")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''%E0%A4%98")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "private" in answer.headers["cache-control"]
    page = stored(alice, b"<script>", mime_type="application/octet-stream", file_name="a.html")
    answer = await asked(alice, page)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")


async def test_nobody_else_reaches_it(alice: Scope, charlie: Scope, sqlite: str) -> None:
    picture = stored(alice, b"\x89PNG", mime_type="image/png")
    assert (await asked(None, picture)).status_code == 401
    assert (await asked(charlie, picture)).status_code == 404
    assert (await asked(alice, picture, origin="https://evil.example")).status_code == 403


@pytest.mark.parametrize("status", [AttachmentStatus.PENDING, AttachmentStatus.REFUSED, AttachmentStatus.FAILED])
async def test_what_is_not_stored_is_not_there(alice: Scope, status: AttachmentStatus, sqlite: str) -> None:
    assert (await asked(alice, stored(alice, b"x", status=status))).status_code == 404
