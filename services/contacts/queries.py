"""Reads. Pages of contacts, what may be filtered by, and selections."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from services.contacts import rules
from services.contacts.types import ContactFilters, ContactRow, Selection
from services.core.errors import Invalid, NotFound
from services.core.keyset import capped_count, cursor_of, keyset
from services.core.paging import Page, PageRequest
from services.models import Contact, ScrapingCampaign, VerificationStatus
from services.people import display_name

SORTABLE: dict[str, Mapped[Any]] = {
    "newest": col(Contact.id),
    "score": col(Contact.quality_score),
    "name": col(Contact.name),
}
_CURSOR_VALUES = {
    "newest": lambda contact: 0,
    "score": lambda contact: contact.quality_score,
    "name": lambda contact: contact.name,
}
MOST_CITIES = 200
_CHUNK = 500


def get_contact(session: Session, contact_id: str) -> Contact:
    """The contact with this public id; NotFound also means "not yours"."""
    found = session.execute(select(Contact).where(col(Contact.public_id) == contact_id)).scalar_one_or_none()
    if found is None:
        raise NotFound("The contact")
    return found


def page_of_contacts(session: Session, request: PageRequest, filters: ContactFilters) -> Page[ContactRow]:
    """`request.order_by` is "newest", "score" or "name"."""
    found = matching(session, request.search, filters)
    by = request.order_by if request.order_by in SORTABLE else "newest"
    contacts = list(session.execute(keyset(found, SORTABLE[by], col(Contact.id), request)).scalars())
    shown = contacts[: request.size]
    more = len(contacts) > request.size
    return Page(
        rows=[row_of(contact) for contact in shown],
        total=capped_count(session, found),
        next_after=cursor_of(_CURSOR_VALUES[by](shown[-1]), shown[-1].id or 0) if more else "",
    )


def matching(session: Session, search: str, filters: ContactFilters) -> Select[Any]:
    """The statement that finds the contacts which a list shows."""
    found = select(Contact)
    for column, wanted in (
        (col(Contact.source), filters.source),
        (col(Contact.outreach_status), filters.outreach),
        (col(Contact.verification_status), filters.verification),
        (col(Contact.city), filters.city),
    ):
        if wanted:
            found = found.where(column == wanted)
    if filters.band:
        if filters.band not in rules.BANDS:
            raise Invalid("There is no such score band.")
        found = found.where(col(Contact.quality_score).between(*rules.BANDS[filters.band]))
    if filters.campaign:
        found = found.where(col(Contact.scrape_campaign_id) == _campaign_id(session, filters.campaign))
    return found.where(_says(search)) if search.strip() else found


def _campaign_id(session: Session, public_id: str) -> int:
    statement = select(col(ScrapingCampaign.id)).where(col(ScrapingCampaign.public_id) == public_id)
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("The campaign")
    return found


def _says(search: str) -> ColumnElement[bool]:
    text = search.strip()[:200]
    wanted = [
        column.icontains(text, autoescape=True)
        for column in (col(Contact.name), col(Contact.company), col(Contact.email))
    ]
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) >= 4:
        wanted.append(col(Contact.phone).contains(digits, autoescape=True))
    return or_(*wanted)


def row_of(contact: Contact) -> ContactRow:
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


def cities(session: Session) -> list[tuple[str, int]]:
    """Cities of this customer's contacts with how many there are, most first."""
    number = func.count(col(Contact.id))
    statement = (
        select(col(Contact.city), number)
        .where(col(Contact.city) != "")
        .group_by(col(Contact.city))
        .order_by(number.desc(), col(Contact.city))
        .limit(MOST_CITIES)
    )
    return [(city, count) for city, count in session.execute(statement)]


def campaigns(session: Session) -> list[tuple[str, str]]:
    """Public id and name of the campaigns that contacts may have come from."""
    statement = select(col(ScrapingCampaign.public_id), col(ScrapingCampaign.name)).order_by(col(ScrapingCampaign.name))
    return [(public_id, name) for public_id, name in session.execute(statement)]


def from_openstreetmap(session: Session) -> bool:
    """Whether contacts may hold OpenStreetMap's data, whose licence (ODbL 4.3) asks to be named beside it."""
    sources = session.execute(select(col(ScrapingCampaign.sources))).scalars()
    return any("overpass" in names for names in sources)


def selected(session: Session, selection: Selection) -> Select[Any]:
    """The statement that finds a selection's contacts."""
    if selection.everything:
        return matching(session, selection.search, selection.filters)
    return select(Contact).where(col(Contact.public_id).in_(selection.ids[:5000]))


def each_selected(session: Session, selection: Selection) -> Iterator[list[Contact]]:
    """The chosen contacts in chunks, oldest first, however many there are."""
    last = 0
    while chunk := chunk_after(session, selection, last):
        last = chunk[-1].id or 0
        yield chunk


def chunk_after(session: Session, selection: Selection, last: int) -> list[Contact]:
    """At most 500 of the chosen contacts with an id above `last`, oldest first."""
    found = selected(session, selection).where(col(Contact.id) > last).order_by(col(Contact.id))
    return list(session.execute(found.limit(_CHUNK)).scalars())
