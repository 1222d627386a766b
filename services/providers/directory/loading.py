"""Listings that load more as one scrolls: the address behind the button, and the JSON it answers with."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from services.web.extract import Document

_MORE = re.compile(r"(?i)more|load|scroll|infinite|next|pag(?:er|inat)|feed")
_ADDRESS_NAMES = """
data-next data-next-url data-next-page-url data-url data-href data-endpoint data-ajax-url data-load-more data-more-url
data-api data-feed data-load data-load-url data-source data-scroll-url hx-get data-hx-get
"""
_ADDRESSES = tuple(_ADDRESS_NAMES.split())
_NUMBERS = ("data-next-page", "data-page-next", "data-nextpage")
_CURRENT_NUMBERS = ("data-page", "data-current-page", "data-paged")
_BLANK = re.compile(
    r"\$?\{\{?\s*(?:page\w*|n|num|number|i|next\w*)\s*\}?\}|%page%|__page__|:page\b|\[page\]|%7Bpage%7D"
)
_PAGE_NAME = r"page|p|pg|paged|page_?no|page_?num(?:ber)?|pageindex|seite"
_OFFSET_NAME = r"offset|start|skip|from"
_JOINED = re.compile(
    rf"(?i)[\"'`]([^\"'`\s<>]{{1,300}}[?&](?:{_PAGE_NAME}|{_OFFSET_NAME})=)(?:[\"'`]|\$\{{[^}}]*\}}([^\"'`\s]*))"
)
_COUNTED = re.compile(rf"(?i)([?&](?:({_PAGE_NAME})|{_OFFSET_NAME})=)(\d+)")
_NEXT_KEY = re.compile(r"(?i)^(?:next|next_?(?:page|url|link|href|page_?url)|more_?url)$")
_CURSOR_KEY = re.compile(r"(?i)^(?:next_?(?:cursor|token|page_?token)|cursor|continuation)$")
_MORE_KEY = re.compile(r"(?i)^(?:has_?(?:more|next)(?:_?page)?|more)$")
_LAST_KEY = re.compile(r"(?i)^(?:total_?pages|last_?page|page_?count|pages|num_?pages)$")
_NAME_KEY = re.compile(r"(?i)^(?:name|title|business_?name|company(?:_?name)?|label|heading|display_?name|firm)$")
_LINK_KEY = re.compile(r"(?i)^(?:url|link|href|permalink|path|(?:detail|profile|page)s?_?(?:url|link))$")
_SITE_KEY = re.compile(r"(?i)^(?:web_?site(?:_?url)?|homepage|web|site(?:_?url)?)$")
_MARKUP = re.compile(r"<[a-zA-Z][^<>]*>")
_DEEPEST = 6


@dataclass(frozen=True)
class Loaded:
    """What a listing's data says: its entries as markup, one string each or all in one, and where it goes on."""

    entries: tuple[str, ...]
    markup: str
    following: str


def more_of(document: Document) -> str:
    """The address that the page's script asks for its second part; "" where nothing on the page says so."""
    for element in document.tree.iter("button", "a", "div", "ul", "ol", "section", "main", "span", "form"):
        found = [value for name in _ADDRESSES if (value := element.get(name))]
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {' '.join(element.keys())}"
        if found and (_MORE.search(marks) or _MORE.search(element.text_content()[:80])):
            return document.absolute(_filled(found[0], _wanted_number(element)))
    for script in document.tree.xpath("//script[not(@src)]/text()"):
        if hit := _JOINED.search(str(script)):
            return document.absolute(f"{hit[1]}{_first_step(hit[1], document)}{(hit[2] or '').partition('$')[0]}")
    return ""


def _wanted_number(element: Any) -> int:
    for name in _NUMBERS:
        if (element.get(name) or "").isdecimal():
            return int(element.get(name))
    for name in _CURRENT_NUMBERS:
        if (element.get(name) or "").isdecimal():
            return int(element.get(name)) + 1
    return 2


def _filled(address: str, number: int) -> str:
    return _BLANK.sub(str(number), address)


def _first_step(address: str, document: Document) -> int:
    """2 for pages; for offsets, as many as the page seems to show at first."""
    if re.search(rf"(?i)[?&](?:{_OFFSET_NAME})=$", address):
        numbers = re.findall(r"(?i)(?:limit|per_?page|page_?size|count)\W{1,4}(\d{1,3})", document.html)
        return int(numbers[0]) if numbers else 20
    return 2


def read_data(text: str, url: str) -> Loaded:
    """The entries in a JSON answer and the address that it goes on at; nothing where it is no listing."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Loaded((), "", "")
    markup = max(
        (value for _, value in _walk(data) if isinstance(value, str) and _MARKUP.search(value)), key=len, default=""
    )
    items = _items(data)
    if items:
        return Loaded(tuple(map(_as_markup, items)), "", _following(data, url, len(items)))
    return Loaded((), markup, _following(data, url, 0) if markup else "")


def _walk(data: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Every (key, value) inside, outer ones first."""
    if depth > _DEEPEST:
        return
    inside = (
        data.items() if isinstance(data, dict) else (("", value) for value in data) if isinstance(data, list) else ()
    )
    for key, value in inside:
        yield str(key), value
        yield from _walk(value, depth + 1)


def _items(data: Any) -> list[dict[str, Any]]:
    """The longest list of objects that have a name."""
    lists = [data, *(value for _, value in _walk(data))]
    named = [
        [item for item in value if isinstance(item, dict) and _value(item, _NAME_KEY)]
        for value in lists
        if isinstance(value, list)
    ]
    return max(named, key=len, default=[])


def _value(item: dict[str, Any], key: re.Pattern[str]) -> str:
    return next(
        (str(value) for name, value in item.items() if key.match(name) and isinstance(value, str) and value), ""
    )


def _as_markup(item: dict[str, Any]) -> str:
    """The item as a page would show it, so that it is read by the same rules."""
    name, link, site = (_value(item, key) for key in (_NAME_KEY, _LINK_KEY, _SITE_KEY))
    heading = f'<a href="{escape(link)}">{escape(name)}</a>' if link else escape(name)
    shown = [f"<h3>{heading}</h3>"]
    if site:
        shown.append(f'<p><a href="{escape(site)}">Website</a></p>')
    for key, value in _walk(item):
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value) not in {name, link, site}:
            shown.append(f"<p>{escape(key)}: {escape(str(value))}</p>")
    return f"<div>{''.join(shown)}</div>"


def _following(data: Any, url: str, count: int) -> str:
    outer = [(key, value) for key, value in _walk(data) if not isinstance(value, dict | list)]
    for key, value in outer:
        if _NEXT_KEY.match(key):
            return _from_next(value, url)
    for key, value in outer:
        if _CURSOR_KEY.match(key):
            return _with_cursor(url, str(value)) if value else ""
    if any(_MORE_KEY.match(key) and not value for key, value in outer):
        return ""
    hit = _COUNTED.search(url)
    if not hit:
        return ""
    last = next((value for key, value in outer if _LAST_KEY.match(key) and isinstance(value, int)), None)
    if hit[2] and last is not None and int(hit[3]) >= last:
        return ""
    step = 1 if hit[2] else count
    return _COUNTED.sub(rf"\g<1>{int(hit[3]) + step}", url, count=1) if step else ""


def _from_next(value: Any, url: str) -> str:
    if not value:
        return ""
    if isinstance(value, int) or str(value).isdecimal():
        return _COUNTED.sub(rf"\g<1>{value}", url, count=1) if _COUNTED.search(url) else ""
    return urljoin(url, str(value))


def _with_cursor(url: str, value: str) -> str:
    parts = urlsplit(url)
    pairs = dict(parse_qsl(parts.query))
    name = next((name for name in pairs if re.search(r"(?i)cursor|token|after|continuation", name)), "cursor")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode({**pairs, name: value}), ""))
