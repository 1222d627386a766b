"""Contacts that a page marks up for machines: JSON-LD, microdata, RDFa and microformats."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import extruct
from lxml.etree import LxmlError  # pyright: ignore[reportAttributeAccessIssue]

from services.core.log import get_logger
from services.web.extract.document import Document, squeeze
from services.web.extract.facts import Person, Reading
from services.web.extract.jsonld import objects_in

log = get_logger(__name__)

_SYNTAXES = {
    "microdata": ("microdata", re.compile(r"\bitemscope\b")),
    "rdfa": ("rdfa", re.compile(r"\btypeof\s*=")),
    "microformat": (
        "h-card",
        re.compile(
            r"class\s*=\s*[\"'][^\"']*\b(?:vcard|adr|hentry|vevent|hreview|hproduct|hresume|hfeed|hrecipe|hnews"
            r"|h-(?:card|adr|entry|event|review|product|resume|feed|recipe|news|item))\b"
        ),
    ),
}
_FIELDS = {
    "email": "email", "telephone": "phone", "tel": "phone", "phone": "phone", "faxnumber": "fax", "fax": "fax",
    "addresslocality": "city", "locality": "city", "addressregion": "state", "region": "state",
}  # fmt: skip
_NO_BUSINESS_TYPES = """
website webpage breadcrumblist listitem searchaction imageobject article newsarticle blogposting product offer
event review rating aggregaterating postaladdress contactpoint geocoordinates place faqpage question answer
videoobject itemlist collectionpage contactpage aboutpage openinghoursspecification country city service
creativework h-adr h-geo h-entry h-event h-feed h-item h-product h-review h-recipe h-resume h-news brand
jobposting recipe person entrypoint propertyvalue quantitativevalue monetaryamount h-review-aggregate vevent
hentry
"""
_NO_BUSINESS = frozenset(_NO_BUSINESS_TYPES.split())
_ORGANISATIONS = re.compile(
    r"organi[sz]ation|business|corporation|company|store|shop|restaurant|hotel|clinic|dentist|physician|hospital|agent|agency"
    r"|attorney|service$|school|college|university|salon|spa$|gym|dealer|repair|contractor|lodging|pharmacy|plumber|electrician|ngo"
)
# Properties whose people and places are not the business's own.
_ELSEWHERE_NAMES = """
areaserved servicearea eligibleregion ineligibleregion spatialcoverage birthplace deathplace nationality review reviews
"""
_ELSEWHERE = frozenset(_ELSEWHERE_NAMES.split())
_META = {
    "email": ("business:contact_data:email", "og:email"),
    "phone": ("business:contact_data:phone_number", "og:phone_number"),
    "fax": ("business:contact_data:fax_number", "og:fax_number"),
    "city": ("business:contact_data:locality", "og:locality"),
    "state": ("business:contact_data:region", "og:region"),
}
_MOST_NODES = 2_000

Node = dict[str, Any]


@dataclass
class Structured:
    """What the marks say, in the page's order; `companies` has the likeliest first."""

    emails: list[Reading] = field(default_factory=list)
    phones: list[Reading] = field(default_factory=list)
    faxes: list[Reading] = field(default_factory=list)
    addresses: list[Reading] = field(default_factory=list)  # whole addresses written as one text
    cities: list[Reading] = field(default_factory=list)
    states: list[Reading] = field(default_factory=list)
    companies: list[Reading] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)


def read_structured(document: Document) -> Structured:
    """Collect the marked-up facts of a page; marks that no parser understands are left out."""
    found = Structured()
    ranked: list[tuple[int, int, Reading]] = []
    for order, (node, method) in enumerate(_nodes(document)):
        _take_fields(found, node, method)
        types = _types(node)
        if _is_person(types, node):
            _take_person(found, node, method)
        elif rank := _business_rank(types, node):
            ranked += [(-rank, order, Reading(name, method)) for name in _business_names(node)]
    _take_meta(found, document)
    found.cities += _classed(document, "locality")
    found.states += _classed(document, "region")
    found.companies = list(dict.fromkeys(reading for _, _, reading in sorted(ranked, key=lambda entry: entry[:2])))
    return found


def _classed(document: Document, name: str) -> list[Reading]:
    """Parts of old-style addresses, which stand in classes of their own."""
    if name not in document.html:
        return []
    path = "//*[contains(concat(' ', normalize-space(@class), ' '), $one)]"
    texts = (squeeze(element.text_content()) for element in document.tree.xpath(path, one=f" {name} ")[:20])
    return [Reading(text, "h-card") for text in texts if 1 < len(text) <= 60]


def _nodes(document: Document) -> Iterator[tuple[Node, str]]:
    seen = 0
    for data, method in _roots(document):
        for node in _walk(data, 0):
            seen += 1
            if seen > _MOST_NODES:
                return
            yield node, method


def _roots(document: Document) -> Iterator[tuple[Any, str]]:
    if "<script" in document.lowered:
        for script in document.tree.xpath("//script[contains(translate(@type, 'JSONLD', 'jsonld'), 'ld+json')]"):
            for data in objects_in(script.text or ""):
                yield data, "json-ld"
    for syntax, (method, sign) in _SYNTAXES.items():
        if sign.search(document.lowered):
            try:
                yield extruct.extract(document.html, base_url=document.url or None, syntaxes=[syntax])[syntax], method
            except (
                ValueError,
                TypeError,
                KeyError,
                AttributeError,
                LookupError,
                RecursionError,
                LxmlError,
            ) as error:
                log.info("markup_skipped", syntax=syntax, reason=type(error).__name__)


def _walk(data: Any, depth: int) -> Iterator[Node]:
    """Every object inside, outer ones first."""
    if depth > 30:
        return
    if isinstance(data, dict):
        merged = {**data, **data["properties"]} if isinstance(data.get("properties"), dict) else data
        yield {_short(key): value for key, value in merged.items()}
        for key, value in merged.items():
            if value is not data.get("properties") and _short(key) not in _ELSEWHERE:
                yield from _walk(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from _walk(value, depth + 1)


def _short(name: object) -> str:
    """ "http://schema.org/addressLocality" and "schema:addressLocality" are addresslocality."""
    return re.split(r"[/#:]", str(name).rstrip("/"))[-1].lower().lstrip("@").removeprefix("p-")


def _types(node: Node) -> set[str]:
    return {_short(name) for name in _texts(node.get("type"))}


def _texts(value: Any) -> list[str]:
    """The plain texts of a property, whatever shape the syntax gives it."""
    if isinstance(value, str):
        return [text] if (text := squeeze(html.unescape(value))) else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, list):
        return [text for entry in value for text in _texts(entry)]
    if isinstance(value, dict):
        inner = value.get("@value", value.get("value", value.get("name", value.get("@id", ""))))
        return [] if isinstance(inner, dict) else _texts(inner)
    return []


def _take_fields(found: Structured, node: Node, method: str) -> None:
    lists = _lists(found)
    found.addresses += [Reading(text, method) for text in _texts(node.get("address")) if "," in text]
    for name, value in node.items():
        if kind := _FIELDS.get(name):
            is_fax = kind == "phone" and _says_fax(node, value)
            target = found.faxes if is_fax else lists[kind]
            target += [Reading(_without_scheme(text), method) for text in _texts(value)]


def _lists(found: Structured) -> dict[str, list[Reading]]:
    return {
        "email": found.emails,
        "phone": found.phones,
        "fax": found.faxes,
        "city": found.cities,
        "state": found.states,
    }


def _says_fax(node: Node, value: Any) -> bool:
    """A contact point of type fax, or an hCard `tel` with type fax."""
    kinds = [*_texts(node.get("contacttype")), *_texts(value.get("type") if isinstance(value, dict) else None)]
    return any("fax" in kind.lower() for kind in kinds) or any(
        text.lower().startswith("fax:") for text in _texts(value)
    )


def _without_scheme(text: str) -> str:
    return re.sub(r"(?i)^(?:mailto|tel|fax):", "", text).partition("?")[0].strip()


def _names(node: Node) -> list[str]:
    return [name for name in _texts(node.get("name")) if 1 < len(name) <= 120]


def _is_person(types: set[str], node: Node) -> bool:
    if "person" in types:
        return True
    organisations = [*_texts(node.get("org")), *_texts(node.get("organization-name"))]
    return (
        "h-card" in types
        and bool(_names(node))
        and _first(_names(node)) not in organisations
        and not _is_org_card(node)
    )


def _is_org_card(node: Node) -> bool:
    """An h-card without an organisation, a title or a person's name parts, but with an address, is a business."""
    if any(node.get(key) for key in ("org", "job-title", "role", "title", "given-name", "family-name", "nickname")):
        return False
    return any(node.get(key) for key in ("adr", "tel", "street-address", "locality"))


def _take_meta(found: Structured, document: Document) -> None:
    """Open Graph's contact data, which stand in the head."""
    lists = _lists(found)
    for kind, names in _META.items():
        lists[kind] += [Reading(text, "meta tag") for name in names if (text := document.meta(name))]


def _take_person(found: Structured, node: Node, method: str) -> None:
    name = _first(_names(node))
    title = _first([text for key in ("jobtitle", "job-title", "title", "role") for text in _texts(node.get(key))])
    email = _without_scheme(_first(_texts(node.get("email"))))
    phone = _without_scheme(_first(_texts(node.get("telephone") or node.get("tel"))))
    if name:
        found.people.append(Person(name, title, email, phone, method))
    found.companies += [Reading(text, method) for text in _texts(node.get("org"))]


def _business_rank(types: set[str], node: Node) -> int:
    """0: names no business; higher is likelier to be the page's own."""
    reachable = sum(bool(node.get(key)) for key in ("telephone", "address", "email", "contactpoint", "adr", "tel"))
    if not types:
        return reachable if reachable > 1 else 0  # marked up without saying what it is
    if types <= _NO_BUSINESS:
        return 0
    if "h-card" in types:
        return 1 + reachable
    return (2 + reachable) if any(_ORGANISATIONS.search(name) for name in types) else min(reachable, 1)


def _business_names(node: Node) -> Iterable[str]:
    return [*_names(node)[:1], *_texts(node.get("legalname"))[:1], *_texts(node.get("org"))[:1]]


def _first(values: list[str]) -> str:
    return values[0] if values else ""
