"""One page to one set of facts."""

from services.core.phones import DEFAULT_REGION
from services.web.extract.company import read_companies
from services.web.extract.document import Document
from services.web.extract.emails import SCRIPT, read_emails
from services.web.extract.facts import PageFacts
from services.web.extract.people import read_people
from services.web.extract.phones import read_phones
from services.web.extract.places import read_places
from services.web.extract.region import region_of
from services.web.extract.structured import read_structured


def read_page(html: str, url: str = "", region: str = DEFAULT_REGION, *, allow_reserved: bool = False) -> PageFacts:
    """Everything a page says about the business behind it.

    `region` reads national phone numbers where the page itself shows no country. Broken HTML gives fewer facts, never
    an error.
    """
    return read_document(Document(html, url), region, allow_reserved=allow_reserved)


def read_document(
    document: Document, region: str = DEFAULT_REGION, *, allow_reserved: bool = False, with_company: bool = True
) -> PageFacts:
    """Like `read_page`, for a page or a part of one that is parsed already; without company where it is known."""
    structured = read_structured(document)
    emails = read_emails(document, structured, allow_reserved=allow_reserved)
    addresses = [reading.value for reading in emails]
    country = region_of(document, addresses, region)
    phones, faxes = read_phones(document, structured, country)
    cities, states = read_places(document, structured, country)
    return PageFacts(
        url=document.url,
        emails=tuple(reading for reading in emails if reading.method != SCRIPT),
        scripted=tuple(reading for reading in emails if reading.method == SCRIPT),
        phones=tuple(phones),
        faxes=tuple(faxes),
        companies=tuple(read_companies(document, structured, addresses)[:5]) if with_company else (),
        people=tuple(read_people(document, structured)),
        cities=tuple(cities),
        states=tuple(states),
    )


def read_emails_and_phones(document: Document, region: str, *, allow_reserved: bool = False) -> frozenset[str]:
    """Every e-mail, phone and fax of a page, as `read_document` would give them."""
    structured = read_structured(document)
    emails = [reading.value for reading in read_emails(document, structured, allow_reserved=allow_reserved)]
    phones, faxes = read_phones(document, structured, region_of(document, emails, region))
    return frozenset([*emails, *(reading.value for reading in (*phones, *faxes))])
