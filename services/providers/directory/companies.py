"""Which link of an entry's page leads to the company's own site."""

import re
from urllib.parse import urlsplit

from services.core.addresses import SHARED_HOSTS, host_of
from services.web.extract import Document

SITE_WORDS = re.compile(r"(?i)\bweb\s?site\b|\bvisit (?:site|us)\b|^www\.|\bhome\s?page\b|^https?://")


def company_site(document: Document) -> str:
    """The company's own site as a detail page links it: by words, else the one foreign host it links."""
    foreign: dict[str, str] = {}
    for link in document.links:
        if not link.url.startswith("http"):
            continue
        if SITE_WORDS.search(link.text) and _is_own_page(link.url, document):
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
