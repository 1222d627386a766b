"""The settings pages: what is saved, what is refused at its field, who may, and what is told."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from services.compliance.actions import suppress
from services.core.clock import now
from services.core.scope import Role, Scope
from services.customers.queries import budget_settings, business_settings, call_settings, sending_settings
from services.customers.types import CallSettings
from services.db import reading, transaction
from services.integrations.queries import credentials_for, sending_accounts
from services.integrations.sandbox import ensure_sandbox
from services.live import notify
from services.models import Channel, Customer, Job, JobStatus, Suppression
from services.spending.actions import OverBudget, count, hold
from services.spending.rules import Meter
from state.base import AppState
from state.settings.audit import AuditState
from state.settings.budget import BudgetState
from state.settings.business import BusinessState
from state.settings.do_not_contact import DoNotContactState
from state.settings.integrations import IntegrationsState
from state.settings.jobs import JobsState
from state.settings.sections import SettingsState
from state.settings.sending import SendingState
from tests import posting, support
from tests.state.conftest import TabOf
from tests.state.tabs import Tab

KEYS = {"account_sid": "AC123", "auth_token": "very-secret-token-9876", "from": "+91 98765 43210"}


@pytest.fixture
def launched(sqlite: str, acme: int) -> None:
    with transaction(Scope(acme)) as session:
        session.get_one(Customer, acme).launched_at = now()


@pytest.fixture
async def tab(tab_of: TabOf, launched: None, alice: Scope) -> Tab:
    return await tab_of(alice)


@pytest.fixture
async def viewer(tab_of: TabOf, launched: None, acme: int) -> Tab:
    return await tab_of(support.add_member(acme, "viewer@acme.example", Role.VIEWER))


async def test_a_card_is_saved_alone_and_the_rest_of_the_business_stays(tab: Tab, alice: Scope):
    await tab.open("/settings/business")
    await tab.send(BusinessState.add_tag("cities", "Bangalore, Pune, pune"))
    await tab.send(BusinessState.save_profile({"name": " सुवर्ण  Habitat ", "industry": "Real estate"}))
    await tab.send(BusinessState.save_reach({"phone": "98200 41735", "website": "www.suvarna.in"}))
    with reading(alice) as session:
        stored = business_settings(session, alice)
    assert (stored.name, stored.cities, stored.phone) == ("सुवर्ण Habitat", ("Bengaluru", "Pune"), "+919820041735")
    state = await tab.state(BusinessState)
    assert (state.saved, state.problems, state.customer_name) == ("reach", {}, "सुवर्ण Habitat")


async def test_a_wrong_value_is_told_at_its_field_and_nothing_is_saved(tab: Tab, alice: Scope):
    await tab.open("/settings/business")
    await tab.send(BusinessState.save_reach({"phone": "12", "address": "4 MG Road"}))
    state = await tab.state(BusinessState)
    assert (list(state.problems), state.saved) == (["phone"], "")
    with reading(alice) as session:
        assert business_settings(session, alice).address == ""


async def test_the_hours_for_calls_are_saved_and_a_wrong_one_is_told(tab: Tab, alice: Scope):
    await tab.open("/settings/business")
    minutes = {"call_notice_minutes": "60", "call_buffer_minutes": "10"}
    hours = {"call_from": "09:30", "call_until": "17:00", "call_day_0": "on", "call_day_6": "on"}
    await tab.send(BusinessState.save_calls({**hours, **minutes, "call_on_holidays": "on"}))
    with reading(alice) as session:
        stored = call_settings(session, alice)
    assert stored == CallSettings((0, 6), "09:30", "17:00", 60, 10, True)
    for wrong, field in (
        ({"call_until": "09:00"}, "call_until"),
        ({"call_notice_minutes": "soon"}, "call_notice_minutes"),
        ({"call_day_0": "", "call_day_6": ""}, "call_days"),
    ):
        await tab.send(BusinessState.save_calls({**hours, **minutes, **wrong}))
        assert list((await tab.state(BusinessState)).problems) == [field]
    with reading(alice) as session:
        assert call_settings(session, alice) == stored


async def test_tags_of_another_card_that_are_not_saved_yet_stay(tab: Tab):
    await tab.open("/settings/business")
    await tab.send(BusinessState.add_tag("services", "Implants"))
    await tab.send(BusinessState.save_reach({"email": "hello@acme.example"}))
    await tab.send(BusinessState.add_tag("passwords", "x"))
    assert (await tab.state(BusinessState)).tags["services"] == ["Implants"]


async def test_the_audience_follows_the_rules_of_the_wizard(tab: Tab, alice: Scope):
    await tab.open("/settings/business")
    await tab.send(BusinessState.save_audience({"customers": "Families in Pune"}))
    assert list((await tab.state(BusinessState)).problems) == ["industries"]
    await tab.send(BusinessState.add_tag("industries", "Schools"))
    await tab.send(BusinessState.add_tag("locations", "Pune"))
    await tab.send(BusinessState.save_audience({"customers": "Families in Pune"}))
    with reading(alice) as session:
        assert session.get_one(Customer, alice.customer_id).audience["industries"] == ["Schools"]


async def test_limits_hours_and_reach_are_saved(tab: Tab, alice: Scope):
    await tab.open("/settings/sending")
    await tab.send(SendingState.save_limits({"daily_limit_whatsapp": "many"}))
    assert list((await tab.state(SendingState)).problems) == ["daily_limit_whatsapp"]
    await tab.send(SendingState.save_limits({"daily_limit_whatsapp": "1,250", "daily_limit_email": "0"}))
    await tab.send(SendingState.save_hours({"quiet_from": "21:30", "quiet_until": "08:00"}))
    await tab.send(SendingState.save_reach({"whatsapp_reach": "opted_in"}))
    with reading(alice) as session:
        stored = sending_settings(session, alice)
    assert (stored.daily_limit_whatsapp, stored.daily_limit_email, stored.quiet_from) == (1250, 0, "21:30")
    assert (stored.send_on_sunday, stored.whatsapp_reach) == (False, "opted_in")


async def test_the_monthly_budget_is_saved_by_share_and_pays_for_the_next_call(tab: Tab, alice: Scope):
    with transaction(alice) as session:
        count(session, Meter.OPENAI, 3, 1_250)
        count(session, Meter.OPENAI, 9, 99_900, is_sandbox=True)
    await tab.open("/settings/budget")
    state = await tab.state(BudgetState)
    assert (state.form["scraping"], state.spent["scraping"], state.total) == ("0", "₹12.50 spent this month.", "₹0")
    with transaction(alice) as session, pytest.raises(OverBudget, match="Settings → Budget"):
        hold(session, Meter.PLACES, 100)
    for wrong in ("a lot", "1,00,00,00,001"):
        await tab.send(BudgetState.save({"scraping": "500", "meta": wrong}))
        assert list((await tab.state(BudgetState)).problems) == ["meta"]
    await tab.send(BudgetState.save({"scraping": "1,500.50", "email": "20", "meta": ""}))
    state = await tab.state(BudgetState)
    assert (state.saved, state.problems, state.form["scraping"], state.total) == ("budget", {}, "1,500.50", "₹1,520.50")
    with transaction(alice) as session:
        hold(session, Meter.PLACES, 148_800)
        customer = session.get_one(Customer, alice.customer_id)
        assert customer.budget_monthly_paise == sum(customer.budget_split.values()) == 152_050
    with transaction(alice) as session, pytest.raises(OverBudget):
        hold(session, Meter.PLACES, 1)
    await tab.open("/settings/audit")
    line = (await tab.state(AuditState)).rows[0]
    assert (line.what, line.about) == ("Changed the monthly budget", "Total, shares")


async def test_a_viewer_sees_the_budget_and_changes_nothing(viewer: Tab, alice: Scope):
    await viewer.open("/settings/budget")
    assert (await viewer.state(BudgetState)).may_save is False
    await viewer.send(BudgetState.save({"scraping": "500"}))
    with reading(alice) as session:
        assert budget_settings(session, alice).total == 0


async def test_a_viewer_sees_everything_and_saves_nothing(viewer: Tab):
    await viewer.open("/settings/business")
    assert (await viewer.state(BusinessState)).may_save is False
    before = (await viewer.state(BusinessState)).form["name"]
    await viewer.send(BusinessState.save_profile({"name": "Taken over"}))
    await viewer.send(SendingState.save_limits({"daily_limit_email": "9"}))
    await viewer.send(IntegrationsState.test("twilio"))
    await viewer.send(DoNotContactState.add({"address": "98200 41735"}))
    assert len(viewer.errors) == 4
    await viewer.open("/settings/business")
    assert (await viewer.state(BusinessState)).form["name"] == before


async def test_keys_are_saved_and_never_come_back(tab: Tab, alice: Scope):
    await tab.open("/settings/integrations?edit=twilio")
    await tab.send(IntegrationsState.save({"account_sid": "AC1"}))
    assert list((await tab.state(IntegrationsState)).problems) == ["auth_token"]
    await tab.send(IntegrationsState.save(KEYS))
    account = (await tab.state(IntegrationsState)).accounts[0]
    assert (account.is_own, account.hint) == (True, "••••9876")
    assert "very-secret" not in tab.received
    with reading(alice) as session:
        assert credentials_for(session, "twilio").values["auth_token"] == KEYS["auth_token"]
    await tab.send(IntegrationsState.disconnect("twilio"))
    assert (await tab.state(IntegrationsState)).accounts[0].is_own is False


@pytest.fixture
def failed_job(sqlite: str, alice: Scope) -> Callable[..., int]:
    def add(customer_id: int = alice.customer_id) -> int:
        with transaction(alice) as session:
            job = Job(
                name="run_scraping",
                customer_id=customer_id,
                args={"run_id": 1},
                status=JobStatus.FAILED,
                attempts=3,
                error="OpenStreetMap could not be reached.",
                finished_at=now(),
            )
            session.add(job)
            session.flush()
            return job.id or 0

    return add


async def test_a_failed_task_says_why_and_is_tried_again(tab: Tab, failed_job: Callable[..., int]):
    job_id = failed_job()
    await tab.open("/settings/jobs?tab=failed")
    row = (await tab.state(JobsState)).rows[0]
    assert (row.title, row.reason) == ("Search for contacts", "OpenStreetMap could not be reached.")
    await tab.send(JobsState.retry(job_id))
    state = await tab.state(JobsState)
    assert (state.rows, state.counts["queued"]) == ([], 1)


async def test_the_task_of_another_customer_is_not_there(tab: Tab, failed_job: Callable[..., int], charlie: Scope):
    job_id = failed_job(charlie.customer_id)
    await tab.open("/settings/jobs")
    assert (await tab.state(JobsState)).rows == []
    await tab.send(JobsState.retry(job_id))
    assert "not found" in tab.errors[0]


async def test_a_pasted_list_is_added_and_what_is_no_address_is_named(tab: Tab, alice: Scope):
    await tab.open("/settings/suppressions")
    await tab.send(DoNotContactState.paste({"addresses": "nonsense"}))
    assert "no phone number" in (await tab.state(DoNotContactState)).paste_problem
    await tab.send(DoNotContactState.paste({"addresses": "98200 41735\nnonsense"}))
    state = await tab.state(DoNotContactState)
    assert [row.address for row in state.rows] == ["+919820041735"]
    assert state.paste_problem == "1 not understood, such as nonsense"


async def test_only_what_was_added_by_hand_can_be_taken_off_the_list(tab: Tab, alice: Scope):
    with transaction(alice) as session:
        suppress(session, alice, phone="+919820041735", reason="opt_out", source="whatsapp reply")
    await tab.open("/settings/suppressions")
    await tab.send(DoNotContactState.add({"address": "not an address"}))
    assert (await tab.state(DoNotContactState)).problem
    await tab.send(DoNotContactState.add({"address": "Asha@Dental.example"}))
    mine, theirs = (await tab.state(DoNotContactState)).rows
    assert (mine.address, mine.can_lift, theirs.can_lift) == ("asha@dental.example", True, False)
    await tab.send(DoNotContactState.lift(theirs.id))
    assert "stays on the list" in tab.errors[0]
    await tab.send(DoNotContactState.lift(mine.id))
    await tab.send(DoNotContactState.search_for("98200 41"))
    assert [row.address for row in (await tab.state(DoNotContactState)).rows] == ["+919820041735"]
    with reading(alice) as session:
        assert len(session.exec(select(Suppression)).all()) == 1


async def test_the_audit_log_says_who_did_what(tab: Tab):
    await tab.open("/settings/sending")
    await tab.send(SendingState.save_limits({"daily_limit_email": "50", "daily_limit_whatsapp": "40"}))
    await tab.open("/settings/audit")
    line = (await tab.state(AuditState)).rows[0]
    assert (line.who, line.what) == ("Alice", "Changed the sending settings")
    assert line.about == "Emails a day, WhatsApp messages a day"


async def test_wide_windows_go_straight_to_the_first_section(tab: Tab):
    await tab.open("/settings")
    await tab.send(SettingsState.go_on(False))
    assert tab.redirects == []
    await tab.send(SettingsState.go_on(True))
    assert tab.redirects == ["/settings/business"]


async def test_following_a_notification_reads_it(tab: Tab, alice: Scope):
    with transaction(alice) as session:
        notify(session, alice.customer_id, "lead", "Asha replied", link="/leads")
        notify(session, alice.customer_id, "lead", "Ravi replied", link="/leads")
    await tab.send(AppState.load_shell)
    await tab.send(AppState.read_notification((await tab.state(AppState)).notifications[0].id))
    shell = await tab.state(AppState)
    assert [line.unread for line in shell.notifications] == [False, True]


async def test_accounts_are_grouped_and_terms_must_be_accepted(tab: Tab):

    await tab.open("/settings/integrations?edit=apify")
    accounts = (await tab.state(IntegrationsState)).accounts
    assert [one.begins for one in accounts if one.begins] == ["Messages", "Ads", "Finding contacts", "Language model"]
    await tab.send(IntegrationsState.save({"token": "apify_api_1"}))
    assert list((await tab.state(IntegrationsState)).problems) == ["terms"]
    await tab.send(IntegrationsState.save({"token": "apify_api_1", "terms": "on"}))
    apify = next(one for one in (await tab.state(IntegrationsState)).accounts if one.provider == "apify")
    assert apify.is_own
    assert next(field for field in apify.fields if field.is_consent).agreed.startswith("Agreed on ")


async def test_an_account_warms_up_within_its_own_limits(tab: Tab, alice: Scope):
    posting.connect_twilio(alice)
    await tab.open("/settings/sending")
    state = await tab.state(SendingState)
    assert [(one.title, one.is_whatsapp, one.warms_up) for one in state.accounts] == [("Twilio", True, False)]
    await tab.send(SendingState.save_account({"provider": "twilio", "daily_limit": "0"}))
    assert list(state.problems) == ["twilio:daily_limit"]
    await tab.send(
        SendingState.save_account({"provider": "twilio", "daily_limit": "500", "people_a_day": "250", "warms_up": "on"})
    )
    assert state.problems == {}
    assert (state.accounts[0].daily_limit, state.accounts[0].warms_up) == ("500", True)
    await tab.send(SendingState.save_account({"provider": "meta", "daily_limit": "5"}))
    assert tab.errors == ["The account was not found."]


async def test_the_budget_the_gap_and_the_holidays_are_saved(tab: Tab, alice: Scope):
    await tab.open("/settings/sending")
    await tab.send(SendingState.save_limits({"contact_gap_days": "7", "daily_budget_paise": "1,500.50"}))
    await tab.send(SendingState.save_hours({"quiet_from": "20:00", "quiet_until": "09:00", "holiday_state": "MH"}))
    with reading(alice) as session:
        stored = sending_settings(session, alice)
    assert (stored.contact_gap_days, stored.daily_budget_paise) == (7, 150_050)
    assert (stored.keep_holidays, stored.holiday_state) == (False, "MH")
    assert (await tab.state(SendingState)).form["daily_budget_paise"] == "1,500.50"


async def test_the_order_of_the_accounts_is_changed_and_told(tab: Tab, viewer: Tab, alice: Scope):
    with transaction(alice) as session:
        ensure_sandbox(session, session.get_one(Customer, alice.customer_id))
    await tab.open("/settings/sending")
    order = [(one.provider, one.tone) for one in (await tab.state(SendingState)).order if one.channel == "email"]
    assert order == [("sendgrid", "good"), ("resend", "neutral"), ("smtp", "neutral")]
    await tab.send(SendingState.move("resend", True))
    state = await tab.state(SendingState)
    assert [one.provider for one in state.order if one.channel == "email"] == ["resend", "sendgrid", "smtp"]
    assert state.order[4].words.startswith("Sends first.")
    assert "resend" in {one.provider for one in state.accounts}
    await viewer.open("/settings/sending")
    await viewer.send(SendingState.move("smtp", True))
    with reading(alice) as session:
        assert [row.provider for row in sending_accounts(session, Channel.EMAIL)] == ["resend", "sendgrid", "smtp"]
