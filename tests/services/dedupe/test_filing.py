"""Pairs are filed once, for their own customer, and never across the sandbox's border."""

import pytest
from sqlmodel import select

from services.core.errors import Invalid
from services.core.scope import Scope
from services.db import reading, transaction
from services.dedupe.filing import FoundPair, Reason, check_soon, file_clash, file_pairs
from services.models import DuplicateCheck, MergeCandidate, PairState
from tests.support import add_contact

WHERE = "Row 12 of leads.csv holds the phone of one and the email of the other"


def pairs_of(scope: Scope) -> list[MergeCandidate]:
    with reading(scope) as session:
        return list(session.exec(select(MergeCandidate)))


def test_a_clash_is_filed_once_with_the_older_contact_first(alice: Scope) -> None:
    older, newer = (add_contact(alice).id or 0 for _ in range(2))
    for expected in (True, False):
        with transaction(alice) as session:
            assert file_clash(session, alice.customer_id, newer, older, WHERE) is expected
    (pair,) = pairs_of(alice)
    assert (pair.first_id, pair.second_id, pair.state, pair.score) == (older, newer, PairState.OPEN, 90)
    assert pair.reasons == [{"text": WHERE, "for": True, "field": ""}]


def test_a_pair_that_was_kept_apart_is_not_filed_again(alice: Scope) -> None:
    one, other = (add_contact(alice).id or 0 for _ in range(2))
    with transaction(alice) as session:
        file_clash(session, alice.customer_id, one, other, WHERE)
        session.exec(select(MergeCandidate)).one().state = PairState.APART
    with transaction(alice) as session:
        assert not file_clash(session, alice.customer_id, one, other, WHERE)
    assert pairs_of(alice)[0].state is PairState.APART


def test_simulated_and_real_people_are_never_a_pair(alice: Scope) -> None:
    real, simulated = add_contact(alice).id or 0, add_contact(alice, is_sandbox=True).id or 0
    with transaction(alice) as session:
        assert file_pairs(session, alice.customer_id, [FoundPair(real, simulated, 99, (Reason("Same name"),))]) == 0


def test_another_customers_contact_is_not_there(alice: Scope, charlie: Scope) -> None:
    mine, theirs = add_contact(alice).id or 0, add_contact(charlie).id or 0
    with transaction(charlie) as session:
        assert file_pairs(session, charlie.customer_id, [FoundPair(mine, theirs, 99, ())]) == 0


def test_a_contact_is_no_duplicate_of_itself(alice: Scope) -> None:
    one = add_contact(alice).id or 0
    with transaction(alice) as session, pytest.raises(Invalid):
        file_pairs(session, alice.customer_id, [FoundPair(one, one, 99, ())])


def test_contacts_are_marked_once_to_be_checked(alice: Scope) -> None:
    ids = [add_contact(alice).id or 0 for _ in range(3)]
    for _ in range(2):
        with transaction(alice) as session:
            check_soon(session, ids)
    with reading(alice) as session:
        assert [check.contact_id for check in session.exec(select(DuplicateCheck))] == ids
