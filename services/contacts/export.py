"""Contacts as CSV, formula-safe, streamed in chunks."""

import csv
import io
from collections.abc import Iterator

from sqlmodel import Session

from services import audit
from services.contacts import rules
from services.contacts.queries import each_selected
from services.contacts.types import Selection
from services.core.scope import Can, Scope
from services.models import Contact

HEADINGS = (
    "Name", "Company", "Title", "Phone", "Email", "City", "State", "Website", "Score", "Source", "Outreach",
    "Verification", "Found at (UTC)",
)  # fmt: skip
ATTRIBUTION = "Contains data © OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright"


def contacts_csv(session: Session, scope: Scope, selection: Selection) -> Iterator[str]:
    """RFC 4180 lines: headings, one line a contact, and the attribution that some sources ask for."""
    scope.require(Can.EXPORT)
    yield _line(HEADINGS)
    total = 0
    for chunk in each_selected(session, selection):
        total += len(chunk)
        yield "".join(_line(_cells(contact)) for contact in chunk)
    yield _line((ATTRIBUTION,))
    audit.record(session, scope, "contacts_exported", detail={"contacts": total})


def _cells(contact: Contact) -> tuple[str, ...]:
    return (
        contact.name, contact.company, contact.title, contact.phone or "", contact.email or "", contact.city,
        contact.state, contact.website, str(contact.quality_score), rules.SOURCE_WORDS[contact.source],
        rules.STATUS_WORDS[contact.outreach_status], rules.VERIFICATION_WORDS[contact.verification_status],
        contact.created_at.strftime("%Y-%m-%d %H:%M"),
    )  # fmt: skip


def _line(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([rules.csv_safe(cell) for cell in cells])
    return out.getvalue()
