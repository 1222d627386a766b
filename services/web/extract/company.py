"""The name of the business behind a page, by votes: marks, title, footer, domain, headings."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from services.core.addresses import host_of, registrable_domain
from services.web.extract.document import Document, squeeze
from services.web.extract.facts import Reading
from services.web.extract.structured import Structured

_SPLIT = re.compile(r"\s+[|–—-]+\s+|\s*[|»«›·•:]+\s+|\s+::\s+|\s+[>/]\s+|\s*\|\s*|-{2,}")
_COPYRIGHT = re.compile(
    r"(?i)(?:©|\(c\)|\bcopyright\b)[\s:©,]*(?:\(c\)|copyright|©)?[\s,:]*"
    r"(?:(?:19|20)\d\d(?:\s?[-–/,]\s?(?:(?:19|20)\d\d|\d\d(?!\d)|present))*(?!\d))?[\s,.:-]*(?:by\s+)?"
    r"(?P<name>[^|©\n\t•·]{2,90})"
)
_RIGHTS = re.compile(
    r"(?i)[\s,.–-]*(?:all\s+(?:world\s?wide\s+)?rights|rights\s+reserved|\bterms\b|privacy|powered by|designed by"
    r"|site by|website by|web\s?design|reserved|\b(?:19|20)\d\d\b).*$"
)
_MAP = re.compile(r"(?i)\bmap data\b|\bimagery\b|\bgoogle\b")
_LONGEST_EXTENDED = 6
_GENERIC_WORDS = """
home homepage contact contacts about team services products blog news welcome index page login map gallery faq
careers jobs sitemap search menu privacy terms main untitled untitled-document staff directory locations
location us our the to site web online company profile info information support help customer service kontakt
impressum nosotros empresa contacto inicio my new default document and of for in on at - & people leadership
management meet testimonials policy legal notice portfolio projects clients get touch with find a
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_LEGAL = re.compile(
    r"(?i)\b(?:inc|llc|llp|ltd|limited|pvt|private|corp|corporation|plc|gmbh|pty|s\.?l\.?u?|s\.?a|s\.?r\.?o"
    r"|sp\.? z o\.?o|ab|b\.?v|company|co)\b\.?"
)
_LETTER = re.compile(r"[^\s&'’.-]")
_SIGNS = re.compile(r"[\s&'’.-]+")
_WORD = re.compile(r"\w")
_GOES_ON = re.compile(r"[\w.@]")
_FURTHEST_APART = 3
_LEGAL_NAME = re.compile(
    r"\b((?:[A-Z0-9][\w&'’.-]*,?\s+|&\s+|and\s+|of\s+|y\s+|de\s+){1,6}"
    r"(?:Inc|LLC|LLP|Ltd|Limited|Pvt\.? Ltd|Corporation|Corp|PLC|plc|GmbH|Pty Ltd|Co\.|Company|S\.L\.U|S\.L|S\.A"
    r"|s\.r\.o|Sp\. z o\.o|A/S|Oy|SARL|AB|B\.V)(?!\w)\.?)"
)


@dataclass(frozen=True)
class _Vote:
    name: str
    points: float
    method: str


def read_companies(document: Document, structured: Structured, emails: list[str]) -> list[Reading]:
    """Names with the likeliest first. Votes for one name in several spellings count together."""
    domain_words = _domain_words(document, emails)
    groups: dict[str, list[_Vote]] = defaultdict(list)
    for vote in _votes(document, structured, domain_words):
        name = tidy(vote.name)
        if (key := comparable(name)) and _is_plausible(name):
            groups[key].append(_Vote(name, vote.points, vote.method))
    scored = []
    lowered = document.text.lower()
    for key, votes in groups.items():
        shorter = [_points(others) for other_key, others in groups.items() if _contains(key, other_key)]
        total = _points(votes) + _fits_domain(key, domain_words)
        if len(votes[0].name.split()) <= _LONGEST_EXTENDED:
            total += 0.5 * min(sum(shorter), 6.0)
        total += min(lowered.count(votes[0].name.lower()), 6) * 0.25
        scored.append((total, votes))
    scored.sort(key=lambda entry: -entry[0])
    ranked = _with_full_name_first([votes for _, votes in scored])
    return [Reading(max(votes, key=lambda vote: vote.points).name, _method(votes)) for votes in ranked]


def _with_full_name_first(ranked: list[list[_Vote]]) -> list[list[_Vote]]:
    """A bare word that only the domain speaks for gives way to the full name that holds it."""
    if not ranked or {vote.method for vote in ranked[0]} != {"text"}:
        return ranked
    word = comparable(ranked[0][0].name)
    for votes in ranked[1:6]:
        name = votes[0].name
        if word in comparable(name) and len(name.split()) <= _LONGEST_EXTENDED and _method(votes) != "text":
            return [votes, *(others for others in ranked if others is not votes)]
    return ranked


def comparable(name: str) -> str:
    """The name without its legal form, case and signs; "Acme (Pvt.) Ltd" and "ACME" are one."""
    plain = _LEGAL.sub(" ", name.lower().replace("&", " and ")).replace("'", "")
    return re.sub(r"[^\w]+", "", re.sub(r"^the\b", "", plain.strip()))


def tidy(name: str) -> str:
    """Without the signs and trailing words that stand around a name."""
    name = re.sub(r"[®™©]|\((?:R|TM)\)|(?<=[a-z])(?:SM|TM)$|\s*\([^()]*\d[^()]*\)$", "", squeeze(name))
    return name.strip(" \t,;:|–—-•·»«\"“”'*>").rstrip(" .") + (
        "." if re.search(r"(?i)\b(?:inc|ltd|co|corp)\.$", name) else ""
    )


def _points(votes: list[_Vote]) -> float:
    """One vote a method counts: a name repeated on every line is no likelier."""
    best: dict[str, float] = {}
    for vote in votes:
        best[vote.method] = max(best.get(vote.method, 0.0), vote.points)
    return sum(best.values())


def _method(votes: list[_Vote]) -> str:
    return max(votes, key=lambda vote: vote.points).method


def _votes(document: Document, structured: Structured, domain_words: list[str]) -> Iterator[_Vote]:
    for place, reading in enumerate(structured.companies[:6]):
        yield _Vote(reading.value, (5.0 if reading.method != "h-card" else 3.0) / (1 + 0.5 * place), reading.method)
    for name in ("og:site_name", "application-name", "apple-mobile-web-app-title", "author", "copyright"):
        if content := document.meta(name):
            yield _Vote(content, 3.5 if name == "og:site_name" else 1.2, f"meta {name}")
    yield from _title_votes(document.title)
    for line in document.lines:
        if (hit := _COPYRIGHT.search(line)) and not _MAP.search(line):
            name = _RIGHTS.sub("", hit["name"])
            yield _Vote(re.split(r"(?<=\w{3})\.\s|\s{2,}|\t", name)[0], 3.0, "copyright line")
        for hit in _LEGAL_NAME.finditer(line[:2000]):
            yield _Vote(hit[1], 0.8, "text")
    yield from _header_votes(document)
    yield from _domain_votes(document, domain_words)


def _title_votes(title: str) -> Iterator[_Vote]:
    parts = [part for part in _SPLIT.split(title) if part.strip()]
    for place, part in enumerate(parts):
        at_edge = place in {0, len(parts) - 1}
        yield _Vote(part, (1.6 if at_edge else 1.0) + (0.4 if place == len(parts) - 1 else 0.0), "title")
        words = re.sub(r"(?i)^(?:welcome to|contact(?: us)?(?: at)?|about(?: us)?|meet|home of)\s+", "", part)
        if words != part:
            yield _Vote(words, 1.4, "title")


def _header_votes(document: Document) -> Iterator[_Vote]:
    for heading in document.tree.xpath("//h1")[:3]:
        yield _Vote(squeeze(heading.text_content()), 0.9, "heading")
    for image in document.tree.xpath("//img[@alt]")[:25]:
        marks = " ".join(filter(None, (image.get("id"), image.get("class"), image.get("src")))).lower()
        if "logo" in marks or _links_home(image, document):
            alt = re.sub(r"(?i)\b(?:logo|home(?:page)?|image|header|banner)\b", "", image.get("alt") or "")
            yield _Vote(alt, 1.5, "logo")
    for bold in document.tree.xpath("//address//strong | //address//b | //footer//strong")[:4]:
        yield _Vote(squeeze(bold.text_content()), 0.8, "address")


def _links_home(image: HtmlElement, document: Document) -> bool:
    home = {"", "index.html", "index.php", document.base.rstrip("/")}
    return any(anchor.get("href", "#").rstrip("/") in home for anchor in image.iterancestors("a"))


def _domain_votes(document: Document, domain_words: list[str]) -> Iterator[_Vote]:
    """Words of the text that, written together, are the domain's name; with what often follows them."""
    text = document.text
    for domain in sorted(domain_words):
        names = Counter[str]()
        longer = Counter[str]()
        for start, end in _spelled_apart(domain, text) if len(domain) >= 4 else ():
            names[text[start:end]] += 1
            if more := re.match(r"(?:\s(?:&\s|and\s)?[A-Z][\w'’-]+){1,3}", text[end : end + 60]):
                longer[text[start:end] + more[0]] += 1
        for counted, points in ((names, 1.6), (longer, 1.2)):
            for name, times in counted.most_common(1):
                if times > 1 or counted is names:
                    yield _Vote(name, points, "text")


def _spelled_apart(word: str, text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of `word` in any case with at most two signs between its letters.

    An expression for each domain would say the same; compiling it takes longer than reading the page.
    """
    letters = _SIGNS.sub("", text.replace("İ", "i")).lower()
    at = letters.find(word.lower())
    places = [hit.start() for hit in _LETTER.finditer(text)] if at >= 0 else []
    while at >= 0:
        last = at + len(word) - 1
        start, end = places[at], places[last] + 1
        apart = max((places[one + 1] - places[one] for one in range(at, last)), default=1)
        if apart <= _FURTHEST_APART and not (_WORD.match(text[start - 1 : start]) or _GOES_ON.match(text, end)):
            yield start, end
            at = last
        at = letters.find(word.lower(), at + 1)


def _is_plausible(name: str) -> bool:
    words = re.findall(r"\w+", name.lower())
    if not 2 <= len(name) <= 80 or len(words) > 9 or not any(letter.isalpha() for letter in name):
        return False
    if sum(letter.isdigit() for letter in name) > 5 or "@" in name:
        return False
    return not all(word in _GENERIC for word in words)


def _domain_words(document: Document, emails: list[str]) -> list[str]:
    """In the order in which they are named, so that two equal votes end alike on every run."""
    hosts = [host_of(document.url), host_of(document.meta("og:url")), *emails]
    domains = [registrable_domain(host if "@" in host else f"http://{host}") for host in hosts if host]
    return list(dict.fromkeys(re.sub(r"\W", "", domain.partition(".")[0]) for domain in domains if domain))


def _fits_domain(key: str, domains: list[str]) -> float:
    """Up to 4 points when the name and the domain's first label hold one another."""
    best = 0.0
    for domain in domains:
        if key == domain:
            best = max(best, 4.0)
        elif min(len(key), len(domain)) >= 4 and (domain in key or key in domain):
            best = max(best, 3.5 * min(len(key), len(domain)) / max(len(key), len(domain)) + 0.5)
    return best


def _contains(key: str, other: str) -> bool:
    """Whether `key` extends the shorter name `other`."""
    return key != other and len(other) >= 4 and key.startswith(other)
