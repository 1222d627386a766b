"""What becomes of each row of a batch, decided without writing anything: the check and the import both ask here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services.core.addresses import registrable_domain
from services.core.ids import new_id
from services.imports.known import TEXTS, Batch, LeftAlone, Slot
from services.imports.types import Choices, Person, Problem
from services.models import KnownContacts


class Fate(StrEnum):
    """What becomes of a row. Stored in an import's counts."""

    ADDED = "added"
    UPDATED = "updated"
    SAME = "same"  # known, and the file says nothing new
    SKIPPED = "skipped"  # known, and known ones are to be left as they are
    REFUSED = "refused"


_OPTED_OUT = "Asked not to be contacted, says the file"
_TWO = "The phone number belongs to one contact and the email address to another"
_SIMULATED = "A practice contact of the sandbox has this phone number or email address"
_BOUNCED = "The address does not exist: a message to it came back"


@dataclass
class Decided:
    """The batch after all its rows: `fates` in the rows' order, `pairs` are rows that name two contacts."""

    fates: list[Fate] = field(default_factory=list)
    slots: list[Slot | None] = field(default_factory=list)
    opted_out: list[Person] = field(default_factory=list)
    pairs: list[tuple[int, Slot, Slot]] = field(default_factory=list)


def decide(people: Sequence[Person], batch: Batch, alone: LeftAlone, choices: Choices) -> Decided:
    """Decide row after row; a later row sees what an earlier one made."""
    decided = Decided()
    for person in people:
        slot, other = standing(person, batch, alone)
        if person.refusal:
            fate = Fate.REFUSED
            if person.opt_out:
                decided.opted_out.append(person)
            if slot and other:
                decided.pairs.append((person.row, slot, other))
            slot = None
        elif slot is None:
            slot = _new(person)
            batch.put(slot)
            fate = Fate.ADDED
        else:
            fate = _known(person, slot, batch, choices.known)
        decided.fates.append(fate)
        decided.slots.append(slot)
    return decided


def standing(person: Person, batch: Batch, alone: LeftAlone) -> tuple[Slot | None, Slot | None]:
    """The contact that the row belongs to, and a second one where its phone and e-mail disagree.

    Fills the person's `refusal` when the row must not be imported, and leaves an address out that does not exist.
    """
    if person.refusal:
        return None, None
    if alone.bounced(person.email):
        person.problems.append(Problem(-1, _BOUNCED))
        person.email = None
    slot, other = batch.of(person)
    person.refusal = _OPTED_OUT if person.opt_out else _why_not(person, slot, other, alone)
    return slot, other


def _why_not(person: Person, slot: Slot | None, other: Slot | None, alone: LeftAlone) -> str:
    if not person.phone and not person.email:
        return _BOUNCED
    reason = alone.why(person, slot) or (alone.why(person, other) if other else "")
    if reason:
        return f"On your do-not-contact list: {reason[:1].lower()}{reason[1:]}"
    if other is not None:
        return _TWO
    return _SIMULATED if slot is not None and slot.values["is_sandbox"] else ""


def _new(person: Person) -> Slot:
    values: dict[str, Any] = {
        **person.fields,
        "phone": person.phone,
        "email": person.email,
        "domain": person.domain,
        "extra": person.extra,
        "is_sandbox": False,
    }
    return Slot(0, new_id("con"), values, is_new=True, row=person.row)


def _known(person: Person, slot: Slot, batch: Batch, known: KnownContacts) -> Fate:
    if known == KnownContacts.SKIP:
        return Fate.SKIPPED
    overwrite = known == KnownContacts.UPDATE
    changes = _changes(person, slot, batch, overwrite)
    if not changes:
        return Fate.SAME
    for name, value in changes.items():
        before = slot.changed[name][0] if name in slot.changed else slot.values[name]
        slot.changed[name] = [before, value]
        slot.values[name] = value
    slot.row = slot.row if slot.is_new else person.row
    batch.put(slot)
    return Fate.UPDATED


def _changes(person: Person, slot: Slot, batch: Batch, overwrite: bool) -> dict[str, Any]:
    """Field → new value, for what the row adds to the contact."""
    now = slot.values
    changes: dict[str, Any] = {
        name: person.fields[name]
        for name in TEXTS
        if person.fields[name] and person.fields[name] != now[name] and (overwrite or not now[name])
    }
    addresses = (("phone", person.phone, batch.by_phone), ("email", person.email, batch.by_email))
    changes |= {
        name: found
        for name, found, holders in addresses
        # an address that another contact holds stays with that one
        if found and found != now[name] and (overwrite or not now[name]) and found not in holders
    }
    extra = {**now["extra"], **person.extra} if overwrite else {**person.extra, **now["extra"]}
    if extra != now["extra"]:
        changes["extra"] = extra
    if changes and not now["domain"]:
        domain = registrable_domain(changes.get("website") or "") or registrable_domain(changes.get("email") or "")
        changes |= {"domain": domain} if domain else {}
    return changes
