"""To whom new leads are given."""

from datetime import UTC, datetime, timedelta

import pytest

from services.core.errors import Invalid, NotAllowed, NotFound
from services.core.scope import Role, Scope
from services.customers.actions import save_leads
from services.customers.types import LeadSettings
from services.db import reading, transaction
from services.leads.assigning import Candidate, choose, give, set_away, set_cities, team_rows
from services.models import Assignment, Lead, LeadEvent, LeadStatus, User
from tests import hearing, support
from tests.hearing import read_all

AT = datetime(2026, 11, 1, tzinfo=UTC)
FRESH = Candidate(1, None, open_leads=9, cities=("Pune",))
EARLY = Candidate(2, AT, open_leads=2)
LATE = Candidate(3, AT + timedelta(hours=1), open_leads=2, cities=("Mumbai", "पुणे"))


@pytest.mark.parametrize(
    ("how", "city", "people", "chosen"),
    [
        (Assignment.NOBODY, "", [FRESH, EARLY], None),
        (Assignment.IN_TURN, "", [], None),
        (Assignment.IN_TURN, "", [LATE, EARLY, FRESH], 1),
        (Assignment.IN_TURN, "", [LATE, EARLY], 2),
        (Assignment.LEAST_LOADED, "", [LATE, EARLY, FRESH], 2),
        (Assignment.LEAST_LOADED, "", [LATE, FRESH], 3),
        (Assignment.BY_CITY, "pune", [LATE, EARLY, FRESH], 1),
        (Assignment.BY_CITY, "Mumbai", [LATE, EARLY, FRESH], 3),
        (Assignment.BY_CITY, "Nashik", [LATE, EARLY, FRESH], 2),
        (Assignment.BY_CITY, "", [LATE, EARLY, FRESH], 2),
        (Assignment.BY_CITY, "Nashik", [LATE, FRESH], None),
    ],
)
def test_who_is_chosen(how: Assignment, city: str, people: list[Candidate], chosen: int | None) -> None:
    assert choose(how, people, city) == chosen


@pytest.fixture
def ravi(alice: Scope) -> Scope:
    return support.add_member(alice.customer_id, "ravi@acme.example", Role.AGENT)


def want(scope: Scope, how: Assignment) -> None:
    with transaction(scope) as session:
        save_leads(session, scope, LeadSettings(how.value))


def given(scope: Scope, **values: object) -> int | None:
    lead = support.add_lead(scope, **values)
    with transaction(scope) as session:
        held = session.get_one(Lead, lead.id)
        give(session, held)
        return held.assigned_to


def public_id(scope: Scope) -> str:
    with transaction(scope) as session:
        return session.get_one(User, scope.user_id).public_id


def test_leads_go_round_without_viewers_and_without_who_is_away(
    alice: Scope, bob: Scope, ravi: Scope, charlie: Scope
) -> None:
    assert given(alice) is None
    want(alice, Assignment.IN_TURN)
    assert [given(alice) for _ in range(3)] == [alice.user_id, ravi.user_id, alice.user_id]
    with transaction(ravi) as session:
        set_away(session, ravi, public_id(ravi), is_away=True)
    assert [given(alice) for _ in range(2)] == [alice.user_id] * 2
    assert next(line.text for line in read_all(alice, LeadEvent)) == "Given to Alice, whose turn it was"


def test_who_has_the_fewest_open_leads_is_next(alice: Scope, ravi: Scope) -> None:
    want(alice, Assignment.LEAST_LOADED)
    support.add_lead(alice, assigned_to=alice.user_id)
    support.add_lead(alice, assigned_to=ravi.user_id, status=LeadStatus.WON)
    assert given(alice) == ravi.user_id


def test_cities_are_known_under_their_other_names(alice: Scope, ravi: Scope) -> None:
    want(alice, Assignment.BY_CITY)
    with transaction(alice) as session:
        assert set_cities(session, alice, public_id(ravi), " Bangalore, , Pune") == ["Bengaluru", "Pune"]
    assert given(alice, location="bangalore") == ravi.user_id
    assert given(alice, location="Chennai") == alice.user_id


async def test_a_stranger_who_writes_is_given_to_somebody(alice: Scope, sqlite: str) -> None:
    want(alice, Assignment.IN_TURN)
    await hearing.whatsapp(alice, "+919845012345", "What is the price of a 2 BHK flat?")
    assert [lead.assigned_to for lead in read_all(alice, Lead)] == [alice.user_id]


def test_who_may_change_it(alice: Scope, bob: Scope, ravi: Scope, charlie: Scope) -> None:
    mine = public_id(alice)
    for scope, refusal in ((bob, NotAllowed), (ravi, NotAllowed), (charlie, NotFound)):
        with pytest.raises(refusal), transaction(scope) as session:
            set_away(session, scope, mine, is_away=True)
        with pytest.raises(refusal), transaction(scope) as session:
            set_cities(session, scope, mine, "Pune")
    with pytest.raises(Invalid), transaction(alice) as session:
        save_leads(session, alice, LeadSettings("by_magic"))
    with reading(ravi) as session:
        rows = team_rows(session, ravi)
    assert [(row.name, row.takes_leads, row.is_me) for row in rows] == [
        ("Alice", True, False), ("Bob", False, False), ("Ravi", True, True),
    ]  # fmt: skip
