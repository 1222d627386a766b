"""One page of a listing: its entries, where the listing goes on, and what belongs to the directory itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.core.addresses import is_host_name
from services.providers.directory.loading import Loaded, more_of, read_data
from services.providers.directory.paging import next_page
from services.providers.directory.places import same_page
from services.providers.directory.records import Found, Record, find_records
from services.providers.website.client import allows_reserved
from services.providers.website.links import is_about_a_company
from services.web import WebPage
from services.web.extract import Document, PageFacts, read_emails_and_phones

_FEWEST_LINKED = 0.6
_LAST_DIGITS = 7  # of a phone, however it is grouped
_NO_DIGITS = re.compile(r"\D+")
_FEWEST_TEXT = 0.25
_LITTLE_TEXT = 500  # around the entries: menus and a heading


@dataclass(frozen=True)
class Listing:
    """Entries in the page's order; `own` are the directory's addresses, `following` is "" on the last page."""

    url: str
    records: tuple[Record, ...] = ()
    own: frozenset[str] = frozenset()
    following: str = ""
    shape: str = ""
    text: str = field(default="", repr=False)


def read_listing(page: WebPage, visited: set[str], region: str, shape: str = "") -> Listing:
    """What a listing's page says. `visited` holds its pages so far, `shape` is the one of their entries."""
    if page.is_data:
        return _from_data(read_data(page.text, page.url), page.url, shape)
    return listing_of(Document(page.text, page.url), visited, region, shape)


def listing_of(document: Document, visited: set[str], region: str, shape: str = "") -> Listing:
    """Like `read_listing` for a page that is parsed; its entries are taken out of the document's tree."""
    found = find_records(document, shape)
    details = {same_page(record.detail_url) for record in found.records if record.detail_url}
    following = next_page(document, visited | details)
    if not following and found.records and (more := more_of(document)) and same_page(more) not in visited:
        following = more
    text = document.text
    own = _around(found, document, region)
    return Listing(document.url, found.records, own, following, found.shape, text)


def may_be_a_list(record: Record) -> bool:
    """Whether an entry says so little that it may lead to a list; a host's name is a company's."""
    return record.is_bare and not is_host_name(record.name)


def is_listing(listing: Listing, facts: PageFacts, own: frozenset[str]) -> bool:
    """Whether a page that an entry leads to is no business but a list of them: a city, a trade, a letter.

    It has nobody's address but the directory's own, and its entries, which lead further, are a good part of it. A
    company's site, whose pages may look like entries, has one for contacts or about itself.
    """
    if any(is_about_a_company(record.name, record.detail_url) for record in listing.records):
        return False
    linked = {record.detail_url for record in listing.records if record.detail_url}
    if len(linked) < max(
        _FEWEST_LINKED * len(listing.records), 1 if listing.shape and len(listing.records) == 1 else 2
    ):
        return False
    theirs = {reading.value for reading in (*facts.addresses, *facts.phones)}
    if _elsewhere(theirs - own, listing.records):
        return False
    length = sum(len(record.part.text) for record in listing.records)
    return length >= _FEWEST_TEXT * len(listing.text) or len(listing.text) - length < _LITTLE_TEXT


def _from_data(loaded: Loaded, url: str, shape: str) -> Listing:
    if loaded.markup:
        found = find_records(Document(loaded.markup, url), shape)
        return Listing(url, found.records, following=loaded.following, shape=found.shape)
    records = tuple(record for markup in loaded.entries for record in _lone(markup, url))
    return Listing(url, records, following=loaded.following, shape=shape)


def _lone(markup: str, url: str) -> tuple[Record, ...]:
    """The one entry that a piece of markup is."""
    return find_records(Document(f"<html><body>{markup}</body></html>", url), "body./div./h3.^2").records


def _around(found: Found, document: Document, region: str) -> frozenset[str]:
    """Addresses on the page, but in none of its entries."""
    for element in found.elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    rest = Document.part(document.tree, document)
    outside = read_emails_and_phones(rest, region, allow_reserved=allows_reserved(document.url))
    return _elsewhere(outside, found.records)


def _elsewhere(values: Iterable[str], records: tuple[Record, ...]) -> frozenset[str]:
    """Those of the e-mails and phones that no entry shows."""
    values = set(values)
    if not values:
        return frozenset()
    shown = " ".join(record.part.html for record in records).lower()
    digits = _NO_DIGITS.sub("", shown)
    return frozenset(
        value for value in values if (value if "@" in value else value[-_LAST_DIGITS:]) not in shown + digits
    )
