"""One OpenStreetMap element to one contact."""

from typing import Any

from services.cleaning import normalise_city
from services.core.addresses import normalise_email, normalise_phone
from services.core.settings import get_settings
from services.providers.base import Fact, FoundContact, SearchCriteria

METHOD = "overpass tag"
_KINDS = {"node": 0, "way": 1, "relation": 2}
_PHONES = ("phone", "contact:phone", "contact:mobile", "mobile", "contact:whatsapp", "phone:mobile", "operator:phone")
_EMAILS = ("email", "contact:email", "operator:email")
_SITES = ("website", "contact:website", "url", "brand:website")
_CITIES = ("addr:city", "addr:town")


def order_of(element: dict[str, Any] | str) -> tuple[int, int]:
    """Sorts nodes before ways before relations, each by id; takes an element or "node/123"."""
    if isinstance(element, str):
        kind, _, number = element.partition("/")
        return (_KINDS.get(kind, -1), int(number) if number.isdigit() else -1)
    return (_KINDS.get(str(element.get("type")), 3), int(element.get("id", 0)))


def contact_of(element: dict[str, Any], criteria: SearchCriteria, page: str) -> FoundContact | None:
    """None for a place that nobody can be reached at: no phone, no e-mail, no site."""
    tags: dict[str, str] = element["tags"]
    allow_reserved = get_settings().sandbox and page.startswith(get_settings().sandbox_address)
    phone = _first(tags, _PHONES, lambda raw: normalise_phone(raw, criteria.region))
    email = _first(tags, _EMAILS, lambda raw: normalise_email(_head(raw), allow_reserved=allow_reserved))
    website = _first(tags, _SITES, _address)
    if not (phone or email or website):
        return None
    city = next((tags[key] for key in _CITIES if tags.get(key)), criteria.cities[0])
    place = normalise_city(city, criteria.region, tags.get("addr:state", ""))
    values: dict[str, Any] = {
        "company": tags.get("name:en") or tags.get("name", ""),
        "phone": phone,
        "email": email,
        "website": website,
        "city": place.city,
        "state": place.state,
    }
    facts = tuple(Fact(name, value, page, METHOD) for name, value in values.items() if value)
    return FoundContact(**values, industry=criteria.industry, facts=facts)


def _first(tags: dict[str, str], keys: tuple[str, ...], read: Any) -> str:
    return next((value for key in keys if tags.get(key) and (value := read(tags[key]))), "")


def _head(raw: str) -> str:
    """Tags separate several values by semicolons."""
    return raw.partition(";")[0].strip()


def _address(raw: str) -> str:
    head = _head(raw)
    return head if head.startswith(("http://", "https://")) else f"https://{head}" if "." in head else ""
