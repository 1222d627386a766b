"""A business directory: home, lists of a trade in a city over several pages, one page a business."""

import json
from html import escape

from aiohttp import web

from services.sandbox.sites.page import page, shown_phone
from services.sandbox.town.businesses import Business
from services.sandbox.town.cities import CITIES, City, city_named
from services.sandbox.town.industries import CATALOGUE, Industry, industry_named, slug
from services.sandbox.world import world_of

PER_PAGE = 12
_MENU = '<a href="/directory/">Town Pages</a><a href="/directory/cities">Cities</a><a href="/directory/about">About</a>'
_FOOT = (
    'Town Pages, the directory of a simulated town. <a href="/directory/private/full-list">Full list</a> '
    '<a href="mailto:webmaster@townpages.example">Report an error</a>'
)


async def robots(_request: web.Request) -> web.Response:
    rules = "User-agent: *\nDisallow: /directory/private/\nDisallow: /cdn-cgi/\nAllow: /\n"
    return web.Response(text=rules, content_type="text/plain")


async def trap(request: web.Request) -> web.Response:
    """robots.txt forbids this page; a visit is counted, and its addresses are nobody's."""
    world_of(request).trap_hits += 1
    return page("Full list", '<p><a href="mailto:trap@honeypot.example">trap@honeypot.example</a> +91 70399 99999</p>')


async def home(_request: web.Request) -> web.Response:
    rows = "".join(
        f'<li><a href="/directory/{slug(city)}/{industry.key}">{escape(industry.label)} in {city}</a></li>'
        for city in ("Jaipur", "Pune", "Mumbai", "Delhi", "Bengaluru")
        for industry in CATALOGUE[:12]
    )
    form = (
        '<form action="/directory/find"><input name="what" placeholder="What"> '
        '<input name="where" placeholder="Where"> <button>Search</button></form>'
    )
    return page("Town Pages", f"<h1>Find a business</h1>{form}<ul>{rows}</ul>", menu=_MENU, foot=_FOOT, style=1)


async def about(_request: web.Request) -> web.Response:
    text = "<h1>About</h1><p>Businesses list themselves here. Every one of them is invented.</p>"
    return page("About Town Pages", text, menu=_MENU, foot=_FOOT, style=1)


async def cities(_request: web.Request) -> web.Response:
    rows = "".join(f'<li><a href="/directory/{key}">{escape(city.name)}</a></li>' for key, city in CITIES.items())
    return page("Cities", f"<h1>Cities</h1><ul>{rows}</ul>", menu=_MENU, foot=_FOOT, style=1)


async def find(request: web.Request) -> web.Response:
    """`?what=dental clinic&where=Jaipur` leads to the list."""
    industry, city = industry_named(request.query.get("what", "")), city_named(request.query.get("where", "Jaipur"))
    raise web.HTTPFound(f"/directory/{slug(city.name)}/{industry.key}")


async def city_page(request: web.Request) -> web.Response:
    city = city_named(request.match_info["city"])
    rows = "".join(
        f'<li><a href="/directory/{slug(city.name)}/{industry.key}">{escape(industry.label)}</a></li>'
        for industry in CATALOGUE
    )
    title = f"Businesses in {city.name}"
    return page(title, f"<h1>{escape(title)}</h1><ul>{rows}</ul>", menu=_MENU, foot=_FOOT, style=1)


async def listing(request: web.Request) -> web.Response:
    """`PER_PAGE` businesses. Trades differ in how they go on: a "next" link, numbers alone, or a button for more."""
    industry, city, number, last, shown = await _asked_for(request)
    here = f"/directory/{slug(city.name)}/{industry.key}"
    kind = _paging_of(industry)
    title = f"{industry.label} in {city.name}"
    cards = "".join(map(_card, shown))
    body = f"<h1>{escape(title)}</h1><p>Page {number} of {last}</p>{cards}{_PAGERS[kind](here, number, last)}"
    has_next = kind == "next" and number < last
    head = f'<link rel="next" href="{here}?page={number + 1}">' if has_next else ""
    return page(f"{title} — Town Pages", body, menu=_MENU, foot=_FOOT, style=2, head=head)


async def more(request: web.Request) -> web.Response:
    """What the button for more loads: the next entries as markup, and where it goes on."""
    industry, city, number, last, shown = await _asked_for(request)
    following = _more_address(f"/directory/{slug(city.name)}/{industry.key}", number + 1) if number < last else None
    return web.json_response({"html": "".join(map(_card, shown)), "next": following})


async def _asked_for(request: web.Request) -> tuple[Industry, City, int, int, list[Business]]:
    """(trade, city, page, last page, the page's businesses)."""
    industry = industry_named(request.match_info["industry"])
    city = city_named(request.match_info["city"])
    number = int(request.query["page"]) if request.query.get("page", "").isdigit() else 1
    members = await world_of(request).town.visit(industry, city)
    last = -(-len(members) // PER_PAGE)
    if not 1 <= number <= last:
        raise web.HTTPNotFound(text="There is no such page.")
    return industry, city, number, last, members[(number - 1) * PER_PAGE : number * PER_PAGE]


def _numbers(here: str, number: int, last: int) -> str:
    pages = (
        f"<b>{one}</b>" if one == number else f'<a href="{here}?page={one}">{one}</a>' for one in range(1, last + 1)
    )
    return f'<div class="pagination">{" ".join(pages)}</div>'


def _next(here: str, number: int, last: int) -> str:
    more = f'<a rel="next" class="next" href="{here}?page={number + 1}">Next »</a>' if number < last else ""
    return f'{_numbers(here, number, last)}<div class="pagination">{more}</div>'


def _button(here: str, number: int, last: int) -> str:
    return (
        f'<button class="load-more" data-url="{_more_address(here, number + 1)}">Show more</button>'
        if number < last
        else ""
    )


def _more_address(here: str, number: int) -> str:
    return f"{here}/more?page={number}"


PAGING = ("next", "numbers", "button")


def _paging_of(industry: Industry) -> str:
    """A trade that the catalogue lacks, asked for by its name alone, goes on by a link."""
    return PAGING[CATALOGUE.index(industry) % len(PAGING)] if industry in CATALOGUE else PAGING[0]


_PAGERS = {"next": _next, "numbers": _numbers, "button": _button}


def _card(business: Business) -> str:
    phone = f"<div>{shown_phone(business.phone, business.style)}</div>" if business.phone and business.style % 2 else ""
    return (
        f'<div class="card listing"><h2><a href="/directory/business/{business.slug}">{escape(business.name)}</a></h2>'
        f'<div class="address">{escape(business.area)}, {escape(business.city.name)}</div>{phone}</div>'
    )


async def detail(request: web.Request) -> web.Response:
    """Everything the directory knows: an address, often a phone, a person, the company's own site."""
    business = world_of(request).town.by_slug(request.match_info["slug"])
    if business is None:
        raise web.HTTPNotFound(text="There is no such business.")
    place = f"{business.street}, {business.area}, {business.city.name} {business.postcode}"
    rows = [("Category", escape(business.industry.label)), ("Address", escape(place))]
    if business.phone:
        rows.append(("Phone", shown_phone(business.phone, business.style // 3)))
    if business.landline:
        rows.append(("Landline", f'<a href="tel:{business.landline}">{business.landline}</a>'))
    if business.email and not business.has_site:
        rows.append(("E-mail", f'<a href="mailto:{business.email}">{business.email}</a>'))
    if business.has_site:
        rows.append(("Website", f'<a href="/site/{business.slug}/" rel="nofollow">Visit website</a>'))
    if business.style % 3 == 0:
        rows.append(("Contact person", f"{escape(business.person)}, {escape(business.title)}"))
    table = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows)
    head = _json_ld(business, request) if business.style % 2 == 0 else ""
    body = f"<h1>{escape(business.name)}</h1><table>{table}</table>{_related(business.industry, business.city)}"
    return page(f"{business.name}, {business.city.name}", body, menu=_MENU, foot=_FOOT, style=2, head=head)


def _related(industry: Industry, city: City) -> str:
    return f'<p><a href="/directory/{slug(city.name)}/{industry.key}">More {escape(industry.label.lower())}</a></p>'


def _json_ld(business: Business, request: web.Request) -> str:
    address = {
        "@type": "PostalAddress",
        "streetAddress": f"{business.street}, {business.area}",
        "addressLocality": business.city.name,
        "addressRegion": business.city.state,
        "postalCode": business.postcode,
        "addressCountry": "IN",
    }
    thing = {"@context": "https://schema.org", "@type": "LocalBusiness", "name": business.name, "address": address}
    if business.phone:
        thing["telephone"] = business.phone
    if business.has_site:
        thing["url"] = f"{request.url.origin()}/site/{business.slug}/"
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


ROUTES = (
    web.get("/robots.txt", robots),
    web.get("/directory", home),
    web.get("/directory/", home),
    web.get("/directory/about", about),
    web.get("/directory/cities", cities),
    web.get("/directory/find", find),
    web.get("/directory/private/{rest:.*}", trap),
    web.get("/directory/business/{slug}", detail),
    web.get("/directory/{city}", city_page),
    web.get("/directory/{city}/{industry}", listing),
    web.get("/directory/{city}/{industry}/more", more),
)
