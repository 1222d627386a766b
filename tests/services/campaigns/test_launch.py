"""Launch creates everything or nothing, and only once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import func, select

from services.campaigns.draft import Step
from services.campaigns.drafts import load, save_step
from services.campaigns.launch import campaign_name, launch
from services.core.errors import Conflict, Invalid, NotAllowed
from services.core.scope import Scope
from services.db import system_transaction, transaction
from services.models import (
    AdCampaign,
    AdCampaignStatus,
    Channel,
    Customer,
    Integration,
    Job,
    OutreachCampaign,
    ScrapingCampaign,
    ScrapingRun,
    Template,
    WhatsAppReach,
)

BUSINESS = {
    "business_name": "Suvarna Habitat",
    "description": "We sell homes in Mumbai",
    "industry": "Real estate",
    "services": ["Flats"],
    "cities": ["Mumbai", "Pune"],
    "phone": "98200 41735",
}


def fill_in(scope: Scope, **ads: object) -> None:
    """Answer all seven steps the way a person does who accepts the suggestions."""
    with transaction(scope) as session:
        assert save_step(session, scope, Step.BUSINESS, BUSINESS, advance=True) == {}
    for step in list(Step)[1:]:
        with transaction(scope) as session:
            answers = load(session, scope).answers[step.value]
            if step is Step.ADS:
                answers |= ads
            if step is Step.OUTREACH:
                answers["whatsapp_reach"] = "published"
            if step is Step.REVIEW:
                answers["accept_terms"] = True
            assert save_step(session, scope, step, answers, advance=True) == {}


def count(scope: Scope, table: type) -> int:
    with transaction(scope) as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_launch_creates_and_schedules_every_campaign(alice: Scope, charlie: Scope) -> None:
    fill_in(alice, meta_enabled=True)
    with transaction(alice) as session:
        assert launch(session, alice)
    with transaction(alice) as session:
        search = session.exec(select(ScrapingCampaign)).one()
        channels = {campaign.type for campaign in session.exec(select(OutreachCampaign))}
        advert = session.exec(select(AdCampaign)).one()
        names = session.exec(select(Template.name)).all()
        customer = session.get_one(Customer, alice.customer_id)
        run = session.exec(select(ScrapingRun)).one()
    assert search.name == "Real estate agents in Mumbai and 1 more"
    assert channels == {Channel.WHATSAPP, Channel.EMAIL}
    assert advert.status is AdCampaignStatus.PENDING_APPROVAL
    assert (customer.whatsapp_reach, customer.phone) == (WhatsAppReach.PUBLISHED, "+919820041735")
    assert sum(customer.budget_split.values()) == customer.budget_monthly_paise
    assert run.trigger == "launch"
    assert {"WhatsApp welcome", "Email welcome"} <= set(names)
    assert count(alice, Integration) > 0
    assert count(charlie, ScrapingCampaign) == 0


def test_pressing_launch_twice_launches_once(alice: Scope) -> None:
    fill_in(alice)

    def press(_: int) -> bool:
        with transaction(alice) as session:
            return launch(session, alice)

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(press, range(4))) == [False, False, False, True]
    assert count(alice, ScrapingCampaign) == 1
    assert count(alice, OutreachCampaign) == 2


def test_an_incomplete_step_stops_everything(alice: Scope) -> None:
    fill_in(alice)
    with transaction(alice) as session:
        save_step(session, alice, Step.REVIEW, {"accept_terms": False}, advance=False)
    with pytest.raises(Invalid, match="Step 7"), transaction(alice) as session:
        launch(session, alice)
    assert count(alice, ScrapingCampaign) == 0
    with transaction(alice) as session:
        assert session.get_one(Customer, alice.customer_id).launched_at is None


def test_an_error_in_the_middle_leaves_nothing(alice: Scope) -> None:
    fill_in(alice)

    def launch_and_lose_power() -> None:
        with transaction(alice) as session:
            launch(session, alice)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        launch_and_lose_power()
    assert count(alice, OutreachCampaign) == 0
    with system_transaction() as session:
        assert not session.exec(select(Job)).all()


def test_a_viewer_cannot_launch(alice: Scope, bob: Scope) -> None:
    fill_in(alice)
    with pytest.raises(NotAllowed), transaction(bob) as session:
        launch(session, bob)


def test_the_draft_is_closed_after_launch(alice: Scope) -> None:
    fill_in(alice)
    with transaction(alice) as session:
        launch(session, alice)
    with pytest.raises(Conflict), transaction(alice) as session:
        save_step(session, alice, Step.BUSINESS, BUSINESS, advance=True)


def test_a_campaign_is_named_after_what_it_looks_for() -> None:
    assert campaign_name(["dentists"], ["Pune"]) == "Dentists in Pune"
    assert campaign_name([], []) == "Businesses"
