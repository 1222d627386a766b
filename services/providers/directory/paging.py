"""The next page of a listing, and the listings behind a search form."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from services.web.extract import Document
from services.web.extract.document import squeeze

_NEXT = re.compile(
    r"(?i)^(?:next(?: page)?|older(?: posts| entries)?|more(?: results)?|अगला|siguiente|weiter)?\s*(?:›|»|→|>{1,2})?$"
)
_NUMBERED = re.compile(r"(?i)(?:[?&](?:page|p|pg|start_page|pageno)=|/page[/-]|[-/]p)(\d+)")
_WHAT = re.compile(r"(?i)^(?:what|q|query|keyword|keywords|search|s|term|category|service|find_desc)$")
_WHERE = re.compile(r"(?i)^(?:where|city|location|near|place|area|locality|find_loc)$")


def next_page(document: Document, visited: set[str]) -> str:
    """By rel=next, else by words such as "Next »", else the link whose number follows this page's; "" at the end."""
    for href in document.tree.xpath("//link[contains(concat(' ', @rel, ' '), ' next ')]/@href"):
        if (url := document.absolute(str(href))) and url not in visited:
            return url
    same_host = [link for link in document.links if urlsplit(link.url).netloc == urlsplit(document.url).netloc]
    fresh = [link for link in same_host if link.url not in visited]
    for link in fresh:
        if "next" in link.rel.split() or (link.text and _NEXT.match(link.text)):
            return link.url
    wanted = _number(document.url) + 1
    return next((link.url for link in fresh if _is_numbered(link.text, link.url, wanted)), "")


def _number(url: str) -> int:
    hit = _NUMBERED.search(url)
    return int(hit[1]) if hit else 1


def _is_numbered(text: str, url: str, wanted: int) -> bool:
    hit = _NUMBERED.search(url)
    return bool(hit) and int(hit[1]) == wanted and text.strip() in {str(wanted), f"Page {wanted}"}


def searches(document: Document, what: list[str], where: list[str]) -> list[tuple[str, str]]:
    """(address, trade) of the directory's own search for each trade in each city; [] when it has no such form."""
    for form in document.tree.xpath("//form[not(@method) or translate(@method, 'GET', 'get')='get']"):
        fields = [str(name) for name in form.xpath(".//input/@name | .//select/@name")]
        subject = next((name for name in fields if _WHAT.match(name)), "")
        place = next((name for name in fields if _WHERE.match(name)), "")
        if subject and place and what and where:
            action = document.absolute(form.get("action") or document.url)
            return [(_with_query(action, {subject: trade, place: city}), trade) for trade in what for city in where]
    return []


def _with_query(url: str, added: dict[str, str]) -> str:
    parts = urlsplit(url)
    query = urlencode({**dict(parse_qsl(parts.query)), **{name: squeeze(value) for name, value in added.items()}})
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
