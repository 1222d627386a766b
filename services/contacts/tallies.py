"""How many contacts have which city, source, state or campaign: counted live for few, kept by a job for many."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlmodel import Session, col

from services.core.clock import now
from services.core.paging import MOST_COUNTED
from services.core.scope import system_scope
from services.db import insert_ignoring, reading, system_reading, transaction
from services.live import Topic
from services.models import Contact, ContactTally, LiveEvent

MOST_SHOWN = 50
COLUMNS = {
    "city": col(Contact.city),
    "campaign": col(Contact.scrape_campaign_id),
    "verification": col(Contact.verification_status),
    "outreach": col(Contact.outreach_status),
    "source": col(Contact.source),
}
_INDEXES = {
    "city": "ix_contact_city_score",
    "campaign": "ix_contact_campaign_score",
    "verification": "ix_contact_verification_score",
    "outreach": "ix_contact_status_score",
    "source": "ix_contact_source_score",
}


def cities(session: Session, search: str = "", most: int = MOST_SHOWN) -> list[tuple[str, int]]:
    """Cities whose name holds `search`, with how many of the customer's contacts there are; most first."""
    text = search.strip()[:120]
    if _is_kept(session):
        value, number = col(ContactTally.value), col(ContactTally.number)
        found = select(value, number).where(col(ContactTally.kind) == "city")
        if text:
            found = found.where(value.icontains(text, autoescape=True))
        statement = found.order_by(number.desc(), value).limit(most)
    else:
        city, number = COLUMNS["city"], func.count()
        found = _counted("city").where(city != "")
        if text:
            found = found.where(city.icontains(text, autoescape=True))
        statement = found.order_by(number.desc(), city).limit(most)
    return [(str(value), int(number)) for value, number in session.execute(statement)]


def sizes(session: Session, wanted: Mapping[str, str]) -> dict[str, int]:
    """How many contacts each filter (name → value) leaves by itself, as last counted; {} when nothing is kept."""
    kind, value = col(ContactTally.kind), col(ContactTally.value)
    found = select(kind, value, col(ContactTally.number)).where(kind.in_(wanted), value.in_(wanted.values()))
    known = {(name, of): number for name, of, number in session.execute(found)}
    if not known and not _is_kept(session):
        return {}
    return {name: known.get((name, of), 0) for name, of in wanted.items()}


def _is_kept(session: Session) -> bool:
    return session.execute(select(col(ContactTally.id)).limit(1)).first() is not None


def _counted(kind: str) -> Select[Any, int]:
    column = COLUMNS[kind]
    return (
        select(column, func.count())
        .group_by(column)
        .with_hint(Contact, f"INDEXED BY {_INDEXES[kind]}", "sqlite")
    )  # fmt: skip


def count_changed() -> int:
    """Count again for customers with many contacts whose contacts changed since; returns for how many."""
    with system_reading() as session:
        newest = func.max(col(LiveEvent.created_at))
        changed = session.execute(
            select(col(LiveEvent.customer_id), newest)
            .where(col(LiveEvent.topic) == Topic.CONTACTS)
            .group_by(col(LiveEvent.customer_id))
        ).all()
        counted = dict(
            session.execute(
                select(col(ContactTally.customer_id), func.min(col(ContactTally.updated_at))).group_by(
                    col(ContactTally.customer_id)
                )
            ).all()
        )
    due = [customer_id for customer_id, at in changed if customer_id not in counted or counted[customer_id] < at]
    return sum(count_again(customer_id) for customer_id in due)


def count_again(customer_id: int) -> bool:
    """Count one customer's contacts anew, or forget the tallies of one with few; True when they are kept."""
    scope = system_scope(customer_id)
    at = now()
    with reading(scope) as session:
        some = select(col(Contact.id)).limit(MOST_COUNTED).subquery()
        is_many = session.execute(select(func.count()).select_from(some)).scalar_one() >= MOST_COUNTED
        found = {kind: list(session.execute(_counted(kind))) for kind in COLUMNS} if is_many else {}
    rows = [
        {"kind": kind, "value": str(getattr(value, "value", value))[:120], "number": number, "created_at": at,
         "updated_at": at}
        for kind, counted in found.items()
        for value, number in counted
        if value not in {None, ""}
    ]  # fmt: skip
    with transaction(scope) as session:
        session.execute(delete(ContactTally))
        insert_ignoring(session, ContactTally, rows)
    return is_many
