"""One industry's suggestions for the wizard."""

from dataclasses import dataclass

from services.playbooks.places import tags_for


@dataclass(frozen=True)
class Playbook:
    """Suggestions, all editable. Templates use `{{variables}}`; `split_bps` are basis points by channel, sum 10,000.

    `search_industries` are names that the lead sources understand ("real estate agents"); `aliases` are words by which
    people call the industry.
    """

    slug: str
    name: str
    aliases: tuple[str, ...]
    services: tuple[str, ...]
    customers: str
    job_titles: tuple[str, ...]
    search_industries: tuple[str, ...]
    interests: tuple[str, ...]
    company_size: str
    keywords: tuple[str, ...]
    whatsapp: str
    email_subject: str
    email_body: str
    meta_headline: str
    meta_text: str
    google_headline: str
    google_text: str
    form_questions: tuple[str, ...]
    split_bps: dict[str, int]

    @property
    def overpass_tags(self) -> dict[str, tuple[str, ...]]:
        """Search industry → its OpenStreetMap tags, each as "key=value"."""
        return {industry: tags_for(industry) for industry in self.search_industries}


def split(scraping: int, meta: int, google: int, whatsapp: int, email: int) -> dict[str, int]:
    """Shares of the budget in basis points."""
    return {"scraping": scraping, "meta": meta, "google": google, "whatsapp": whatsapp, "email": email}
