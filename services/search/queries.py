"""Reads. A few best matches of each kind for the search box."""

from dataclasses import dataclass

from sqlalchemy import or_
from sqlmodel import Session, col, select

from services.contacts.queries import best
from services.models import Contact, Lead
from services.people import display_name

_EACH = 6


@dataclass(frozen=True)
class Hit:
    label: str
    detail: str
    public_id: str
    kind: str


def _pattern(text: str) -> str:
    escaped = text.strip()[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def everything(session: Session, text: str) -> list[Hit]:
    """Leads first, then contacts, whose name, company, e-mail or phone say `text` (two letters or more)."""
    if len(text.strip()) < 2:
        return []
    return [*_leads(session, text), *_contacts(session, text)]


def _leads(session: Session, text: str) -> list[Hit]:
    pattern = _pattern(text)
    fields = (Lead.name, Lead.company, Lead.email, Lead.phone)
    found = session.exec(
        select(Lead)
        .where(or_(*(col(field).ilike(pattern, escape="\\") for field in fields)))
        .order_by(col(Lead.id).desc())
        .limit(_EACH)
    )
    return [_hit(row, "lead") for row in found]


def _contacts(session: Session, text: str) -> list[Hit]:
    """By the text index, as the list of contacts finds them; the best first."""
    keys = best(session, text, _EACH)
    found = {row.id: row for row in session.exec(select(Contact).where(col(Contact.id).in_(keys)))}
    return [_hit(found[key], "contact") for key in keys if key in found]


def _hit(row: Lead | Contact, kind: str) -> Hit:
    label = display_name(row.name, row.company, row.phone, row.email)
    return Hit(label, row.company or row.email or row.phone or "", row.public_id, kind)
