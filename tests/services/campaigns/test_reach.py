"""The estimate beside the form: counted on the map, priced by the table, never a promise."""

from collections.abc import Iterator

import pytest

from services.campaigns.reach import Asked, estimate, past_costs
from services.core.scope import Scope
from services.db import reading
from services.models import Frequency, RunStatus, ScrapingRun
from tests import support
from tests.databases import forget_settings
from tests.towns import Town, running_town

GYMS = Asked(["gyms"], ["Pune"], ["overpass"], 100, Frequency.DAILY)


@pytest.fixture
def town(free_port: int, sqlite: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", str(free_port))
    forget_settings()
    with running_town(free_port) as running:
        yield running


async def test_the_map_is_counted_and_a_small_reach_is_said(town: Town, alice: Scope) -> None:
    reach = await estimate(alice, GYMS)
    businesses = reach.sources[0].businesses
    assert 40 <= (businesses or 0) <= 96
    assert reach.sources[0].words.endswith("on the map, counted.")
    assert reach.contacts == f"About {businesses} contacts in all: fewer than the 3,000 a month you ask for."
    assert reach.cost == "Free of charge."


async def test_many_searches_are_estimated_from_a_few(town: Town, alice: Scope) -> None:
    cities = ["Pune", "Kota", "Jaipur", "Mumbai", "Delhi", "Chennai", "Kolkata", "Udaipur"]
    reach = await estimate(alice, Asked(["gyms"], cities, ["overpass"], 10, Frequency.WEEKLY))
    assert reach.sources[0].words.endswith("estimated from 6 of 8 searches.")
    assert (reach.sources[0].businesses or 0) > 8 * 40
    assert reach.contacts == "Up to about 40 contacts a month, 10 a run."


async def test_google_is_priced_by_the_table(town: Town, alice: Scope) -> None:
    asked = Asked(["gyms", "hotels"], ["Pune"], ["places", "directory"], 30, Frequency.DAILY)
    reach = await estimate(alice, asked)
    assert reach.sources[0].most_paise == 3 * 93
    assert reach.cost.startswith("Estimated ₹2.79 a run, ₹83.70 a month at most.")
    assert "once it is read" in reach.sources[1].words


async def test_a_map_that_does_not_answer_is_said_and_no_error(
    alice: Scope, sqlite: str, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", str(free_port))
    forget_settings()
    reach = await estimate(alice, GYMS)
    assert "does not answer" in reach.sources[0].words
    assert reach.contacts == "Up to about 3,000 contacts a month, 100 a run."


async def test_nothing_chosen_asks_for_more(alice: Scope, sqlite: str) -> None:
    for asked in (
        Asked([], ["Pune"], ["overpass"], 5, Frequency.DAILY),
        Asked(["gyms"], ["Pune"], [], 5, Frequency.DAILY),
    ):
        assert (await estimate(alice, asked)).contacts.startswith("Add industries")


def test_past_searches_tell_what_a_contact_cost(alice: Scope) -> None:
    both = support.add_scraping_campaign(alice, sources=["places", "overpass"])
    alone = support.add_scraping_campaign(alice, sources=["apify_maps"])
    for campaign, cost, added in ((both, 900, 1), (alone, 500, 10), (alone, 1000, 5), (alone, 0, 50)):
        run = ScrapingRun(scraping_campaign_id=campaign.id or 0, status=RunStatus.DONE, cost_paise=cost, added=added)
        support.add(alice, run)
    with reading(alice) as session:
        assert past_costs(session) == {"apify_maps": 100}
