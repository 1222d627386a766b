"""Of a company's site the pages with people are read, and the one best contact comes out."""

import pytest

from services.core.errors import ProviderRefused
from services.providers.base import FoundContact, LeadSource, SearchCriteria
from services.providers.website.choosing import contact_from
from services.providers.website.client import Website
from services.providers.website.links import is_inside, worth_visiting
from services.providers.website.merging import merged
from services.web.extract import Document, PageFacts, Person, Reading
from tests.databases import forget_settings
from tests.websites import serving


async def crawl(url: str, monkeypatch: pytest.MonkeyPatch, allowed: str) -> list[FoundContact]:
    monkeypatch.setenv("LEADGEN_FETCH_ALLOW", allowed)
    forget_settings()
    source = Website()
    assert isinstance(source, LeadSource)
    return [found async for found in source.search(SearchCriteria(directory_urls=(url,)))]


async def test_at_most_six_pages_are_read_the_promising_ones_first(monkeypatch: pytest.MonkeyPatch) -> None:
    others = "".join(f"<a href='/news{number}'>News {number}</a>" for number in range(20))
    pages = {
        "/": f"<title>Acme Dental</title>{others}<a href='/c'>Contact us</a><a href='/t'>Our team</a>",
        "/c": "<p>info@acme.in, 98450 12345</p>",
        "/t": "<p>Asha Rao, Owner</p>",
        "/robots.txt": "User-agent: *\nDisallow: /news0\n",
        **{f"/news{number}": "<p>old</p>" for number in range(20)},
    }
    async with serving(pages) as site:
        found = (await crawl(f"{site.url}/", monkeypatch, site.allowed))[0]
        read = [hit for hit in site.hits if hit != "/robots.txt"]
    assert read[:3] == ["/", "/c", "/t"]
    assert len(read) <= 6
    assert "/news0" not in read
    assert (found.name, found.title, found.company) == ("Asha Rao", "Owner", "Acme Dental")
    assert (found.email, found.phone, found.cursor) == ("info@acme.in", "+919845012345", "1")
    assert {fact.source_url for fact in found.facts if fact.field == "email"} == {f"{site.url}/c"}


async def test_a_site_that_may_not_be_read_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving({"/robots.txt": "User-agent: *\nDisallow: /\n", "/": "x"}) as site:
        with pytest.raises(ProviderRefused, match="robots"):
            await crawl(f"{site.url}/", monkeypatch, site.allowed)


@pytest.mark.parametrize(
    ("url", "root", "inside"),
    [
        ("https://www.acme.in/contact", "https://acme.in/", True),
        ("http://acme.in/contact", "https://www.acme.in/index.html", True),
        ("https://other.in/contact", "https://acme.in/", False),
        ("http://127.0.0.1:80/s/b/1", "http://127.0.0.1:80/s/a/", False),
        ("http://127.0.0.1:80/s/a/1", "http://127.0.0.1:80/s/a/", True),
        ("http://127.0.0.1:81/", "http://127.0.0.1:80/", False),
        ("mailto:x@acme.in", "https://acme.in/", False),
    ],
)
def test_only_the_companys_own_pages_are_visited(url: str, root: str, inside: bool) -> None:
    assert is_inside(url, root) is inside


def test_carts_pictures_and_the_page_itself_are_left_out() -> None:
    html = "".join(f"<a href='{path}'>x</a>" for path in ("/cart", "/a.jpg", "/", "/about-us", "/kontakt"))
    assert worth_visiting(Document(html, "https://acme.in/"), "https://acme.in/") == [
        "https://acme.in/kontakt",
        "https://acme.in/about-us",
    ]


def page(**values: object) -> PageFacts:
    return PageFacts("https://acme.in/contact", **values)  # type: ignore[arg-type]


def test_the_best_address_is_the_companys_own_for_enquiries() -> None:
    emails = ("maker@webstudio.in", "careers@acme.in", "info@acme.in", "acme@gmail.com")
    found = contact_from([page(emails=tuple(Reading(one, "text") for one in emails))], "https://acme.in/", "IN")
    assert found.email == "info@acme.in"
    assert next(fact.value for fact in found.facts if fact.field == "email") == "info@acme.in"


def test_the_best_phone_can_have_whatsapp() -> None:
    phones = (Reading("+9118001234567", "tel link"), Reading("+918025555684", "text"), Reading("+919845012345", "text"))
    assert contact_from([page(phones=phones)], "https://acme.in/", "IN").phone == "+919845012345"


def test_whoever_decides_is_named() -> None:
    people = (Person("Ravi Menon", "Coordinator"), Person("Asha Rao", "Managing Director"), Person("No Title"))
    assert contact_from([page(people=people)], "https://acme.in/", "IN").name == "Asha Rao"


def test_merging_fills_gaps_only() -> None:
    first = FoundContact(company="acme.in", phone="+919845012345")
    second = FoundContact(company="Acme", phone="+918025555684", email="info@acme.in")
    both = merged(first, second)
    assert (both.company, both.phone, both.email) == ("Acme", "+919845012345", "info@acme.in")
    assert merged(first, None) is first
