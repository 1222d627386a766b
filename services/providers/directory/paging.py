"""The next page of a listing, and the listings behind a search form."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml.html import HtmlElement

from services.providers.directory.places import same_page, visited_as
from services.web.extract import Document
from services.web.extract.document import Link, squeeze

_NOUNS = (
    r"page|results?|posts?|entries|entry|listings?|businesses|companies|records|items|पृष्ठ|पेज|página|pagina|seite|page"
    r"|strona|stránka|страница|sayfa|sida|side"
)
_WORDS = (
    rf"next|older|(?:show|load) (?:\d+ )?more|more(?=\s(?:\d+\s)?(?:{_NOUNS}))|अगला|अगले|अगली|आगे|और देखें|அடுத்து"
    r"|తదుపరి|পরবর্তী|siguientes?|suivante?s?|weitere?|nächste|próxim[ao]|seguinte|successiv[ao]|avanti|volgende|następn[aey]"
    r"|další|далее|следующая|вперед|sonraki|nästa|neste|næste|seuraava|înainte|következő|次へ|次のページ|次|下一页|下一頁|下页|다음"
    r"|التالي|הבא|trang sau|tiếp|berikutnya|selanjutnya|ถัดไป"
)
_ARROWS = r"›|»|→|>{1,2}|❯|▶|⟩"
_NEXT = re.compile(
    rf"(?i)^(?:(?:{_NOUNS})\s)?(?:{_WORDS})?(?:\s(?:\d+\s)?(?:{_NOUNS}))?\s*(?:\(\d+\)\s*)?(?:{_ARROWS})?(?:\s*\.\.\.|…)?$"
)
_NEXT_MARK = re.compile(r"(?i)(?:^|[\s_-])next(?:$|[\s_-])|^(?:older|load-?more)$")
_PAGE_NAMES = r"page|p|pg|paged|page_?no|page_?num(?:ber)?|start_page|currentpage|seite|pagina"
_PAGE_NAME = re.compile(rf"(?i)^(?:{_PAGE_NAMES})$")
_IN_PATH = r"/(?:page|seite|pagina)[/-]?|[-/_]p(?:age)?[-_]?"
_NUMBERED = re.compile(rf"(?i)(?:[?&](?:{_PAGE_NAMES})=|{_IN_PATH})(\d+)(?=$|[/?&.#])")
_NUMBERED_PATH = re.compile(rf"(?i)(?:{_IN_PATH})\d+(?=$|[/.])")
_CURRENT = re.compile(r"(?i)(?:^|[\s_-])(?:current|active|selected|here)(?:$|[\s_-])")
_WHAT = re.compile(r"(?i)^(?:what|q|query|keyword|keywords|search|s|term|category|service|find_desc)$")
_WHERE = re.compile(r"(?i)^(?:where|city|location|near|place|area|locality|find_loc)$")
_SORTED = re.compile(r"(?i)[?&](?:sort|order|orderby|sortby|dir|view|layout)=")


def next_page(document: Document, visited: set[str]) -> str:
    """By rel=next, by words such as "Next »", or the link whose number follows this page's; "" at the end.

    `visited` holds pages of this listing as `same_page` spells them.
    """
    for url in _candidates(document):
        if url.startswith("http") and same_page(url) not in visited and not _changes_order(url, document.url):
            return visited_as(url)
    return ""


def _candidates(document: Document) -> Iterator[str]:
    for href in document.tree.xpath("//link[contains(concat(' ', @rel, ' '), ' next ')]/@href"):
        yield document.absolute(str(href))
    here = urlsplit(document.url).netloc
    links = [link for link in document.links if urlsplit(link.url).netloc == here]
    yield from (link.url for link in links if "next" in link.rel.split())
    yield from (link.url for link in links if _says_next(link))
    yield from _marked_next(document)
    yield from _numbered(document, links)


def _says_next(link: Link) -> bool:
    text = link.text.strip()
    return (
        bool(text)
        and len(text) < 40
        and any(letter.isalpha() or letter in "›»→>❯▶⟩" for letter in text)
        and bool(_NEXT.match(text))
    )


def _marked_next(document: Document) -> Iterator[str]:
    """Links without words: an arrow drawn by a style sheet, named for screen readers or by their class."""
    for anchor in document.tree.iter("a"):
        marks = [anchor.get("class") or "", anchor.get("id") or ""]
        above = anchor.getparent()
        if above is not None and above.tag == "li":
            marks.append(above.get("class") or "")
        said = squeeze(anchor.get("aria-label") or anchor.get("title") or "")
        if anchor.get("href") and (any(map(_NEXT_MARK.search, marks)) or (said and _NEXT.match(said))):
            yield document.absolute(anchor.get("href", ""))


def _numbered(document: Document, links: list[Link]) -> Iterator[str]:
    """The link of a pager whose number follows this page's, by its address or by its text."""
    wanted = _number(document.url) + 1
    for link in links:
        hit = _NUMBERED.search(link.url)
        if hit and int(hit[1]) == wanted and _is_beside(link.url, document.url):
            yield link.url
    current = _marked_number(document.tree)
    by_text = {int(link.text): link.url for link in reversed(links) if link.text.isdecimal() and len(link.text) < 5}
    if current and current + 1 in by_text:
        yield by_text[current + 1]


def _number(url: str) -> int:
    hit = _NUMBERED.search(url)
    return int(hit[1]) if hit else 1


def _is_beside(url: str, here: str) -> bool:
    """Whether two addresses differ in nothing but the page's number."""
    return _without_number(url) == _without_number(here)


def _without_number(url: str) -> str:
    parts = urlsplit(url)
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _PAGE_NAME.match(name)])
    return same_page(urlunsplit((parts.scheme, parts.netloc, _NUMBERED_PATH.sub("", parts.path), query, "")))


def _marked_number(tree: HtmlElement) -> int:
    """The page's own number as its pager shows it: 0 where it does not."""
    for element in tree.iter("a", "span", "li", "b", "strong", "em", "button"):
        text = element.text_content().strip()
        if text.isdecimal() and len(text) < 5:
            marked = element.get("aria-current") or _CURRENT.search(element.get("class") or "")
            if marked or (element.tag in {"b", "strong", "em", "span", "li"} and _beside_numbers(element)):
                return int(text)
    return 0


def _beside_numbers(element: HtmlElement) -> bool:
    """Whether the element's neighbours are links with numbers: the one page of a pager that is not linked."""
    above = element.getparent()
    if above is None or element.find(".//a") is not None or any(one.tag == "a" for one in element.iterancestors()):
        return False
    around = above if above.tag != "li" or above.getparent() is None else above.getparent()
    return any((anchor.text or "").strip().isdecimal() for anchor in around.iter("a")) if around is not None else False


def _changes_order(url: str, here: str) -> bool:
    return bool(_SORTED.search(url)) and not _SORTED.search(here)


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
