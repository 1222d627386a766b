"""What a model is told about a contact or a lead: never a name, a number or an address of a person."""

from typing import Any

from services.analysis.cleaning import fact
from services.analysis.types import Person
from services.models import Contact, Customer, Lead
from services.scoring.features import FEATURES
from services.scoring.types import Audience

_SHORT, _MOST_WANTED, _MOST_ANSWERS = 120, 8, 8


def of_contact(contact: Contact, customer: Customer) -> Person:
    """Company, role, trade and place as they were found, what holds of them, and whom the customer looks for."""
    held = [FEATURES[name].title for name in contact.ai_analysis.get("features", []) if name in FEATURES]
    told = {
        "company": fact(contact.company, _SHORT),
        "title": fact(contact.title, _SHORT),
        "industry": fact(contact.industry, _SHORT),
        "city": fact(contact.city, _SHORT),
        "has_phone": bool(contact.phone),
        "has_email": bool(contact.email),
        "score": contact.quality_score,
        "known": held,
        "wanted": _wanted(customer),
    }
    return Person("contact", contact.id or 0, told)


def of_lead(lead: Lead, customer: Customer) -> Person:
    """Where the lead came from and what it said."""
    answers: dict[str, Any] = lead.lead_data.get("answers") or {}
    told = {
        "company": fact(lead.company, _SHORT),
        "city": fact(lead.location, _SHORT),
        "source": lead.source.value,
        "said": fact(str(lead.lead_data.get("first_reply", ""))),
        "form": [
            pair
            for question, answer in list(answers.items())[:_MOST_ANSWERS]
            if (pair := fact(f"{question}: {answer}", _SHORT))
        ],
        "has_phone": bool(lead.phone),
        "has_email": bool(lead.email),
        "score": lead.quality_score,
        "wanted": _wanted(customer),
    }
    return Person("lead", lead.id or 0, told)


def _wanted(customer: Customer) -> dict[str, list[str]]:
    audience = Audience.from_answers(customer.audience)
    lists = {"industries": audience.industries, "titles": audience.job_titles, "cities": audience.cities}
    return {name: [fact(text, _SHORT) for text in list(texts)[:_MOST_WANTED]] for name, texts in lists.items()}
