"""Finds the entries of a listing page: the block that repeats the most and says the most."""

import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

import lxml.html
from lxml.html import HtmlElement

from services.core.addresses import SHARED_HOSTS, host_of
from services.web.extract import Document
from services.web.extract.document import squeeze

_FRAMES = {"nav", "header", "footer", "aside"}
_FRAME_MARKS = re.compile(
    r"(?i)\b(?:nav|menu|pag(?:er|ination|ing)|breadcrumbs?|footer|header|sidebar|share|social|filters?|tabs?)\b"
)
_SITE_WORDS = re.compile(r"(?i)\bweb\s?site\b|\bvisit (?:site|us)\b|^www\.|\bhome\s?page\b|^https?://")
_FEWEST = 2
_LONGEST_TEXT = 3_000


@dataclass(frozen=True)
class Record:
    """One entry: its name, its markup, the page with its details and the company's own site ("" when not linked)."""

    name: str
    html: str
    detail_url: str
    site_url: str


def records_in(document: Document) -> list[Record]:
    """The listing's entries in the page's order; [] when nothing repeats."""
    best: list[HtmlElement] = []
    best_points = 0.0
    for siblings in _repeated(document.tree):
        points = _points(siblings)
        if points > best_points:
            best, best_points = siblings, points
    found = (_record(element, document) for element in best)
    return [record for record in found if record.name and (record.detail_url or record.site_url or _says_much(record))]


def company_site(document: Document) -> str:
    """The company's own site as a detail page links it: by words, else the one foreign host it links."""
    foreign: dict[str, str] = {}
    for link in document.links:
        if not link.url.startswith("http"):
            continue
        if _SITE_WORDS.search(link.text) and _is_own_page(link.url, document):
            return link.url
        host = host_of(link.url)
        if host and host != host_of(document.url) and not is_shared(host) and not _in_frame_text(link.text):
            foreign.setdefault(host, link.url)
    return next(iter(foreign.values())) if len(foreign) == 1 else ""


def is_shared(host: str) -> bool:
    """Social networks, maps and the like are nobody's own site."""
    return any(host == shared or host.endswith(f".{shared}") for shared in SHARED_HOSTS)


def _is_own_page(url: str, document: Document) -> bool:
    return not is_shared(host_of(url)) and urlsplit(url).path != urlsplit(document.url).path


def _in_frame_text(text: str) -> bool:
    return bool(re.search(r"(?i)powered by|designed by|developed by|advertis", text))


def _repeated(tree: HtmlElement) -> list[list[HtmlElement]]:
    """Groups of children of one parent that look alike and hold a link, outside menus and pagers."""
    groups: dict[tuple[int, str], list[HtmlElement]] = defaultdict(list)
    for element in tree.iter():
        parent = element.getparent()
        if parent is None or not isinstance(element.tag, str) or element.tag in {"option", "br", "script", "style"}:
            continue
        key = (id(parent), f"{element.tag}.{_first_class(element)}")
        groups[key].append(element)
    return [
        linked
        for group in groups.values()
        if len(linked := [element for element in group if _has_link(element)]) >= _FEWEST and not _is_framed(linked[0])
    ]


def _first_class(element: HtmlElement) -> str:
    return " ".join((element.get("class") or "").split()[:1])


def _has_link(element: HtmlElement) -> bool:
    return (element.tag == "a" and element.get("href") is not None) or element.find(".//a[@href]") is not None


def _is_framed(element: HtmlElement) -> bool:
    for one in (element, *element.iterancestors()):
        marks = f"{one.get('class') or ''} {one.get('id') or ''} {one.get('role') or ''}"
        if one.tag in _FRAMES or (one.tag not in {"body", "html"} and _FRAME_MARKS.search(marks.replace("-", " "))):
            return True
    return False


def _points(siblings: list[HtmlElement]) -> float:
    """Many entries with different, substantial texts; a heading or an address in each counts extra."""
    texts = [squeeze(element.text_content())[:_LONGEST_TEXT] for element in siblings]
    distinct = len(set(texts)) / len(texts)
    length = sum(min(len(text), 300) for text in texts)
    headed = sum(element.find(".//h2") is not None or element.find(".//h3") is not None for element in siblings)
    return distinct * (length + 150 * headed)


def _record(element: HtmlElement, document: Document) -> Record:
    markup = str(lxml.html.tostring(element, encoding="unicode"))
    inside = Document(markup, document.url)
    name, detail, site = "", "", ""
    for link in inside.links:
        if not link.url.startswith("http"):
            continue
        is_foreign = host_of(link.url) != host_of(document.url)
        if not is_foreign and not _SITE_WORDS.search(link.text):
            detail = detail or link.url
            name = name or link.text
        elif not is_shared(host_of(link.url)):
            site = site or link.url
            name = name or ("" if _SITE_WORDS.search(link.text) else link.text)
    headings = element.xpath(".//h1|.//h2|.//h3|.//h4|.//strong|.//b")
    heading = squeeze(headings[0].text_content()) if headings else ""
    return Record((heading or name)[:200], markup, detail, site)


def _says_much(record: Record) -> bool:
    return bool(re.search(r"\d{5}|@", record.html))
