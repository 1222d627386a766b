"""Contacts as a download: only one's own, only when allowed, only from our own pages."""

import csv
import io

import httpx
import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from sqlmodel import select

from leadgen_app.api import api
from services.accounts import cookies, sessions
from services.accounts.types import Browser
from services.contacts.export import ATTRIBUTION, HEADINGS
from services.core.scope import Scope
from services.db import in_system_transaction, reading
from services.models import AuditLog, OutreachStatus, Provenance
from tests import support


async def download(scope: Scope | None, query: str = "", name: str = "contacts.csv", **headers: str) -> httpx.Response:
    jar = {}
    if scope is not None:
        jar[cookies.SESSION] = await in_system_transaction(sessions.begin, scope.user_id, scope.customer_id, Browser())
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://leads.example", cookies=jar) as client:
        return await client.get(f"/api/exports/{name}{query}", headers=headers)


def names(answer: httpx.Response) -> list[str]:
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0][0] == "Name"
    return [line[0] for line in lines[1:]]


async def test_the_file_holds_what_the_list_shows(alice: Scope, charlie: Scope) -> None:
    support.add_contact(alice, name="सीमा वर्मा", outreach_status=OutreachStatus.SENT)
    chosen = support.add_contact(alice, name="Rohan")
    support.add_contact(charlie, name="Somebody else's")
    answer = await download(alice)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="contacts-')
    assert sorted(names(answer)) == ["Rohan", "सीमा वर्मा"]
    assert names(await download(alice, "?status=sent")) == ["सीमा वर्मा"]
    assert names(await download(alice, "?q=roh")) == ["Rohan"]
    assert names(await download(alice, f"?ids={chosen.public_id}")) == ["Rohan"]
    assert names(await download(charlie, f"?ids={chosen.public_id}")) == []


async def test_more_than_one_chunk_arrives_whole(alice: Scope, sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.contacts.queries._CHUNK", 2)
    for number in range(5):
        support.add_contact(alice, name=f"Person {number}")
    assert names(await download(alice)) == [f"Person {number}" for number in range(5)]


async def test_a_workbook_holds_the_same_and_runs_nothing(alice: Scope, bob: Scope, sqlite: str) -> None:
    support.add_contact(
        alice, name="=1+1", company="सीमा \x0b वर्मा", title="_x0041_", phone="+919820041735", extra={"Note": "@SUM(A1)"}
    )
    answer = await download(alice, name="contacts.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    head, row = sheet.iter_rows()
    assert [cell.value for cell in head][:3] == ["Name", "Company", "Title"]
    assert {cell.data_type for cell in row if cell.value is not None} == {"s"}
    assert len(row) == len(HEADINGS)
    shown = [unescape(str(cell.value)) for cell in row]
    assert shown[:4] == ["=1+1", "सीमा \x0b वर्मा", "_x0041_", "+919820041735"]
    assert shown[-1] == "Note: @SUM(A1)"
    assert (await download(None, name="contacts.xlsx")).status_code == 401
    assert (await download(bob, name="contacts.xlsx")).status_code == 403


async def test_openstreetmap_is_named_where_its_data_is(alice: Scope, sqlite: str) -> None:
    campaign = support.add_scraping_campaign(alice, sources=["overpass"])
    support.add_contact(alice, name="Found", scrape_campaign_id=campaign.id)
    assert names(await download(alice)) == ["Found", ATTRIBUTION]
    own = support.add_contact(alice, name="Own", city="Pune")
    assert names(await download(alice, "?city=Pune")) == ["Own"]
    support.add(
        alice,
        Provenance(
            contact_id=own.id or 0,
            field="city",
            value="Pune",
            source_url="https://www.openstreetmap.org/node/1",
            found_at=own.created_at,
        ),
    )
    assert names(await download(alice, "?city=Pune")) == ["Own", ATTRIBUTION]


async def test_who_took_how_many_is_noted(alice: Scope, sqlite: str) -> None:
    support.add_contact(alice)
    await download(alice)
    with reading(alice) as session:
        entry = session.exec(select(AuditLog)).one()
    assert (entry.action, entry.detail) == ("contacts_exported", {"contacts": 1})


async def test_strangers_viewers_and_other_sites_get_nothing(alice: Scope, bob: Scope, sqlite: str) -> None:
    support.add_contact(alice, name="Rohan")
    refused = [
        await download(None),
        await download(bob),
        await download(alice, **{"Sec-Fetch-Site": "cross-site"}),
        await download(alice, "?campaign=scr_nowhere"),
    ]
    assert [answer.status_code for answer in refused] == [401, 403, 403, 400]
    assert not any("Rohan" in answer.text for answer in refused)


async def test_the_curve_of_score_quality_is_a_file_too(alice: Scope) -> None:
    answer = await download(alice, name="score-curve.csv")
    assert answer.text.splitlines() == ["expected_percent,answered_percent,contacts"]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert (await download(None, name="score-curve.csv")).status_code == 401
