"""A second process reads the same as the first, and its end is no end of the walk."""

import asyncio
import os
import signal

import pytest

from services.core.companion import Companion
from services.providers.directory.reading import Detail, Reader, read_entry
from services.providers.directory.records import Record, find_records
from services.web import WebPage
from services.web.extract import Document

PAGE = WebPage(
    "https://townbook.in/firm/1",
    200,
    "text/html",
    "<html><body><h1>Asha Dental</h1><p>Call 98450 12301</p><a href='mailto:info@asha.in'>Write</a>"
    "<a href='https://asha.in/'>Website</a></body></html>",
)


def record() -> Record:
    cards = "".join(f"<div><h3><a href='/firm/{one}'>Firm {one}</a></h3><p>{one} MG Road</p></div>" for one in (1, 2))
    return find_records(Document(f"<html><body>{cards}</body></html>", "https://townbook.in/")).records[0]


def said(detail: Detail) -> tuple[object, ...]:
    return detail.url, detail.facts, detail.site_url, detail.mark, detail.is_shell


async def beside_of(reader: Reader) -> Companion:
    """The second process, begun; until it has, the first reads."""
    first = await reader.detail(PAGE, record(), here=False)
    assert first.document is not None
    assert reader._beside is not None
    async with asyncio.timeout(60):
        while not reader._beside.is_ready:  # noqa: ASYNC110  a process's start is waited for
            await asyncio.sleep(0.01)
    return reader._beside


async def test_pages_are_read_elsewhere_as_they_are_here() -> None:
    reader = Reader("IN", many=0)
    try:
        await beside_of(reader)
        here = await reader.detail(PAGE, record(), here=True)
        there = await reader.detail(PAGE, record(), here=False)
    finally:
        reader.close()
    assert said(here) == said(there)
    assert there.entry == read_entry(record().part, "IN")
    assert (here.document is None, there.document is None) == (False, True)
    assert here.facts.phones[0].value == "+919845012301"
    assert here.site_url == "https://asha.in/"


async def test_when_the_second_process_dies_the_first_reads_on() -> None:
    reader = Reader("IN", many=0)
    try:
        beside = await beside_of(reader)
        os.kill(beside.process_id, signal.SIGKILL)
        again = [await reader.detail(PAGE, record(), here=False) for _ in range(2)]
    finally:
        reader.close()
    assert all(detail.document is not None for detail in again)


async def test_few_pages_are_not_worth_a_second_process() -> None:
    reader = Reader("IN")
    await reader.detail(PAGE, record(), here=False)
    assert reader._beside is None


async def test_the_first_process_reads_what_the_second_has_no_time_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.providers.directory.reading.MOST_WAITING", 2)
    reader = Reader("IN", many=0)
    try:
        await beside_of(reader)
        read = await asyncio.gather(*(reader.detail(PAGE, record(), here=False) for _ in range(5)))
    finally:
        reader.close()
    assert [detail.document is None for detail in read] == [True, True, False, False, False]
    assert len({said(detail) for detail in read}) == 1


async def test_where_no_process_is_to_be_had_the_first_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    reader = Reader("IN", many=0)
    read = [await reader.detail(PAGE, record(), here=False) for _ in range(2)]
    assert all(detail.document is not None for detail in read)
    assert reader._beside is None


LAYOUTS = {
    "cards": "<div><h3><a href='/firm/{0}'>Firm {0}</a></h3><p>MG Road, Pune</p><p>Call 98450&nbsp;123{0}</p></div>",
    "rows": "<tr><td><a href='/firm/{0}'>Firm {0}</a></td><td>Pune</td><td>+91 98450 123{0}</td></tr>",
    "list": "<li><a href='/firm/{0}'><b>Firm {0}</b></a> <a href='mailto:a@f{0}.in'>write</a> 98450 123{0}</li>",
    "terms": "<dt><a href='/firm/{0}'>Firm {0}</a></dt><dd>Pune, fax 020 2612 10{0}, desk [at] firm{0} [dot] in</dd>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_entry_says_the_same_wherever_it_is_read(layout: str) -> None:
    around = {"rows": "<table>{}</table>", "list": "<ul>{}</ul>", "terms": "<dl>{}</dl>"}.get(layout, "<main>{}</main>")
    entries = "".join(LAYOUTS[layout].format(number) for number in range(11, 16))
    head = "<html lang='hi'><head><base href='/town/'></head>"
    page = Document(f"{head}<body>{around.format(entries)}</body></html>", "https://townbook.in/")
    parts = [one.part for one in find_records(page).records]
    assert len(parts) == 5
    for part in parts:
        again = read_entry(Document.again(part.html, part.url, part.base), "IN")
        assert again == read_entry(part, "IN")
        assert again.phones or again.faxes
