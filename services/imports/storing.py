"""Writes a decided batch: contacts, where their fields come from, what can be undone, what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from services.compliance.bulk import Agreement, record_agreements, suppress_many
from services.contacts.detail import EVERY_FIELD
from services.core.clock import now
from services.core.errors import Conflict
from services.core.scope import Scope
from services.db import insert_ignoring, insert_new, update_many
from services.imports.deciding import Decided, Fate, decide
from services.imports.known import STORED, TEXTS, LeftAlone, Slot, load
from services.imports.types import Choices, Person
from services.models import (
    Channel,
    Contact,
    ContactSource,
    ImportedRow,
    ImportOutcome,
    ImportProblem,
    Provenance,
)
from services.scoring.cards import Card
from services.scoring.contacts import analysis_of, rescore
from services.scoring.rules import Audience, ContactFacts, score_contact

SEEN = "seen"  # the origin of a contact about which a file said nothing new
ORIGINS = (*TEXTS, "phone", "email")
METHOD_LENGTH = 60
_ROUNDS = 3


@dataclass
class Stored:
    """Counts of a batch by `Fate`, rows taken without some of their cells, and contacts to compare with others."""

    counts: dict[str, int] = field(default_factory=dict)
    repaired: int = 0
    contact_ids: list[int] = field(default_factory=list)
    pairs: list[tuple[int, int, int]] = field(default_factory=list)  # row, and the two contacts that it names


@dataclass(frozen=True)
class Importing:
    """The import that a batch belongs to, as of its start."""

    import_id: int
    public_id: str
    file_name: str
    headings: tuple[str, ...]
    choices: Choices
    audience: Audience
    card: Card

    @property
    def link(self) -> str:
        """Where the import is shown: the origin of every field that it brought."""
        return f"/contacts/import?id={self.public_id}"

    def method(self, row: int) -> str:
        """ "contacts.csv, row 17"."""
        end = f", row {row}"
        return f"{self.file_name[: METHOD_LENGTH - len(end)]}{end}"


def store(session: Session, scope: Scope, importing: Importing, people: Sequence[Person]) -> Stored:
    """Everything that a batch brings, in the caller's transaction.

    On PostgreSQL somebody else may store one of the same people in the meantime: those rows are decided again.
    """
    stored = Stored()
    left = list(people)
    for _round in range(_ROUNDS):
        batch = load(session, left)
        decided = decide(left, batch, LeftAlone(session, left, batch), importing.choices)
        missed = _write_contacts(session, importing, decided)
        left = _account(session, scope, importing, left, decided, missed, stored)
        if not left:
            return stored
    raise Conflict("These contacts are being changed elsewhere. The import goes on by itself in a moment.")


def _write_contacts(session: Session, importing: Importing, decided: Decided) -> set[str]:
    """Insert the new and update the changed; returns the public ids of new ones that lost a race."""
    slots = {slot.public_id: slot for slot in decided.slots if slot is not None}
    new = [slot for slot in slots.values() if slot.is_new]
    rows = [_new_row(slot, importing) for slot in new]
    numbers = {
        public_id: number for number, public_id in insert_new(session, Contact, rows, Contact.id, Contact.public_id)
    }
    for slot in new:
        slot.number = numbers.get(slot.public_id, 0)
    changed = [slot for slot in slots.values() if slot.changed and not slot.is_new]
    update_many(
        session, Contact, [{"id": slot.number, **{name: slot.values[name] for name in STORED}} for slot in changed]
    )
    touched = select(Contact).where(col(Contact.id).in_([slot.number for slot in changed]))
    rescore(session, list(session.exec(touched)) if changed else [], importing.audience, importing.card)
    return {slot.public_id for slot in new if not slot.number}


def _account(
    session: Session,
    scope: Scope,
    importing: Importing,
    people: Sequence[Person],
    decided: Decided,
    missed: set[str],
    stored: Stored,
) -> list[Person]:
    """Origins, the way back, refusals and consents of the rows that took effect; returns those that did not."""
    again: list[Person] = []
    kept: list[tuple[Person, Slot]] = []
    problems: list[dict[str, Any]] = []
    for person, fate, slot in zip(people, decided.fates, decided.slots, strict=True):
        if slot is not None and slot.public_id in missed:
            again.append(person)
            continue
        stored.counts[fate] = stored.counts.get(fate, 0) + 1
        if fate == Fate.REFUSED or person.problems:
            stored.repaired += fate != Fate.REFUSED
            problems.append(_problem(importing, person, fate))
        if slot is not None and fate not in {Fate.REFUSED, Fate.SKIPPED}:
            kept.append((person, slot))
    touched = {slot.public_id: slot for _, slot in kept if slot.row}
    _keep_origins(session, importing, list(touched.values()))
    _vouch(session, importing, [(person, slot) for person, slot in kept if not slot.row])
    insert_ignoring(session, ImportProblem, problems)
    suppress_many(session, scope, [(p.phone, p.email) for p in decided.opted_out], f"import of {importing.file_name}")
    _agree(session, scope, importing, kept)
    stored.contact_ids += [slot.number for slot in touched.values()]
    stored.pairs += [
        (row, one.number, other.number) for row, one, other in decided.pairs if one.number and other.number
    ]
    return again


def _new_row(slot: Slot, importing: Importing) -> dict[str, Any]:
    """All columns of a new contact, its score among them."""
    values = slot.values
    facts = ContactFacts(
        name=values["name"],
        title=values["title"],
        company=values["company"],
        industry=values["industry"],
        city=values["city"],
        phone=values["phone"] or "",
        email=values["email"] or "",
        website=values["website"],
        domain=values["domain"],
        text=f"{values['company']} {values['title']} {values['industry']}",
        is_imported=True,
        pages=1,
    )
    score = score_contact(facts, importing.audience, importing.card)
    return {
        **{name: values[name] for name in STORED},
        "public_id": slot.public_id,
        "source": ContactSource.MANUAL_IMPORT,
        "quality_score": score.points,
        "ai_analysis": analysis_of(score, importing.card),
    }


def _problem(importing: Importing, person: Person, fate: Fate) -> dict[str, Any]:
    cells = [
        f"{importing.headings[problem.column]}: {problem.words}" if problem.column >= 0 else problem.words
        for problem in person.problems
    ]
    words = [person.refusal] if fate == Fate.REFUSED else []
    return {
        "import_id": importing.import_id,
        "row_number": person.row,
        "is_refused": fate == Fate.REFUSED,
        "reason": "; ".join(dict.fromkeys([*words, *cells]))[:500],
        "cells": [cell[:1000] for cell in person.cells],
    }


def _keep_origins(session: Session, importing: Importing, slots: Sequence[Slot]) -> None:
    """One origin for all fields of a new contact, one for each field that changed of a known one; and the way back."""
    at = now()
    origins: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for slot in slots:
        fields = {name: str(after) for name, (_, after) in slot.changed.items() if name in ORIGINS}
        shared = {
            "contact_id": slot.number,
            "source_url": importing.link,
            "method": importing.method(slot.row),
            "found_at": at,
        }
        given = {EVERY_FIELD: ""} if slot.is_new else fields
        origins += [{**shared, "field": name, "value": value[:500]} for name, value in given.items()]
        rows.append(
            {
                "import_id": importing.import_id,
                "row_number": slot.row,
                "contact_id": slot.public_id,
                "outcome": ImportOutcome.ADDED if slot.is_new else ImportOutcome.CHANGED,
                "changed": {} if slot.is_new else slot.changed,
            }
        )
    insert_ignoring(session, Provenance, origins)
    insert_ignoring(session, ImportedRow, rows)


def _vouch(session: Session, importing: Importing, same: Sequence[tuple[Person, Slot]]) -> None:
    """A file that says nothing new still names the person: undoing another import must not remove them."""
    at = now()
    seen = {slot.number: person.row for person, slot in same if slot.number}
    rows = [
        {
            "contact_id": number,
            "field": SEEN,
            "value": "",
            "source_url": importing.link,
            "method": importing.method(row),
            "found_at": at,
        }
        for number, row in seen.items()
    ]
    insert_ignoring(session, Provenance, rows)


def _agree(session: Session, scope: Scope, importing: Importing, kept: Sequence[tuple[Person, Slot]]) -> None:
    """Write down who agreed to be written to: everybody if somebody here said so, else whom the file names."""
    said, files = set(importing.choices.opt_in), {"whatsapp", "email"}
    for evidence, channels_of in (
        (importing.choices.evidence, lambda person: said),
        (f"Column of {importing.file_name}", lambda person: files.intersection(person.opt_in) - said),
    ):
        agreements = [
            Agreement(address, Channel(channel))
            for person, _ in kept
            for channel in channels_of(person)
            if (address := person.phone if channel == Channel.WHATSAPP else person.email)
        ]
        if agreements:
            record_agreements(session, scope, agreements, evidence=evidence, source=importing.link)
