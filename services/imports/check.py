"""A look through the whole file before anything is stored: how many are new, known, repeated or refused, and why."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from services.core.errors import Invalid
from services.core.scope import Scope, system_scope
from services.db import reading, transaction
from services.imports.deciding import standing
from services.imports.known import LeftAlone, load
from services.imports.types import Person
from services.imports.work import locked, people_of
from services.live import Topic, announce
from services.models import ContactImport, ImportStatus
from services.queue import JobName, enqueue

MOST_REASONS = 8


def ask_to_check(session: Session, found: ContactImport) -> None:
    """Queue a look through the file as its columns and choices are now."""
    enqueue(
        session,
        JobName.CHECK_IMPORT,
        customer_id=found.customer_id,
        unique=f"check_import:{found.id}:{found.check_no}",
        owner_id=found.customer_id,
        import_id=found.id,
        check_no=found.check_no,
    )


class Tally:
    """Counts of rows and the commonest reasons. People seen before in the file are told by the hash of an address."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self._seen: set[int] = set()

    def add(self, person: Person, is_known: bool) -> str:
        """Count one row; returns "new", "known", "repeated" or "refused"."""
        kind = self._kind(person, is_known)
        self.counts[kind] += 1
        self.counts["rows"] += 1
        self.reasons.update([person.refusal] if person.refusal else {problem.words for problem in person.problems})
        self.counts["repaired"] += bool(person.problems) and not person.refusal
        return kind

    def _kind(self, person: Person, is_known: bool) -> str:
        if person.refusal:
            return "refused"
        mine = {hash(address) for address in (person.phone, person.email) if address}
        repeated = bool(mine & self._seen)
        self._seen |= mine
        return "repeated" if repeated else "known" if is_known else "new"

    def written(self) -> dict[str, Any]:
        return {"counts": dict(self.counts), "reasons": [list(pair) for pair in self.reasons.most_common(MOST_REASONS)]}


def tally(session: Session, people: Sequence[Person], counted: Tally) -> list[str]:
    """What each row would become, in words as `Tally.add` says them."""
    batch = load(session, people)
    alone = LeftAlone(session, people, batch)
    return [counted.add(person, standing(person, batch, alone)[0] is not None) for person in people]


def check_import(owner_id: int, import_id: int, check_no: int) -> None:
    """Look through the file, telling after each batch how far it is; a change of columns ends a check it made stale."""
    scope = system_scope(owner_id)
    counted = Tally()
    with reading(scope) as session:
        found = session.get(ContactImport, import_id)
    if found is None or found.check_no != check_no or found.checked.get("done") == check_no:
        return
    try:
        for people in people_of(found):
            with reading(scope) as session:
                tally(session, people, counted)
            if not _tell(scope, import_id, check_no, {**counted.written(), "no": check_no}):
                return
    except (Invalid, FileNotFoundError) as error:
        words = error.message if isinstance(error, Invalid) else "The uploaded file is gone. Upload it again."
        _tell(scope, import_id, check_no, {**counted.written(), "no": check_no, "error": words, "done": check_no})
        return
    _tell(scope, import_id, check_no, {**counted.written(), "no": check_no, "done": check_no})


def _tell(scope: Scope, import_id: int, check_no: int, said: dict[str, Any]) -> bool:
    """Write down how far the check is; False when it no longer matters."""
    with transaction(scope) as session:
        found = locked(session, import_id)
        if found is None or found.check_no != check_no or found.status != ImportStatus.DRAFT:
            return False
        found.checked = said
        announce(session, found.customer_id, Topic.IMPORTS, found.public_id)
    return True
