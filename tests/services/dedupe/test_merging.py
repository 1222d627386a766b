"""Two contacts become one and two again: what moves, what adds up, what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, col, select

from services.compliance.actions import suppress
from services.compliance.queries import suppressed_reason
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.scope import Scope
from services.db import reading, transaction
from services.dedupe.belongings import OWNERS
from services.dedupe.filing import file_clash
from services.dedupe.merging import Wish, merge_all, merge_pair
from services.dedupe.undoing import undo_merge
from services.models import (
    MOST_STEPS,
    AuditLog,
    CampaignChoice,
    Channel,
    Contact,
    ContactAlias,
    ContactKey,
    ContactMerge,
    DuplicateCheck,
    Lead,
    MergeCandidate,
    MergedBy,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    PairState,
    PlaceReference,
    Provenance,
    ScoreSnapshot,
    VerificationStatus,
)
from tests import support

FOLLOW = (*OWNERS, ContactKey, DuplicateCheck, MergeCandidate)
WATCHED = (
    Contact,
    Provenance,
    OutreachMessage,
    Lead,
    ContactAlias,
    OutreachCampaign,
    PlaceReference,
    ScoreSnapshot,
    CampaignChoice,
)


def merge(scope: Scope, one: Contact, other: Contact, **wish: Any) -> ContactMerge:
    with transaction(scope) as session:
        return merge_pair(session, scope, Wish(one.id or 0, other.id or 0, **wish))


def undo(scope: Scope, merged: ContactMerge) -> Contact:
    with transaction(scope) as session:
        return undo_merge(session, scope, merged.public_id)


def fresh(scope: Scope, contact: Contact) -> Contact:
    with reading(scope) as session:
        return session.get_one(Contact, contact.id)


def fact(scope: Scope, contact: Contact, field: str, value: str, method: str = "text", url: str = "") -> None:
    support.add(
        scope,
        Provenance(contact_id=contact.id or 0, field=field, value=value, method=method, source_url=url, found_at=now()),
    )


def state_of(scope: Scope) -> dict[str, list[Any]]:
    """Every row that a merge may touch, without the times of change and the numbers of rows that were deleted."""
    with reading(scope) as session:
        return {table.__name__: _dumped(session, table) for table in WATCHED}


def _dumped(session: Session, table: type[SQLModel]) -> list[Any]:
    without = {"updated_at"} | ({"id"} if table in {Provenance, ContactAlias, ScoreSnapshot, CampaignChoice} else set())
    rows = [row.model_dump(mode="json", exclude=without) for row in session.exec(select(table))]
    return sorted(rows, key=str)


def test_every_table_that_names_a_contact_is_provided_for() -> None:
    naming = {
        table.name
        for table in SQLModel.metadata.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == "contact.id"
    }
    assert naming == {str(table.__tablename__) for table in FOLLOW}


def test_the_better_value_of_each_field_stays(alice: Scope) -> None:
    one = support.add_contact(alice, name="Asha", company="Acme", city="", website="", email=None)
    other = support.add_contact(
        alice, name="Asha Rao", company="Acme Dental", city="Pune", website="https://acme.in", domain="acme.in"
    )
    fact(alice, one, "company", "Acme", "you")
    fact(alice, other, "company", "Acme Dental", "json-ld", "https://acme.in/")
    merge(alice, one, other)
    kept = fresh(alice, one)
    assert (kept.name, kept.company, kept.city, kept.domain) == ("Asha Rao", "Acme", "Pune", "acme.in")
    assert (kept.phone, kept.email) == (one.phone, other.email)
    with reading(alice) as session:
        assert session.get(Contact, other.id) is None
        assert session.exec(select(ContactAlias.value)).all() == [other.phone]
        assert {origin.contact_id for origin in session.exec(select(Provenance))} == {one.id}
        assert "contacts_merged" in session.exec(select(AuditLog.action)).all()


def test_a_person_chooses_field_by_field(alice: Scope) -> None:
    one, other = support.add_contact(alice, name="Asha Rao"), support.add_contact(alice, name="A Rao")
    merge(alice, one, other, chosen={"name": other.id, "phone": other.id, "email": one.id})
    kept = fresh(alice, one)
    assert (kept.name, kept.phone, kept.email) == ("A Rao", other.phone, one.email)


def test_counts_add_up_and_the_strictest_state_stays(alice: Scope) -> None:
    at = now()
    one = support.add_contact(alice, outreach_attempts=2, last_outreach_date=at - timedelta(days=9))
    other = support.add_contact(
        alice,
        outreach_attempts=3,
        last_outreach_date=at,
        outreach_status=OutreachStatus.RESPONDED,
        verification_status=VerificationStatus.INVALID,
    )
    merge(alice, one, other)
    kept = fresh(alice, one)
    assert (kept.outreach_attempts, kept.last_outreach_date) == (5, at)
    assert (kept.outreach_status, kept.verification_status) == (OutreachStatus.RESPONDED, VerificationStatus.INVALID)


def test_who_asked_to_be_left_alone_stays_so_under_every_address(alice: Scope) -> None:
    one, other = support.add_contact(alice), support.add_contact(alice)
    with transaction(alice) as session:
        suppress(session, alice, phone=other.phone, reason="opt_out", source="WhatsApp")
    merged = merge(alice, one, other)
    with reading(alice) as session:
        for contact in (one, other):
            assert suppressed_reason(session, phone=contact.phone) == "opt_out"
            assert suppressed_reason(session, email=contact.email) == "opt_out"
    undo(alice, merged)
    with reading(alice) as session:
        assert suppressed_reason(session, phone=one.phone) == "opt_out"


def test_messages_leads_and_targets_follow(alice: Scope) -> None:
    one, other, third = (support.add_contact(alice) for _ in range(3))
    campaign = support.add_campaign(alice, target_contacts={"contact_ids": [other.id, third.id]})
    sent = support.add_outreach_message(alice, campaign, other, status=OutreachMessageStatus.SENT)
    lead = support.add_lead(alice, original_contact_id=other.id)
    merged = merge(alice, one, other)
    assert merged.survivor_id == other.id  # it has the lead
    with reading(alice) as session:
        assert session.get_one(OutreachMessage, sent.id).contact_id == other.id
        assert session.get_one(Lead, lead.id).original_contact_id == other.id
        assert session.get_one(OutreachCampaign, campaign.id).target_contacts == {"contact_ids": [other.id, third.id]}
    undo(alice, merged)
    again = merge(alice, third, other)
    assert again.survivor_id == other.id
    with reading(alice) as session:
        assert session.get_one(OutreachCampaign, campaign.id).target_contacts == {"contact_ids": [other.id]}


def test_one_campaign_does_not_write_to_one_person_twice(alice: Scope) -> None:
    one, other = support.add_contact(alice), support.add_contact(alice)
    campaign = support.add_campaign(alice)
    support.add_outreach_message(alice, campaign, one, status=OutreachMessageStatus.SENT)
    waiting = support.add_outreach_message(alice, campaign, other)
    merged = merge(alice, one, other)
    with reading(alice) as session:
        row = session.get_one(OutreachMessage, waiting.id)
        assert (row.contact_id, row.step, row.status) == (one.id, MOST_STEPS + 1, OutreachMessageStatus.CANCELLED)
    undo(alice, merged)
    with reading(alice) as session:
        row = session.get_one(OutreachMessage, waiting.id)
        assert (row.contact_id, row.step, row.status) == (other.id, 1, OutreachMessageStatus.PENDING)


@pytest.mark.parametrize("status", [OutreachMessageStatus.CLAIMED, OutreachMessageStatus.SENDING])
def test_a_contact_whose_message_is_in_flight_waits(alice: Scope, status: OutreachMessageStatus) -> None:
    one, other = support.add_contact(alice), support.add_contact(alice)
    support.add_outreach_message(alice, support.add_campaign(alice), other, status=status)
    with pytest.raises(Conflict, match="just being sent"):
        merge(alice, one, other)
    with transaction(alice) as session:
        assert merge_all(session, alice, [Wish(one.id or 0, other.id or 0)], MergedBy.RULES) == []


def test_simulated_and_real_never_become_one(alice: Scope) -> None:
    with pytest.raises(Conflict, match="simulated"):
        merge(alice, support.add_contact(alice), support.add_contact(alice, is_sandbox=True))


def test_two_leads_are_for_a_person_to_decide(alice: Scope) -> None:
    one, other = support.add_contact(alice), support.add_contact(alice)
    leads = [support.add_lead(alice, original_contact_id=contact.id) for contact in (one, other)]
    with transaction(alice) as session:
        assert merge_all(session, alice, [Wish(one.id or 0, other.id or 0)], MergedBy.RULES) == []
    merged = merge(alice, one, other)
    with reading(alice) as session:
        assert [session.get_one(Lead, lead.id).original_contact_id for lead in leads] == [one.id, None]
    undo(alice, merged)
    with reading(alice) as session:
        assert [session.get_one(Lead, lead.id).original_contact_id for lead in leads] == [one.id, other.id]


def test_undo_after_a_new_message_and_a_later_edit(alice: Scope) -> None:
    one, other = support.add_contact(alice, name="Asha"), support.add_contact(alice, name="Asha Rao", title="Owner")
    merged = merge(alice, one, other)
    campaign = support.add_campaign(alice)
    to_one = support.add_outreach_message(alice, campaign, one, recipient=one.phone, status=OutreachMessageStatus.SENT)
    to_other = support.add_outreach_message(
        alice, campaign, one, recipient=other.phone, step=2, status=OutreachMessageStatus.SENT
    )
    with transaction(alice) as session:
        row = session.get_one(Contact, one.id)
        row.city, row.outreach_attempts = "Mysuru", 2
    back = undo(alice, merged)
    kept = fresh(alice, one)
    assert (kept.name, kept.title, kept.city, kept.outreach_attempts) == ("Asha", "", "Mysuru", 2)
    assert (back.public_id, back.name, back.phone, back.title) == (other.public_id, "Asha Rao", other.phone, "Owner")
    with reading(alice) as session:
        assert session.get_one(OutreachMessage, to_one.id).contact_id == one.id
        assert session.get_one(OutreachMessage, to_other.id).contact_id == back.id
        assert session.exec(select(MergeCandidate.state)).all() == [PairState.UNDONE]


def test_undo_says_plainly_when_it_cannot(alice: Scope) -> None:
    one, other = support.add_contact(alice), support.add_contact(alice)
    first = merge(alice, one, other)
    support.add_contact(alice, name="Newcomer", phone=other.phone)
    with pytest.raises(Conflict, match="belongs to Newcomer"):
        undo(alice, first)


def test_a_merge_of_a_merge_is_undone_from_the_last(alice: Scope) -> None:
    one, other, third = (support.add_contact(alice) for _ in range(3))
    before = state_of(alice)
    first = merge(alice, other, third)
    second = merge(alice, one, other)
    with pytest.raises(Conflict, match="later merge first"):
        undo(alice, first)
    undo(alice, second)
    undo(alice, first)
    with pytest.raises(Conflict, match="already"):
        undo(alice, first)
    assert state_of(alice) == before


def test_a_number_given_to_a_newer_contact_is_not_taken_back(alice: Scope) -> None:
    one, other = support.add_contact(alice), support.add_contact(alice)
    merged = merge(alice, one, other)
    newer = support.add_contact(alice)
    back = undo(alice, merged)
    assert back.public_id == other.public_id
    assert back.id != newer.id


def test_what_was_said_of_the_one_holds_for_the_other(alice: Scope) -> None:
    one, other, third = (support.add_contact(alice) for _ in range(3))
    with transaction(alice) as session:
        file_clash(session, alice.customer_id, other.id or 0, third.id or 0, "")
        session.exec(select(MergeCandidate)).one().state = PairState.APART
    merged = merge(alice, one, other)
    with transaction(alice) as session:
        assert not file_clash(session, alice.customer_id, one.id or 0, third.id or 0, "")
        (pair,) = session.exec(select(MergeCandidate)).all()
        assert ({pair.first_id, pair.second_id}, pair.state) == ({one.id, third.id}, PairState.APART)
    back = undo(alice, merged)
    with reading(alice) as session:
        apart = session.exec(select(MergeCandidate).where(MergeCandidate.state == PairState.APART)).one()
        assert {apart.first_id, apart.second_id} == {back.id, third.id}


def test_a_viewer_and_a_stranger_cannot_merge(alice: Scope, bob: Scope, charlie: Scope) -> None:
    one, other = support.add_contact(alice), support.add_contact(alice)
    with pytest.raises(NotAllowed):
        merge(bob, one, other)
    with pytest.raises(NotFound):
        merge(charlie, one, other)
    merged = merge(alice, one, other)
    with pytest.raises(NotFound):
        undo(charlie, merged)
    with pytest.raises(NotAllowed):
        undo(bob, merged)


def test_a_choice_must_be_one_of_the_two(alice: Scope) -> None:
    one, other, third = (support.add_contact(alice) for _ in range(3))
    for chosen in ({"name": third.id}, {"customer_id": one.id}):
        with pytest.raises(Invalid):
            merge(alice, one, other, chosen=chosen)
    bare, blank = support.add_contact(alice, phone=None), support.add_contact(alice, email=None)
    with pytest.raises(Invalid, match="needs a phone"):
        merge(alice, bare, blank, chosen={"phone": bare.id, "email": blank.id})


_TEXT = st.sampled_from(["", "Acme", "Acme Dental", "अस्मिता", "O'Neil & Sons"])
_FIELDS = st.fixed_dictionaries(
    {
        "name": _TEXT,
        "company": _TEXT,
        "title": _TEXT,
        "city": _TEXT,
        "outreach_attempts": st.integers(0, 4),
        "quality_score": st.integers(0, 100),
        "verification_status": st.sampled_from(VerificationStatus),
        "outreach_status": st.sampled_from(OutreachStatus),
    }
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.tuples(_FIELDS, _FIELDS), shared=st.booleans(), written=st.tuples(st.booleans(), st.booleans()))
def test_a_merge_undone_changes_nothing(
    alice: Scope, values: tuple[dict[str, Any], dict[str, Any]], shared: bool, written: tuple[bool, bool]
) -> None:
    pair = [support.add_contact(alice, **fields) for fields in values]
    campaign = support.add_campaign(alice, target_contacts={"contact_ids": [pair[1].id]})
    for contact, is_written in zip(pair, written, strict=True):
        fact(alice, contact, "company", "Acme" if shared else contact.company or "x", url="https://acme.in/")
        if is_written:
            support.add_outreach_message(alice, campaign, contact, channel=Channel.WHATSAPP)
            support.add(alice, CampaignChoice(outreach_campaign_id=campaign.id or 0, contact_id=contact.id or 0))
            seen = ScoreSnapshot(contact_id=contact.id or 0, sent_at=now())
            support.add(alice, seen)
    before = state_of(alice)
    undo(alice, merge(alice, *pair))
    assert state_of(alice) == before


def test_two_merges_at_once_make_one(alice: Scope) -> None:
    one, other, third = (support.add_contact(alice) for _ in range(3))

    def attempt(pair: tuple[Contact, Contact]) -> bool:
        try:
            merge(alice, *pair)
        except (NotFound, Conflict):
            return False
        return True

    with ThreadPoolExecutor(3) as threads:
        done = list(threads.map(attempt, [(one, other), (other, one), (one, other)]))
    assert sum(done) == 1
    with reading(alice) as session:
        assert sorted(session.exec(select(Contact.id).order_by(col(Contact.id)))) == [one.id, third.id]
