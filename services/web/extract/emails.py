"""E-mail addresses of a page: links, structured data, protected spans, visible text."""

import re
from collections.abc import Iterator

from services.core.addresses import find_emails
from services.core.unhiding import assembled_texts, hidden_texts
from services.web.extract.document import Document
from services.web.extract.facts import Reading
from services.web.extract.structured import Structured

SCRIPT = "script"
_GLUED = re.compile(r"[a-z]*\d{6,}([a-z].*)")
_MAY_SCRIPT = re.compile(r"<script|onclick|onmouseover|javascript:|&#")  # an address may be spelled in entities


def read_emails(document: Document, structured: Structured, *, allow_reserved: bool = False) -> list[Reading]:
    """Distinct addresses, those that the page links or marks up first."""
    found: dict[str, str] = {}
    for text, method in _texts(document, structured):
        for address in find_emails(text, allow_reserved=allow_reserved):
            found.setdefault(address, method)
    return [Reading(value, method) for value, method in found.items() if not _is_glued(value, method, found)]


def _is_glued(address: str, method: str, found: dict[str, str]) -> bool:
    """ "clinic9845012345info@firm.in", where a page sets a number and an address side by side without a space."""
    return method == "text" and bool(glued := _GLUED.match(address)) and glued[1] in found


def _texts(document: Document, structured: Structured) -> Iterator[tuple[str, str]]:
    yield from _linked(document)
    yield from ((text, "protected address") for text in hidden_texts(document.html))
    yield from ((reading.value, reading.method) for reading in structured.emails)
    yield from ((line.replace("\t", " "), "text") for line in document.lines)
    yield from _scripted(document)


def _linked(document: Document) -> Iterator[tuple[str, str]]:
    for link in document.links:
        if link.href.lower().startswith("mailto:"):
            yield link.href[7:].partition("?")[0], "mailto link"


def _scripted(document: Document) -> Iterator[tuple[str, str]]:
    """What scripts write, also when they join it from pieces."""
    if not _MAY_SCRIPT.search(document.lowered):
        return
    scripts = document.tree.xpath(
        "//script[not(@src)]/text() | //@onclick | //@onmouseover | //a/@href[starts-with(., 'javascript:')]"
    )
    for script in scripts:
        for text in assembled_texts(str(script)):
            yield text, SCRIPT
