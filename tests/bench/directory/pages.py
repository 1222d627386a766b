"""The pages of the invented directory, drawn from its plan."""

import json
from dataclasses import dataclass
from html import escape
from random import Random
from urllib.parse import parse_qsl, urlsplit

from tests.bench.directory.firms import PER_PAGE, Firm, Listing, Plan

_HTML, _JSON = "text/html; charset=utf-8", "application/json"
_SENTENCES = (
    "A family business that the neighbourhood has known for years.",
    "Open on all days but the second Sunday of the month.",
    "Ask for the written estimate before any work is begun.",
    "Cards and mobile payments are taken at the counter.",
    "Parking is behind the building, beside the small temple.",
)


@dataclass(frozen=True)
class Answer:
    """What the server says; `cut` ends the connection in the middle of the body."""

    status: int = 200
    body: bytes = b""
    kind: str = _HTML
    location: str = ""
    cut: bool = False


class Pages:
    """Answers one path at a time; `crawl_delay` goes into robots.txt."""

    def __init__(self, plan: Plan, crawl_delay: float = 0.0) -> None:
        self._plan = plan
        self._delay = crawl_delay
        self._dice = Random(1)

    def answer(self, target: str) -> Answer:
        parts = urlsplit(target)
        path, query = parts.path.partition(";")[0], dict(parse_qsl(parts.query))
        if path == "/robots.txt":
            return Answer(body=self._robots().encode(), kind="text/plain")
        if path == "/":
            return self._index("Town Book", "Find a business", [(f"/{city.lower()}", city) for city in self._cities()])
        if path in self._plan.firms:
            return self._firm(self._plan.firms[path])
        if path.startswith("/api"):
            return self._api(path.removeprefix("/api"), query)
        return self._listing_or_city(path, query)

    def _robots(self) -> str:
        delay = f"Crawl-delay: {self._delay:g}\n" if self._delay else ""
        return f"User-agent: *\nDisallow: /private/\nDisallow: /*?sort=\n{delay}"

    def _cities(self) -> list[str]:
        return list(dict.fromkeys(listing.city for listing in self._plan.listings.values()))

    def _listing_or_city(self, path: str, query: dict[str, str]) -> Answer:
        path, _, number = path.partition("/page/")
        if listing := self._plan.listings.get(path):
            return self._listing(listing, int(number or query.get("page", "1")))
        trades = [listing for listing in self._plan.listings.values() if f"/{listing.city.lower()}" == path]
        if trades:
            title = f"Businesses in {trades[0].city}"
            return self._index(title, title, [(listing.path, listing.trade) for listing in trades])
        if path.startswith("/calendar/"):
            return self._calendar(int(path.removeprefix("/calendar/")))
        return Answer(404, _frame("Not found", "<h1>Not found</h1>"))

    def _index(self, title: str, heading: str, links: list[tuple[str, str]]) -> Answer:
        rows = "".join(f'<li><a href="{path}">{escape(text)}</a></li>' for path, text in links)
        return Answer(body=_frame(title, f"<h1>{heading}</h1><ul>{rows}</ul>"))

    def _calendar(self, number: int) -> Answer:
        days = "".join(f"<td>{day}</td>" for day in range(1, 31))
        more = f'<a href="/calendar/{number + 1}">Next month ›</a>'
        return Answer(body=_frame("Fairs", f"<h1>Fairs, month {number}</h1><table><tr>{days}</tr></table>{more}"))

    def _listing(self, listing: Listing, number: int) -> Answer:
        shown = min(number, listing.last) if listing.paging == "endless" else number
        if not 1 <= shown <= listing.last:
            return Answer(404, _frame("Not found", "<h1>Not found</h1>"))
        mark = f";jsessionid={self._dice.getrandbits(64):x}" if listing.paging == "session" else ""
        cards = "".join(_card(firm, mark) for firm in listing.page(shown))
        title = f"{listing.trade} in {listing.city}"
        sorting = " ".join(
            f'<a href="{listing.path}?sort={key}&amp;order={order}">{key} {order}</a>'
            for key in ("name", "rating", "age")
            for order in ("up", "down")
        )
        body = f'<h1>{title}</h1><div class="sorting">{sorting}</div><div id="results">{cards}</div>'
        head = f'<link rel="next" href="{listing.path}?page={number + 1}">' if _has_rel(listing, number) else ""
        return Answer(body=_frame(title, body + _pager(listing, number, mark), head))

    def _api(self, path: str, query: dict[str, str]) -> Answer:
        listing, number = self._plan.listings.get(path), int(query.get("page", "1"))
        if listing is None or not 1 <= number <= listing.last:
            return Answer(404, b"{}", _JSON)
        more = number < listing.last
        if listing.paging == "html-json":
            following = f"/api{path}?page={number + 1}" if more else None
            data = {"html": "".join(_card(firm, "") for firm in listing.page(number)), "next": following}
        else:
            items = [_item(firm) for firm in listing.page(number)]
            data = {"items": items, "page": number, "total_pages": listing.last, "per_page": PER_PAGE}
        return Answer(body=json.dumps(data).encode(), kind=_JSON)

    def _firm(self, firm: Firm) -> Answer:
        if firm.trouble == "loop":
            return Answer(302, location=firm.path + "x")
        if firm.trouble == "error":
            return Answer(500, _frame("Error", "<h1>Something went wrong</h1>"))
        body = _detail(firm, self._neighbours(firm))
        if firm.trouble == "huge":
            return Answer(body=body + b"<!-- padding -->" * 250_000)
        kind = "text/html; charset=utf-16" if firm.trouble == "charset" else _HTML
        return Answer(body=body, kind=kind, cut=firm.trouble == "cut")

    def _neighbours(self, firm: Firm) -> list[Firm]:
        members = self._plan.listings[f"/{firm.city.lower()}/{firm.trade.lower()}"].firms
        at = members.index(firm)
        return [one for one in members[at + 1 : at + 7] if one.trouble == ""]


def _has_rel(listing: Listing, number: int) -> bool:
    return listing.paging == "rel" and number < listing.last


def _pager(listing: Listing, number: int, mark: str) -> str:
    here, last, following = listing.path, listing.last, number + 1
    if listing.paging == "endless":
        return f'<div class="pager"><a href="{here}?page={following}">Older entries</a></div>'
    if number >= last and listing.paging not in {"query", "path"}:
        return ""
    if listing.paging == "html-json":
        return f'<button class="more" data-url="/api{here}?page={following}">Load more</button>'
    if listing.paging == "items-json":
        script = f'const API = "/api{here}?page=";let page = 1;function more() {{ return fetch(API + (++page)) }}'
        return f'<button onclick="more()">Show more</button><script>{script}</script>'
    if listing.paging in {"query", "path"}:
        between = "?page=" if listing.paging == "query" else "/page/"
        numbers = (f'<a href="{here}{between}{one}">{one}</a>' for one in range(1, last + 1) if one != number)
        return f'<div class="pager">{" ".join(numbers)}</div>'
    text = {"rel": "›", "text": "अगला पृष्ठ »", "session": "Next page"}[listing.paging]
    return f'<div class="pager"><a href="{here}{mark}?page={following}">{text}</a></div>'


def _card(firm: Firm, mark: str) -> str:
    phone = f'<p class="tel">{_shown(firm)}</p>' if firm.card_has_phone else ""
    return (
        f'<div class="card"><h3><a href="{firm.path}{mark}">{escape(firm.name)}</a></h3>'
        f'<p class="where">{firm.street}, {firm.city}</p>{phone}</div>'
    )


def _item(firm: Firm) -> dict[str, str]:
    place = {"name": firm.name, "url": firm.path, "address": f"{firm.street}, {firm.city}"}
    return {**place, "phone": firm.phone} if firm.card_has_phone else place


def _shown(firm: Firm) -> str:
    return f"{firm.phone[:3]} {firm.phone[3:8]} {firm.phone[8:]}"


def _detail(firm: Firm, neighbours: list[Firm]) -> bytes:
    about = " ".join(_SENTENCES[(firm.number + step) % len(_SENTENCES)] for step in range(9))
    postcode = 560_100 + firm.number % 900
    rows = (
        ("Address", f'<b class="street">{firm.street}</b>, <b class="city">{firm.city}</b> {postcode}'),
        ("Phone", f'<a class="tel" href="tel:{firm.phone}">{_shown(firm)}</a>'),
        ("E-mail", f'<a class="mail" href="mailto:{firm.email}">{firm.email}</a>'),
        ("Trade", firm.trade),
    )  # fmt: skip
    table = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows)
    hours = "".join(f"<li>{day}: 9:00 to 18:30</li>" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat"))
    near = "".join(f'<li><a href="{one.path}">{escape(one.name)}</a></li>' for one in neighbours)
    body = (
        f'<h1>{escape(firm.name)}</h1><p class="about">{about}</p><table class="facts">{table}</table>'
        f"<h2>Hours</h2><ul>{hours}</ul><h2>Nearby</h2><ul>{near}</ul>"
    )
    return _frame(f"{firm.name}, {firm.city}", body)


def _frame(title: str, body: str, head: str = "") -> bytes:
    menu = '<a href="/">Home</a> <a href="/about">About</a> <a href="/calendar/1">Fairs</a>'
    foot = (
        '<a href="/private/everybody">All firms on one page</a> <a href="mailto:desk@townbook.in">Write to us</a> '
        "Town Book, 080 4000 1000"
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | Town Book</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/look.css">{head}</head>'
        f'<body><header><nav class="menu">{menu}</nav></header><main>{body}</main><footer>{foot}</footer></body></html>'
    ).encode()
