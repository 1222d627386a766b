"""What the database already knows of a batch: contacts by phone, e-mail and domain, and who must be left alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from services.compliance.bulk import has_suppressions, suppressions_among
from services.compliance.queries import Key, keys_of
from services.compliance.rules import HARD_BOUNCE, why_suppressed
from services.core.keyset import among
from services.imports.types import Person
from services.models import Contact, ContactAlias
from services.web.extract.company import comparable

TEXTS = ("name", "company", "title", "city", "state", "website", "industry")
STORED = (*TEXTS, "phone", "email", "domain", "extra")
_READ = ("id", "public_id", *STORED, "is_sandbox")
_CHUNK = 5_000


@dataclass(slots=True)
class Slot:
    """One contact of the batch as it will be after it.

    `number` is its id, 0 until a new one is stored; `row` is the row that touched it last, 0 when none did;
    `changed` holds [before, after] of a known contact's fields.
    """

    number: int
    public_id: str
    values: dict[str, Any]
    is_new: bool = False
    row: int = 0
    changed: dict[str, list[Any]] = field(default_factory=dict)


class Batch:
    """Slots by everything that names one person."""

    def __init__(self) -> None:
        self.by_phone: dict[str, Slot] = {}
        self.by_email: dict[str, Slot] = {}
        self.by_domain: dict[str, list[Slot]] = {}
        self.by_id: dict[int, Slot] = {}

    def put(self, slot: Slot) -> None:
        """Let the slot be found by what it holds now."""
        if slot.number:
            self.by_id[slot.number] = slot
        if slot.values["phone"]:
            self.by_phone[slot.values["phone"]] = slot
        if slot.values["email"]:
            self.by_email[slot.values["email"]] = slot
        if slot.values["domain"]:
            same = self.by_domain.setdefault(slot.values["domain"], [])
            if slot not in same:
                same.append(slot)

    def of(self, person: Person) -> tuple[Slot | None, Slot | None]:
        """The contact to which a row belongs, and a second one when its phone and its e-mail disagree."""
        by_phone = self.by_phone.get(person.phone or "")
        by_email = self.by_email.get(person.email or "")
        if by_phone and by_email and by_phone is not by_email:
            return by_phone, by_email
        return by_phone or by_email or self._at_domain(person), None

    def _at_domain(self, person: Person) -> Slot | None:
        """The same business, or the same person in it, unless an address says otherwise: duplicates are for review."""
        name, company = person.fields["name"].casefold(), comparable(person.fields["company"])
        return next(
            (
                slot
                for slot in self.by_domain.get(person.domain, ())
                if slot.values["name"].casefold() == name
                and (name or company)
                and comparable(slot.values["company"]) == company
                and _agree(slot.values["city"], person.fields["city"])  # branches in two cities are two contacts
                and _agree(slot.values["phone"], person.phone)
                and _agree(slot.values["email"], person.email)
            ),
            None,
        )


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two values do not contradict each other."""
    return not one or not other or one == other


def load(session: Session, people: Sequence[Person]) -> Batch:
    """Every known contact that a row of the batch may belong to."""
    batch = Batch()
    columns = [getattr(Contact, name) for name in _READ]
    for column, values in (
        (col(Contact.phone), {person.phone for person in people if person.phone}),
        (col(Contact.email), {person.email for person in people if person.email}),
    ):
        _look_up(session, batch, columns, column, values)
    _look_up_aliases(session, batch, columns, people)
    left = [person for person in people if batch.of(person)[0] is None]
    _look_up(session, batch, columns, col(Contact.domain), {person.domain for person in left if person.domain})
    return batch


def _look_up(session: Session, batch: Batch, columns: list[Any], column: Any, values: Iterable[str]) -> None:
    wanted = sorted(values)
    for start in range(0, len(wanted), _CHUNK):
        for row in session.execute(select(*columns).where(among(session, column, wanted[start : start + _CHUNK]))):
            values_of: dict[str, Any] = dict(zip(_READ, row, strict=True))
            if values_of["id"] not in batch.by_id:
                batch.put(Slot(values_of.pop("id"), values_of.pop("public_id"), values_of))


def _look_up_aliases(session: Session, batch: Batch, columns: list[Any], people: Sequence[Person]) -> None:
    """Addresses that a merge left without a place in its contact's row still name that contact."""
    wanted = {person.phone for person in people if person.phone and person.phone not in batch.by_phone}
    wanted |= {person.email for person in people if person.email and person.email not in batch.by_email}
    values = sorted(wanted)
    for start in range(0, len(values), _CHUNK):
        found = select(ContactAlias.value, *columns).join(Contact, col(Contact.id) == ContactAlias.contact_id)
        for value, *row in session.execute(
            found.where(among(session, col(ContactAlias.value), values[start : start + _CHUNK]))
        ):
            values_of: dict[str, Any] = dict(zip(_READ, row, strict=True))
            slot = batch.by_id.get(values_of["id"]) or Slot(values_of.pop("id"), values_of.pop("public_id"), values_of)
            batch.put(slot)
            (batch.by_email if "@" in value else batch.by_phone)[value] = slot


class LeftAlone:
    """Why a person must not become a contact (again)."""

    def __init__(self, session: Session, people: Sequence[Person], batch: Batch) -> None:
        self._found: dict[Key, str] = {}
        if has_suppressions(session):
            keys = {key for person in people for key in _keys(person, batch.of(person)[0])}
            self._found = suppressions_among(session, keys)

    def why(self, person: Person, slot: Slot | None) -> str:
        """In words; "" when nothing stands against it. A mailbox that bounced says nothing about the person."""
        if not self._found:
            return ""
        reasons = (self._found.get(key, "") for key in _keys(person, slot))
        return next((why_suppressed(reason) for reason in reasons if reason and reason != HARD_BOUNCE), "")

    def bounced(self, email: str | None) -> bool:
        return bool(email and self._found) and any(self._found.get(key) == HARD_BOUNCE for key in keys_of(None, email))


def _keys(person: Person, slot: Slot | None) -> set[Key]:
    keys = {key for phone in person.phones for key in keys_of(phone, None)}
    keys |= {key for email in person.emails for key in keys_of(None, email)}
    keys |= set(keys_of(None, None, person.domain))
    if slot is not None:
        keys |= set(keys_of(slot.values["phone"], slot.values["email"], slot.values["domain"]))
    return keys
