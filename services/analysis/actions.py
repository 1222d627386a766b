"""Writes. Switching the analysis on, and one round of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from services import audit
from services.analysis.facts import of_contact, of_lead
from services.analysis.types import Person, Written
from services.analysis.writing import as_json, write_about
from services.core.clock import now
from services.core.errors import AppError, Invalid, ProviderDown
from services.core.scope import Can, Scope, system_scope
from services.db import in_reading, in_transaction, on_database_thread, system_reading
from services.integrations.queries import find
from services.live import Topic, announce
from services.models import Contact, Customer, Lead, ScoreSettings
from services.queue import JobName, enqueue
from services.scoring.versions import settings_of

ROUND = 40  # contacts, and as many leads, in one round


@dataclass(frozen=True)
class _Round:
    """Whom to ask about, and up to which rows everyone will have been looked at."""

    people: list[Person]
    contacts_upto: int
    leads_upto: int


def switch(session: Session, scope: Scope, *, on: bool, least_score: int) -> None:
    """Begin or end the analysis; it begins with those found from now on. Raises Invalid at a wrong score."""
    scope.require(Can.EDIT_SETTINGS)
    if not 0 <= least_score <= 100:
        raise Invalid("Enter a score from 0 to 100.", "least_score")
    row = settings_of(session)
    if on and not row.is_written:
        row.contacts_upto = _newest(session, Contact)
        row.leads_upto = _newest(session, Lead)
    row.is_written, row.written_from, row.written_note = on, least_score, ""
    audit.record(session, scope, "analysis_switched_on" if on else "analysis_switched_off")


def _newest(session: Session, table: type[Any]) -> int:
    mine = select(func.coalesce(func.max(table.id), 0)).where(table.customer_id == session.info["customer_id"])
    return int(session.exec(mine).one())


async def analyse_due(owner_id: int = 0) -> None:
    """One round for a customer, or by the clock for everyone who switched it on."""
    for customer_id in [owner_id] if owner_id else await on_database_thread(_customers):
        await analyse(system_scope(customer_id))


def _customers() -> list[int]:
    with system_reading() as session:
        return list(session.exec(select(ScoreSettings.customer_id).where(col(ScoreSettings.is_written))))


async def analyse(scope: Scope) -> int:
    """Write about the next contacts and leads; returns about how many. Trouble that stays is noted for people."""
    due = await in_reading(scope, _due)
    if due is None:
        return 0
    try:
        written = await write_about(scope, due.people) if due.people else {}
    except ProviderDown:
        raise
    except AppError as trouble:
        await in_transaction(scope, _note, trouble.message)
        return 0
    await in_transaction(scope, _apply, due, written)
    return len(written)


def _due(session: Session) -> _Round | None:
    """None when it is switched off, no account is connected, or nobody is new."""
    row = session.exec(select(ScoreSettings)).first()
    if row is None or not row.is_written or find(session, "openai") is None:
        return None
    customer = session.get_one(Customer, row.customer_id)
    contacts, contacts_upto = _next(session, Contact, row.contacts_upto, col(Contact.quality_score) >= row.written_from)
    leads, leads_upto = _next(session, Lead, row.leads_upto)
    if (contacts_upto, leads_upto) == (row.contacts_upto, row.leads_upto):
        return None
    people = [of_contact(one, customer) for one in contacts] + [of_lead(one, customer) for one in leads]
    return _Round(people, contacts_upto, leads_upto)


def _next(session: Session, table: type[Any], after: int, *only: Any) -> tuple[Sequence[Any], int]:
    newest = _newest(session, table)
    wanted = select(table).where(table.id > after, table.id <= newest, *only).order_by(table.id).limit(ROUND)
    found = session.exec(wanted).all()
    return found, (found[-1].id if len(found) == ROUND else newest)


def _note(session: Session, words: str) -> None:
    row = settings_of(session)
    if row.written_note != words[:300]:
        row.written_note = words[:300]
        announce(session, row.customer_id, Topic.SCORES)


def _apply(session: Session, due: _Round, written: dict[str, Written]) -> None:
    """Beside the reasons; neither a score nor any other column of the person is touched."""
    tables: dict[str, type[Any]] = {"contact": Contact, "lead": Lead}
    at = now().isoformat()
    for person in due.people:
        row = session.get(tables[person.kind], person.id) if person.ref in written else None
        if row is not None:
            row.ai_analysis = {**row.ai_analysis, "written": {**as_json(written[person.ref]), "at": at}}
    row = settings_of(session)
    row.contacts_upto, row.leads_upto, row.written_note = due.contacts_upto, due.leads_upto, ""
    if len(due.people) >= ROUND:
        owner = row.customer_id
        enqueue(session, JobName.ANALYSE_PEOPLE, unique=f"analyse:{owner}", customer_id=owner, owner_id=owner)
    for topic in (Topic.CONTACTS, Topic.LEADS):
        announce(session, row.customer_id, topic)
