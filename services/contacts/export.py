"""Contacts as CSV (RFC 4180) or as a workbook, formula-safe, read in chunks so that no transaction waits for a slow
download and no file is ever held in memory."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from services import audit
from services.contacts import rules
from services.contacts.queries import chunk_after, size_of
from services.contacts.types import Selection
from services.core.scope import Can, Scope
from services.models import Contact, Provenance, ScrapingCampaign

HEADINGS = (
    "Name", "Company", "Title", "Phone", "Email", "City", "State", "Website", "Score", "Source", "Outreach",
    "Verification", "Found at (UTC)", "Other details",
)  # fmt: skip
ATTRIBUTION = "Contains data © OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright"
_OPENSTREETMAP = "https://www.openstreetmap.org/"
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as Windows-1252


@dataclass(frozen=True)
class Chunk:
    """Some contacts' cells; `last` is what to ask with for those that follow, 0 after the last of all.

    `is_open_data`: some of it may be OpenStreetMap's, whose licence asks to be named in the file.
    """

    rows: Sequence[tuple[str, ...]]
    last: int
    is_open_data: bool


def begin_export(session: Session, scope: Scope, selection: Selection) -> None:
    """Note in the audit log who takes how many contacts away."""
    scope.require(Can.EXPORT)
    audit.record(session, scope, "contacts_exported", detail={"contacts": size_of(session, selection)})


def next_chunk(session: Session, scope: Scope, selection: Selection, after: int) -> Chunk:
    """The contacts after the id `after`, as they are to be written."""
    scope.require(Can.EXPORT)
    contacts = chunk_after(session, selection, after)
    last = (contacts[-1].id or 0) if contacts else 0
    return Chunk([_cells(contact) for contact in contacts], last, _is_open_data(session, contacts))


def csv_head() -> str:
    """The first line, behind the mark that Excel needs."""
    return _BYTE_ORDER_MARK + csv_lines([HEADINGS])


def csv_lines(rows: Sequence[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([[rules.csv_safe(cell) for cell in row] for row in rows])
    return out.getvalue()


def _is_open_data(session: Session, contacts: Sequence[Contact]) -> bool:
    campaigns = {contact.scrape_campaign_id for contact in contacts if contact.scrape_campaign_id}
    sources: list[Any] = []
    if campaigns:
        asked = select(ScrapingCampaign.sources).where(col(ScrapingCampaign.id).in_(campaigns))
        sources = list(session.exec(asked))
    if any("overpass" in names for names in sources):
        return True
    of_them = col(Provenance.contact_id).in_([contact.id for contact in contacts])
    read_there = col(Provenance.source_url).startswith(_OPENSTREETMAP)
    return session.exec(select(Provenance.id).where(of_them, read_there).limit(1)).first() is not None


def _cells(contact: Contact) -> tuple[str, ...]:
    return (
        contact.name, contact.company, contact.title, contact.phone or "", contact.email or "", contact.city,
        contact.state, contact.website, str(contact.quality_score), rules.SOURCE_WORDS[contact.source],
        rules.STATUS_WORDS[contact.outreach_status], rules.VERIFICATION_WORDS[contact.verification_status],
        contact.created_at.strftime("%Y-%m-%d %H:%M"),
        "; ".join(f"{heading}: {text}" for heading, text in contact.extra.items()),
    )  # fmt: skip
