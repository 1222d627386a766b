"""Each company of the town writes its details in its own way; the product reads all of them."""

import pytest

from services.core.addresses import normalise_phone
from services.providers.base import SearchCriteria
from services.providers.website.client import Website
from services.sandbox.settings import SandboxSettings
from services.sandbox.sites.marks import IN_BODY
from services.sandbox.town.businesses import Business, district, district_code
from services.sandbox.town.cities import city_named
from services.sandbox.town.industries import industry_named
from tests.databases import forget_settings
from tests.sandbox.conftest import Sandbox


def businesses(industry: str, city: str, seed: int) -> list[Business]:
    trade, place = industry_named(industry), city_named(city)
    return [one for one in district(seed, trade, place, district_code(seed, trade, place)) if one.has_site]


async def test_the_contact_of_every_site_is_found(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", sandbox.address.rpartition(":")[2])
    forget_settings()
    companies = businesses("dental clinic", "Jaipur", SandboxSettings().seed) + businesses(
        "gym", "Pune", SandboxSettings().seed
    )
    assert {one.style % len(IN_BODY) for one in companies} == set(range(len(IN_BODY)))
    await sandbox.client.get("/directory/jaipur/dental-clinic")
    await sandbox.client.get("/directory/pune/gym")
    sites = tuple(f"{sandbox.address}/site/{one.slug}/" for one in companies)
    found = [one async for one in Website().search(SearchCriteria(directory_urls=sites, limit=len(sites)))]
    wrong = [
        (company.style, what, wanted, read)
        for company, contact in zip(companies, found, strict=True)
        for what, wanted, read in (
            ("company", company.name, contact.company),
            ("city", company.city.name, contact.city),
            ("email", company.email, contact.email),
            ("phone", company.phone or normalise_phone(company.landline) or "", contact.phone),
            ("name", company.person, contact.name),
        )
        if wanted != read
    ]
    assert wrong == []
