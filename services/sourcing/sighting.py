"""What a source found, in the spelling that contacts are stored and compared in."""

from dataclasses import dataclass

from services.cleaning import clean_person_name, judge_email, normalise_city, normalise_phone
from services.core.addresses import registrable_domain
from services.core.settings import get_settings
from services.providers.base import Fact, FoundContact

_SCHEMES = ("http://", "https://")


@dataclass(frozen=True)
class Sighting:
    """Fields cut to their columns; phone E.164 or None, e-mail lower case or None."""

    name: str
    email: str | None
    phone: str | None
    company: str
    title: str
    city: str
    state: str
    website: str
    domain: str
    industry: str
    is_sandbox: bool
    is_published: bool
    facts: tuple[Fact, ...]


def sighting(found: FoundContact, region: str) -> Sighting:
    """Normalise one find; whatever was read on the sandbox is a simulated person."""
    is_sandbox = _is_from_sandbox(found)
    verdict = judge_email(found.email, allow_reserved=is_sandbox)
    email = None if verdict.is_disposable else verdict.address
    place = normalise_city(_line(found.city, 120), region, _line(found.state, 120))
    website = found.website if found.website.startswith(_SCHEMES) else ""
    return Sighting(
        name=clean_person_name(_line(found.name, 200)),
        email=email,
        phone=normalise_phone(found.phone, region),
        company=_line(found.company, 200),
        title=_line(found.title, 120),
        city=place.city,
        state=place.state,
        website=website[:500],
        domain=registrable_domain(website) or registrable_domain(email or ""),
        industry=_line(found.industry, 120),
        is_sandbox=is_sandbox,
        is_published=found.is_published,
        facts=found.facts,
    )


def _line(text: str, most: int) -> str:
    """One line without control characters, which PostgreSQL would refuse."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:most]


def _is_from_sandbox(found: FoundContact) -> bool:
    settings = get_settings()
    return settings.sandbox and any(fact.source_url.startswith(settings.sandbox_address) for fact in found.facts)
