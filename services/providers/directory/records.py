"""Finds the entries of a listing page by what repeats on it, whatever its markup is called."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from services.core.addresses import host_of
from services.providers.directory.companies import SITE_WORDS, is_shared
from services.providers.directory.grouping import Group, groups_in
from services.web.extract import Document
from services.web.extract.document import Link, squeeze

_CONTACT = re.compile(r"@|\d[\d\s()/-]{5,}\d")
_LONGEST_NAME = 200
_LONGEST_COUNTED = 300
_ADVERTISEMENT = re.compile(r"(?i)^(?:advertisement|ad|anzeige|sponsored ad|promoted)\b\s*[·:|-]?")
_ADVERTISED = re.compile(r"(?i)(?:^|[\s_-])(?:ads?|advert\w*|adsbygoogle|banner)(?:$|[\s_-])")
_MORE_THAN_CHAPTERS = 1.5
_MOST_OF_CHAPTERS = 0.7
_NO_NAME = re.compile(r"[\W\d_]*")


@dataclass(frozen=True)
class Record:
    """One entry: its name, its part of the page, the page with its details and the company's own site ("" if none)."""

    name: str
    part: Document
    detail_url: str
    site_url: str

    @property
    def is_bare(self) -> bool:
        """Whether it says nothing but a name, so that it may as well stand for a whole listing."""
        return not _CONTACT.search(self.part.text) and len(self.part.text) <= len(self.name) + 12


@dataclass(frozen=True)
class Found:
    """The entries in the page's order, the elements they stand in, and the shape that tells them from the rest."""

    records: tuple[Record, ...] = ()
    elements: tuple[HtmlElement, ...] = ()
    shape: str = ""


def find_records(document: Document, shape: str = "") -> Found:
    """The listing's entries; nothing when nothing repeats. `shape` is the one of the listing's pages before: with it a
    last page with a single entry is read too."""
    groups = sorted(((_points(group), group) for group in groups_in(document.tree, shape)), key=lambda one: -one[0])
    if not groups or groups[0][0] <= 0:
        return Found()
    best = _innermost(groups[0][1], [group for _, group in groups])
    records = tuple(record for parts in best.entries if (record := _record(parts, document, best)))
    return Found(records, tuple(element for parts in best.entries for element in parts), best.shape)


def records_in(document: Document) -> list[Record]:
    """The listing's entries in the page's order; [] when nothing repeats."""
    return list(find_records(document).records)


def _points(group: Group) -> float:
    """Many entries with different, substantial texts; a heading and a way to reach somebody in each count extra."""
    texts = [squeeze(" ".join(element.text_content() for element in parts)) for parts in group.entries]
    points = 0.0
    for parts, text in zip(group.entries, texts, strict=True):
        is_bare = len(text) <= len(group.titles[parts[0]]) + 2
        points += min(len(text), _LONGEST_COUNTED) * (0.5 if is_bare else 1.0) + 15 * (_has_link(parts) and not is_bare)
        points += 150 * _has_heading(parts) + 150 * bool(_CONTACT.search(text))
    return points * len(set(texts)) / len(texts)


def _innermost(outer: Group, groups: list[Group]) -> Group:
    """Chapters of a listing ("A", "B", …) give way to the entries that they are made of."""
    chapters = {element for parts in outer.entries for element in parts}
    length = sum(len(element.text_content()) for element in chapters)
    for group in groups:
        firsts = [parts[0] for parts in group.entries]
        if len(firsts) < _MORE_THAN_CHAPTERS * len(outer.entries):
            continue
        inside = [one for one in firsts if any(above in chapters for above in one.iterancestors())]
        covered = sum(len(element.text_content()) for parts in group.entries for element in parts)
        says_more = sum(len(title) for title in group.titles.values()) < covered
        if (
            len(inside) == len(firsts)
            and covered > _MOST_OF_CHAPTERS * length
            and says_more
            and _has_link(tuple(firsts))
        ):
            return group
    return outer


def _has_heading(parts: tuple[HtmlElement, ...]) -> bool:
    return any(_is_heading(inner) for one in parts for inner in (one, *one.iter("h1", "h2", "h3", "h4")))


def _is_heading(element: HtmlElement) -> bool:
    return element.tag in {"h1", "h2", "h3", "h4", "h5", "h6", "dt"}


def _has_link(parts: tuple[HtmlElement, ...]) -> bool:
    return any(one.tag == "a" or one.find(".//a[@href]") is not None for one in parts)


def _record(parts: tuple[HtmlElement, ...], document: Document, group: Group) -> Record | None:
    part = _as_part(parts, document)
    if _is_advertisement(parts[0], part):
        return None
    title = group.titles[parts[0]]
    detail, site, linked_name = _links(part, document, title)
    if len(set(group.titles.values())) * 2 < len(group.titles):
        title = linked_name = ""  # "Details", "Details", "Details" name nobody
    marked = part.tree.xpath(
        "descendant-or-self::*[@itemprop='name'] | descendant-or-self::*[self::h1 or self::h2"
        " or self::h3 or self::h4 or self::h5 or self::h6]"
    )
    names = [*(squeeze(one.text_content()) for one in [*marked[:1], *part.tree.iter("strong", "b", "dt")])]
    names += [linked_name, title, *part.lines[:1]]
    name = next((one for one in names if not _NO_NAME.fullmatch(one)), "")[:_LONGEST_NAME]
    if not name or not (detail or site or re.search(r"\d{5}|@", part.html)):
        return None
    return Record(name, part, detail, site)


def _as_part(parts: tuple[HtmlElement, ...], document: Document) -> Document:
    """One element, or an element and its next siblings put together."""
    if len(parts) == 1 and not (parts[0].tail or "").strip():
        return Document.part(parts[0], document)
    whole = parts[0].makeelement("div")
    made = Document.part(whole, document)
    for one in parts:
        inner = Document.part(one, document).tree
        inner.tail = one.tail
        made.tree.append(inner)
    made.refresh()
    return made


def _is_advertisement(element: HtmlElement, part: Document) -> bool:
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_ADVERTISED.search(marks)) or bool(part.lines and _ADVERTISEMENT.match(part.lines[0]))


def _links(part: Document, document: Document, title: str) -> tuple[str, str, str]:
    """(page with details, company's own site, text of the link that names the entry); the title's own link first."""
    detail, site, name = "", "", ""
    for link in sorted(part.links, key=lambda one: one.text != title):
        if not link.url.startswith("http") or link.url == document.url:
            continue
        if _leads_to_details(link, document):
            detail = detail or link.url
            name = name or link.text
        elif not is_shared(host_of(link.url)):
            site = site or link.url
            name = name or ("" if SITE_WORDS.search(link.text) else link.text)
    return detail, site, name


def _leads_to_details(link: Link, document: Document) -> bool:
    return host_of(link.url) == host_of(document.url) and not SITE_WORDS.search(link.text)
