"""A page as people see it: lines of visible text, links, title and meta tags."""

import copy
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urldefrag, urljoin

import lxml.html
from lxml.etree import LxmlError  # pyright: ignore[reportAttributeAccessIssue]

_HIDDEN = {"script", "style", "template", "noscript", "head", "svg", "object", "iframe", "select", "textarea"}
_BLOCKS_WORDS = """
address article aside blockquote br button caption center dd details div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hr html body li main menu nav ol option p pre section summary table tbody tfoot
thead tr ul label legend
"""
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_INLINE = {"span", "b", "i", "em", "small", "font", "del"}
_UNSHOWN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_CELLS = {"td", "th"}
_SPACE = re.compile(r"[^\S\n\t]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_DEEPEST = 400


@dataclass(frozen=True)
class Link:
    """An anchor; `url` is absolute and without its fragment, `href` as written."""

    href: str
    url: str
    text: str
    rel: str


class Document:
    """Parse once, read often. `url` is where the page lives ("" when unknown)."""

    def __init__(self, html: str, url: str = "") -> None:
        self.html = html
        self.url = url
        self.tree = _parse(html)
        base = self._first("//base/@href") if "<base" in self.lowered else ""
        self.base = urljoin(url, base) if url else base

    @classmethod
    def part(cls, element: lxml.html.HtmlElement, whole: "Document") -> "Document":
        """One element of a page as a page of its own; the page itself stays as it is."""
        made = cls.__new__(cls)
        made.tree = copy.deepcopy(element)
        made.tree.tail = None
        made.url, made.base = whole.url, whole.base
        made.refresh()
        return made

    @classmethod
    def again(cls, html: str, url: str, base: str) -> "Document":
        """A part that was sent elsewhere as text: its `html`, `url` and `base`."""
        made = cls(html, url)
        made.base = base
        return made

    def refresh(self) -> None:
        """Take in what was put into the tree."""
        self.html = str(lxml.html.tostring(self.tree, encoding="unicode"))
        self.__dict__.pop("lowered", None)

    @cached_property
    def lowered(self) -> str:
        """The markup in lower case: what is not in it need not be looked for by slower means."""
        return self.html.lower()

    @cached_property
    def lines(self) -> list[str]:
        """Visible text: one line a block, cells of a table row apart by a tab."""
        pieces: list[str] = []
        _collect(self.tree, pieces, 0)
        text = _INVISIBLE.sub("", "".join(pieces).replace("\r", " "))
        found = (re.sub(r"\s*\t[\s\t]*", "\t", _SPACE.sub(" ", line)).strip() for line in text.split("\n"))
        return [line for line in found if line]

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def title(self) -> str:
        return squeeze(self._first("//title/text()"))

    @cached_property
    def language(self) -> str:
        """The page's own claim, such as "en-IN"; "" when it makes none."""
        return self._first("/html/@lang | /html/@xml:lang").strip()

    def meta(self, name: str) -> str:
        """The content of `<meta name|property=…>`."""
        return self._metas.get(name, "")

    @cached_property
    def _metas(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for element in self.tree.iter("meta"):
            content = element.get("content")
            for name in {element.get("property"), element.get("name")} - {None} if content is not None else ():
                found.setdefault(name or "", squeeze(content or ""))
        return found

    @cached_property
    def links(self) -> list[Link]:
        found = []
        for anchor in self.tree.iter("a", "area"):
            href = (anchor.get("href") or "").strip()
            if href:
                text = squeeze(anchor.text_content() or anchor.get("title") or anchor.get("alt") or "")
                found.append(Link(href, self.absolute(href), text, (anchor.get("rel") or "").lower()))
        return found

    def absolute(self, href: str) -> str:
        return _absolute(self.base or self.url, href)

    def _first(self, path: str) -> str:
        found = self.tree.xpath(path, namespaces={"xml": "http://www.w3.org/XML/1998/namespace"})
        return str(found[0]) if found else ""


@lru_cache(maxsize=8192)
def _absolute(base: str, href: str) -> str:
    """The links of a site's frame are the same on each of its pages."""
    try:
        return urldefrag(urljoin(base, href)).url
    except ValueError:
        return ""


def squeeze(text: str) -> str:
    """One line with single spaces."""
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", text)).strip()


def _parse(html: str) -> lxml.html.HtmlElement:
    """The page's tree; an empty page for what no parser understands."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return lxml.html.document_fromstring(html.encode("utf-8", "replace") or b"<html></html>", parser=parser)
    except (LxmlError, ValueError):
        return lxml.html.document_fromstring(b"<html></html>")


def _is_decoy(element: lxml.html.HtmlElement) -> bool:
    """Words inside a line that no reader sees: they are put into addresses to mislead machines."""
    style = element.get("style") or ""
    return bool(style) and element.tag in _INLINE and bool(_UNSHOWN.search(style))


def _collect(element: lxml.html.HtmlElement, pieces: list[str], depth: int) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag not in _HIDDEN and tag and depth < _DEEPEST:
        edge = "\n" if tag in _BLOCKS else "\t" if tag in _CELLS else ""
        pieces.append(edge)
        if element.text:
            pieces.append(element.text.replace("\n", " ").replace("\t", " "))
        for child in element:
            if not _is_decoy(child):
                _collect(child, pieces, depth + 1)
            if child.tail:
                pieces.append(child.tail.replace("\n", " ").replace("\t", " "))
        pieces.append(edge)
