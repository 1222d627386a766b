"""The local model: transparent points for contacts and leads, no key and no network needed."""

import re
from collections.abc import Sequence
from functools import lru_cache

from services.core.domains import FREE_MAIL
from services.models import Intent
from services.scoring.types import Audience, ContactFacts, LeadFacts, LeadScore, Reason, Score
from services.scoring.words import alike, words_of

__all__ = ["Audience", "ContactFacts", "LeadFacts", "LeadScore", "Reason", "Score", "score_contact", "score_lead"]

CONTACT_BASE = 26
HOT_FROM, WARM_FROM = 75, 50

_DECIDER = re.compile(
    r"\b(owners?|founders?|co-?founder|proprietor|partner|director|ceo|cto|cmo|coo|md|managing|president|principal|"
    r"head|chief|manager|promoter|chairman|broker|dean|trustee)\b",
    re.IGNORECASE,
)
_ROLE_MAILBOX = re.compile(r"^(no-?reply|do-?not-?reply|webmaster|postmaster|abuse|careers?|jobs|hr)@")
_INDIAN_MOBILE = re.compile(r"\+91[6-9]\d{9}")


def score_contact(facts: ContactFacts, audience: Audience) -> Score:
    """How well a contact fits the audience and how well it can be reached. Pure, microseconds each."""
    reasons = [Reason(CONTACT_BASE, "Starts at 26")]
    reasons += _fit(facts, audience)
    reasons += _title(facts, audience)
    reasons += _reach(facts)
    reasons += _presence(facts, audience)
    return Score(_capped(reasons), reasons)


def _capped(reasons: Sequence[Reason]) -> int:
    return min(max(sum(reason.points for reason in reasons), 0), 100)


def _first_alike(text: str, wanted: Sequence[str]) -> str:
    return next((entry for entry in wanted if alike(text, entry)), "") if text else ""


@lru_cache(maxsize=5_000)
def _in_cities(city: str, cities: tuple[str, ...]) -> bool:
    return any(city.casefold() == wanted.casefold() or words_of(wanted) <= words_of(city) for wanted in cities)


def _fit(facts: ContactFacts, audience: Audience) -> list[Reason]:
    industry = _first_alike(facts.industry or facts.company, audience.industries)
    city = bool(facts.city) and _in_cities(facts.city, tuple(audience.cities))
    if industry and city:
        return [Reason(24, f"{industry} in {facts.city}, in your audience")]
    if industry:
        elsewhere = bool(facts.city and audience.cities)
        found = [Reason(16, f"{industry}, in your audience")]
        return [*found, Reason(-10, f"{facts.city} is outside your locations")] if elsewhere else found
    if city:
        return [Reason(8, f"In {facts.city}, one of your locations")]
    if facts.city and audience.cities:
        return [Reason(-10, f"{facts.city} is outside your locations")]
    return []


def _title(facts: ContactFacts, audience: Audience) -> list[Reason]:
    if not facts.title:
        return []
    if _DECIDER.search(facts.title):
        return [Reason(18, "Manager or owner title")]
    wanted = _first_alike(facts.title, audience.job_titles)
    return [Reason(14, f"{facts.title}, a title you asked for")] if wanted else [Reason(4, "Named role")]


def _reach(facts: ContactFacts) -> list[Reason]:
    if facts.phone and facts.email:
        found = [Reason(14, "Phone and email both found")]
    elif facts.phone:
        found = [Reason(8, "Phone found, no email")]
    elif facts.email:
        found = [Reason(6, "Email found, no phone")]
    else:
        return [Reason(-26, "No phone and no email")]
    if _INDIAN_MOBILE.fullmatch(facts.phone):
        found.append(Reason(4, "Mobile number"))
    if facts.email:
        found += _mailbox(facts)
    return found


def _mailbox(facts: ContactFacts) -> list[Reason]:
    if _ROLE_MAILBOX.match(facts.email):
        return [Reason(-8, "Mailbox that nobody answers")]
    if facts.email.rpartition("@")[2] in FREE_MAIL:
        return []
    return [Reason(5, "Email on the company's own domain")]


def _presence(facts: ContactFacts, audience: Audience) -> list[Reason]:
    found: list[Reason] = []
    if facts.website:
        found.append(Reason(5, "Has its own website"))
    if facts.name and facts.name.casefold() != facts.company.casefold() and facts.company:
        found.append(Reason(4, "Person's name known"))
    if facts.published:
        found.append(Reason(3, "Publishes its details for enquiries"))
    keyword = next((word for word in audience.keywords if word and word.casefold() in facts.text.casefold()), "")
    if keyword:
        found.append(Reason(4, f"Mentions {keyword}"))
    return found


_FROM_REPLY = {
    "interested": Reason(28, "Said yes or asked to be contacted"),
    "question": Reason(20, "Asked a question"),
    "not_now": Reason(-4, "Asked to wait"),
    "wrong_person": Reason(-20, "Says another person decides"),
    "not_interested": Reason(-30, "Declined"),
    "out_of_office": Reason(-20, "Away, answered by a machine"),
}
_SAID = (
    (
        re.compile(r"\b(call|phone|ring|visit|meet|demo|appointment|schedule|baat|milna)|कॉल|फोन|मिल", re.IGNORECASE),
        Reason(10, "Asks for a call or a visit"),
    ),
    (
        re.compile(r"₹|\b(rs\b|price|cost|budget|lakh|crore|fees?\b|rate|kitn[ae])|कितन|कीमत|दाम|रेट", re.IGNORECASE),
        Reason(8, "Talks about price or budget"),
    ),
    (
        re.compile(r"\b(urgent|asap|today|tomorrow|immediate|this week|jaldi|aaj|kal\b)|आज|कल|जल्दी", re.IGNORECASE),
        Reason(6, "In a hurry"),
    ),
)


def score_lead(facts: LeadFacts, audience: Audience | None = None) -> LeadScore:
    """How close a lead is to buying: where it came from, what it said, how it can be reached."""
    reasons = [_origin(facts)]
    if facts.reply_label in _FROM_REPLY:
        reasons.append(_FROM_REPLY[facts.reply_label])
    said = " ".join([facts.text, *facts.answers.values()])
    reasons += [reason for pattern, reason in _SAID if pattern.search(said)]
    reasons += _lead_reach(facts)
    if audience and facts.city and _in_cities(facts.city, tuple(audience.cities)):
        reasons.append(Reason(6, f"In {facts.city}, one of your locations"))
    if facts.contact_score is not None and (fit := (facts.contact_score - 60) // 4):
        reasons.append(Reason(min(max(fit, -8), 10), f"Scored {facts.contact_score} as a contact"))
    points = _capped(reasons)
    return LeadScore(points, intent_of(points), reasons)


def intent_of(points: int) -> Intent:
    """Hot from 75, warm from 50, cold below."""
    return Intent.HOT if points >= HOT_FROM else Intent.WARM if points >= WARM_FROM else Intent.COLD


def _origin(facts: LeadFacts) -> Reason:
    if facts.source in {"meta_ads", "google_ads", "linkedin_ads"}:
        answered = sum(1 for answer in facts.answers.values() if answer.strip())
        return Reason(46 + min(answered, 6), "Filled in your ad form")
    if facts.source == "manual":
        return Reason(40, "Added by hand")
    return Reason(36, "Replied to your message")


def _lead_reach(facts: LeadFacts) -> list[Reason]:
    if facts.phone and facts.email:
        return [Reason(8, "Phone and email both known")]
    return [Reason(4, "Phone known" if facts.phone else "Email known")] if facts.phone or facts.email else []
