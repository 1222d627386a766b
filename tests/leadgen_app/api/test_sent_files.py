"""Files in over HTTP: from our own pages, for one's own conversations, up to a size; out by a link that runs out."""

import httpx
import pytest

from leadgen_app.api import api, files
from services import storage
from services.accounts import cookies, sessions
from services.accounts.types import Browser
from services.conversations import drafts
from services.core.clock import now
from services.core.scope import Scope
from services.db import in_system_transaction, reading
from services.models import Conversation
from tests import support
from tests.services.conversations.test_drafts import said
from tests.support import PDF, add_draft_file


@pytest.fixture
def talk(alice: Scope) -> Conversation:
    return support.add_conversation(alice, support.add_lead(alice), last_inbound_at=now())


async def asked(scope: Scope | None, method: str, path: str, content: bytes = b"", **headers: str) -> httpx.Response:
    jar = {}
    if scope is not None:
        jar[cookies.SESSION] = await in_system_transaction(sessions.begin, scope.user_id, scope.customer_id, Browser())
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://leads.example", cookies=jar) as client:
        return await client.request(method, path, content=content, headers=headers)


async def test_only_ones_own_people_from_our_own_pages_add_files(
    alice: Scope, charlie: Scope, talk: Conversation, sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/api/files/{talk.public_id}?name=Plan.pdf"
    assert (await asked(None, "POST", path, PDF)).status_code == 401
    assert (await asked(charlie, "POST", path, PDF)).status_code == 404
    assert (await asked(alice, "POST", path, PDF, origin="https://evil.example")).status_code == 403
    assert (await asked(alice, "POST", path.replace("pdf", "exe"), PDF)).status_code == 400
    monkeypatch.setattr(files, "LARGEST", 10)
    assert (await asked(alice, "POST", path, PDF)).status_code == 413
    assert list(storage.stored(alice.customer_id)) == []
    monkeypatch.setattr(files, "LARGEST", 1_000)
    answer = await asked(alice, "POST", path, PDF)
    assert (answer.status_code, answer.json()["name"]) == (201, "Plan.pdf")
    with reading(alice) as session:
        assert [one.name for one in drafts.drafts_of(session, alice, talk.public_id)] == ["Plan.pdf"]


async def test_a_provider_fetches_by_a_link_until_it_runs_out(
    alice: Scope, talk: Conversation, sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = said(alice, talk, add_draft_file(alice, talk))
    with reading(alice) as session:
        [file] = drafts.outgoing_files(session, row)
    path = "/api/sent-files/" + file.url.rpartition("/")[2]
    answer = await asked(None, "GET", path)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PDF, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert (await asked(None, "GET", path[:-2])).status_code == 404
    monkeypatch.setattr(drafts, "now", lambda: now().replace(year=2099))
    assert (await asked(None, "GET", path)).status_code == 404
