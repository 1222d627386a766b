"""Cities with their counts: live for few contacts, kept by a job for many."""

from datetime import timedelta

import pytest
from sqlmodel import select, update

from services.contacts import tallies
from services.contacts.queries import page_of_contacts
from services.contacts.types import ContactFilters
from services.core.clock import now
from services.core.paging import PageRequest
from services.core.scope import Scope
from services.db import reading, transaction
from services.live import Topic, announce
from services.models import ContactTally, VerificationStatus
from tests.support import add_contact


def cities(scope: Scope, search: str = "") -> list[tuple[str, int]]:
    with reading(scope) as session:
        return tallies.cities(session, search)


def changed(scope: Scope) -> None:
    with transaction(scope) as session:
        announce(session, scope.customer_id, Topic.CONTACTS)


@pytest.fixture
def crowd(alice: Scope) -> None:
    for city in ("Pune", "Pune", "Navi Mumbai", "Mumbai", "Pune", ""):
        add_contact(alice, city=city)


def test_the_cities_of_few_contacts_are_counted_live(alice: Scope, charlie: Scope, crowd: None) -> None:
    assert cities(alice) == [("Pune", 3), ("Mumbai", 1), ("Navi Mumbai", 1)]
    assert cities(alice, " mumb ") == [("Mumbai", 1), ("Navi Mumbai", 1)]
    assert cities(alice, "%") == cities(alice, "Atlantis") == cities(charlie) == []
    changed(alice)
    assert tallies.count_changed() == 0
    assert cities(alice, "pune") == [("Pune", 3)]


def test_those_of_many_are_kept_and_counted_again_after_a_change(
    alice: Scope, charlie: Scope, crowd: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "MOST_COUNTED", 5)
    add_contact(charlie, city="Pune")
    changed(alice)
    changed(charlie)
    assert tallies.count_changed() == 1
    assert cities(alice) == [("Pune", 3), ("Mumbai", 1), ("Navi Mumbai", 1)]
    assert cities(charlie) == [("Pune", 1)]
    add_contact(alice, city="Pune", verification_status=VerificationStatus.INVALID)
    assert cities(alice, "pune") == [("Pune", 3)]
    assert tallies.count_changed() == 0
    with transaction(alice) as session:
        session.execute(update(ContactTally).values(updated_at=now() - timedelta(minutes=5)))
    assert tallies.count_changed() == 1
    assert cities(alice, "pune") == [("Pune", 4)]


def test_the_sizes_of_filters_choose_the_way_and_never_the_answer(
    alice: Scope, crowd: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "MOST_COUNTED", 2)
    add_contact(alice, city="Pune", verification_status=VerificationStatus.INVALID)
    tallies.count_again(alice.customer_id)
    with reading(alice) as session:
        assert tallies.sizes(session, {"city": "Pune", "verification": "invalid"}) == {"city": 4, "verification": 1}
    add_contact(alice, city="Pune", verification_status=VerificationStatus.INVALID)  # not counted yet
    both = ContactFilters(city="Pune", verification=VerificationStatus.INVALID)
    with reading(alice) as session:
        assert page_of_contacts(session, PageRequest(), both).total == 2


def test_tallies_go_when_contacts_become_few(alice: Scope, crowd: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "MOST_COUNTED", 5)
    assert tallies.count_again(alice.customer_id)
    monkeypatch.setattr(tallies, "MOST_COUNTED", 50)
    assert not tallies.count_again(alice.customer_id)
    with reading(alice) as session:
        assert session.exec(select(ContactTally)).first() is None
