"""What the wizard proposes for each step from the earlier answers; typed answers always win."""

from collections.abc import Callable, Mapping
from typing import Any

from services.campaigns.draft import CHANNELS, Step
from services.campaigns.rules import default_split
from services.campaigns.sources import USUAL_SOURCES
from services.playbooks import playbook_for
from services.playbooks.types import Playbook

DEFAULT_TOTAL_PAISE = 25_000_00
DEFAULT_DAILY_PAISE = 500_00

Given = Mapping[str, Mapping[str, Any]]


def suggested(step: Step, given: Given) -> dict[str, Any]:
    """Values for `step` from the industry's playbook and the earlier answers."""
    playbook = playbook_for(str(given.get(Step.BUSINESS, {}).get("industry", "")))
    return _SUGGESTIONS[step](playbook, given)


def _business(playbook: Playbook, given: Given) -> dict[str, Any]:
    chosen = bool(given.get(Step.BUSINESS, {}).get("industry"))
    return {"services": list(playbook.services) if chosen else []}


def _audience(playbook: Playbook, given: Given) -> dict[str, Any]:
    return {
        "customers": playbook.customers,
        "job_titles": list(playbook.job_titles),
        "industries": list(playbook.search_industries),
        "locations": _list(given, Step.BUSINESS, "cities"),
        "company_size": playbook.company_size,
        "interests": list(playbook.interests),
    }


def _scraping(playbook: Playbook, given: Given) -> dict[str, Any]:
    audience = given.get(Step.AUDIENCE, {})
    return {
        "enabled": True,
        "leads_per_day": 100,
        "industries": list(audience.get("industries") or playbook.search_industries),
        "job_titles": list(audience.get("job_titles") or playbook.job_titles),
        "locations": list(audience.get("locations") or _list(given, Step.BUSINESS, "cities")),
        "keywords": list(playbook.keywords),
        "company_size": str(audience.get("company_size") or playbook.company_size),
        "sources": list(USUAL_SOURCES),
        "directory_urls": [],
        "quality_threshold": 60,
    }


def _ads(playbook: Playbook, given: Given) -> dict[str, Any]:
    return {
        "meta_enabled": False,
        "meta_daily_paise": DEFAULT_DAILY_PAISE,
        "meta_locations": _list(given, Step.BUSINESS, "cities"),
        "meta_headline": playbook.meta_headline,
        "meta_text": playbook.meta_text,
        "google_enabled": False,
        "google_daily_paise": DEFAULT_DAILY_PAISE,
        "google_keywords": list(playbook.keywords),
        "google_headline": playbook.google_headline,
        "google_text": playbook.google_text,
    }


def _outreach(playbook: Playbook, _given: Given) -> dict[str, Any]:
    return {
        "whatsapp_text": playbook.whatsapp,
        "email_subject": playbook.email_subject,
        "email_body": playbook.email_body,
        "whatsapp_reach": "",
    }


def _budget(playbook: Playbook, given: Given) -> dict[str, Any]:
    total = int(given.get(Step.BUDGET, {}).get("total_paise") or DEFAULT_TOTAL_PAISE)
    ads = given.get(Step.ADS, {})
    on = {
        "scraping": bool(given.get(Step.SCRAPING, {}).get("enabled", True)),
        "meta": bool(ads.get("meta_enabled")),
        "google": bool(ads.get("google_enabled")),
    }
    split = default_split(total, playbook.split_bps, on)
    return {"total_paise": total, **{f"{channel}_paise": split[channel] for channel in CHANNELS}}


def _review(_playbook: Playbook, _given: Given) -> dict[str, Any]:
    return {"accept_terms": False}


def _list(given: Given, step: Step, field: str) -> list[str]:
    return list(given.get(step, {}).get(field) or [])


_SUGGESTIONS: dict[Step, Callable[[Playbook, Given], dict[str, Any]]] = {
    Step.BUSINESS: _business,
    Step.AUDIENCE: _audience,
    Step.SCRAPING: _scraping,
    Step.ADS: _ads,
    Step.OUTREACH: _outreach,
    Step.BUDGET: _budget,
    Step.REVIEW: _review,
}
