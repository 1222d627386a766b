"""A second process reads the same as the first, and its end is no end of the walk."""

import os
import signal

from services.providers.directory.reading import Detail, Reader
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


async def test_pages_are_read_elsewhere_as_they_are_here() -> None:
    reader = Reader("IN", many=0)
    try:
        here = await reader.detail(PAGE, record(), here=True)
        there = await reader.detail(PAGE, record(), here=False)
    finally:
        reader.close()
    assert said(here) == said(there)
    assert (here.document is None, there.document is None) == (False, True)
    assert here.facts.phones[0].value == "+919845012301"
    assert here.site_url == "https://asha.in/"


async def test_when_the_second_process_dies_the_first_reads_on() -> None:
    reader = Reader("IN", many=0)
    try:
        await reader.detail(PAGE, record(), here=False)
        assert reader._pool is not None
        for number in list(reader._pool._processes):
            os.kill(number, signal.SIGKILL)
        again = [await reader.detail(PAGE, record(), here=False) for _ in range(2)]
    finally:
        reader.close()
    assert all(detail.document is not None for detail in again)


async def test_few_pages_are_not_worth_a_second_process() -> None:
    reader = Reader("IN")
    await reader.detail(PAGE, record(), here=False)
    assert reader._pool is None
