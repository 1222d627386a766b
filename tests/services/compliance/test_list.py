"""The do-not-contact list as people see and change it, and what the audit log keeps of it."""

import pytest

from services.audit.queries import page_of_audit
from services.compliance.actions import lift, suppress, suppress_by_hand
from services.compliance.queries import SuppressionRow, page_of_suppressions
from services.compliance.rules import typed_address
from services.contacts.left_alone import paste, suppressions_csv
from services.core.errors import Conflict, Invalid, NotAllowed
from services.core.paging import PageRequest
from services.core.scope import Role, Scope
from services.db import reading, transaction


def listed(scope: Scope, **asked: object) -> list[SuppressionRow]:
    with reading(scope) as session:
        return page_of_suppressions(session, scope, PageRequest(**asked)).rows


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        (" 98200 41735 ", "phone", "+919820041735"),
        ("Asha@Dental.Example", "email", "asha@dental.example"),
        ("https://www.acme.co.in/contact", "domain", "acme.co.in"),
    ],
)
def test_an_address_is_recognised_however_it_is_typed(typed: str, kind: str, value: str):
    assert getattr(typed_address(typed), kind) == value


@pytest.mark.parametrize("typed", ["", "12", "nobody@", "gmail.com", "not an address"])
def test_what_is_no_address_is_refused(typed: str):
    with pytest.raises(Invalid):
        typed_address(typed)


def test_the_list_is_paged_and_searched(alice: Scope):
    for number in range(5):
        with transaction(alice) as session:
            suppress_by_hand(session, alice, f"98200 4173{number}")
    with reading(alice) as session:
        first = page_of_suppressions(session, alice, PageRequest(size=3))
        rest = page_of_suppressions(session, alice, PageRequest(size=3, after=first.next_after))
    assert [row.address[-1] for row in first.rows + rest.rows] == ["4", "3", "2", "1", "0"]
    assert (first.total, rest.next_after) == (5, "")
    assert [row.address for row in listed(alice, search="98200 41731")] == ["+919820041731"]


def test_what_a_person_asked_for_stays_for_good(alice: Scope):
    with transaction(alice) as session:
        suppress(session, alice, phone="+919820041735", reason="opt_out", source="whatsapp reply")
        suppress_by_hand(session, alice, "98200 41735")
    (row,) = listed(alice)
    assert row.can_lift is False
    with transaction(alice) as session, pytest.raises(Conflict):
        lift(session, alice, row.id)


def test_a_person_who_says_stop_outranks_an_entry_by_hand(alice: Scope):
    with transaction(alice) as session:
        suppress_by_hand(session, alice, "98200 41735")
        suppress(session, alice, phone="+919820041735", reason="opt_out", source="whatsapp reply")
    (row,) = listed(alice)
    assert row.can_lift is False


def test_an_entry_by_hand_is_taken_back_and_both_are_in_the_audit_log(alice: Scope):
    with transaction(alice) as session:
        suppress_by_hand(session, alice, "98200 41735")
    with transaction(alice) as session:
        lift(session, alice, listed(alice)[0].id)
    assert listed(alice) == []
    with reading(alice) as session:
        lines = page_of_audit(session, alice, PageRequest()).rows
    assert [line.what for line in lines] == [
        "Took an address off the do-not-contact list",
        "Put a person on the do-not-contact list",
    ]
    assert "98200" not in repr(lines)


def test_a_viewer_changes_nothing(alice: Scope):
    viewer = Scope(alice.customer_id, alice.user_id, Role.VIEWER)
    with transaction(viewer) as session, pytest.raises(NotAllowed):
        suppress_by_hand(session, viewer, "98200 41735")


def test_a_pasted_list_goes_in_and_comes_out_as_a_file(alice: Scope, bob: Scope):
    with transaction(alice) as session:
        found = paste(session, alice, "98200 41735, Asha@Dental.Example;\nacme.co.in\nnonsense\n98200 41735")
    assert (found.read, found.wrong, found.wrong_count) == (3, ("nonsense",), 1)
    with transaction(alice) as session:
        lines = suppressions_csv(session, alice).splitlines()
        assert lines[0] == "Kind,Address,Reason,Heard through,Since (UTC)"
        assert [line.split(",")[1] for line in lines[1:]] == ["acme.co.in", "asha@dental.example", "+919820041735"]
        with pytest.raises(Invalid):
            paste(session, alice, "nothing, here")
        with pytest.raises(Invalid):
            paste(session, alice, "\n".join(f"a{number}@b.example" for number in range(1_001)))
    with transaction(bob) as session:
        with pytest.raises(NotAllowed):
            paste(session, bob, "98200 41735")
        with pytest.raises(NotAllowed):
            suppressions_csv(session, bob)
