"""Entries are found by repetition, whatever the markup of a listing is."""

import pytest

from services.providers.directory.records import find_records
from services.web.extract import Document, read_document
from tests.sandbox.layouts import LAYOUTS, businesses, page

URL = "https://townbook.in/pune/dentists"
WITHOUT_LINKS = {"table_without_links"}


@pytest.mark.parametrize("frame", ["plain", "busy", "wrapped"])
@pytest.mark.parametrize("count", [2, 3, 10, 25])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_entry_is_found_with_what_belongs_to_it(name: str, count: int, frame: str) -> None:
    shown = businesses(count)
    records = find_records(Document(page(name, shown, frame), URL)).records
    assert [record.name for record in records] == [one.name for one in shown]
    linked = [record.detail_url.removeprefix("https://townbook.in") for record in records]
    assert linked == [one.path if name not in WITHOUT_LINKS else "" for one in shown]
    if name not in {"linked_cards", "table_without_links"}:
        phones = [[reading.value for reading in read_document(record.part, "IN").phones] for record in records]
        assert phones == [[one.phone.replace(" ", "")] if one.phone else [] for one in shown]


@pytest.mark.parametrize("name", sorted(LAYOUTS.keys() - {"table_without_links"}))
def test_a_last_page_with_one_entry_is_read_by_the_shape_of_the_pages_before(name: str) -> None:
    shape = find_records(Document(page(name, businesses(10)), URL)).shape
    last = businesses(1, first=11)
    records = find_records(Document(page(name, last), f"{URL}?page=2"), shape).records
    assert [record.name for record in records] == [last[0].name]


def test_a_page_without_a_list_has_no_entries() -> None:
    text = "<h1>About</h1><p>We list businesses.</p><p>Write to us.</p>"
    assert not find_records(Document(f"<html><body>{text}</body></html>", URL)).records
