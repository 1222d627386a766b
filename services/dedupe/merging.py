"""Writes. Two contacts become one, with all that belongs to them and all that is needed to take it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from services import audit
from services.compliance.actions import suppress
from services.core.clock import now
from services.core.errors import AppError, Conflict, Invalid, NotFound
from services.core.scope import Can, Scope
from services.db import insert_ignoring
from services.dedupe.belongings import ONCE, OWNERS, Belongings, gather
from services.dedupe.choosing import ADDRESSES, CHOSEN_FIELDS, best_values
from services.dedupe.filing import Reason, check_soon
from services.live import Topic, announce
from services.models import (
    MOST_STEPS,
    WAITING,
    Contact,
    ContactAlias,
    ContactMerge,
    Lead,
    MergedBy,
    OutreachMessage,
    OutreachMessageStatus,
    PairState,
    Provenance,
)

IN_FLIGHT = (OutreachMessageStatus.CLAIMED, OutreachMessageStatus.SENDING, OutreachMessageStatus.UNKNOWN)
_STOPPED = "This person was already written to by the same campaign under another entry."
_MERGED_STOP = "merged with a contact who must not be written to"


@dataclass(frozen=True)
class Wish:
    """Merge these two (ids of rows). `chosen` is field → id of the contact whose value a person wants kept."""

    first_id: int
    second_id: int
    score: int = 100
    reasons: tuple[dict[str, Any], ...] = ()
    chosen: Mapping[str, int] = field(default_factory=dict)


@dataclass
class _Plan:
    stays: Contact
    goes: Contact
    values: dict[str, Any]
    merge: ContactMerge


def merge_pair(session: Session, scope: Scope, wish: Wish) -> ContactMerge:
    """Merge two contacts on a person's word; raises NotFound, Conflict or Invalid with the reason in words."""
    scope.require(Can.EDIT_CONTACTS)
    own = gather(session, {wish.first_id, wish.second_id})
    plan = _plan(session, scope, wish, own, MergedBy.PERSON)
    _apply(session, scope, [plan])
    return plan.merge


def merge_all(session: Session, scope: Scope, wishes: Sequence[Wish], by: MergedBy) -> list[ContactMerge]:
    """Merge many pairs; those that cannot be merged now are left as they are. No contact may occur in two of them."""
    scope.require(Can.EDIT_CONTACTS)
    ids = [one for wish in wishes for one in (wish.first_id, wish.second_id)]
    if len(ids) != len(set(ids)):
        raise Invalid("A contact can be in one merge at a time.")
    own = gather(session, ids)
    plans: list[_Plan] = []
    for wish in wishes:
        try:
            plans.append(_plan(session, scope, wish, own, by))
        except AppError:  # in flight or gone meanwhile: the pair waits for the next look
            continue
    _apply(session, scope, plans)
    return [plan.merge for plan in plans]


def _plan(session: Session, scope: Scope, wish: Wish, own: Belongings, by: MergedBy) -> _Plan:
    stays, goes = _who_stays(wish, own)
    _refuse(stays, goes, own, by)
    unknown = set(wish.chosen) - set(CHOSEN_FIELDS)
    if unknown or set(wish.chosen.values()) - {stays.id, goes.id}:
        raise Invalid("Choose each value from one of the two contacts.")
    origins = {one.id or 0: own.of(Provenance, one) for one in (stays, goes)}
    values = best_values(stays, goes, origins, wish.chosen)
    if not (values["phone"] or values["email"]):
        raise Invalid("The merged contact needs a phone number or an email address.")
    snapshot: dict[str, Any] = {
        "stays": stays.model_dump(mode="json"),
        "goes": goes.model_dump(mode="json"),
        "aliases": [],
    }
    _keep_stopped(session, scope, stays, goes, own)
    merge = ContactMerge(
        customer_id=scope.customer_id,
        survivor_id=stays.id or 0,
        other=goes.public_id,
        title=f"{_called(stays)} and {_called(goes)}"[:450],
        score=wish.score,
        reasons=list(wish.reasons),
        merged_by=by,
        user_id=scope.user_id,
    )
    snapshot["dropped"] = _drop_twice(session, stays, goes, own)
    snapshot["changed"] = _settle_messages(stays, goes, own) | _settle_leads(stays, goes, own)
    snapshot["moved"] = _move(session, stays, goes, own, merge)
    snapshot["pairs"] = _move_pairs(session, stays, goes, own)
    snapshot["targets"] = _move_targets(session, stays, goes, own)
    merge.snapshot = snapshot
    return _Plan(stays, goes, values, merge)


def _who_stays(wish: Wish, own: Belongings) -> tuple[Contact, Contact]:
    """The one with a lead, else the one that was written to, else the older: what people already know keeps its id."""
    first, second = (own.contacts.get(one) for one in (wish.first_id, wish.second_id))
    if first is None or second is None or first is second:
        raise NotFound("One of the two contacts")

    def worth(contact: Contact) -> tuple[int, bool, int]:
        return len(own.of(Lead, contact)), bool(own.of(OutreachMessage, contact)), -(contact.id or 0)

    return (first, second) if worth(first) >= worth(second) else (second, first)


def _refuse(stays: Contact, goes: Contact, own: Belongings, by: MergedBy) -> None:
    if stays.is_sandbox != goes.is_sandbox:
        raise Conflict("A simulated and a real contact are never merged.")
    messages = [*own.of(OutreachMessage, stays), *own.of(OutreachMessage, goes)]
    if any(message.status in IN_FLIGHT for message in messages):
        raise Conflict("A message to one of them is just being sent. Try again in a minute.")
    if by is MergedBy.RULES and own.of(Lead, stays) and own.of(Lead, goes):
        raise Conflict("Both have become leads: a person decides.")


def _keep_stopped(session: Session, scope: Scope, stays: Contact, goes: Contact, own: Belongings) -> None:
    """Who asked to be left alone stays so under every address of the merged contact."""
    reason = own.stops.get(stays.id or 0) or own.stops.get(goes.id or 0)
    if reason is None:
        return
    for one in (stays, goes):
        suppress(session, scope, phone=one.phone, email=one.email, reason=reason, source=_MERGED_STOP)


def _drop_twice(session: Session, stays: Contact, goes: Contact, own: Belongings) -> dict[str, list[dict[str, Any]]]:
    """Rows that both have and a contact has once: the same fact from the same page, the same campaign's choice."""
    dropped: dict[str, list[dict[str, Any]]] = {}
    for table, columns in ONCE.items():
        known = {_values(one, columns) for one in own.of(table, stays)}
        twice = [one for one in own.of(table, goes) if _values(one, columns) in known]
        for one in twice:
            own.of(table, goes).remove(one)
            session.delete(one)
        dropped[str(table.__tablename__)] = [one.model_dump(mode="json") for one in twice]
    return dropped


def _values(row: Any, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in columns)


def _settle_messages(stays: Contact, goes: Contact, own: Belongings) -> dict[str, dict[str, Any]]:
    """One campaign writes once to one person: what still waits is stopped, what was sent keeps a step of its own,
    behind all that a campaign may still write to the one who stays."""
    changed: dict[str, dict[str, Any]] = {}
    steps: dict[int, int] = {}
    for message in own.of(OutreachMessage, stays):
        steps[message.outreach_campaign_id] = max(steps.get(message.outreach_campaign_id, MOST_STEPS), message.step)
    for message in own.of(OutreachMessage, goes):
        if message.outreach_campaign_id not in steps:
            continue
        before = {"step": message.step, "status": message.status.value, "error_message": message.error_message}
        steps[message.outreach_campaign_id] = message.step = steps[message.outreach_campaign_id] + 1
        if message.status in WAITING:
            message.status, message.error_message = OutreachMessageStatus.CANCELLED, _STOPPED
        after = {"step": message.step, "status": message.status.value, "error_message": message.error_message}
        changed[str(message.id)] = {"before": before, "after": after}
    return {"outreach_message": changed}


def _settle_leads(stays: Contact, goes: Contact, own: Belongings) -> dict[str, dict[str, Any]]:
    """A contact has one lead: the other one stays a lead of its own, without the link."""
    if not own.of(Lead, stays):
        return {}
    changed: dict[str, dict[str, Any]] = {}
    for lead in own.of(Lead, goes):
        lead.original_contact_id = None
        before, after = {"original_contact_id": goes.id}, {"original_contact_id": None}
        changed[str(lead.id)] = {"before": before, "after": after}
    own.rows[Lead].pop(goes.id or 0, None)
    return {"lead": changed}


def _move(
    session: Session, stays: Contact, goes: Contact, own: Belongings, merge: ContactMerge
) -> dict[str, list[int]]:
    moved: dict[str, list[int]] = {}
    if own.of(ContactMerge, goes):  # they name this one, which has an id once it is written
        session.add(merge)
        session.flush()
    for table, name in OWNERS.items():
        rows = own.take(table, goes, stays)
        for row in rows:
            setattr(row, name, stays.id)
            if isinstance(row, ContactMerge) and row.within_id is None:
                row.within_id = merge.id
        moved[str(table.__tablename__)] = [row.id for row in rows]
    return moved


def _move_pairs(session: Session, stays: Contact, goes: Contact, own: Belongings) -> list[dict[str, Any]]:
    """What was said of the one that goes holds for the one that stays; the pair itself is settled."""
    before: list[dict[str, Any]] = []
    known = {(one.first_id, one.second_id): one for one in own.candidates}
    for pair in [one for one in own.candidates if goes.id in {one.first_id, one.second_id}]:
        before.append(pair.model_dump(mode="json"))
        third = pair.second_id if pair.first_id == goes.id else pair.first_id
        new = (min(stays.id or 0, third), max(stays.id or 0, third))
        if third == stays.id or new in known:
            if (same := known.get(new)) is not None and same is not pair and pair.state is not PairState.OPEN:
                before.append(same.model_dump(mode="json"))
                same.state, same.user_id, same.decided_at = pair.state, pair.user_id, pair.decided_at
            own.candidates.remove(pair)
            session.delete(pair)
        else:
            known[new] = pair
            pair.first_id, pair.second_id = new
    return before


def _move_targets(session: Session, stays: Contact, goes: Contact, own: Belongings) -> dict[str, bool]:
    """Campaign → whether it had chosen the one that stays, too."""
    found: dict[str, bool] = {}
    for campaign in own.campaigns:
        if goes.id in campaign.target_contacts["contact_ids"]:
            session.refresh(campaign, with_for_update=True)
            chosen = set(campaign.target_contacts.get("contact_ids") or ())
            found[str(campaign.id)] = stays.id in chosen
            kept = sorted((chosen - {goes.id}) | {stays.id or 0})
            campaign.target_contacts = {**campaign.target_contacts, "contact_ids": kept}
    return found


def _apply(session: Session, scope: Scope, plans: Sequence[_Plan]) -> None:
    """Rows first, then the contacts that go, so that their phone and e-mail are free for those that stay; each merge
    is written once, when all is known of it."""
    if not plans:
        return
    session.flush()
    session.execute(delete(Contact).where(col(Contact.id).in_([plan.goes.id for plan in plans])))
    for plan in plans:
        session.expunge(plan.goes)
        left = [getattr(one, name) for one in (plan.stays, plan.goes) for name in ADDRESSES]
        for column, value in plan.values.items():
            setattr(plan.stays, column, value)
        aliases = [value for value in left if value and value not in {plan.values[name] for name in ADDRESSES}]
        at = now()
        rows = [{"contact_id": plan.stays.id, "value": one, "created_at": at, "updated_at": at} for one in aliases]
        insert_ignoring(session, ContactAlias, rows)
        after = plan.stays.model_dump(mode="json")
        written = {column: after[column] for column in plan.values}
        plan.merge.snapshot = {**plan.merge.snapshot, "written": written, "aliases": aliases}
        session.add(plan.merge)
        detail = {"merged": plan.goes.public_id, "by": plan.merge.merged_by.value}
        audit.record(session, scope, "contacts_merged", plan.stays.public_id, detail)
    session.flush()
    check_soon(session, [plan.stays.id or 0 for plan in plans])
    for topic in (Topic.CONTACTS, Topic.LEADS):
        announce(session, scope.customer_id, topic)


def reasons_as_json(reasons: Iterable[Reason]) -> tuple[dict[str, Any], ...]:
    """As a merge and a pair keep them."""
    return tuple(line.as_json() for line in reasons)


def _called(contact: Contact) -> str:
    return contact.name or contact.company or contact.email or contact.phone or "a contact"
