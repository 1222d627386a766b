"""From one entry of a listing to one contact: the entry, its page, the company's own site."""

from dataclasses import replace

from services.core.addresses import is_host_name
from services.core.errors import ProviderError
from services.core.log import get_logger
from services.providers.base import Fact, FoundContact
from services.providers.directory.reading import Detail, read_entry
from services.providers.directory.records import Record
from services.providers.website.choosing import contact_from
from services.providers.website.client import visit_site_if_possible
from services.providers.website.merging import merged
from services.web import Fetcher, WebPage
from services.web.extract import PageFacts

log = get_logger(__name__)


async def read_detail(web: Fetcher, url: str) -> WebPage | ProviderError:
    """The page with an entry's details, or why it was not read."""
    try:
        return await web.page(url)
    except ProviderError as error:
        log.info("entry_skipped", reason=error.code)
        return error


async def contact_of(
    web: Fetcher, record: Record, detail: Detail | None, own: frozenset[str], region: str
) -> FoundContact:
    """The entry's own facts, completed from its page, without the directory's `own`, and from the company's site."""
    listing_url = record.part.url
    entry = detail.entry if detail and detail.entry else read_entry(record.part, region)
    found = _named(contact_from([entry], "", region), record.name, listing_url)
    site = record.site_url
    if record.detail_url:
        found = merged(found, contact_from([_without(detail.facts, own)], "", region) if detail else None)
        site = site or (detail.site_url if detail else "")
        if not site and not (found.email or found.phone):
            site = record.detail_url  # the listing links the companies' pages themselves
    if site:
        found = merged(replace(found, website=site), await visit_site_if_possible(web, site, region))
    return found


def _without(facts: PageFacts, own: frozenset[str]) -> PageFacts:
    return replace(
        facts,
        emails=tuple(reading for reading in facts.emails if reading.value not in own),
        scripted=tuple(reading for reading in facts.scripted if reading.value not in own),
        phones=tuple(reading for reading in facts.phones if reading.value not in own),
    )


def _named(found: FoundContact, name: str, url: str) -> FoundContact:
    """The entry's heading is the company, whatever the page around it is called; a bare host name is no heading."""
    name = "" if is_host_name(name) else name
    kept = [fact for fact in found.facts if fact.field not in {"company", "website"}]
    if name:
        kept.append(Fact("company", name, url, "listing"))
    return replace(found, company=name, website="", facts=tuple(kept))
