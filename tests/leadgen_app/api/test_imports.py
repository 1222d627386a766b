"""A file of contacts arrives: from our own pages, from whom may, in a size that may."""

from pathlib import Path

import httpx
import pytest

from leadgen_app.api import api
from services.accounts import cookies, sessions
from services.accounts.types import Browser
from services.core.scope import Scope
from services.db import in_system_transaction, transaction
from services.imports import actions, uploads
from services.imports.run import run_import
from tests.databases import forget_settings

TEXT = "Name,Mobile,Note\nAsha,9820041735,hello\n=2+5,12,@sum\n"


@pytest.fixture(autouse=True)
def folder(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEADGEN_UPLOADS_FOLDER", str(tmp_path / "uploads"))
    forget_settings()
    return tmp_path / "uploads"


def kept(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.exists() else []


async def ask(scope: Scope | None, method: str, path: str, **asked: object) -> httpx.Response:
    jar = {}
    if scope is not None:
        jar[cookies.SESSION] = await in_system_transaction(sessions.begin, scope.user_id, scope.customer_id, Browser())
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://leads.example", cookies=jar) as client:
        return await client.request(method, path, **asked)  # type: ignore[arg-type]


async def upload(scope: Scope | None, content: str | bytes, name: str = "list.csv", **headers: str) -> httpx.Response:
    files = {"file": (name, content.encode() if isinstance(content, str) else content)}
    return await ask(scope, "POST", "/api/imports", files=files, headers=headers)


async def test_a_file_becomes_a_draft_and_its_bad_rows_come_back(alice: Scope, charlie: Scope, sqlite: str) -> None:
    answer = await upload(alice, TEXT, "../../list of “May”.csv")
    assert (answer.status_code, answer.json()["rows"]) == (201, 2)
    with transaction(alice) as session:
        found = actions.get_import(session, answer.json()["id"])
        assert (found.file_name, found.columns) == ("list of “May”.csv", ["name", "phone", "extra"])
        actions.start(session, alice, found.public_id)
    run_import(alice.customer_id, found.id or 0)
    problems = await ask(alice, "GET", f"/api/imports/{found.public_id}/problems.csv")
    lines = problems.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Row,Result,Why,Name,Mobile,Note"
    assert lines[1].startswith("3,Not imported,")
    assert lines[1].endswith("'=2+5,12,'@sum")
    assert (await ask(charlie, "GET", f"/api/imports/{found.public_id}/problems.csv")).status_code == 404


async def test_strangers_viewers_and_other_sites_are_refused(
    alice: Scope, bob: Scope, sqlite: str, folder: Path
) -> None:
    refused = [
        await upload(None, TEXT),
        await upload(bob, TEXT),
        await upload(alice, TEXT, Origin="http://evil.example"),
    ]
    assert [answer.status_code for answer in refused] == [401, 403, 403]
    assert kept(folder) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty"),
        (b"%PDF-1.7 ...", "This is not a table"),
        (b"Name,Phone\n", "no rows below"),
        (b"PK\x03\x04broken", "cannot be read"),
        (b'Name,Phone\nA,98\n"B,98\n' + b"x" * 400_000, "never closed"),
    ],
)
async def test_what_is_no_list_is_refused_in_words_and_not_kept(
    alice: Scope, sqlite: str, folder: Path, content: bytes, words: str
) -> None:
    answer = await upload(alice, content)
    assert answer.status_code == 400
    assert words in answer.json()["detail"]
    assert kept(folder) == []


async def test_too_many_rows_or_drafts_are_refused(alice: Scope, sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_ROWS", 1)
    monkeypatch.setattr(uploads, "MOST_ROWS", 1)
    assert "more than 1 rows" in (await upload(alice, TEXT)).json()["detail"]
    monkeypatch.setattr(actions, "MOST_ROWS", 9)
    monkeypatch.setattr(actions, "MOST_DRAFTS", 1)
    assert (await upload(alice, TEXT)).status_code == 201
    assert "wait to be imported" in (await upload(alice, TEXT)).json()["detail"]
