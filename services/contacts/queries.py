"""Reads. Pages of contacts, what may be filtered by, and selections."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, and_, select
from sqlmodel import Session, col

from services.contacts import rules
from services.contacts.finding import find, ids_after
from services.contacts.types import ContactFilters, ContactRow, Selection
from services.contacts.walking import Asked
from services.contacts.words import needles
from services.core.errors import Invalid, NotFound
from services.core.keyset import among, cursor_of
from services.core.paging import Page, PageRequest
from services.models import Contact, ScrapingCampaign, VerificationStatus
from services.people import display_name

MOST_IDS = 5_000
_CHUNK = 500
_COUNTED_AT_ONCE = 20_000
_SHOWN = (
    Contact.id, Contact.public_id, Contact.name, Contact.company, Contact.title, Contact.phone, Contact.email,
    Contact.city, Contact.quality_score, Contact.source, Contact.outreach_status, Contact.verification_status,
    Contact.created_at,
)  # fmt: skip


def get_contact(session: Session, contact_id: str) -> Contact:
    """The contact with this public id; NotFound also means "not yours"."""
    found = session.execute(select(Contact).where(col(Contact.public_id) == contact_id)).scalar_one_or_none()
    if found is None:
        raise NotFound("The contact")
    return found


def page_of_contacts(session: Session, request: PageRequest, filters: ContactFilters) -> Page[ContactRow]:
    """`request.order_by` is "newest", "score" or "name"."""
    found = find(session, asked_for(session, request.search, filters), request)
    shown = found.keys[: request.size]
    wanted = select(*map(col, _SHOWN)).where(among(session, col(Contact.id), [row_id for row_id, _ in shown]))
    rows = {row.id: row for row in session.execute(wanted)}
    last_id, value = shown[-1] if shown else (0, 0)
    more = len(found.keys) > request.size
    return Page(
        rows=[row_of(rows[row_id]) for row_id, _ in shown if row_id in rows],
        total=found.total,
        next_after=cursor_of(value, last_id) if more else "",
        is_least=found.is_least,
    )


def best(session: Session, search: str, most: int) -> list[int]:
    """Ids of the contacts with the highest scores that say `search`."""
    asked = asked_for(session, search, ContactFilters())
    keys = find(session, asked, PageRequest(order_by="score", size=most), counting=False).keys
    return [row_id for row_id, _ in keys[:most]]


def asked_for(session: Session, search: str, filters: ContactFilters) -> Asked:
    """What a list is narrowed to; raises Invalid for an unknown band, NotFound for a campaign."""
    if filters.band and filters.band not in rules.BANDS:
        raise Invalid("There is no such score band.")
    named = {
        "source": filters.source,
        "outreach": filters.outreach,
        "verification": filters.verification,
        "city": filters.city,
        "campaign": _campaign_id(session, filters.campaign) if filters.campaign else None,
    }
    equal = {name: value for name, value in named.items() if value}
    return Asked(equal, rules.BANDS.get(filters.band), needles(search))


def _campaign_id(session: Session, public_id: str) -> int:
    statement = select(col(ScrapingCampaign.id)).where(col(ScrapingCampaign.public_id) == public_id)
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("The campaign")
    return found


def row_of(contact: Contact | Row[Any]) -> ContactRow:
    """A whole contact, or those of its columns that a list shows."""
    name = display_name(contact.name, contact.company, contact.phone, contact.email)
    return ContactRow(
        id=contact.public_id,
        name=name,
        subtitle=rules.subtitle(contact.title, contact.company, name),
        city=contact.city,
        score=contact.quality_score,
        source=contact.source,
        source_words=rules.SOURCE_WORDS[contact.source],
        status=contact.outreach_status,
        status_words=rules.STATUS_WORDS[contact.outreach_status],
        is_invalid=contact.verification_status == VerificationStatus.INVALID,
        phone=contact.phone or "",
        email=contact.email or "",
        found_at=contact.created_at,
    )


def campaigns(session: Session) -> list[tuple[str, str]]:
    """Public id and name of the campaigns that contacts may have come from."""
    statement = select(col(ScrapingCampaign.public_id), col(ScrapingCampaign.name)).order_by(col(ScrapingCampaign.name))
    return [(public_id, name) for public_id, name in session.execute(statement)]


def from_openstreetmap(session: Session) -> bool:
    """Whether contacts may hold OpenStreetMap's data, whose licence (ODbL 4.3) asks to be named beside it."""
    sources = session.execute(select(col(ScrapingCampaign.sources))).scalars()
    return any("overpass" in names for names in sources)


def each_selected(session: Session, selection: Selection) -> Iterator[list[Contact]]:
    """The chosen contacts in chunks, oldest first, however many there are."""
    last = 0
    while chunk := chunk_after(session, selection, last):
        last = chunk[-1].id or 0
        yield chunk


def chunk_after(session: Session, selection: Selection, last: int, most: int = _CHUNK) -> list[Contact]:
    """At most `most` of the chosen contacts with an id above `last`, oldest first."""
    if selection.everything:
        asked = asked_for(session, selection.search, selection.filters)
        chosen = col(Contact.id).in_(ids_after(session, asked, last, most))
    else:
        chosen = and_(col(Contact.public_id).in_(selection.ids[:MOST_IDS]), col(Contact.id) > last)
    return list(session.execute(select(Contact).where(chosen).order_by(col(Contact.id)).limit(most)).scalars())


def size_of(session: Session, selection: Selection) -> int:
    """How many are chosen, counted no further than lists count."""
    if not selection.everything:
        return len(selection.ids[:MOST_IDS])
    asked = asked_for(session, selection.search, selection.filters)
    return find(session, asked, PageRequest(order_by="newest", size=1)).total


def count_of(session: Session, selection: Selection, until: int) -> int:
    """Exactly how many are chosen, of ids up to `until`: takes its time with many."""
    if not selection.everything:
        return len(selection.ids[:MOST_IDS])
    asked = asked_for(session, selection.search, selection.filters)
    total, last = 0, 0
    while ids := ids_after(session, asked, last, _COUNTED_AT_ONCE):
        total, last = total + sum(one <= until for one in ids), ids[-1]
    return total
