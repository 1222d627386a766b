"""Reads. Pairs that wait for a person, the likeliest first, and the merges that were made, the newest first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from services.core.keyset import capped_count, cursor_of, keyset
from services.core.paging import Page, PageRequest
from services.core.scope import Can, Scope
from services.dedupe.choosing import best_values
from services.dedupe.deciding import SURE_SCORE
from services.models import (
    Contact,
    ContactMerge,
    Lead,
    MergeCandidate,
    MergedBy,
    MergeState,
    OutreachMessage,
    PairState,
    Provenance,
    User,
)

LABELS: Mapping[str, str] = {
    "name": "Name", "company": "Company", "title": "Title", "phone": "Phone", "email": "Email", "city": "City",
    "state": "State", "website": "Website", "industry": "Industry",
}  # fmt: skip
_MOST_SKIPPED = 500


@dataclass(frozen=True)
class FieldPair:
    """One field of both contacts; `kept` is the side whose value a merge keeps unless a person chooses."""

    key: str
    label: str
    first: str
    second: str
    kept: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


@dataclass(frozen=True)
class Side:
    """What else tells the two apart: ids are public."""

    id: str
    title: str
    found_at: datetime
    messages: int
    is_lead: bool


@dataclass(frozen=True)
class PairDetail:
    """A pair to be judged; `reasons` are (text, speaks for being one)."""

    id: str
    score: int
    reasons: tuple[tuple[str, bool], ...]
    first: Side
    second: Side
    fields: tuple[FieldPair, ...]


@dataclass(frozen=True)
class Waiting:
    """How many pairs wait, and how many of them are nearly sure; capped at 10,001."""

    total: int
    likely: int


@dataclass(frozen=True)
class MergeRow:
    """One merge in the history. `who` is "" for the rules."""

    id: str
    title: str
    who: str
    score: int
    at: datetime
    is_undone: bool
    can_undo: bool


def waiting(session: Session, scope: Scope) -> Waiting:
    """How much there is to be judged."""
    scope.require(Can.VIEW)
    opened = select(MergeCandidate).where(MergeCandidate.state == PairState.OPEN)
    return Waiting(
        capped_count(session, opened), capped_count(session, opened.where(col(MergeCandidate.score) >= SURE_SCORE))
    )


def pairs_waiting(session: Session) -> int:
    """How many pairs wait to be judged; capped at 10,001."""
    return capped_count(session, select(MergeCandidate).where(MergeCandidate.state == PairState.OPEN))


def next_pair(session: Session, scope: Scope, skipped: Collection[str] = ()) -> PairDetail | None:
    """The likeliest open pair that was not skipped (public ids); None when there is none."""
    scope.require(Can.VIEW)
    wanted = (
        select(MergeCandidate)
        .where(
            MergeCandidate.state == PairState.OPEN,
            col(MergeCandidate.public_id).not_in(list(skipped)[-_MOST_SKIPPED:]),
        )
        .order_by(col(MergeCandidate.score).desc(), col(MergeCandidate.id))
    )
    pair = session.exec(wanted.limit(1)).first()
    return _detail(session, pair) if pair else None


def _detail(session: Session, pair: MergeCandidate) -> PairDetail:
    contacts = {
        one.id: one for one in session.exec(select(Contact).where(col(Contact.id).in_([pair.first_id, pair.second_id])))
    }
    first, second = contacts[pair.first_id], contacts[pair.second_id]
    origins: dict[int, list[Provenance]] = {}
    for origin in session.exec(select(Provenance).where(col(Provenance.contact_id).in_(list(contacts)))):
        origins.setdefault(origin.contact_id, []).append(origin)
    best = best_values(first, second, origins, {})
    fields = [
        FieldPair(
            key=key,
            label=LABELS[key],
            first=getattr(first, key) or "",
            second=getattr(second, key) or "",
            kept="first" if best[key] == getattr(first, key) else "second",
        )
        for key in LABELS
    ]
    return PairDetail(
        id=pair.public_id,
        score=pair.score,
        reasons=tuple((str(line["text"]), bool(line["for"])) for line in pair.reasons),
        first=_side(session, first),
        second=_side(session, second),
        fields=tuple(field for field in fields if field.first or field.second),
    )


def _side(session: Session, contact: Contact) -> Side:
    messages = select(func.count(col(OutreachMessage.id))).where(OutreachMessage.contact_id == contact.id)
    lead = select(Lead.id).where(Lead.original_contact_id == contact.id)
    return Side(
        id=contact.public_id,
        title=contact.name or contact.company or contact.email or contact.phone or "Contact",
        found_at=contact.created_at,
        messages=session.exec(messages).one(),
        is_lead=session.exec(lead).first() is not None,
    )


def page_of_merges(session: Session, scope: Scope, request: PageRequest) -> Page[MergeRow]:
    """The merges that were made, by the rules and by people."""
    scope.require(Can.VIEW)
    found = select(ContactMerge)
    newest = PageRequest(after=request.after, size=request.size)
    rows = list(session.exec(keyset(found, col(ContactMerge.id), col(ContactMerge.id), newest)))
    shown = rows[: request.size]
    ids = {row.user_id for row in shown}
    people = dict(session.exec(select(User.id, User.name).where(col(User.id).in_(ids))).all())
    return Page(
        rows=[
            MergeRow(
                id=row.public_id,
                title=row.title,
                who=people.get(row.user_id, "A former member") if row.merged_by is MergedBy.PERSON else "",
                score=row.score,
                at=row.created_at,
                is_undone=row.state is MergeState.UNDONE,
                can_undo=row.state is MergeState.MERGED and row.within_id is None,
            )
            for row in shown
        ],
        total=capped_count(session, found),
        next_after=cursor_of(0, shown[-1].id or 0) if len(rows) > request.size else "",
    )
