"""What a score is made from and what it is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.models import Intent


@dataclass(frozen=True)
class Audience:
    """Whom the customer wants to reach; empty fields ask for nothing."""

    industries: Sequence[str] = ()
    job_titles: Sequence[str] = ()
    cities: Sequence[str] = ()
    keywords: Sequence[str] = ()
    company_size: str = ""

    @classmethod
    def from_answers(cls, answers: Mapping[str, Any]) -> "Audience":
        """Built from a customer's stored audience or a campaign's search criteria, whichever names it uses."""
        industry = answers.get("industry") or ()
        return cls(
            industries=_texts(answers.get("industries") or industry),
            job_titles=_texts(answers.get("job_titles")),
            cities=_texts(answers.get("locations") or answers.get("cities")),
            keywords=_texts(answers.get("interests") or answers.get("keywords")),
            company_size=str(answers.get("company_size") or ""),
        )


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(entry) for entry in value or () if entry)


@dataclass(frozen=True)
class ContactFacts:
    """What is known about a contact before the next message.

    `email` is lower case, `phone` E.164, `domain` its own registrable domain.
    """

    name: str = ""
    title: str = ""
    company: str = ""
    industry: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    domain: str = ""
    published: bool = False
    text: str = ""  # anything else that was read about the business
    is_imported: bool = False  # from the customer's own list
    pages: int = 0  # different pages that its details were read on
    age_days: int = 0  # since it was found
    attempts: int = 0  # messages sent to it
    was_read: bool = False  # it opened the last message
    was_bounced: bool = False


@dataclass(frozen=True)
class LeadFacts:
    """What a lead brought: its source (`LeadSourceName`), what it said and how it can be reached."""

    source: str = ""
    reply_label: str = ""  # a label of services.replies, "" for a form
    text: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    phone: str = ""
    email: str = ""
    city: str = ""
    contact_score: int | None = None
    answered_after_minutes: int | None = None  # from our message to the first answer to it


@dataclass(frozen=True)
class Reason:
    """Signed points and what they are for, in words for people."""

    points: int
    text: str


@dataclass(frozen=True)
class Score:
    """`points` from 0 to 100 are the sum of the reasons; `features` names the facts that held (contacts only)."""

    points: int
    reasons: list[Reason] = field(default_factory=list)
    features: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the `ai_analysis` column."""
        return {"reasons": [{"points": reason.points, "text": reason.text} for reason in self.reasons]}


@dataclass(frozen=True)
class LeadScore:
    """`points` from 0 to 100 with the temperature they stand for."""

    points: int
    intent: Intent
    reasons: list[Reason] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return Score(self.points, self.reasons).as_json()
