"""Reads. The audit log, the newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from services.audit.rules import about, what
from services.core.keyset import capped_count, cursor_of, keyset
from services.core.paging import Page, PageRequest
from services.core.scope import Can, Scope
from services.models import AuditLog, OutreachCampaign, ScrapingCampaign, User

SYSTEM = "LeadGen"
MOST_EVENTS = 20


@dataclass(frozen=True)
class AuditRow:
    """One thing that was done. `who` is a person's name or the product's, `subject` the name of what it was done to."""

    id: int
    who: str
    what: str
    subject: str
    about: str
    at: datetime


def page_of_audit(session: Session, scope: Scope, request: PageRequest) -> Page[AuditRow]:
    """What was done at this customer; only the newest first is offered."""
    scope.require(Can.VIEW)
    found = select(AuditLog)
    newest = PageRequest(after=request.after, size=request.size)
    lines = list(session.execute(keyset(found, col(AuditLog.id), col(AuditLog.id), newest)).scalars())
    shown = lines[: request.size]
    after = cursor_of(0, shown[-1].id or 0) if len(lines) > request.size else ""
    return Page(_rows(session, shown), capped_count(session, found), after)


def history_of(session: Session, scope: Scope, entity: str) -> list[AuditRow]:
    """The newest 20 things that were done to one thing (by public id), the newest first."""
    scope.require(Can.VIEW)
    found = select(AuditLog).where(col(AuditLog.entity) == entity).order_by(col(AuditLog.id).desc())
    return _rows(session, list(session.execute(found.limit(MOST_EVENTS)).scalars()))


def _rows(session: Session, lines: Sequence[AuditLog]) -> list[AuditRow]:
    people = _people(session, {line.user_id for line in lines})
    names = _campaign_names(session, {line.entity for line in lines if line.entity})
    return [
        AuditRow(
            id=line.id or 0,
            who=people.get(line.user_id, "A former member") if line.user_id else SYSTEM,
            what=what(line.action),
            subject=names.get(line.entity, ""),
            about=about(line.detail),
            at=line.created_at,
        )
        for line in lines
    ]


def _people(session: Session, ids: Iterable[int]) -> dict[int, str]:
    rows = session.execute(select(col(User.id), col(User.name)).where(col(User.id).in_(set(ids))))
    return {row.id: row.name for row in rows}


def _campaign_names(session: Session, ids: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in (ScrapingCampaign, OutreachCampaign):
        rows = session.execute(select(col(table.public_id), col(table.name)).where(col(table.public_id).in_(ids)))
        found |= {row.public_id: row.name for row in rows}
    return found
