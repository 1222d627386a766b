"""Points and their reasons."""

import time

import pytest

from services.models import Intent
from services.scoring.rules import Audience, ContactFacts, LeadFacts, score_contact, score_lead

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


def test_the_reasons_sum_to_the_score_until_it_is_capped():
    score = score_contact(ROHAN, BROKERS)
    assert score.points == min(100, sum(reason.points for reason in score.reasons))
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
