"""Writes. What a person says of a pair that was filed: merge it, keep it apart, or take that back."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from services import audit
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Can, Scope
from services.dedupe.merging import Wish, merge_all, merge_pair
from services.live import Topic, announce
from services.models import ContactMerge, MergeCandidate, MergedBy, PairState

SURE_SCORE = 95
_AT_ONCE = 200
_SIDES = {"first", "second"}


def merge_filed(session: Session, scope: Scope, pair_id: str, sides: Mapping[str, str]) -> ContactMerge:
    """Merge a filed pair (by public id); `sides` is field → "first" or "second", whose value a person wants."""
    scope.require(Can.EDIT_CONTACTS)
    pair = _open_pair(session, pair_id)
    if set(sides.values()) - _SIDES:
        raise Invalid("Choose each value from one of the two contacts.")
    chosen = {field: pair.first_id if side == "first" else pair.second_id for field, side in sides.items()}
    return merge_pair(session, scope, _wish(pair, chosen))


def keep_apart(session: Session, scope: Scope, pair_id: str) -> None:
    """The two are not the same: they are never proposed again."""
    scope.require(Can.EDIT_CONTACTS)
    pair = _open_pair(session, pair_id)
    pair.state, pair.user_id, pair.decided_at = PairState.APART, scope.user_id, now()
    audit.record(session, scope, "duplicates_kept_apart", pair.public_id)
    announce(session, scope.customer_id, Topic.CONTACTS)


def ask_again(session: Session, scope: Scope, pair_id: str) -> None:
    """Take back that two were kept apart."""
    scope.require(Can.EDIT_CONTACTS)
    pair = _pair(session, pair_id)
    if pair.state is not PairState.APART:
        raise Conflict("This pair is not kept apart.")
    pair.state, pair.user_id, pair.decided_at = PairState.OPEN, 0, None
    audit.record(session, scope, "duplicates_reopened", pair.public_id)
    announce(session, scope.customer_id, Topic.CONTACTS)


def merge_likeliest(session: Session, scope: Scope, least: int = SURE_SCORE) -> list[ContactMerge]:
    """Merge open pairs with a score of `least` or more, at most 200 of them; call again until none is returned.

    A contact in several such pairs is merged once a call. What cannot be merged now stays open.
    """
    scope.require(Can.EDIT_CONTACTS)
    likely = (
        select(MergeCandidate)
        .where(MergeCandidate.state == PairState.OPEN, col(MergeCandidate.score) >= least)
        .order_by(col(MergeCandidate.score).desc(), col(MergeCandidate.id))
        .limit(_AT_ONCE)
    )
    taken: set[int] = set()
    wishes: list[Wish] = []
    for pair in session.exec(likely):
        if not taken & {pair.first_id, pair.second_id}:
            taken |= {pair.first_id, pair.second_id}
            wishes.append(_wish(pair, {}))
    return merge_all(session, scope, wishes, MergedBy.PERSON) if wishes else []


def _open_pair(session: Session, pair_id: str) -> MergeCandidate:
    pair = _pair(session, pair_id)
    if pair.state is not PairState.OPEN:
        raise Conflict("Somebody decided about this pair meanwhile.")
    return pair


def _pair(session: Session, pair_id: str) -> MergeCandidate:
    wanted = select(MergeCandidate).where(MergeCandidate.public_id == pair_id).with_for_update()
    pair = session.exec(wanted).first()
    if pair is None:
        raise NotFound("The pair")
    return pair


def _wish(pair: MergeCandidate, chosen: Mapping[str, int]) -> Wish:
    return Wish(pair.first_id, pair.second_id, pair.score, tuple(pair.reasons), chosen)
