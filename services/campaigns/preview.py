"""What the wizard shows beside the questions: real renderings and scores, no invented numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.campaigns.draft import Step
from services.core.errors import Invalid
from services.models import Contact, Customer
from services.scoring.rules import score_contact
from services.scoring.types import Audience, ContactFacts, Reason
from services.templates.engine import Values
from services.templates.identity import OPT_OUT_LINE, offers_stop
from services.templates.rules import render, values_for

SAMPLE_NAME = "Priya Sharma"
Given = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Example:
    """A made-up contact and the score that the product's own rules give it."""

    name: str
    detail: str
    points: int
    reasons: list[Reason]


@dataclass(frozen=True)
class Texts:
    """The messages as the sample contact would read them."""

    whatsapp: str
    subject: str
    email: str


def examples(given: Given) -> list[Example]:
    """Three invented contacts, from a full match to a poor one, scored for this audience."""
    scraping = given[Step.SCRAPING]
    industry, city = _first(scraping, "industries", "business"), _first(scraping, "locations", "your city")
    title = _first(scraping, "job_titles", "Owner")
    audience = Audience.from_answers(
        {
            "industries": scraping["industries"],
            "locations": scraping["locations"],
            "job_titles": scraping["job_titles"],
            "keywords": scraping["keywords"],
        }
    )
    full = ContactFacts(
        name=SAMPLE_NAME, title=title, company="A matching business", industry=industry, city=city,
        phone="+919800000000", email="priya@firm.example", website="https://firm.example", domain="firm.example",
        published=True,
    )  # fmt: skip
    partial = ContactFacts(
        company="Only a phone number", industry=industry, city=city, phone="+919800000001", published=True
    )
    poor = ContactFacts(company="Another trade", industry="Another trade", city=city, email="info@other.example")
    named = (
        ("Everything fits", f"{title}, phone, email and web site", full),
        ("A phone number alone", f"{industry} in {city}", partial),
        ("Another trade", f"In {city}, email alone", poor),
    )
    scored = [(name, detail, score_contact(facts, audience)) for name, detail, facts in named]
    return [Example(name, detail, score.points, score.reasons) for name, detail, score in scored]


def _first(answers: Mapping[str, Any], field: str, otherwise: str) -> str:
    values = answers.get(field) or []
    return str(values[0]) if values else otherwise


def texts(given: Given, sender: str) -> Texts:
    """The templates filled by `sender` for a sample contact; nothing typed is lost when a template is faulty."""
    business, scraping, outreach = given[Step.BUSINESS], given[Step.SCRAPING], given[Step.OUTREACH]
    customer = Customer(
        name=str(business["business_name"]),
        sender_name=sender,
        services=list(business["services"]),
        website=str(business["website"]),
        phone=str(business["phone"]),
    )
    contact = Contact(
        name=SAMPLE_NAME,
        company="Sharma Enterprises",
        title=_first(scraping, "job_titles", "Owner"),
        city=_first(scraping, "locations", "Mumbai"),
        industry=_first(scraping, "industries", "business"),
    )
    values = values_for(contact, customer)
    whatsapp = _shown(str(outreach["whatsapp_text"]), values)
    return Texts(
        whatsapp=whatsapp if offers_stop(whatsapp) else f"{whatsapp}\n\n{OPT_OUT_LINE}",
        subject=_shown(str(outreach["email_subject"]), values),
        email=_shown(str(outreach["email_body"]), values),
    )


def _shown(template: str, values: Values) -> str:
    try:
        return render(template, values)
    except Invalid:  # it outgrows its bounds, which the step says when it is submitted
        return template
