"""Rules. Which status may follow which, how a lead is named and summed up, what a form answer means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.models import LeadSourceName, LeadStatus, LostReason

OPEN = (
    LeadStatus.NEW,
    LeadStatus.CONTACTED,
    LeadStatus.QUALIFIED,
    LeadStatus.MEETING_SCHEDULED,
    LeadStatus.PROPOSAL_SENT,
)
_FROM_OPEN = {*OPEN, LeadStatus.WON, LeadStatus.LOST}
NEXT: dict[LeadStatus, set[LeadStatus]] = {
    **{status: _FROM_OPEN - {status} for status in OPEN},
    LeadStatus.WON: {LeadStatus.PROPOSAL_SENT, LeadStatus.LOST},
    LeadStatus.LOST: {LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.QUALIFIED},
}

STATUS_WORDS: dict[LeadStatus, str] = {
    LeadStatus.NEW: "New",
    LeadStatus.CONTACTED: "Contacted",
    LeadStatus.QUALIFIED: "Qualified",
    LeadStatus.MEETING_SCHEDULED: "Meeting scheduled",
    LeadStatus.PROPOSAL_SENT: "Proposal sent",
    LeadStatus.WON: "Won",
    LeadStatus.LOST: "Lost",
}

LOST_WORDS: dict[LostReason, str] = {
    LostReason.PRICE: "Too expensive for them",
    LostReason.TIMING: "Not now",
    LostReason.COMPETITOR: "Chose somebody else",
    LostReason.NO_ANSWER: "Stopped answering",
    LostReason.NOT_A_FIT: "Not the right customer",
    LostReason.OTHER: "Another reason",
}

TABS: dict[str, LeadSourceName | None] = {
    "all": None,
    "outreach": LeadSourceName.OUTREACH_RESPONSE,
    "meta": LeadSourceName.META_ADS,
    "google": LeadSourceName.GOOGLE_ADS,
    "linkedin": LeadSourceName.LINKEDIN_ADS,
    "manual": LeadSourceName.MANUAL,
}


def may_move(current: LeadStatus, to: LeadStatus) -> bool:
    return to in NEXT[current]


@dataclass(frozen=True)
class FormPerson:
    """Who filled in an ad form; `answers` are the questions that say nothing about who it is."""

    name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    city: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


_WHO: dict[str, tuple[str, ...]] = {
    "name": ("full_name", "name", "your_name"),
    "first": ("first_name",),
    "last": ("last_name",),
    "email": ("email", "work_email", "email_address", "user_email"),
    "phone": ("phone_number", "work_phone", "phone", "work_phone_number", "mobile", "whatsapp_number"),
    "company": ("company_name", "company"),
    "city": ("city", "preferred_location"),
}


def _key(question: str) -> str:
    return re.sub(r"\W+", "_", question.strip().lower()).strip("_")


def question_words(question: str) -> str:
    """ "what_is_your_budget?" → "What is your budget?"."""
    words = question.replace("_", " ").strip()
    return words[:1].upper() + (words[1:].lower() if words.isupper() else words[1:])


def person_in(form: Mapping[str, str]) -> FormPerson:
    """Who is behind the answers of a Meta (`full_name`), Google (`FULL_NAME`) or LinkedIn (`FIRST_NAME`) form."""
    keyed = {_key(question): answer.strip() for question, answer in form.items() if answer.strip()}
    who = {part: next((keyed[key] for key in keys if key in keyed), "") for part, keys in _WHO.items()}
    known = {key for keys in _WHO.values() for key in keys}
    rest = {question_words(q): a.strip() for q, a in form.items() if _key(q) not in known and a.strip()}
    return FormPerson(
        name=who["name"] or f"{who['first']} {who['last']}".strip(),
        email=who["email"],
        phone=who["phone"],
        company=who["company"],
        city=who["city"],
        answers=rest,
    )


def form_text(person: FormPerson) -> str:
    """The form as the first message of a conversation."""
    lines = [f"{question}: {answer}" for question, answer in person.answers.items()]
    return "\n".join(lines) or "Asked to be contacted."


def snippet(lead_data: Mapping[str, object]) -> str:
    """What the lead wants, in one line: form answers, else their first words."""
    answers = lead_data.get("answers")
    if isinstance(answers, Mapping) and answers:
        return ", ".join(str(answer) for answer in answers.values())[:160]
    return str(lead_data.get("first_reply", ""))[:160]
