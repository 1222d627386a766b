"""Points and their reasons."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.models import Intent
from services.scoring.cards import Card, prior_for
from services.scoring.features import FEATURES
from services.scoring.rules import Audience, ContactFacts, LeadFacts, score_contact, score_lead, score_many

BROKERS = Audience(
    industries=("Real estate agents",), job_titles=("Broker", "Sales manager"), cities=("Mumbai", "Pune")
)
ROHAN = ContactFacts(
    name="Rohan Deshpande",
    title="Sales manager",
    company="Skyline Realty",
    industry="real_estate_agent",
    city="Mumbai",
    phone="+919820041735",
    email="rohan@skylinerealty.in",
    website="https://skylinerealty.in",
    domain="skylinerealty.in",
)


def test_a_full_match_scores_high_and_says_why():
    score = score_contact(ROHAN, BROKERS)
    assert score.points >= 85
    assert "Real estate agents in Mumbai, in your audience" in [reason.text for reason in score.reasons]


def test_somebody_nobody_can_reach_scores_near_nothing():
    assert score_contact(ContactFacts(name="Rohan", city="Delhi"), BROKERS).points <= 5


def test_a_place_outside_the_wanted_cities_costs_points():
    elsewhere = ContactFacts(company="Skyline Realty", industry="estate agent", city="Delhi", phone="+911123456789")
    assert -10 in [reason.points for reason in score_contact(elsewhere, BROKERS).reasons]


def test_an_empty_audience_asks_for_nothing():
    assert score_contact(ROHAN, Audience()).points > 60


def test_the_audience_is_read_from_answers_and_from_criteria():
    assert Audience.from_answers({"industry": "Dentists", "locations": ["Pune"]}) == Audience(
        industries=("Dentists",), cities=("Pune",)
    )
    assert Audience.from_answers({"industries": ["A"], "interests": ["b"]}).keywords == ("b",)


def test_a_free_mailbox_is_worth_less_than_the_companys_own():
    own = score_contact(ContactFacts(email="asha@skylinerealty.in"), Audience()).points
    free = score_contact(ContactFacts(email="asha@gmail.com"), Audience()).points
    assert own > free


@pytest.mark.parametrize(
    ("facts", "intent"),
    [
        (LeadFacts("outreach_response", "interested", "Yes, please call me", phone="+919820041735"), Intent.HOT),
        (
            LeadFacts("meta_ads", answers={"Budget": "80 lakh", "When": "this week"}, phone="+9198", email="a"),
            Intent.WARM,
        ),
        (LeadFacts("outreach_response", "not_now", "Later"), Intent.COLD),
        (LeadFacts("outreach_response", "not_interested", "No thanks"), Intent.COLD),
    ],
)
def test_what_a_lead_says_decides_how_warm_it_is(facts: LeadFacts, intent: Intent):
    assert score_lead(facts).intent is intent


@pytest.mark.parametrize("points", [0, 100])
def test_points_stay_between_0_and_100(points: int):
    assert 0 <= score_lead(LeadFacts("manual", "not_interested", contact_score=points)).points <= 100


def test_five_thousand_contacts_a_second_are_scored():
    many = [
        ContactFacts(**{**ROHAN.__dict__, "company": f"Skyline {n}", "email": f"a{n}@b{n}.in"}) for n in range(5_000)
    ]
    start = time.perf_counter()
    for facts in many:
        score_contact(facts, BROKERS)
    assert time.perf_counter() - start < 1


FACTS = st.builds(
    ContactFacts,
    name=st.sampled_from(["", "Asha Rao"]),
    title=st.sampled_from(["", "Owner", "Clerk", "Broker"]),
    company=st.sampled_from(["", "Skyline Realty"]),
    industry=st.sampled_from(["", "estate agent", "Dentist"]),
    city=st.sampled_from(["", "Mumbai", "Delhi"]),
    phone=st.sampled_from(["", "+919820041735", "+912225550100"]),
    email=st.sampled_from(["", "asha@skylinerealty.in", "a@gmail.com", "noreply@x.in"]),
    website=st.sampled_from(["", "https://skylinerealty.in"]),
    published=st.booleans(),
    is_imported=st.booleans(),
    pages=st.integers(0, 4),
    age_days=st.integers(0, 400),
    attempts=st.integers(0, 5),
    was_read=st.booleans(),
    was_bounced=st.booleans(),
)
CARDS = st.builds(
    Card, st.integers(0, 60), st.fixed_dictionaries({name: st.integers(-40, 40) for name in FEATURES})
)  # fmt: skip


@given(FACTS, CARDS)
def test_the_reasons_always_add_up_to_the_score(facts: ContactFacts, card: Card):
    score = score_contact(facts, BROKERS, card)
    assert 0 <= score.points <= 100
    assert score.points == sum(reason.points for reason in score.reasons)
    assert set(score.features) <= set(FEATURES)


@given(FACTS)
def test_a_phone_number_never_makes_a_contact_worse(facts: ContactFacts):
    without = score_contact(replace(facts, phone=""), BROKERS).points
    assert score_contact(replace(facts, phone="+919820041735"), BROKERS).points >= without


@given(FACTS, st.integers(0, 400), st.integers(0, 400))
def test_a_contact_is_never_better_for_being_older(facts: ContactFacts, one: int, other: int):
    young, old = sorted((one, other))
    newer, older = (score_contact(replace(facts, age_days=days), BROKERS).points for days in (young, old))
    assert newer >= older


@given(
    st.sampled_from(["meta_ads", "manual", "outreach_response"]), st.sampled_from(["", "interested", "not_interested"])
)
def test_the_reasons_of_a_lead_add_up_too(source: str, label: str):
    score = score_lead(LeadFacts(source, label, "Call me today, the price is urgent", phone="+9198", email="a@b.in"))
    assert score.points == sum(reason.points for reason in score.reasons)


def test_many_are_scored_as_each_is():
    facts = [ROHAN, ContactFacts(name="Asha")]
    assert list(score_many(facts, BROKERS)) == [score_contact(one, BROKERS) for one in facts]


@pytest.mark.parametrize(
    ("industry", "prior"),
    [
        ("Dentists", "Sold to households nearby"),
        ("Real estate", "Property and large purchases"),
        ("IT services", "Sold to other businesses"),
        ("", "Any business"),
        ("Astrology", "Any business"),
    ],
)
def test_the_prior_is_the_industrys(industry: str, prior: str):
    assert prior_for(industry).name == prior
    assert set(prior_for(industry).points) == set(FEATURES)


def test_a_quick_answer_counts_only_with_interest() -> None:
    def points(label: str, minutes: int | None) -> int:
        return score_lead(LeadFacts("outreach_response", label, "Hello", answered_after_minutes=minutes)).points

    assert points("interested", 5) > points("interested", 600) == points("interested", None)
    assert points("not_now", 5) == points("not_now", 600)
