"""One industry's suggestions for the wizard."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Playbook:
    """Suggestions, all editable. Templates use `{{variables}}`; `split_bps` are basis points by channel, sum 10,000.

    `search_industries` are names that the lead sources understand ("real estate agents").
    """

    slug: str
    name: str
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
