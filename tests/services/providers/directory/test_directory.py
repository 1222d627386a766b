"""A directory is walked from its listing to its entries, their pages and the companies' own sites."""

from collections.abc import AsyncIterator

import pytest

from services.providers.base import FoundContact, SearchCriteria
from services.providers.directory.client import Directory
from services.providers.directory.companies import company_site
from services.providers.directory.paging import next_page, searches
from services.providers.directory.places import same_page
from services.providers.directory.records import records_in
from services.web.extract import Document
from tests.databases import forget_settings
from tests.websites import Site, serving

HEAD = "<nav><a href='/'>Home</a><a href='/cities'>Cities</a><a href='/about'>About</a></nav>"
FOOT = "<footer>Report errors: <a href='mailto:editor@townbook.in'>editor@townbook.in</a> Ph 080 4000 1000</footer>"


def card(number: int, more: str = "") -> str:
    heading = f"<h3><a href='/firm/{number}'>Firm {number}</a></h3>"
    return f"<div class='card'>{heading}<p>{number} MG Road, Pune</p>{more}</div>"


def listing(first: int, following: str) -> str:
    phones = {number: f"<p>98450 1230{number}</p>" for number in (1, 3, 5)}
    cards = "".join(card(number, phones.get(number, "")) for number in range(first, first + 3))
    pager = f"<div class='pagination'>{following}</div>"
    return f"<html><body>{HEAD}<h1>Dentists in Pune</h1>{cards}{pager}{FOOT}</body></html>"


def firm(number: int) -> str:
    mail = f"<tr><th>E-mail</th><td><a href='mailto:info@firm{number}.in'>write</a></td></tr>"
    site = f"<tr><th>Web</th><td><a href='/site{number}/'>Visit website</a></td></tr>" if number == 2 else ""
    return f"<html><body>{HEAD}<h1>Firm {number}</h1><table>{mail}{site}</table>{FOOT}</body></html>"


PAGES = {
    "/robots.txt": "User-agent: *\nDisallow: /private/\n",
    "/list": listing(1, "<b>1</b> <a href='/list?page=2'>2</a> <a href='/private/all'>All</a>"),
    "/list?page=2": listing(4, "<a href='/list'>1</a> <b>2</b>"),
    "/site2/": "<title>Firm Two Dental</title><p>Asha Rao, Owner. Mobile 98450 99999</p>",
    **{f"/firm/{number}": firm(number) for number in range(1, 7)},
}


@pytest.fixture
async def directory(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    async with serving(PAGES) as site:
        monkeypatch.setenv("LEADGEN_FETCH_ALLOW", site.allowed)
        forget_settings()
        yield site


async def found(site: Site, cursor: str = "", limit: int = 100) -> list[FoundContact]:
    criteria = SearchCriteria(industry="dentists", directory_urls=(f"{site.url}/list",), limit=limit)
    contacts = [contact async for contact in Directory().search(criteria, cursor)]
    return sorted(contacts, key=lambda one: one.company)


async def test_every_entry_of_every_page_becomes_one_contact(directory: Site) -> None:
    contacts = await found(directory)
    assert [contact.company for contact in contacts] == [f"Firm {number}" for number in range(1, 7)]
    assert [contact.email for contact in contacts] == [f"info@firm{number}.in" for number in range(1, 7)]
    assert contacts[0].phone == "+919845012301"
    assert (contacts[1].name, contacts[1].title, contacts[1].phone) == ("Asha Rao", "Owner", "+919845099999")
    assert contacts[1].website == f"{directory.url}/site2/"
    assert next(fact.method for fact in contacts[0].facts if fact.field == "company") == "listing"
    assert "/private/all" not in directory.hits


async def test_the_directorys_own_addresses_are_nobodys(directory: Site) -> None:
    values = {fact.value for contact in await found(directory) for fact in contact.facts}
    assert "editor@townbook.in" not in values
    assert "+918040001000" not in values


async def test_a_cursor_goes_on_in_the_middle_of_a_page(directory: Site) -> None:
    criteria = SearchCriteria(directory_urls=(f"{directory.url}/list",), limit=2)
    first = [contact async for contact in Directory().search(criteria)]
    rest = await found(directory, first[-1].cursor)
    assert sorted(contact.company for contact in [*first, *rest]) == [f"Firm {number}" for number in range(1, 7)]


async def test_a_listing_may_link_the_companies_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {
        "/": "<ul><li><a href='/s/a.in/'>a.in</a></li><li><a href='/s/b.in/'>b.in</a></li></ul>",
        "/s/a.in/": "<title>Alpha Dental</title><a href='/s/a.in/1.html'>Contact</a>",
        "/s/a.in/1.html": "<title>Contact | Alpha Dental</title><p>Call 98450 12345</p>",
        "/s/b.in/": "<title>Beta Dental</title><p>hello@betadental.in</p>",
    }
    async with serving(pages) as site:
        monkeypatch.setenv("LEADGEN_FETCH_ALLOW", site.allowed)
        forget_settings()
        criteria = SearchCriteria(directory_urls=(f"{site.url}/",))
        contacts = [contact async for contact in Directory().search(criteria)]
    assert sorted((one.company, one.phone, one.email) for one in contacts) == [
        ("Alpha Dental", "+919845012345", ""),
        ("Beta Dental", "", "hello@betadental.in"),
    ]


def document(html: str, url: str = "https://townbook.in/list") -> Document:
    return Document(f"<html><body>{html}</body></html>", url)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a rel='next' href='/p2'>x</a>", "/p2"),
        ("<a href='/p2'>Next »</a>", "/p2"),
        ("<a href='/p2'>›</a>", "/p2"),
        ("<a href='/list?page=2'>2</a><a href='/list?page=3'>3</a>", "/list?page=2"),
        ("<a href='/list/page/2'>2</a>", "/list/page/2"),
        ("<a href='https://other.in/p2'>Next</a>", ""),
        ("<a href='/list'>Next</a>", ""),
        ("<a href='/p2'>Next door bakery</a>", ""),
    ],
)
def test_the_next_page_is_recognised(html: str, expected: str) -> None:
    page = document(html)
    assert next_page(page, {same_page(page.url)}) == (f"https://townbook.in{expected}" if expected else "")


def test_a_search_form_is_filled_in() -> None:
    page = document("<form action='/find'><input name='what'><input name='where'></form>")
    assert searches(page, ["dentists"], ["Navi Mumbai"]) == [
        ("https://townbook.in/find?what=dentists&where=Navi+Mumbai", "dentists")
    ]
    assert searches(document("<form><input name='q'></form>"), ["dentists"], ["Pune"]) == []


def test_menus_and_pagers_are_no_entries() -> None:
    page = document(HEAD + card(1) + card(2) + "<div class='pagination'><a href='/1'>1</a><a href='/2'>2</a></div>")
    assert [record.name for record in records_in(page)] == ["Firm 1", "Firm 2"]
    assert records_in(document("<p>Nothing here</p>")) == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href='https://acme.in/'>Visit website</a><a href='https://b.in'>x</a>", "https://acme.in/"),
        ("<a href='https://acme.in/'>Acme</a><a href='https://facebook.com/acme'>f</a>", "https://acme.in/"),
        ("<a href='https://acme.in/'>Acme</a><a href='https://b.in'>B</a>", ""),
        ("<a href='https://www.facebook.com/acme'>Website</a>", ""),
        ("<a href='https://maker.in/'>Designed by Maker</a>", ""),
    ],
)
def test_the_companys_own_site_is_recognised(html: str, expected: str) -> None:
    assert company_site(document(html)) == expected
