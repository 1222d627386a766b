"""Listing pages in many invented layouts: the same businesses, set as different web sites would set them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape


@dataclass(frozen=True)
class Shown:
    """A business as a listing shows it; `phone` "" where the listing keeps it for the details."""

    name: str
    path: str
    place: str
    phone: str


_FIRST = ("Asha", "Bharat", "Chandra", "Deepak", "Ekta", "Farhan", "Ganesh", "Hema", "Indira", "Jyoti", "Kamal", "Lata")
_KINDS = ("Dental Care", "Tooth Studio & Sons", "Smile Clinic", "Orthodontics")
_TAGS = ("p", "dd", "em", "div")


def businesses(count: int, first: int = 1) -> list[Shown]:
    return [
        Shown(
            f"{_FIRST[number % len(_FIRST)]} {_KINDS[number % len(_KINDS)]} {number}",
            f"/firm/{number}",
            f"{number} MG Road, Indiranagar, Pune",
            f"+91 98450 {12300 + number}" if number % 3 else "",
        )
        for number in range(first, first + count)
    ]


def _each(shown: list[Shown], pattern: str) -> str:
    """The pattern once for each: {name}, {path}, {link}, {place}, {phone}, {n}; {phone_p} stands in a <p>, if any."""
    return "".join(_one(one, pattern) for one in shown)


def _one(one: Shown, pattern: str) -> str:
    return pattern.format(
        name=escape(one.name),
        path=one.path,
        link=f'<a href="{one.path}">{escape(one.name)}</a>',
        place=one.place,
        phone=one.phone,
        n=one.path.removeprefix("/firm/"),
        **{f"phone_{tag}": f"<{tag}>{one.phone}</{tag}>" if one.phone else "" for tag in _TAGS},
    )


def _rows(shown: list[Shown], size: int) -> list[list[Shown]]:
    return [shown[start : start + size] for start in range(0, len(shown), size)]


def cards(shown: list[Shown]) -> str:
    return _each(shown, '<div class="card"><h3>{link}</h3><p>{place}</p>{phone_p}</div>')


def table(shown: list[Shown]) -> str:
    rows = _each(shown, "<tr><td>{link}</td><td>{place}</td><td>{phone}</td></tr>")
    return f"<table><tr><th>Name</th><th>Address</th><th>Phone</th></tr>{rows}</table>"


def table_without_links(shown: list[Shown]) -> str:
    shown = [replace(one, phone=one.phone or "+91 98450 99999") for one in shown]
    rows = _each(shown, "<tr><td>{name}</td><td>{place}</td><td>{phone}</td></tr>")
    return f"<table><thead><tr><th>Name</th><th>Address</th><th>Phone</th></tr></thead><tbody>{rows}</tbody></table>"


def table_of_cards(shown: list[Shown]) -> str:
    rows = (_each(row, "<td valign=top><b>{link}</b><br>{place}<br>{phone}</td>") for row in _rows(shown, 3))
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def two_rows_each(shown: list[Shown]) -> str:
    pattern = "<tr><td><b>{link}</b></td></tr><tr><td>{place} <br>{phone} Open today</td></tr>"
    return f"<table>{_each(shown, pattern)}</table>"


def list_items(shown: list[Shown]) -> str:
    return f"<ul>{_each(shown, '<li>{link} – {place} {phone}</li>')}</ul>"


def ordered_with_classes(shown: list[Shown]) -> str:
    pattern = (
        '<li class="item item-{n} odd featured"><span class="n">{n}</span><span class="fn">{link}</span>'
        "<span>{place}</span>{phone_em}</li>"
    )
    plain = pattern.replace("odd featured", "even")
    items = (_one(one, plain if number % 2 else pattern) for number, one in enumerate(shown))
    return f"<ol class=results>{''.join(items)}</ol>"


def definitions(shown: list[Shown]) -> str:
    return f"<dl>{_each(shown, '<dt>{link}</dt><dd>{place}</dd>{phone_dd}')}</dl>"


def articles(shown: list[Shown]) -> str:
    return _each(
        shown,
        '<article><a href="{path}"><img src="/p.jpg" alt="photo"></a><header><h2>{link}</h2></header><div>'
        '<p>{place}</p>{phone_p}<a href="{path}#reviews">12 reviews</a> <a href="/enquire?firm={n}">Send enquiry</a>'
        "</div></article>",
    )


def nested_grid(shown: list[Shown]) -> str:
    cell = '<div class="col-md-4"><div class="box">{link}<p>{place}</p>{phone_p}</div></div>'
    return "".join(f'<div class="row">{_each(row, cell)}</div>' for row in _rows(shown, 3))


def with_advertisements(shown: list[Shown]) -> str:
    other = '<div class="ad"><h3><a href="https://ads.in/x">Cheap loans</a></h3><p>Call 1800 123 4567 now</p></div>'
    alike = '<div class="card ad"><h3><a href="https://ads.in/y">Loans</a></h3><p>Advertisement 98111 22222</p></div>'
    parts = [cards([one]) for one in shown]
    return "".join(part + (other if number == 1 else alike if number == 4 else "") for number, part in enumerate(parts))


def microdata(shown: list[Shown]) -> str:
    entry = (
        '<div itemprop="itemListElement" itemscope itemtype="https://schema.org/LocalBusiness">'
        '<span itemprop="name">{name}</span><link itemprop="url" href="{path}"><div itemprop="address">{place}</div>'
        '<span itemprop="telephone">{phone}</span><a href="{path}">Details</a></div>'
    )
    return f'<div itemscope itemtype="https://schema.org/ItemList">{_each(shown, entry)}</div>'


def divs_without_classes(shown: list[Shown]) -> str:
    pattern = "<div><div>{link}</div><div>{place}</div><div>{phone}</div></div>"
    return f"<div><div>{_each(shown, pattern)}</div></div>"


def hashed_classes(shown: list[Shown]) -> str:
    pattern = (
        '<div class="css-{n}x9"><div class="css-{n}b7"><a class="css-k{n}2" href="{path}">{name}</a></div>'
        '<p class="css-9{n}">{place}</p>{phone_p}</div>'
    )
    return f'<div class="css-1a2b">{_each(shown, pattern)}</div>'


def flat_headings(shown: list[Shown]) -> str:
    return _each(shown, "<h3>{link}</h3><p>{place}</p>{phone_p}")


def broken_lines(shown: list[Shown]) -> str:
    return f"<div>{_each(shown, '<b>{link}</b><br>{place}<br>{phone}<br><br>')}</div>"


def linked_cards(shown: list[Shown]) -> str:
    return _each(shown, '<a class="tile" href="{path}"><div><h4>{name}</h4><div>{place}</div></div></a>')


def by_letter(shown: list[Shown]) -> str:
    return "".join(
        f"<section><h2>{chr(65 + number)}</h2><ul>{_each(part, '<li>{link}<br>{place} {phone}</li>')}</ul></section>"
        for number, part in enumerate(_rows(shown, 3))
    )


def ruled(shown: list[Shown]) -> str:
    pattern = "<div><strong>{link}</strong><div>{place}</div>{phone_div}</div>"
    return "<hr>".join(_one(one, pattern) for one in shown)


def paragraphs(shown: list[Shown]) -> str:
    return _each(shown, "<p>{link}, {place}. {phone}</p>")


LAYOUTS: dict[str, Callable[[list[Shown]], str]] = {
    made.__name__: made
    for made in (
        cards, table, table_without_links, table_of_cards, two_rows_each, list_items, ordered_with_classes, definitions,
        articles, nested_grid, with_advertisements, microdata, divs_without_classes, hashed_classes, flat_headings,
        broken_lines, linked_cards, by_letter, ruled, paragraphs,
    )
}  # fmt: skip


def page(name: str, shown: list[Shown], frame: str = "plain") -> str:
    """A whole page; the frame around the entries is `plain`, `busy` (sidebars, tags, a calendar) or `wrapped`."""
    entries = LAYOUTS[name](shown)
    menu = "".join(
        f'<li><a href="/{word}">{word.title()}</a></li>' for word in ("home", "cities", "trades", "about", "help")
    )
    pager = "".join(f'<li><a href="?page={number}">{number}</a></li>' for number in range(2, 12))
    foot = "<p>Townbook Private Limited, 80 Residency Road, Pune. Ph 080 4000 1000, desk@townbook.in</p>"
    body = f"<h1>Dentists in Pune</h1>{entries}<ul class='pagination'>{pager}</ul>"
    if frame == "busy":
        tags = "".join(f'<li><a href="/t/{number}">Dentists in area {number}</a></li>' for number in range(40))
        days = "".join(f"<td><a href='/day/{day}'>{day}</a></td>" for day in range(1, 31))
        sides = f"<aside><h3>Popular</h3><ul>{tags}</ul></aside><table class='calendar'><tr>{days}</tr></table>"
        body = f"<div class='breadcrumbs'><a href='/'>Home</a> › <a href='/pune'>Pune</a></div>{body}{sides}"
    if frame == "wrapped":
        body = f"<div id='page-wrap' class='page-wrap'><div class='tabs-content'>{body}</div></div>"
    return (
        f"<!doctype html><html><head><title>Dentists in Pune</title></head><body><header><ul>{menu}</ul></header>"
        f"<main>{body}</main><footer>{foot}</footer></body></html>"
    )
