"""The facts that a contact's score is made from: their names, groups, and how each is told from what is known.

A feature holds or does not; the words it brings along are its reason on screen. None of them is known only after the
outcome that the model learns: `engagement` speaks of earlier messages, never of the answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from services.core.domains import FREE_MAIL
from services.scoring.types import Audience, ContactFacts
from services.scoring.words import alike, words_of


class Group(StrEnum):
    """What a feature speaks of; the values are shown."""

    FIT = "Fit with your audience"
    REACH = "Reachability"
    SOURCE = "Source"
    COMPLETENESS = "Completeness"
    FRESHNESS = "Freshness"
    ENGAGEMENT = "Earlier messages"


@dataclass(frozen=True)
class Feature:
    """`title` says what holds, for people."""

    group: Group
    title: str


FEATURES: dict[str, Feature] = {
    "industry_and_city": Feature(Group.FIT, "Industry and city in your audience"),
    "industry": Feature(Group.FIT, "Industry in your audience"),
    "city": Feature(Group.FIT, "In one of your locations"),
    "outside_locations": Feature(Group.FIT, "Outside your locations"),
    "decides": Feature(Group.FIT, "Manager or owner title"),
    "wanted_title": Feature(Group.FIT, "A title you asked for"),
    "other_title": Feature(Group.FIT, "Another named role"),
    "keyword": Feature(Group.FIT, "Mentions one of your keywords"),
    "phone_and_email": Feature(Group.REACH, "Phone and email both found"),
    "phone_only": Feature(Group.REACH, "Phone found, no email"),
    "email_only": Feature(Group.REACH, "Email found, no phone"),
    "unreachable": Feature(Group.REACH, "No phone and no email"),
    "mobile": Feature(Group.REACH, "Mobile number"),
    "own_mailbox": Feature(Group.REACH, "Email on the company's own domain"),
    "dead_mailbox": Feature(Group.REACH, "Mailbox that nobody answers"),
    "published": Feature(Group.SOURCE, "Publishes its details for enquiries"),
    "website": Feature(Group.SOURCE, "Has its own website"),
    "several_pages": Feature(Group.SOURCE, "Details found on several pages"),
    "imported": Feature(Group.SOURCE, "From your own list"),
    "person": Feature(Group.COMPLETENESS, "Person's name known"),
    "complete": Feature(Group.COMPLETENESS, "Nearly every detail known"),
    "sparse": Feature(Group.COMPLETENESS, "Hardly any detail known"),
    "ageing": Feature(Group.FRESHNESS, "Found more than 3 months ago"),
    "stale": Feature(Group.FRESHNESS, "Found more than 6 months ago"),
    "opened": Feature(Group.ENGAGEMENT, "Read your last message"),
    "silent": Feature(Group.ENGAGEMENT, "Silent after 3 messages"),
    "bounced": Feature(Group.ENGAGEMENT, "A message could not be delivered"),
}

AGEING_DAYS, STALE_DAYS = 90, 180  # a contact's score changes on these days of its life alone
SILENT_AFTER = 3
COMPLETE_FROM, SPARSE_UPTO = 7, 2  # of the eight details below
_DETAILS = ("name", "title", "company", "industry", "city", "phone", "email", "website")
_DECIDER = re.compile(
    r"\b(owners?|founders?|co-?founder|proprietor|partner|director|ceo|cto|cmo|coo|md|managing|president|principal|"
    r"head|chief|manager|promoter|chairman|broker|dean|trustee)\b",
    re.IGNORECASE,
)
_ROLE_MAILBOX = re.compile(r"^(no-?reply|do-?not-?reply|webmaster|postmaster|abuse|careers?|jobs|hr)@")
_INDIAN_MOBILE = re.compile(r"\+91[6-9]\d{9}")

Held = tuple[str, str]  # a feature's name and the words for it


def held(facts: ContactFacts, audience: Audience) -> list[Held]:
    """The features that hold for a contact, with words; pure, microseconds each."""
    return [*_fit(facts, audience), *_reach(facts), *_source(facts), *_completeness(facts), *_history(facts)]


def _named(name: str) -> Held:
    return name, FEATURES[name].title


@lru_cache(maxsize=20_000)
def first_alike(text: str, wanted: tuple[str, ...]) -> str:
    """The first of `wanted` that shares a telling word with `text`; "" when none does."""
    return next((entry for entry in wanted if alike(text, entry)), "") if text else ""


@lru_cache(maxsize=5_000)
def in_cities(city: str, cities: tuple[str, ...]) -> bool:
    """Whether `city` is one of `cities`, or a part of one of them."""
    return any(city.casefold() == wanted.casefold() or words_of(wanted) <= words_of(city) for wanted in cities)


def _fit(facts: ContactFacts, audience: Audience) -> Iterator[Held]:
    yield from _place(facts, audience)
    if facts.title:
        yield _role(facts.title, tuple(audience.job_titles))
    keyword = _keyword(facts.text, audience.keywords)
    if keyword:
        yield "keyword", f"Mentions {keyword}"


def _place(facts: ContactFacts, audience: Audience) -> Iterator[Held]:
    industry = first_alike(facts.industry or facts.company, tuple(audience.industries))
    inside = bool(facts.city) and in_cities(facts.city, tuple(audience.cities))
    if industry and inside:
        yield "industry_and_city", f"{industry} in {facts.city}, in your audience"
    elif industry:
        yield "industry", f"{industry}, in your audience"
    elif inside:
        yield "city", f"In {facts.city}, one of your locations"
    if facts.city and audience.cities and not inside:
        yield "outside_locations", f"{facts.city} is outside your locations"


@lru_cache(maxsize=20_000)
def _role(title: str, wanted: tuple[str, ...]) -> Held:
    if _DECIDER.search(title):
        return _named("decides")
    return ("wanted_title", f"{title}, a title you asked for") if first_alike(title, wanted) else _named("other_title")


def _keyword(text: str, keywords: Sequence[str]) -> str:
    folded = text.casefold() if keywords else ""
    return next((word for word in keywords if word and word.casefold() in folded), "")


def _reach(facts: ContactFacts) -> Iterator[Held]:
    if facts.phone and facts.email:
        yield _named("phone_and_email")
    elif facts.phone:
        yield _named("phone_only")
    else:
        yield _named("email_only" if facts.email else "unreachable")
    if _INDIAN_MOBILE.fullmatch(facts.phone):
        yield _named("mobile")
    if facts.email:
        yield from _mailbox(facts.email)


def _mailbox(email: str) -> Iterator[Held]:
    if _ROLE_MAILBOX.match(email):
        yield _named("dead_mailbox")
    elif email.rpartition("@")[2] not in FREE_MAIL:
        yield _named("own_mailbox")


def _source(facts: ContactFacts) -> Iterator[Held]:
    if facts.website:
        yield _named("website")
    if facts.published:
        yield _named("published")
    if facts.pages > 1:
        yield _named("several_pages")
    if facts.is_imported:
        yield _named("imported")


def _completeness(facts: ContactFacts) -> Iterator[Held]:
    if facts.name and facts.company and facts.name.casefold() != facts.company.casefold():
        yield _named("person")
    known = sum(1 for detail in _DETAILS if getattr(facts, detail))
    if known >= COMPLETE_FROM:
        yield _named("complete")
    elif known <= SPARSE_UPTO:
        yield _named("sparse")


def _history(facts: ContactFacts) -> Iterator[Held]:
    if facts.age_days > STALE_DAYS:
        yield _named("stale")
    elif facts.age_days > AGEING_DAYS:
        yield _named("ageing")
    if facts.was_bounced:
        yield _named("bounced")
    if facts.was_read:
        yield _named("opened")
    if facts.attempts >= SILENT_AFTER:
        yield _named("silent")
