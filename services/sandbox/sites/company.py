"""A company's own site: home, contact and a page about its people, each company in its own way."""

import random
from html import escape

from aiohttp import web

from services.sandbox.sites.marks import IN_BODY, json_ld
from services.sandbox.sites.page import page, shown_email, shown_phone
from services.sandbox.town.businesses import Business
from services.sandbox.town.names import FIRST, LAST
from services.sandbox.world import world_of

_PEOPLE_PAGES = ("about", "team", "about-us")
_CONTACT_PAGES = ("contact", "contact-us", "reach-us", "imprint")


def _pages(business: Business) -> tuple[str, str]:
    return (
        _CONTACT_PAGES[business.style % len(_CONTACT_PAGES)],
        _PEOPLE_PAGES[business.style % len(_PEOPLE_PAGES)],
    )


def _business(request: web.Request) -> Business:
    business = world_of(request).town.by_slug(request.match_info["slug"])
    if business is None or not business.has_site:
        raise web.HTTPNotFound(text="There is no such site.")
    return business


def _framed(business: Business, title: str, body: str, head: str = "") -> web.Response:
    contact, people = _pages(business)
    at = f"/site/{business.slug}/"
    menu = f'<a href="{at}">Home</a><a href="{at}{people}">About us</a><a href="{at}{contact}">Contact</a>'
    foot = f"© 2026 {escape(business.name)}, {escape(business.area)}, {escape(business.city.name)} {business.postcode}"
    if business.style % 4 == 0 and business.phone:
        foot += f" · {shown_phone(business.phone, 1)}"
    # Numbers that are no phones and a picture that is no address, as real pages have them.
    foot += f'<br>GSTIN 08ABCDE{business.style:04d}F1Z5 <img alt="" src="{at}logo@2x.png">'
    return page(f"{title} | {business.name}", body, menu=menu, foot=foot, style=business.style, head=head)


async def home(request: web.Request) -> web.Response:
    business = _business(request)
    contact, _ = _pages(business)
    head = json_ld(business) if business.style % 3 == 1 else ""
    what = business.industry.label.lower()
    body = (
        f"<h1>{escape(business.name)}</h1><p>Welcome. We are among the {escape(what)} that people of "
        f"{escape(business.city.name)} recommend, at {escape(business.area)} since {1985 + business.style % 35}.</p>"
        f'<p><a href="/site/{business.slug}/{contact}">Get in touch</a></p>'
    )
    return _framed(business, "Home", body, head)


async def inner(request: web.Request) -> web.Response:
    """The contact page and the page about people; 404 for every other name."""
    business = _business(request)
    contact, people = _pages(business)
    if request.match_info["page"] == contact:
        return _framed(business, "Contact us", _contact(business))
    if request.match_info["page"] == people:
        return _framed(business, "About us", _people(business))
    raise web.HTTPNotFound(text="There is no such page.")


def _contact(business: Business) -> str:
    place = f"{business.street}, {business.area}, {business.city.name} {business.postcode}"
    lines = [f"<h1>Contact us</h1><address>{escape(place)}</address>"]
    if business.phone:
        lines.append(f"<p>Call: {shown_phone(business.phone, business.style // 5)}</p>")
    if business.landline:
        lines.append(f"<p>Office: {business.landline}</p><p>Fax: {business.landline[:-1]}{_fax_digit(business)}</p>")
    if business.email:
        lines.append(f"<p>E-mail: {shown_email(business.email, business.style // 7)}</p>")
    if marked := IN_BODY[business.style % len(IN_BODY)]:
        lines.append(marked(business))
    return "".join(lines)


def _fax_digit(business: Business) -> str:
    """The fax machine has a line of its own."""
    return "8" if business.landline.endswith("9") else "9"


def _people(business: Business) -> str:
    dice = random.Random(business.slug)
    others = [(f"{dice.choice(FIRST)} {dice.choice(LAST)}", "Coordinator") for _ in range(business.style % 3)]
    if business.style % 2:
        rows = "".join(
            f'<div class="card"><h3>{escape(name)}</h3><p class="role">{escape(title)}</p></div>'
            for name, title in [(business.person, business.title), *others]
        )
        return f"<h1>Our team</h1>{rows}"
    leader = f"<strong>{escape(business.person)}</strong>, {escape(business.title)}"
    quoted = f"<p>{escape(business.name)} is led by {leader}.</p>"
    mail = f"<p>Write to us: {shown_email(business.email, business.style)}</p>" if business.email else ""
    return f"<h1>About {escape(business.name)}</h1>{quoted}{mail}"


ROUTES = (web.get("/site/{slug}/", home), web.get("/site/{slug}", home), web.get("/site/{slug}/{page}", inner))
