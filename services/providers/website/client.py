"""Visits a company's site: the home page, then contact, team and about pages."""

from collections.abc import AsyncIterator
from dataclasses import replace

from services.core.errors import ProviderDown, ProviderError, ProviderRefused
from services.core.log import get_logger
from services.core.settings import get_settings
from services.providers.base import Credentials, FoundContact, SearchCriteria
from services.providers.website.choosing import contact_from
from services.providers.website.links import worth_visiting
from services.web import Fetcher, WebPage, needs_browser
from services.web.extract import Document, PageFacts, read_page

MOST_PAGES = 6
log = get_logger(__name__)


class Website:
    """A `LeadSource`: `criteria.directory_urls` are the sites, one contact each. The cursor counts sites done."""

    @classmethod
    def from_credentials(cls, _credentials: Credentials) -> "Website":
        return cls()

    async def search(self, criteria: SearchCriteria, cursor: str = "") -> AsyncIterator[FoundContact]:
        start = int(cursor) if cursor.isdigit() else 0
        async with Fetcher() as web:
            for number, url in enumerate(criteria.directory_urls[start : start + criteria.limit], start + 1):
                found = await visit_site(web, url, criteria.region)
                yield with_cursor(found, str(number), criteria.industry)


async def visit_site(web: Fetcher, url: str, region: str) -> FoundContact:
    """One contact from at most six pages. Raises ProviderError when the first page cannot be read."""
    first = await web.page(url if "://" in url else f"https://{url}")
    document = Document(first.text, first.url)
    if needs_browser(first.text, document.text) and (built := await built_page(web, first)):
        first, document = built, Document(built.text, built.url)
    pages = [_read(first, region)]
    for page_url in worth_visiting(document, first.url)[: MOST_PAGES - 1]:
        try:
            pages.append(_read(await web.page(page_url), region))
        except (ProviderRefused, ProviderDown) as error:
            log.info("page_skipped", reason=error.code)
    return contact_from(pages, first.url, region)


async def visit_site_if_possible(web: Fetcher, url: str, region: str) -> FoundContact | None:
    """Like `visit_site`, None for a site that cannot be read now."""
    try:
        return await visit_site(web, url, region)
    except ProviderError as error:
        log.info("site_skipped", reason=error.code)
        return None


async def built_page(web: Fetcher, page: WebPage) -> WebPage | None:
    """A page that scripts fill, as a browser shows it; None where there is no browser or it shows nothing."""
    try:
        return await web.built(page)
    except ProviderError as error:
        log.info("page_not_built", reason=error.code)
        return None


def allows_reserved(url: str) -> bool:
    """Whether `.example` addresses are people there: only on the sandbox's own pages."""
    settings = get_settings()
    return settings.sandbox and url.startswith(f"{settings.sandbox_address}/")


def with_cursor(found: FoundContact, cursor: str, industry: str) -> FoundContact:
    """The contact as it is handed on: where to resume, and the industry that was searched for."""
    return replace(found, cursor=cursor, industry=found.industry or industry)


def _read(page: WebPage, region: str) -> PageFacts:
    return read_page(page.text, page.url, region, allow_reserved=allows_reserved(page.url))
