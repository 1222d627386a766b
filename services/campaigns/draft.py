"""The seven steps as models: the same rules guard the wizard, the import and the API."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from services.campaigns.fields import (
    Addresses,
    Flag,
    Line,
    Lines,
    Phone,
    RupeesInPaise,
    Tags,
    Website,
    at_least_one,
    filled,
    refuse,
    up_to,
)
from services.campaigns.sources import SOURCES, USUAL_SOURCES
from services.core.money import rupees
from services.models import Channel, WhatsAppReach
from services.spending.rules import MOST_MONTHLY_PAISE, SHARES
from services.templates.rules import problems as template_problems

CHANNELS = SHARES
CHANNEL_WORDS = {
    "scraping": "AI scraping",
    "meta": "Meta Ads",
    "google": "Google Ads",
    "whatsapp": "WhatsApp",
    "email": "Email",
}
COMPANY_SIZES = ("1 to 10 people", "11 to 50 people", "51 to 200 people", "More than 200 people")
LEADS_PER_DAY = (50, 100, 250)
THRESHOLDS = (60, 70, 80)
LEAST_DAILY_PAISE = 10_000


class Step(StrEnum):
    """The steps in order; the values are the keys under which answers are stored."""

    BUSINESS = "business"
    AUDIENCE = "audience"
    SCRAPING = "scraping"
    ADS = "ads"
    OUTREACH = "outreach"
    BUDGET = "budget"
    REVIEW = "review"

    @property
    def number(self) -> int:
        return list(Step).index(self) + 1


class Answers(BaseModel):
    """What one step asks. Unknown fields are ignored, so that an old draft never blocks a new version."""

    model_config = ConfigDict(extra="ignore", validate_default=True)
    title: ClassVar[str]


class Business(Answers):
    """Step 1: what the business is, its industry, where it operates."""

    title = "Business"
    business_name: Annotated[Line, filled("Enter the name of your business.", 200)] = ""
    description: Annotated[Lines, filled("Say in a sentence what your business does.", 2000)] = ""
    industry: Annotated[Line, filled("Choose your industry.", 80)] = ""
    services: Annotated[Tags, at_least_one("Add at least one thing you offer.")] = Field(default_factory=list)
    cities: Annotated[Tags, at_least_one("Add at least one city where you operate.")] = Field(default_factory=list)
    website: Website = ""
    phone: Phone = ""
    address: Annotated[Line, up_to(500)] = ""


class Audience(Answers):
    """Step 2: ideal customers, job titles, industries, locations, company size, interests."""

    title = "Target audience"
    customers: Annotated[Lines, filled("Describe your ideal customers in a sentence.", 2000)] = ""
    job_titles: Tags = Field(default_factory=list)
    industries: Annotated[Tags, at_least_one("Add at least one industry to look in.")] = Field(default_factory=list)
    locations: Annotated[Tags, at_least_one("Add at least one city to look in.")] = Field(default_factory=list)
    company_size: Annotated[Line, up_to(80)] = ""
    interests: Tags = Field(default_factory=list)


class Scraping(Answers):
    """Step 3: whether and how contacts are looked for."""

    title = "AI scraping set-up"
    enabled: Flag = True
    leads_per_day: int = 100
    industries: Tags = Field(default_factory=list)
    job_titles: Tags = Field(default_factory=list)
    locations: Tags = Field(default_factory=list)
    keywords: Tags = Field(default_factory=list)
    company_size: Annotated[Line, up_to(80)] = ""
    sources: Tags = Field(default_factory=lambda: list(USUAL_SOURCES))
    directory_urls: Addresses = Field(default_factory=list)
    quality_threshold: int = 60

    @model_validator(mode="after")
    def _complete_when_on(self) -> "Scraping":
        if not self.enabled:
            return self
        asked = {
            "leads_per_day": self.leads_per_day in LEADS_PER_DAY or "Choose 50, 100 or 250 a day.",
            "industries": bool(self.industries) or "Add at least one industry to look in.",
            "locations": bool(self.locations) or "Add at least one city to look in.",
            "sources": _known_sources(self.sources) or "Choose at least one place to look.",
            "quality_threshold": self.quality_threshold in THRESHOLDS or "Choose 60, 70 or 80.",
        }
        return _refuse_first(self, asked)


class Ads(Answers):
    """Step 4: Meta and Google ads, each on or off with a daily budget, reach and text."""

    title = "Ad campaigns"
    meta_enabled: Flag = False
    meta_daily_paise: RupeesInPaise = 50_000
    meta_locations: Tags = Field(default_factory=list)
    meta_headline: Annotated[Line, up_to(40)] = ""
    meta_text: Annotated[Lines, up_to(500)] = ""
    google_enabled: Flag = False
    google_daily_paise: RupeesInPaise = 50_000
    google_keywords: Tags = Field(default_factory=list)
    google_headline: Annotated[Line, up_to(30)] = ""
    google_text: Annotated[Line, up_to(90)] = ""

    @model_validator(mode="after")
    def _complete_when_on(self) -> "Ads":
        least = f"Enter {rupees(LEAST_DAILY_PAISE)} a day or more."
        asked: dict[str, Any] = {}
        if self.meta_enabled:
            asked |= {
                "meta_daily_paise": self.meta_daily_paise >= LEAST_DAILY_PAISE or least,
                "meta_locations": bool(self.meta_locations) or "Add at least one city to advertise in.",
                "meta_headline": bool(self.meta_headline) or "Write a headline.",
                "meta_text": bool(self.meta_text) or "Write the text of the ad.",
            }
        if self.google_enabled:
            asked |= {
                "google_daily_paise": self.google_daily_paise >= LEAST_DAILY_PAISE or least,
                "google_keywords": bool(self.google_keywords) or "Add at least one keyword.",
                "google_headline": bool(self.google_headline) or "Write a headline.",
                "google_text": bool(self.google_text) or "Write the text of the ad.",
            }
        return _refuse_first(self, asked)


def _sound_whatsapp(text: str) -> str:
    return _sound(text, Channel.WHATSAPP)


def _sound_email(text: str) -> str:
    return _sound(text, Channel.EMAIL)


def _sound(text: str, channel: Channel) -> str:
    found = template_problems(text, channel)
    if found:
        raise refuse(found[0])
    return text


def _known_reach(value: str) -> str:
    if value not in set(WhatsAppReach):
        raise refuse("Choose whom WhatsApp messages may reach.")
    return value


class Outreach(Answers):
    """Step 5: the WhatsApp message, the e-mail, and whom WhatsApp may reach (chosen, never assumed)."""

    title = "Outreach templates"
    whatsapp_text: Annotated[Lines, filled("Write the WhatsApp message.", 1024), AfterValidator(_sound_whatsapp)] = ""
    email_subject: Annotated[Line, filled("Write the subject.", 150)] = ""
    email_body: Annotated[Lines, filled("Write the email.", 10_000), AfterValidator(_sound_email)] = ""
    whatsapp_reach: Annotated[Line, AfterValidator(_known_reach)] = ""


class Budget(Answers):
    """Step 6: a monthly total and its split, which sums to it exactly."""

    title = "Budget and billing"
    total_paise: RupeesInPaise = 0
    scraping_paise: RupeesInPaise = 0
    meta_paise: RupeesInPaise = 0
    google_paise: RupeesInPaise = 0
    whatsapp_paise: RupeesInPaise = 0
    email_paise: RupeesInPaise = 0

    @property
    def split(self) -> dict[str, int]:
        """Channel → paise."""
        return {channel: getattr(self, f"{channel}_paise") for channel in CHANNELS}

    @model_validator(mode="after")
    def _sums_up(self) -> "Budget":
        gap = self.total_paise - sum(self.split.values())
        left = "are left to allocate" if gap > 0 else "are allocated beyond the total"
        asked = {
            "total_paise": 0 < self.total_paise <= MOST_MONTHLY_PAISE or "Enter your total monthly budget.",
            "split": gap == 0 or f"The shares must add up to the total: {rupees(abs(gap))} {left}.",
        }
        return _refuse_first(self, asked)


class Review(Answers):
    """Step 7: the terms."""

    title = "Review and launch"
    accept_terms: Flag = False

    @model_validator(mode="after")
    def _accepted(self) -> "Review":
        return _refuse_first(self, {"accept_terms": self.accept_terms or "Accept the terms to launch."})


MODELS: dict[Step, type[Answers]] = {
    Step.BUSINESS: Business,
    Step.AUDIENCE: Audience,
    Step.SCRAPING: Scraping,
    Step.ADS: Ads,
    Step.OUTREACH: Outreach,
    Step.BUDGET: Budget,
    Step.REVIEW: Review,
}


def _known_sources(chosen: list[str]) -> bool:
    return bool(chosen) and set(chosen) <= set(SOURCES)


class _FieldProblems(ValueError):
    """Problems of several fields that only make sense together."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("refused")
        self.problems = problems


def _refuse_first(answers: Any, asked: dict[str, Any]) -> Any:
    problems = {field: verdict for field, verdict in asked.items() if verdict is not True}
    if problems:
        raise _FieldProblems(problems)
    return answers


def problems_of(step: Step, answers: dict[str, Any]) -> dict[str, str]:
    """Field → message in the person's words; empty when the step is complete."""
    try:
        MODELS[step].model_validate(answers)
    except ValidationError as error:
        return _messages(error)
    return {}


def _messages(error: ValidationError) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in error.errors():
        cause = line.get("ctx", {}).get("error")
        if isinstance(cause, _FieldProblems):
            found |= cause.problems
        else:
            words = line["msg"] if line["type"] == "refused" else "Check this value."
            found.setdefault(str(line["loc"][0]) if line["loc"] else "", words)
    return found
