"""The local model: transparent points for contacts and leads, no key and no network needed."""

import re
from collections.abc import Iterable, Iterator

from services.models import Intent
from services.scoring.cards import Card, prior_for
from services.scoring.features import held, in_cities
from services.scoring.types import Audience, ContactFacts, LeadFacts, LeadScore, Reason, Score

__all__ = [
    "Audience",
    "ContactFacts",
    "LeadFacts",
    "LeadScore",
    "Reason",
    "Score",
    "score_contact",
    "score_lead",
    "score_many",
]

HOT_FROM, WARM_FROM = 75, 50
MOST = 100


def score_contact(facts: ContactFacts, audience: Audience, card: Card | None = None) -> Score:
    """How well a contact fits the audience and can be reached, by `card` (the general prior unless given)."""
    card = card or prior_for("")
    found = held(facts, audience)
    reasons = [Reason(card.base, f"Starts at {card.base}")]
    reasons += [Reason(points, words) for name, words in found if (points := card.points.get(name, 0))]
    reasons = capped(reasons)
    return Score(_sum(reasons), reasons, tuple(name for name, _words in found))


def score_many(contacts: Iterable[ContactFacts], audience: Audience, card: Card | None = None) -> Iterator[Score]:
    """`score_contact` for a stream; at least 5,000 a second on one core."""
    card = card or prior_for("")
    return (score_contact(facts, audience, card) for facts in contacts)


def _sum(reasons: Iterable[Reason]) -> int:
    return sum(reason.points for reason in reasons)


def capped(reasons: list[Reason]) -> list[Reason]:
    """The reasons with one more where their sum leaves 0 to 100, so that they always add up to the score."""
    total = _sum(reasons)
    if total > MOST:
        return [*reasons, Reason(MOST - total, "A score ends at 100")]
    return [*reasons, Reason(-total, "A score begins at 0")] if total < 0 else reasons


_FROM_REPLY = {
    "interested": Reason(28, "Said yes or asked to be contacted"),
    "meeting": Reason(32, "Wants to meet or to talk"),
    "question": Reason(20, "Asked a question"),
    "not_now": Reason(-4, "Asked to wait"),
    "wrong_person": Reason(-20, "Says another person decides"),
    "not_interested": Reason(-30, "Declined"),
    "out_of_office": Reason(-20, "Away, answered by a machine"),
}
_WANTS_SOMETHING = {"interested", "meeting", "question"}
_QUICK_MINUTES = 60
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
    if facts.reply_label in _WANTS_SOMETHING and facts.answered_after_minutes is not None:
        reasons += [Reason(4, "Answered within an hour")] if facts.answered_after_minutes <= _QUICK_MINUTES else []
    if audience and facts.city and in_cities(facts.city, tuple(audience.cities)):
        reasons.append(Reason(6, f"In {facts.city}, one of your locations"))
    if facts.contact_score is not None and (fit := (facts.contact_score - 60) // 4):
        reasons.append(Reason(min(max(fit, -8), 10), f"Scored {facts.contact_score} as a contact"))
    reasons = capped(reasons)
    points = _sum(reasons)
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
