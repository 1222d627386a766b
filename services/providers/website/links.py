"""Which pages of a company's site are worth a visit."""

import re
from urllib.parse import unquote, urlsplit

from services.core.addresses import host_of
from services.web.extract.document import Document, Link

_WORTH = (
    (
        re.compile(
            r"(?i)\bcontact|\breach[ -]?us|\bget[ -]in[ -]touch|kontakt|contacto|संपर्क|सम्पर्क|\bimpressum|\bimprint"
        ),
        5,
    ),
    (
        re.compile(r"(?i)\bteam\b|\bour[ -]?people|\bleadership|\bmanagement|\bstaff\b|\bdoctors?\b|\bfounders?\b|टीम"),
        4,
    ),
    (re.compile(r"(?i)\babout|\bwho[ -]we[ -]are|\bcompany\b|\bprofile\b|\bour[ -]?story\b|हमारे बारे"), 3),
    (re.compile(r"(?i)\blocations?\b|\bbranch(?:es)?\b|\boffices?\b|\bfind[ -]us|\bsupport\b"), 2),
)
_CERTAIN = 3
_NEVER = re.compile(
    r"(?i)\.(?:pdf|jpe?g|png|gif|svg|webp|zip|docx?|xlsx?|pptx?|mp[34]|css|js|xml|json|ics|vcf)$"
    r"|/(?:cart|checkout|login|signin|register|logout|wp-admin|feed|cdn-cgi|tag|category|search)(?:/|$)"
)
_HOME = re.compile(r"(?i)/(?:index|home|default)\.(?:html?|php|aspx?)$|/$")


def worth_visiting(document: Document, root: str) -> list[str]:
    """The site's own pages, best first, each once; only pages below `root` when that has a path."""
    best: dict[str, tuple[int, int]] = {}
    for place, link in enumerate(document.links):
        if is_inside(link.url, root) and link.url.rstrip("/") != document.url.rstrip("/") and _is_page(link):
            best.setdefault(link.url, (-_points(link), place))
    return sorted(best, key=lambda url: best[url])


def is_inside(url: str, root: str) -> bool:
    """Whether `url` belongs to the site at `root`: same host, and below its folder on shared hosts."""
    if not url.startswith(("http://", "https://")):
        return False
    there, here = urlsplit(url), urlsplit(root)
    if _bare(there.netloc) != _bare(here.netloc):
        return False
    folder = _HOME.sub("/", here.path) if _HOME.search(here.path) else f"{here.path}/"
    return folder == "/" or f"{there.path}/".startswith(folder)


def _bare(netloc: str) -> str:
    return host_of(f"http://{netloc}").removeprefix("www.") + (f":{netloc.rpartition(':')[2]}" if ":" in netloc else "")


def _is_page(link: Link) -> bool:
    return not _NEVER.search(urlsplit(link.url).path)


def is_about_a_company(text: str, url: str) -> bool:
    """Whether a link leads to a page such as every company has: contact, team, about us."""
    return _worth(text, url) >= _CERTAIN


def _points(link: Link) -> int:
    return _worth(link.text, link.url)


def _worth(text: str, url: str) -> int:
    words = re.sub(r"[_/]+", " ", f"{text[:80]} {unquote(urlsplit(url).path)}")
    return max((points for pattern, points in _WORTH if pattern.search(words)), default=0)
