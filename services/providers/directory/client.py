"""A business directory as a source: the listings that are searched, and the walk through them."""

from collections.abc import AsyncIterator
from contextlib import aclosing

from services.core.settings import get_settings
from services.providers.base import Credentials, FoundContact, SearchCriteria
from services.providers.directory.paging import searches
from services.providers.directory.walk import Walk
from services.providers.overpass.industries import labels_of
from services.web import Fetcher
from services.web.extract import Document


class Directory:
    """A `LeadSource`: `criteria.directory_urls` are listings, lists of listings, or a front page with a search form."""

    def __init__(self, default_url: str = "") -> None:
        self._default_url = default_url

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "Directory":
        return cls(credentials.base_url)

    async def search(self, criteria: SearchCriteria, cursor: str = "") -> AsyncIterator[FoundContact]:
        left = criteria.limit
        async with Fetcher() as web:
            listings = await self._listings(web, criteria)
            async with aclosing(Walk(web, listings, criteria, cursor).contacts()) as contacts:
                async for found in contacts:
                    yield found
                    left -= 1
                    if left <= 0:
                        return

    async def _listings(self, web: Fetcher, criteria: SearchCriteria) -> list[tuple[str, str]]:
        """(listing address, industry); a front page becomes one search for each trade and city."""
        found: list[tuple[str, str]] = []
        labels, cities = labels_of(criteria.industry), list(criteria.cities)
        for url in [*criteria.directory_urls] or [self._default_url]:
            if not url:
                continue
            asked: list[tuple[str, str]] = []
            if labels and cities:
                page = await web.page(url)
                asked = searches(Document(page.text, page.url), labels, cities)
            found += asked or [(url, criteria.industry)]
        return found


def default_directory() -> str:
    """LEADGEN_DIRECTORY_URL, else the sandbox's directory, else none."""
    settings = get_settings()
    return settings.directory_url or (f"{settings.sandbox_address}/directory/" if settings.sandbox else "")
