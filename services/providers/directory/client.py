"""Walks a business directory: listing pages, their entries, each entry's details, the company's own site."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from services.core.addresses import is_host_name
from services.core.errors import ProviderError
from services.core.log import get_logger
from services.core.settings import get_settings
from services.providers.base import Credentials, Fact, FoundContact, SearchCriteria
from services.providers.directory.paging import next_page, searches
from services.providers.directory.records import Record, company_site, records_in
from services.providers.overpass.industries import labels_of
from services.providers.website.choosing import contact_from
from services.providers.website.client import allows_reserved, visit_site_if_possible
from services.providers.website.merging import merged
from services.web import Fetcher
from services.web.extract import Document, PageFacts, read_page

MOST_PAGES = 100
TOGETHER = 4
log = get_logger(__name__)


@dataclass(frozen=True)
class _Place:
    """Where the walk is: the how-manieth listing, its page, and how many entries of that page are done."""

    listing: int = 0
    done: int = 0
    page: str = ""

    @classmethod
    def parse(cls, cursor: str) -> "_Place":
        listing, _, rest = cursor.partition("|")
        done, _, page = rest.partition("|")
        return cls(int(listing), int(done), page) if listing.isdigit() and done.isdigit() else cls()

    def __str__(self) -> str:
        return f"{self.listing}|{self.done}|{self.page}"


class Directory:
    """A `LeadSource`: `criteria.directory_urls` are listings or a directory's front page with a search form."""

    def __init__(self, default_url: str = "") -> None:
        self._default_url = default_url

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "Directory":
        return cls(credentials.base_url)

    async def search(self, criteria: SearchCriteria, cursor: str = "") -> AsyncIterator[FoundContact]:
        start = _Place.parse(cursor)
        left = criteria.limit
        async with Fetcher() as web:
            listings = await self._listings(web, criteria)
            for number in range(start.listing, len(listings)):
                url, industry = listings[number]
                place = start if number == start.listing and start.page else _Place(number, 0, url)
                async for found in self._walk(web, place, replace(criteria, industry=industry)):
                    yield found
                    left -= 1
                    if left <= 0:
                        return

    async def _listings(self, web: Fetcher, criteria: SearchCriteria) -> list[tuple[str, str]]:
        """(listing address, industry); a front page becomes one search for each trade and city."""
        found: list[tuple[str, str]] = []
        for url in [*criteria.directory_urls] or [self._default_url]:
            if not url:
                continue
            page = await web.page(url)
            document = Document(page.text, page.url)
            asked = searches(document, labels_of(criteria.industry), list(criteria.cities))
            found += asked or [(url, criteria.industry)]
        return found

    async def _walk(self, web: Fetcher, place: _Place, criteria: SearchCriteria) -> AsyncIterator[FoundContact]:
        visited: set[str] = set()
        url = place.page
        while url and len(visited) < MOST_PAGES:
            page = await web.page(url)
            visited |= {url, page.url}
            document = Document(page.text, page.url)
            records = records_in(document)
            own = _directorys_own(page.text, page.url, records, criteria.region)
            done = place.done if url == place.page else 0
            for first in range(done, len(records), TOGETHER):
                batch = records[first : first + TOGETHER]
                found = await asyncio.gather(*(_contact(web, record, page.url, criteria, own) for record in batch))
                for offset, contact in enumerate(found, first + 1):
                    if contact.email or contact.phone:
                        yield replace(contact, cursor=str(_Place(place.listing, offset, url)))
            url = next_page(document, visited)


def _directorys_own(html: str, url: str, records: list[Record], region: str) -> frozenset[str]:
    """Addresses of the directory itself: on the listing page, but in none of its entries."""
    around = _addresses(read_page(html, url, region, allow_reserved=allows_reserved(url)))
    inside = _addresses(
        read_page("".join(one.html for one in records), url, region, allow_reserved=allows_reserved(url))
    )
    return around - inside


def _addresses(page: PageFacts) -> frozenset[str]:
    return frozenset(reading.value for reading in (*page.emails, *page.phones, *page.faxes))


async def _contact(
    web: Fetcher, record: Record, listing_url: str, criteria: SearchCriteria, own: frozenset[str]
) -> FoundContact:
    """The entry's own facts, completed from its page and from the company's site."""
    entry = read_page(record.html, listing_url, criteria.region, allow_reserved=allows_reserved(listing_url))
    found = _named(contact_from([entry], "", criteria.region), record.name, listing_url)
    site = record.site_url
    if record.detail_url:
        detail, linked = await _detail(web, record.detail_url, criteria.region, own)
        found = merged(found, detail)
        site = site or linked
        if not site and not (found.email or found.phone):
            site = record.detail_url  # the listing links the companies' pages themselves
    if site:
        found = merged(replace(found, website=site), await visit_site_if_possible(web, site, criteria.region))
    return replace(found, industry=found.industry or criteria.industry)


async def _detail(web: Fetcher, url: str, region: str, own: frozenset[str]) -> tuple[FoundContact | None, str]:
    """(what the entry's page says, the company site that it links)."""
    try:
        page = await web.page(url)
    except ProviderError as error:
        log.info("entry_skipped", reason=error.code)
        return None, ""
    facts = read_page(page.text, page.url, region, allow_reserved=allows_reserved(page.url))
    theirs = replace(
        facts,
        emails=tuple(reading for reading in facts.emails if reading.value not in own),
        phones=tuple(reading for reading in facts.phones if reading.value not in own),
    )
    return contact_from([theirs], "", region), company_site(Document(page.text, page.url))


def _named(found: FoundContact, name: str, url: str) -> FoundContact:
    """The entry's heading is the company, whatever the page around it is called; a bare host name is no heading."""
    name = "" if is_host_name(name) else name
    kept = [fact for fact in found.facts if fact.field not in {"company", "website"}]
    if name:
        kept.append(Fact("company", name, url, "listing"))
    return replace(found, company=name, website="", facts=tuple(kept))


def default_directory() -> str:
    """LEADGEN_DIRECTORY_URL, else the sandbox's directory, else none."""
    settings = get_settings()
    return settings.directory_url or (f"{settings.sandbox_address}/directory/" if settings.sandbox else "")
