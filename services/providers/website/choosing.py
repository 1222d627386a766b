"""From everything that a company's pages say to the one contact that is written to."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from services.core.addresses import is_host_name, is_mobile, normalise_phone, registrable_domain
from services.providers.base import Fact, FoundContact
from services.web.extract import PageFacts, Person, Reading

_MAILBOX_FOR_ENQUIRIES = re.compile(
    r"^(?:info|contact|enquir(?:y|ies)|inquir(?:y|ies)|hello|sales|office|mail|admin|bookings?|reception)"
)
_MAILBOX_FOR_OTHERS = re.compile(
    r"^(?:career|job|hr|recruit|resume|press|media|privacy|legal|abuse|webmaster|billing|accounts?|invoice|gdpr|dpo|grievance"
    r"|nodal|investor|compliance|security|unsubscribe)"
)
_DECIDES = re.compile(
    r"(?i)\b(?:owner|founder|proprietor|partner|director|ceo|president|managing|principal|chief|head|chairman|manager)\b"
)
_TOLL_FREE = re.compile(r"^\+(?:91(?:1800|1860)|1(?:800|833|844|855|866|877|888)|44(?:800|808))")
_MOST_ALTERNATIVES = 4


@dataclass(frozen=True)
class _Option:
    value: str
    url: str
    method: str
    points: float


def contact_from(pages: list[PageFacts], website: str, region: str) -> FoundContact:
    """The site's best e-mail, phone, name and place; the facts also hold the runners-up."""
    domain = registrable_domain(website)
    emails = _ranked(pages, "addresses", lambda reading: _email_points(reading, domain))
    phones = [
        replace(option, value=number)
        for option in _ranked(pages, "phones", _phone_points)
        if (number := normalise_phone(option.value, region))
    ]
    companies = _ranked(pages, "companies", _company_points, first_only=True)
    cities = _ranked(pages, "cities", lambda _reading: 1.0)
    states = _ranked(pages, "states", lambda _reading: 1.0)
    person, person_url = _best_person(pages)
    facts = [
        *_facts("email", emails[: 1 + _MOST_ALTERNATIVES]),
        *_facts("phone", phones[: 1 + _MOST_ALTERNATIVES]),
        *_facts("company", companies[:1]),
        *_facts("city", cities[:1]),
        *_facts("state", states[:1]),
    ]
    if website:
        facts.append(Fact("website", website, website, "visited"))
    if person:
        facts += [Fact("name", person.name, person_url, person.method)]
        facts += [Fact("title", person.title, person_url, person.method)] if person.title else []
    return FoundContact(
        name=person.name if person else "",
        title=person.title if person else "",
        email=_first(emails),
        phone=_first(phones),
        company=_first(companies),
        city=_first(cities),
        state=_first(states),
        website=website,
        facts=tuple(facts),
    )


def _facts(field: str, options: list[_Option]) -> list[Fact]:
    return [Fact(field, option.value, option.url, option.method) for option in options]


def _first(options: list[_Option]) -> str:
    return options[0].value if options else ""


def _ranked(
    pages: list[PageFacts], kind: str, points: Callable[[Reading], float], *, first_only: bool = False
) -> list[_Option]:
    """Each value once with its first place, more points for each page that repeats it."""
    found: dict[str, _Option] = {}
    for page in pages:
        readings: tuple[Reading, ...] = getattr(page, kind)
        for place, reading in enumerate(readings[:1] if first_only else readings):
            added = points(reading) - place * 0.05
            known = found.get(reading.value)
            if known:
                found[reading.value] = replace(known, points=known.points + 0.5)
            else:
                found[reading.value] = _Option(reading.value, page.url, reading.method, added)
    return sorted(found.values(), key=lambda option: -option.points)


def _email_points(reading: Reading, domain: str) -> float:
    local, _, host = reading.value.partition("@")
    points = 1.0 if reading.method in {"mailto link", "json-ld", "microdata", "protected address"} else 0.0
    own = registrable_domain(host)
    points += 3.0 if domain and own == domain else -2.0 if domain and own else 0.5
    if _MAILBOX_FOR_OTHERS.match(local):
        points -= 3.0
    return points + (1.0 if _MAILBOX_FOR_ENQUIRIES.match(local) else 0.0)


def _phone_points(reading: Reading) -> float:
    points = {"whatsapp link": 4.0, "json-ld": 1.5, "microdata": 1.5, "tel link": 1.5}.get(reading.method, 0.5)
    if not reading.value.startswith("+"):
        return points - 2.0
    if _TOLL_FREE.match(reading.value):
        return points - 2.0
    return points + (2.0 if is_mobile(reading.value) else 0.0)


def _company_points(reading: Reading) -> float:
    return -5.0 if is_host_name(reading.value) else 1.0


def _best_person(pages: list[PageFacts]) -> tuple[Person | None, str]:
    people = [(person, page.url) for page in pages for person in page.people if person.title]
    if not people:
        return None, ""
    return min(people, key=lambda entry: 0 if _DECIDES.search(entry[0].title) else 1)
