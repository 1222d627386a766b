"""What a search's own page shows: cities on a map, the latest contacts, places at Google, sources that are ready."""

import re

import pytest

from services.campaigns.drawing import drawing_of
from services.campaigns.findings import CityFinds, findings_of
from services.campaigns.scraping import scraping_detail
from services.campaigns.sources import SOURCES, USUAL_SOURCES, source_choices
from services.cleaning.coordinates import largest, position_of
from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.integrations.actions import save
from services.models import PlaceOutcome, PlaceReference, Provenance, RunStatus, ScrapingRun
from tests import support
from tests.databases import forget_settings


def test_cities_are_counted_and_placed_and_the_map_is_named(alice: Scope) -> None:
    campaign = support.add_scraping_campaign(alice)
    for city in ("Pune", "Pune", "Mumbai", "Nowhere at all", ""):
        contact = support.add_contact(alice, scrape_campaign_id=campaign.id, city=city)
    support.add_contact(alice, city="Delhi")
    with reading(alice) as session:
        found = findings_of(session, campaign, "IN")
    assert [(one.city, one.count) for one in found.cities] == [("Pune", 2), ("Mumbai", 1), ("Nowhere at all", 1)]
    assert found.cities[0].position == (18.52, 73.86)
    assert found.cities[2].position is None
    assert (found.recent[0].id, len(found.recent), found.has_map_data) == (contact.public_id, 5, False)
    origin = {"field": "phone", "value": "1", "source_url": "https://www.openstreetmap.org/node/1", "found_at": now()}
    support.add(alice, Provenance(contact_id=contact.id or 0, method="overpass tag", **origin))
    with reading(alice) as session:
        assert findings_of(session, campaign, "IN").has_map_data


def test_places_are_told_by_what_became_of_them(alice: Scope) -> None:
    campaign = support.add_scraping_campaign(alice)
    for number, became in enumerate([PlaceOutcome.NO_SITE] * 12 + [PlaceOutcome.CLOSED, PlaceOutcome.CONTACT]):
        support.add(alice, PlaceReference(place_id=f"ChIJ{number}", scraping_campaign_id=campaign.id, became=became))
    with reading(alice) as session:
        places = findings_of(session, campaign, "IN").places
    assert (places.looked_at, places.no_site, places.closed, places.contacts) == (14, 12, 1, 1)
    assert places.without_site[0] == "ChIJ11"
    assert len(places.without_site) == 10


def test_nobody_sees_anothers_finds(alice: Scope, charlie: Scope) -> None:
    campaign = support.add_scraping_campaign(alice)
    support.add_contact(alice, scrape_campaign_id=campaign.id, city="Pune")
    support.add(alice, PlaceReference(place_id="ChIJ", scraping_campaign_id=campaign.id, became=PlaceOutcome.NO_SITE))
    with reading(charlie) as session:
        found = findings_of(session, campaign, "IN")
    assert (found.cities, found.recent, found.places.looked_at) == ([], [], 0)


def test_a_run_tells_what_it_cost(alice: Scope) -> None:
    campaign = support.add_scraping_campaign(alice)
    support.add(alice, ScrapingRun(scraping_campaign_id=campaign.id or 0, status=RunStatus.DONE, cost_paise=465))
    with reading(alice) as session:
        assert scraping_detail(session, alice.customer_id, campaign.public_id).runs[0].cost_paise == 465


def test_a_source_without_its_account_says_what_is_missing(alice: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADGEN_SANDBOX", "false")
    forget_settings()
    with reading(alice) as session:
        before = {one.key: one for one in source_choices(session)}
    assert set(before) == set(SOURCES) > set(USUAL_SOURCES)
    assert all(not before[key].why_not for key in USUAL_SOURCES)
    assert before["places"].why_not == "Google Places is not connected."
    assert before["places"].settings_path == "/settings/integrations?edit=places"
    with transaction(alice) as session:
        save(session, alice, "places", {"api_key": "AIza" + "k" * 30})
    with reading(alice) as session:
        assert not next(one for one in source_choices(session) if one.key == "places").why_not


def test_a_city_is_placed_in_any_spelling() -> None:
    assert position_of("Bangalore", "IN") == position_of("Bengaluru", "IN") == (12.97, 77.59)
    assert position_of("पुणे", "IN") == (18.52, 73.86)
    assert position_of("Nowhere at all", "IN") is None
    assert position_of("Pune", "../../etc") is None
    north, east = zip(*largest("IN"), strict=True)
    assert 6 < min(north) < max(north) < 36
    assert 67 < min(east) < max(east) < 98


def test_dots_lie_where_their_cities_do_and_labels_never_cover_each_other() -> None:
    counts = {"Mumbai": 90, "Pune": 40, "Thane": 30, "Delhi": 20, "Chennai": 10, "Kolkata": 1}
    cities = [CityFinds(name, count, position_of(name, "IN")) for name, count in counts.items()]
    drawing = drawing_of([*cities, CityFinds("Nowhere", 7, None)], "IN")
    at = {dot.city: dot for dot in drawing.dots}
    width, height = (float(part) for part in drawing.view_box.split()[2:])
    assert float(at["Delhi"].y) < float(at["Mumbai"].y) < float(at["Chennai"].y)
    assert float(at["Mumbai"].x) < float(at["Delhi"].x) < float(at["Kolkata"].x)
    assert float(at["Mumbai"].radius) > float(at["Pune"].radius) > float(at["Kolkata"].radius) >= 4
    assert all(0 <= float(dot.x) <= width and 0 <= float(dot.y) <= height for dot in drawing.dots)
    assert at["Mumbai"].label == "Mumbai"
    assert {at[name].anchor for name in ("Mumbai", "Pune") if at[name].label} <= {"start", "end"}
    assert sum(bool(at[name].label) for name in ("Mumbai", "Pune", "Thane")) < 3
    assert drawing.elsewhere == 7
    assert re.fullmatch(r"(M[\d.]+ [\d.]+h0)+", drawing.ground)


def test_nothing_found_is_nothing_drawn() -> None:
    assert drawing_of([], "IN").dots == ()
    assert drawing_of([CityFinds("Nowhere", 2, None)], "XX").elsewhere == 2
    assert len(drawing_of([CityFinds("Here", 2, (1.0, 2.0))], "XX").dots) == 1
