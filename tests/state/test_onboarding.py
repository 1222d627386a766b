"""The wizard's State through the real gate and event pipeline."""

from sqlmodel import select

from services.core.scope import Scope
from services.db import transaction
from services.models import Customer, ScrapingCampaign, WizardDraft
from state.dashboard import DashboardState
from state.onboarding import OnboardingState
from tests.services.campaigns.test_launch import BUSINESS, fill_in
from tests.state.conftest import TabOf


async def test_every_change_is_saved_and_a_wrong_step_is_not_left(tab_of: TabOf, alice: Scope) -> None:
    tab = await tab_of(alice)
    await tab.open("/onboarding")
    await tab.send(OnboardingState.set_text("business", "description", "We sell homes"))
    await tab.send(OnboardingState.choose_industry("Real estate"))
    await tab.send(OnboardingState.add_tags("cities", "Mumbai, Pune , mumbai,"))
    await tab.send(OnboardingState.set_text("business", "phone", "nonsense"))
    await tab.send(OnboardingState.forward())
    state = await tab.state(OnboardingState)
    assert state.step == 1
    assert list(state.problems) == ["phone"]
    assert state.answers["business"]["services"]
    with transaction(alice) as session:
        kept = session.exec(select(WizardDraft)).one().answers["business"]
    assert (kept["description"], kept["cities"]) == ("We sell homes", ["Mumbai", "Pune"])


async def test_the_budget_always_adds_up(tab_of: TabOf, alice: Scope) -> None:
    fill_in(alice)
    tab = await tab_of(alice)
    await tab.open("/onboarding")
    await tab.send(OnboardingState.go(6))
    for field, text in (("total_paise", "₹1,00,000"), ("email_paise", "12,345"), ("meta_paise", "999999999")):
        await tab.send(OnboardingState.set_money(field, text))
        state = await tab.state(OnboardingState)
        budget = state.answers["budget"]
        shares = sum(amount for name, amount in budget.items() if name != "total_paise")
        assert shares == budget["total_paise"] == 1_00_000_00
        assert state.split_words == "All shared"
    await tab.send(OnboardingState.set_money("total_paise", "a lot"))
    await tab.send(OnboardingState.forward())
    assert "total_paise" in (await tab.state(OnboardingState)).problems


async def test_a_question_that_does_not_exist_is_refused(tab_of: TabOf, alice: Scope) -> None:
    tab = await tab_of(alice)
    await tab.open("/onboarding")
    await tab.send(OnboardingState.set_text("business", "customer_id", "7"))
    assert tab.errors
    assert "customer_id" not in (await tab.state(OnboardingState)).answers["business"]


async def test_launch_from_the_last_step_goes_to_the_dashboard(tab_of: TabOf, alice: Scope) -> None:
    fill_in(alice)
    tab = await tab_of(alice)
    await tab.open("/onboarding")
    await tab.send(OnboardingState.forward())
    with transaction(alice) as session:
        assert session.get_one(Customer, alice.customer_id).launched_at
        assert session.exec(select(ScrapingCampaign)).one().name
    await tab.open("/dashboard")
    dashboard = await tab.state(DashboardState)
    assert dashboard.ready
    assert [line.kind for line in dashboard.lines] == ["scraping", "whatsapp", "email"]
    await tab.send(DashboardState.pause(dashboard.lines[0].id))
    assert (await tab.state(DashboardState)).lines[0].can_resume
    await tab.send(DashboardState.resume(dashboard.lines[0].id))
    assert (await tab.state(DashboardState)).lines[0].can_pause


async def test_a_viewer_neither_changes_the_draft_nor_launches(tab_of: TabOf, alice: Scope, bob: Scope) -> None:
    fill_in(alice)
    tab = await tab_of(bob)
    await tab.open("/onboarding")
    await tab.send(OnboardingState.set_text("business", "description", "Mine now"))
    await tab.send(OnboardingState.start())
    with transaction(alice) as session:
        assert session.exec(select(WizardDraft)).one().answers["business"] == BUSINESS
        assert session.get_one(Customer, alice.customer_id).launched_at is None
