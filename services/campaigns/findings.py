"""Reads. What a search has found: where its contacts are, the latest of them, what became of places at Google."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, exists, func, select

from services.cleaning.coordinates import position_of
from services.models import Contact, PlaceOutcome, PlaceReference, Provenance, ScrapingCampaign

MOST_CITIES = 60
MOST_RECENT = 8
MOST_PLACES = 10
OSM_METHOD = "overpass tag"


@dataclass(frozen=True)
class CityFinds:
    """Contacts in one city; `position` is degrees north and east, None for a city that no table knows."""

    city: str
    count: int
    position: tuple[float, float] | None


@dataclass(frozen=True)
class RecentContact:
    id: str
    name: str
    company: str
    city: str
    score: int
    found_at: datetime


@dataclass(frozen=True)
class PlaceFinds:
    """Places at Google by what became of them; `without_site` are ids, which is all that may be kept of them."""

    looked_at: int = 0
    contacts: int = 0
    no_site: int = 0
    nothing_said: int = 0
    closed: int = 0
    without_site: tuple[str, ...] = ()


@dataclass(frozen=True)
class Findings:
    """What the campaign's own page shows beside its runs."""

    cities: list[CityFinds]
    recent: list[RecentContact]
    places: PlaceFinds
    has_map_data: bool  # some of it comes from OpenStreetMap, which asks to be named


def findings_of(session: Session, campaign: ScrapingCampaign, region: str) -> Findings:
    """All of it is counted over the contacts that are still stored."""
    mine = col(Contact.scrape_campaign_id) == campaign.id
    number = func.count(col(Contact.id))
    counted = session.exec(
        select(Contact.city, number)
        .where(mine, col(Contact.city) != "")
        .group_by(col(Contact.city))
        .order_by(number.desc(), col(Contact.city))
        .limit(MOST_CITIES)
    )
    latest = session.exec(select(Contact).where(mine).order_by(col(Contact.id).desc()).limit(MOST_RECENT))
    from_map = select(Provenance.id).where(
        Provenance.method == OSM_METHOD, col(Provenance.contact_id).in_(select(Contact.id).where(mine))
    )
    return Findings(
        cities=[CityFinds(city, count, position_of(city, region)) for city, count in counted],
        recent=[
            RecentContact(one.public_id, one.name, one.company, one.city, one.quality_score, one.created_at)
            for one in latest
        ],
        places=_places(session, campaign),
        has_map_data=bool(session.exec(select(exists(from_map))).one()),
    )


def _places(session: Session, campaign: ScrapingCampaign) -> PlaceFinds:
    mine = col(PlaceReference.scraping_campaign_id) == campaign.id
    counts = dict(
        session.exec(
            select(PlaceReference.became, func.count(col(PlaceReference.id)))
            .where(mine)
            .group_by(col(PlaceReference.became))
        ).all()
    )
    without = session.exec(
        select(PlaceReference.place_id)
        .where(mine, PlaceReference.became == PlaceOutcome.NO_SITE)
        .order_by(col(PlaceReference.id).desc())
        .limit(MOST_PLACES)
    )
    return PlaceFinds(
        looked_at=sum(counts.values()),
        contacts=counts.get(PlaceOutcome.CONTACT, 0),
        no_site=counts.get(PlaceOutcome.NO_SITE, 0),
        nothing_said=counts.get(PlaceOutcome.NOTHING_SAID, 0),
        closed=counts.get(PlaceOutcome.CLOSED, 0),
        without_site=tuple(without),
    )
