"""Reads. A few best matches of each kind for the search box."""

from dataclasses import dataclass

from sqlalchemy import or_
from sqlmodel import Session, col, select

from services.models import Contact, Lead

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
    """Leads first, then contacts, whose name, company, e-mail or phone holds `text` (two letters or more)."""
    if len(text.strip()) < 2:
        return []
    return [
        hit for table, kind in ((Lead, "lead"), (Contact, "contact")) for hit in _matching(session, table, kind, text)
    ]


def _matching(session: Session, table: type[Lead] | type[Contact], kind: str, text: str) -> list[Hit]:
    pattern = _pattern(text)
    fields = (table.name, table.company, table.email, table.phone)
    found = session.exec(
        select(table)
        .where(or_(*(col(field).ilike(pattern, escape="\\") for field in fields)))
        .order_by(col(table.id).desc())
        .limit(_EACH)
    )
    return [
        Hit(row.name or row.company, row.company or row.email or row.phone or "", row.public_id, kind) for row in found
    ]
