"""Writes. A merge taken back: both contacts as they were, each with what is its own, later changes kept."""

from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from services import audit
from services.core.clock import now
from services.core.errors import Conflict, NotFound
from services.core.scope import Can, Scope
from services.db import insert_ignoring
from services.dedupe.belongings import OWNERS, TABLES
from services.dedupe.filing import check_soon
from services.dedupe.merging import IN_FLIGHT
from services.live import Topic, announce
from services.models import (
    Contact,
    ContactAlias,
    ContactMerge,
    Lead,
    MergeCandidate,
    MergeState,
    OutreachCampaign,
    OutreachMessage,
    PairState,
)

_COUNTED = ("outreach_attempts",)


def undo_merge(session: Session, scope: Scope, merge_id: str) -> Contact:
    """Bring back the contact that a merge (by public id) took in, and return it.

    Each value that was changed since the merge stays as it is now; everything else is as it was before. The two are
    not proposed again. Raises Conflict, in words, when they cannot be told apart any more.
    """
    scope.require(Can.EDIT_CONTACTS)
    merge = session.exec(select(ContactMerge).where(ContactMerge.public_id == merge_id).with_for_update()).first()
    if merge is None:
        raise NotFound("The merge")
    if merge.state is MergeState.UNDONE:
        raise Conflict("This merge was undone already.")
    if merge.within_id is not None:
        raise Conflict("The merged contact was merged again later. Undo the later merge first.")
    stays = session.exec(select(Contact).where(Contact.id == merge.survivor_id).with_for_update()).one()
    goes = Contact.model_validate(merge.snapshot["goes"])
    _refuse(session, merge, stays, goes)
    _restore_values(stays, merge.snapshot)
    session.execute(delete(ContactAlias).where(_aliases(merge, stays)))
    session.flush()
    old_id = goes.id or 0
    if session.exec(select(Contact.id).where(Contact.id == old_id)).first() is not None:
        goes.id = None  # its number was given to a newer contact
    session.add(goes)
    session.flush()
    _restore_rows(session, merge, stays, goes)
    _restore_pairs(session, scope, merge, stays, goes, old_id)
    _restore_targets(session, merge, stays, goes, old_id)
    merge.state, merge.undone_at = MergeState.UNDONE, now()
    merge.snapshot = {}  # both are there again: no copy of their details is needed
    audit.record(session, scope, "merge_undone", stays.public_id, {"restored": goes.public_id})
    session.flush()
    check_soon(session, [stays.id or 0, goes.id or 0])
    for topic in (Topic.CONTACTS, Topic.LEADS):
        announce(session, scope.customer_id, topic)
    return goes


def _refuse(session: Session, merge: ContactMerge, stays: Contact, goes: Contact) -> None:
    held = select(OutreachMessage.id).where(
        OutreachMessage.contact_id == stays.id, col(OutreachMessage.status).in_(IN_FLIGHT)
    )
    if session.exec(held.limit(1)).first() is not None:
        raise Conflict("A message to this contact is just being sent. Try again in a minute.")
    before, written = merge.snapshot["stays"], merge.snapshot["written"]
    for name, words in (("phone", "phone number"), ("email", "email address")):
        value = getattr(goes, name)
        if not value:
            continue
        holder = session.exec(select(Contact).where(getattr(Contact, name) == value, Contact.id != stays.id)).first()
        if holder is not None:
            raise Conflict(f"{value} belongs to {holder.name or holder.company or 'another contact'} now.")
        is_given_back = getattr(stays, name) == written[name] != before[name]
        if getattr(stays, name) == value and not is_given_back:
            raise Conflict(f"The {words} of the other contact was entered here since. Change it first.")


def _restore_values(stays: Contact, snapshot: dict[str, Any]) -> None:
    """Undo what the merge wrote; what has another value by now was changed since and stays."""
    before = Contact.model_validate(snapshot["stays"])
    present = stays.model_dump(mode="json")
    for column, value in snapshot["written"].items():
        if column in _COUNTED:
            setattr(stays, column, max(0, getattr(stays, column) - (value - snapshot["stays"][column])))
        elif present[column] == value:
            setattr(stays, column, getattr(before, column))


def _aliases(merge: ContactMerge, stays: Contact) -> Any:
    return (col(ContactAlias.contact_id) == stays.id) & col(ContactAlias.value).in_(merge.snapshot["aliases"])


def _restore_rows(session: Session, merge: ContactMerge, stays: Contact, goes: Contact) -> None:
    """Rows that had moved go back, and so do messages since then to an address that is the other one's alone."""
    for name, ids in merge.snapshot["moved"].items():
        table = TABLES[name]
        owner = getattr(table, OWNERS[table])
        mine = col(table.id).in_(ids) & (owner == stays.id)  # pyright: ignore
        session.execute(update(table).where(mine).values({owner: goes.id}))
    theirs = [value for value in (goes.phone, goes.email) if value]
    since = (col(OutreachMessage.contact_id) == stays.id) & col(OutreachMessage.recipient).in_(theirs)
    session.execute(update(OutreachMessage).where(since).values(contact_id=goes.id))
    session.execute(update(ContactMerge).where(col(ContactMerge.within_id) == merge.id).values(within_id=None))
    for name, rows in merge.snapshot["dropped"].items():
        table = TABLES[name]
        for row in rows:
            back = table.model_validate({**row, "id": None, "contact_id": goes.id})
            insert_ignoring(session, table, [back.model_dump(exclude={"id"})])
    for name, changes in merge.snapshot["changed"].items():
        _restore_changes(session, TABLES[name], changes, goes)


def _restore_changes(session: Session, table: Any, changes: dict[str, Any], goes: Contact) -> None:
    for row_id, change in changes.items():
        row = session.get(table, int(row_id), populate_existing=True)
        if row is None:
            continue
        present = row.model_dump(mode="json")
        if table is Lead and present["original_contact_id"] is None:
            row.original_contact_id = goes.id
        elif table is not Lead and all(present[column] == value for column, value in change["after"].items()):
            before = table.model_validate({**present, **change["before"]})
            for column in change["before"]:
                setattr(row, column, getattr(before, column))
    session.flush()


def _restore_pairs(
    session: Session, scope: Scope, merge: ContactMerge, stays: Contact, goes: Contact, old_id: int
) -> None:
    """Pairs of the one that comes back are as they were; the two themselves are never proposed again."""
    wanted = [pair for pair in merge.snapshot["pairs"] if {pair["first_id"], pair["second_id"]} != {stays.id, old_id}]
    ids = [pair["id"] for pair in wanted]
    session.execute(delete(MergeCandidate).where(col(MergeCandidate.id).in_(ids)))
    thirds = {one for pair in wanted for one in (pair["first_id"], pair["second_id"])} - {old_id}
    alive = set(session.exec(select(Contact.id).where(col(Contact.id).in_(thirds))))
    for pair in wanted:
        first, second = (goes.id if one == old_id else one for one in (pair["first_id"], pair["second_id"]))
        if {first, second} <= alive | {goes.id}:
            low, high = sorted((first or 0, second or 0))
            session.add(MergeCandidate.model_validate({**pair, "first_id": low, "second_id": high}))
    low, high = sorted((stays.id or 0, goes.id or 0))
    score, reasons = merge.score, merge.reasons
    session.add(
        MergeCandidate(
            customer_id=scope.customer_id,
            first_id=low,
            second_id=high,
            score=score,
            reasons=reasons,
            state=PairState.UNDONE,
            user_id=scope.user_id,
            decided_at=now(),
        )
    )


def _restore_targets(session: Session, merge: ContactMerge, stays: Contact, goes: Contact, old_id: int) -> None:
    for campaign_id, had_both in merge.snapshot["targets"].items():
        found = select(OutreachCampaign).where(OutreachCampaign.id == int(campaign_id)).with_for_update()
        campaign = session.exec(found).first()
        if campaign is None:
            continue
        chosen = set(campaign.target_contacts.get("contact_ids") or ())
        kept = (chosen if had_both else chosen - {stays.id}) | {goes.id or old_id}
        campaign.target_contacts = {**campaign.target_contacts, "contact_ids": sorted(kept)}
