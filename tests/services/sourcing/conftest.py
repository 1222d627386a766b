"""A town to search in and a campaign that searches it."""

from collections.abc import Iterator

import pytest

from services.core.scope import Scope
from services.models import ScrapingCampaign
from tests.databases import forget_settings
from tests.support import add_scraping_campaign
from tests.towns import Town, running_town


@pytest.fixture
def town(free_port: int, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", str(free_port))
    forget_settings()
    with running_town(free_port) as running:
        yield running


@pytest.fixture
def campaign(town: Town, alice: Scope) -> ScrapingCampaign:
    """Dentists in Jaipur, from both sources, twelve a day."""
    return add_scraping_campaign(
        alice,
        sources=["overpass", "directory"],
        search_criteria={"industry": ["dental clinics"], "locations": ["Jaipur"]},
        max_leads_per_run=12,
    )
