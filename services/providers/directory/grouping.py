"""Repetition on a page: elements that stand in the same place of a repeated pattern, and the block around each.

Every entry of a listing has one title: a heading, a link, a first cell. Titles of one listing have the same path of
tags and classes. The entry is the largest block around a title that holds no other title of its kind; where titles and
their texts stand side by side without a block of their own, it is the title with what follows it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from services.web.extract.document import squeeze

_FRAMES = {"nav", "header", "footer", "aside"}
_FRAME_MARKS = re.compile(
    r"(?i)\b(?:nav|menu|pag(?:er|ination|ing)|breadcrumbs?|footer|header|sidebar|share|social|filters?|tabs?|sort(?:ing)?"
    r"|calendar|cookie\w*)\b"
)
_SKIPPED = {"script", "style", "template", "noscript", "head", "svg", "option", "select", "br", "hr", "img", "input"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "dt"}
_CELLS = {"td", "th"}
_NO_LINK = re.compile(r"(?i)^(?:#|mailto:|tel:|javascript:|sms:|whatsapp:|callto:|https://wa\.me)")
_STATE_NAMES = """
first last odd even active featured premium sponsored selected current open closed visible hidden highlight verified
"""
_STATES = frozenset(_STATE_NAMES.split())
_NUMBERED = re.compile(r"[-_]*[^\W_]*\d.*$")
_FEWEST = 2
_MOST_OF_GAPS = 0.6
_MOST_OF_TEXT = 0.6
_LONGEST_TITLE = 200
_MOST_ELEMENTS = 60_000


@dataclass(frozen=True)
class Group:
    """Entries that look alike: the elements of each, the text of its title by its first element, their common shape."""

    entries: tuple[tuple[HtmlElement, ...], ...]
    titles: dict[HtmlElement, str]
    shape: str


def groups_in(tree: HtmlElement, shape: str = "") -> Iterator[Group]:
    """Every way to see entries on the page, each set of blocks once; a single one only where `shape` knows it."""
    framed: dict[HtmlElement, bool] = {}
    length = len(tree.text_content()) or 1
    seen: set[tuple[int, ...]] = set()
    for path, alike in _titles(tree).items():
        short = "/".join(path.split("/")[-3:])
        known, _, height = shape.rpartition("^")
        titles = [title for title in alike if not _is_framed(title, framed, length)]
        if len(titles) < _FEWEST and not (titles and known == short):
            continue
        group = _group(titles, short, int(height) if known == short else None)
        key = tuple(id(element) for parts in group.entries for element in parts)
        if key not in seen:
            seen.add(key)
            yield group


def _titles(tree: HtmlElement) -> dict[str, list[HtmlElement]]:
    """Elements that may name an entry, by the path that leads to them."""
    found: dict[str, list[HtmlElement]] = defaultdict(list)
    paths: dict[HtmlElement, tuple[str, str]] = {}
    places: Counter[tuple[int, str]] = Counter()
    for number, element in enumerate(tree.iter()):
        if not isinstance(element.tag, str) or number > _MOST_ELEMENTS:
            continue
        parent = element.getparent()
        by_column, plain = paths.get(parent, ("", "")) if parent is not None else ("", "")
        step = f"{element.tag}.{_mark(element)}"
        place = 0
        if parent is not None:
            places[id(parent), element.tag] += 1
            place = places[id(parent), element.tag]
        column = f"{step}[{place}]" if element.tag in _CELLS else step
        paths[element] = (f"{by_column}/{column}", f"{plain}/{step}")
        if element.tag in _SKIPPED:
            continue
        kind = _kind(element)
        if kind == "title":
            found[paths[element][0]].append(element)
            if paths[element][0] != paths[element][1]:
                found[paths[element][1]].append(element)
        elif kind == "text":
            found[f"{by_column}/{step}[{place}]"].append(element)
    return found


def _kind(element: HtmlElement) -> str:
    """ "title": a heading or a link; "text": a block with a short text of its own; "" for the rest."""
    if element.tag in _HEADINGS or element.get("itemprop") == "name":
        return "title"
    if element.tag == "a":
        return "title" if element.get("href") and not _NO_LINK.match(element.get("href", "").strip()) else ""
    text = (element.text or "").strip()
    return "text" if 1 < len(text) <= _LONGEST_TITLE else ""


def _mark(element: HtmlElement) -> str:
    """The first class that does not number the element or say what state it is in."""
    for name in (element.get("class") or "").split():
        if name.lower() not in _STATES and (plain := _NUMBERED.sub("", name)):
            return plain
    return ""


def _is_framed(element: HtmlElement, known: dict[HtmlElement, bool], length: int) -> bool:
    """Whether it stands in a menu, a pager, a sidebar or the like; a frame around most of the page is none."""
    if element in known:
        return known[element]
    marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}".replace("-", " ")
    parent = element.getparent()
    is_frame = element.tag in _FRAMES or (
        element.tag not in {"body", "html"} and bool(_FRAME_MARKS.search(marks.replace("_", " ")))
    )
    if is_frame and element.tag not in {"nav", "footer", "aside"}:
        is_frame = len(element.text_content()) < _MOST_OF_TEXT * length and element.find(".//h1") is None
    known[element] = is_frame or (parent is not None and _is_framed(parent, known, length))
    return known[element]


def _group(titles: list[HtmlElement], path: str, height: int | None) -> Group:
    inside: Counter[HtmlElement] = Counter()
    for title in titles:
        inside[title] += 1
        for above in title.iterancestors():
            inside[above] += 1
    blocks = [_blocks(title, inside) for title in titles]
    usual = Counter(len(around) for around in blocks).most_common(1)[0][0] if height is None else height
    tops = [around[min(usual, len(around)) - 1] for around in blocks]
    texts = {top: squeeze(title.text_content())[:_LONGEST_TITLE] for top, title in zip(tops, titles, strict=True)}
    entries = _with_what_follows(tops) if len(tops) > 1 else [(top,) for top in tops]
    return Group(tuple(entries), texts, f"{path}^{usual}")


def _blocks(title: HtmlElement, inside: Counter[HtmlElement]) -> list[HtmlElement]:
    """The title and the blocks around it that hold no second title, the largest last; the page's body is no block."""
    found = [title]
    for above in title.iterancestors():
        if inside[above] > 1 or above.tag in {"body", "html", "main", "tbody", "table"}:
            break
        found.append(above)
    return found


def _with_what_follows(tops: list[HtmlElement]) -> list[tuple[HtmlElement, ...]]:
    """Each title's block, with its next siblings when most have something to say between one title and the next."""
    parent = tops[0].getparent()
    alone: list[tuple[HtmlElement, ...]] = [(top,) for top in tops]
    if parent is None or any(top.getparent() is not parent for top in tops):
        return alone
    marks, runs = set(tops), list[list[HtmlElement]]()
    for element in parent:
        if element in marks:
            runs.append([element])
        elif runs:
            runs[-1].append(element)
    saying = [sum(_says(element) for element in run[1:]) + bool((run[0].tail or "").strip()) for run in runs]
    gaps = saying[:-1]
    if sum(bool(count) for count in gaps) < _MOST_OF_GAPS * len(gaps):
        return alone
    longest = max(len(run) for run in runs[:-1])
    return [tuple(run[:longest]) for run in runs]


def _says(element: HtmlElement) -> bool:
    text = element.text_content() if isinstance(element.tag, str) and element.tag not in _SKIPPED else ""
    return bool(text.strip() or (element.tail or "").strip())
