"""New contacts are compared with the others: what is sure is merged, what is likely filed, the rest left alone."""

from typing import Any

import pytest
from sqlmodel import select

from jobs.dedupe import compare_all_contacts, compare_contacts, start_comparing
from services.core.scope import Scope, system_scope
from services.db import reading, transaction
from services.dedupe.asking import ask_for_all
from services.dedupe.checking import Checked, check_step
from services.dedupe.filing import check_soon
from services.models import (
    Contact,
    ContactKey,
    ContactMerge,
    DuplicateCheck,
    DuplicateStatistics,
    MergeCandidate,
    PairState,
)
from services.queue import JobName
from tests import support
from tests.bench.duplicates_data import contacts

ACME = {"name": "", "company": "Acme Dental", "domain": "acmedental.in", "city": "Bengaluru"}
SKYLINE = {"name": "Ravi Choudhary", "company": "Skyline Realty", "domain": "", "city": "Pune"}


def add(scope: Scope, **values: Any) -> Contact:
    contact = support.add_contact(scope, **values)
    with transaction(scope) as session:
        check_soon(session, [contact.id or 0])
    return contact


def check(scope: Scope) -> Checked:
    with transaction(scope) as session:
        return check_step(session, system_scope(scope.customer_id))


def found(scope: Scope) -> tuple[int, int, int]:
    """Contacts, merges, filed pairs."""
    with reading(scope) as session:
        return tuple(len(session.exec(select(table)).all()) for table in (Contact, ContactMerge, MergeCandidate))  # pyright: ignore


def test_the_same_business_from_two_sources_becomes_one(alice: Scope) -> None:
    add(alice, **ACME, email="info@acmedental.in")
    add(alice, **{**ACME, "company": "ACME DENTAL Pvt. Ltd.", "city": "Bangalore"}, email=None)
    assert check(alice) == Checked(2, 1, 0, True)
    assert found(alice) == (1, 1, 0)
    assert check(alice) == Checked(1, 0, 0, False)
    assert check(alice) == Checked()
    with reading(alice) as session:
        merge = session.exec(select(ContactMerge)).one()
        assert "The same web site" in [line["text"] for line in merge.reasons]


def test_a_transliterated_name_in_the_same_place_is_the_same_person(alice: Scope) -> None:
    add(alice, **SKYLINE)
    add(alice, **{**SKYLINE, "name": "Ravi Chaudhari", "company": "Skyline Realty Pvt Ltd"})
    assert check(alice).merged == 1


def test_namesakes_are_for_a_person_to_judge(alice: Scope) -> None:
    add(alice, **{**ACME, "domain": "", "company": "Sri Lakshmi Jewellers"}, email=None)
    add(alice, **{**ACME, "domain": "", "company": "Shree Laxmi Jewelers"}, email=None)
    assert (check(alice).filed, found(alice)) == (1, (2, 0, 1))


@pytest.mark.parametrize(
    "other",
    [
        {"city": "Pune"},
        {"company": "Zenith Textiles", "domain": ""},
        {"is_sandbox": True},
    ],
    ids=["branch", "another firm", "simulated"],
)
def test_others_are_left_alone(alice: Scope, other: dict[str, Any]) -> None:
    add(alice, **ACME, email=None)
    add(alice, **{**ACME, **other}, email=None)
    check(alice)
    assert found(alice) == (2, 0, 0)


def test_colleagues_are_two_people(alice: Scope) -> None:
    add(alice, **{**ACME, "name": "Asha Rao"}, email="asha@acmedental.in")
    add(alice, **{**ACME, "name": "Vikram Menon"}, email="vikram@acmedental.in")
    check(alice)
    assert found(alice) == (2, 0, 0)


def test_what_was_kept_apart_is_not_asked_again(alice: Scope) -> None:
    pair = [add(alice, **ACME, email=None) for _ in range(2)]
    ids = sorted(contact.id or 0 for contact in pair)
    support.add(alice, MergeCandidate(first_id=ids[0], second_id=ids[1], score=80, state=PairState.APART))
    check(alice)
    assert found(alice) == (2, 0, 1)


def test_a_chain_is_joined_link_by_link(alice: Scope) -> None:
    for _ in range(4):
        add(alice, **ACME, email=None)
    while check(alice).more:
        continue
    assert found(alice) == (1, 3, 0)


def test_a_changed_contact_gets_new_blocks(alice: Scope) -> None:
    contact = add(alice, **ACME)
    check(alice)
    with reading(alice) as session:
        before = set(session.exec(select(ContactKey.key)))
    with transaction(alice) as session:
        session.get_one(Contact, contact.id).company = "Zenith Textiles"
        check_soon(session, [contact.id or 0])
    check(alice)
    with reading(alice) as session:
        after = set(session.exec(select(ContactKey.key)))
    assert before - after
    assert after - before


def test_the_other_customer_is_never_compared(alice: Scope, charlie: Scope) -> None:
    add(alice, **ACME, email=None)
    add(charlie, **ACME, email=None)
    for scope in (alice, charlie):
        check(scope)
        assert found(scope) == (1, 0, 0)


def test_jobs_look_at_everybodys_new_contacts_and_at_all_when_asked(
    alice: Scope, charlie: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[JobName, int]] = []
    monkeypatch.setattr(
        "services.dedupe.asking.enqueue", lambda _session, name, **more: not asked.append((name, more["owner_id"]))
    )
    for scope in (alice, charlie):
        add(scope, **ACME, email=None)
        add(scope, **ACME, email=None)
    start_comparing()
    assert sorted(asked) == [(JobName.COMPARE_CONTACTS, scope.customer_id) for scope in (alice, charlie)]
    compare_contacts(owner_id=alice.customer_id)
    assert (found(alice), found(charlie)) == ((1, 1, 0), (2, 0, 0))
    with transaction(charlie) as session:
        assert ask_for_all(session, charlie)
    compare_all_contacts(owner_id=charlie.customer_id)
    assert found(charlie) == (1, 1, 0)
    with reading(charlie) as session:
        assert session.exec(select(DuplicateCheck)).all() == []
        assert session.exec(select(DuplicateStatistics)).one().contacts == 2


def test_invented_contacts_are_found_with_few_mistakes(alice: Scope, sqlite: str) -> None:
    made = list(contacts(1_500, seed=5))
    with transaction(alice) as session:
        session.add_all(Contact.model_validate(one.row) for one in made)
    compare_all_contacts(owner_id=alice.customer_id)
    entity = {one.row["public_id"]: one.entity for one in made}
    with reading(alice) as session:
        merges = [kept["snapshot"] for kept in (one.model_dump() for one in session.exec(select(ContactMerge)))]
    right = sum(entity[one["stays"]["public_id"]] == entity[one["goes"]["public_id"]] for one in merges)
    assert len(merges) >= 30
    assert right >= 0.97 * len(merges)
