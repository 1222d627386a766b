"""E-mail addresses of a page: links, structured data, protected spans, visible text."""

import re
from collections.abc import Iterator

from services.core.addresses import find_emails
from services.web.extract.document import Document
from services.web.extract.facts import Reading
from services.web.extract.structured import Structured

_SCRIPTED = re.compile(r"mailto:(?:[^\s\"'<>]|\\[ux])[^\"'<>\n]{3,200}", re.IGNORECASE)
_JOINED_STRINGS = re.compile(r"[\"']\s*\+\s*[\"']")


def read_emails(document: Document, structured: Structured, *, allow_reserved: bool = False) -> list[Reading]:
    """Distinct addresses, those that the page links or marks up first."""
    found: dict[str, str] = {}
    for text, method in _texts(document, structured):
        for address in find_emails(text, allow_reserved=allow_reserved):
            found.setdefault(address, method)
    return [Reading(value, method) for value, method in found.items()]


def _texts(document: Document, structured: Structured) -> Iterator[tuple[str, str]]:
    yield from _linked(document)
    yield from ((f'data-cfemail="{code}"', "protected address") for code in document.tree.xpath("//@data-cfemail"))
    yield from ((reading.value, reading.method) for reading in structured.emails)
    yield from ((line.replace("\t", " "), "text") for line in document.lines)
    yield from _scripted(document)


def _linked(document: Document) -> Iterator[tuple[str, str]]:
    for link in document.links:
        if link.href.lower().startswith("mailto:"):
            yield link.href[7:].partition("?")[0], "mailto link"
        elif "email-protection#" in link.href:
            yield link.href, "protected address"


def _scripted(document: Document) -> Iterator[tuple[str, str]]:
    """Links that a script writes, also when the script joins them from pieces."""
    for script in document.tree.xpath("//script[not(@src)]/text()"):
        for address in _SCRIPTED.findall(_JOINED_STRINGS.sub("", str(script))):
            yield address[7:], "script"
