"""Pages of campaigns that find contacts and of those that write to them."""

import pytest
from sqlmodel import select

from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import (
    Channel,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessageStatus,
    PlaceOutcome,
    PlaceReference,
    RunStatus,
    ScheduleType,
    ScrapingCampaign,
    ScrapingRun,
    ScrapingStatus,
)
from state import scraping_form
from state.outreach import OutreachCampaignState, OutreachState
from state.outreach_form import OutreachFormState
from state.scraping import ScrapingCampaignState, ScrapingState
from state.scraping_form import ScrapingFormState
from tests import support
from tests.databases import forget_settings
from tests.state.conftest import TabOf
from tests.state.tabs import Tab
from tests.towns import running_town


@pytest.fixture
def launched(sqlite: str, alice: Scope, bob: Scope) -> None:
    with transaction(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        customer.launched_at, customer.industry, customer.cities = now(), "Dentist", ["Pune"]


@pytest.fixture
async def tab(tab_of: TabOf, launched: None, alice: Scope) -> Tab:
    return await tab_of(alice)


SEARCH = {"name": "Pune", "run_at_hour": "8", "max_leads_per_run": "1,000", "quality_threshold": "70"}


def search_now(scope: Scope) -> ScrapingCampaign:
    with reading(scope) as session:
        return session.exec(select(ScrapingCampaign)).one()


def writing_now(scope: Scope, campaign: OutreachCampaign) -> OutreachCampaign:
    with reading(scope) as session:
        return session.get_one(OutreachCampaign, campaign.id)


async def test_a_search_shows_what_it_found_and_its_runs_in_words(tab: Tab, alice: Scope) -> None:
    campaign = support.add_scraping_campaign(alice, contacts_generated=1247)
    support.add_contact(alice, scrape_campaign_id=campaign.id, city="Mumbai")
    failure = {"source": "overpass", "message": "The map server did not answer."}
    support.add(
        alice,
        ScrapingRun(scraping_campaign_id=campaign.id or 0, status=RunStatus.FAILED, errors=[failure], started_at=now()),
    )
    await tab.open("/campaigns/scraping")
    card = (await tab.state(ScrapingState)).campaigns[0]
    assert (card.found, card.added_today, card.top_location) == ("1,247", "1", "Mumbai (1)")
    assert card.error == "OpenStreetMap: The map server did not answer."
    await tab.open(f"/campaigns/scraping/{campaign.public_id}")
    page = await tab.state(ScrapingCampaignState)
    assert (page.runs[0].status_words, page.runs[0].errors) == ("Failed", [card.error])
    assert [stage.figure for stage in page.funnel] == ["1", "1", "0", "0", "0"]
    assert tab.errors == []


async def test_a_search_that_is_not_there_says_so(tab: Tab) -> None:
    await tab.open("/campaigns/scraping/scr_nowhere")
    assert (await tab.state(ScrapingCampaignState)).problem == "The campaign was not found."
    await tab.open("/outreach/email/out_nowhere")
    assert (await tab.state(OutreachCampaignState)).problem == "The campaign was not found."


async def test_a_new_search_is_suggested_checked_and_started(tab: Tab, alice: Scope) -> None:
    await tab.open("/campaigns/scraping?new=1")
    form = await tab.state(ScrapingFormState)
    assert (form.is_open, form.tags["locations"]) == (True, ["Pune"])
    await tab.send(ScrapingFormState.remove_tag("locations", "Pune"))
    await tab.send(ScrapingFormState.save(SEARCH))
    assert form.problems == {"locations": "Add at least one city to look in."}
    await tab.send(ScrapingFormState.add_tag("locations", " Thane , Pune,, Thane"))
    await tab.send(ScrapingFormState.toggle_source("directory"))
    await tab.send(ScrapingFormState.toggle_source("the moon"))
    await tab.send(ScrapingFormState.set_frequency("weekly"))
    await tab.send(ScrapingFormState.save(SEARCH))
    made = search_now(alice)
    assert (made.search_criteria["locations"], made.sources) == (["Thane", "Pune"], ["overpass"])
    assert (made.frequency, made.run_at_hour, made.max_leads_per_run, made.quality_threshold) == ("weekly", 8, 1000, 70)
    assert (form.is_open, tab.errors) == (False, [])
    with reading(alice) as session:
        assert session.exec(select(ScrapingRun)).one().trigger == "manual"


@pytest.mark.parametrize("wrong", ["", "many", "-5", "1e9", "99999999999"])
async def test_a_figure_that_is_none_is_said_at_its_box(tab: Tab, wrong: str) -> None:
    await tab.open("/campaigns/scraping?new=1")
    await tab.send(ScrapingFormState.save({**SEARCH, "max_leads_per_run": wrong}))
    assert set((await tab.state(ScrapingFormState)).problems) == {"max_leads_per_run"}


async def test_the_form_says_what_to_expect_and_follows_what_is_typed(
    tab: Tab, alice: Scope, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", str(free_port))
    forget_settings()
    monkeypatch.setattr(scraping_form, "_PAUSE_SECONDS", 0)
    with running_town(free_port):
        await tab.open("/campaigns/scraping?new=1")
        form = await tab.state(ScrapingFormState)
        await tab.send(ScrapingFormState.set_per_run("50"))
        await tab.send(ScrapingFormState.set_frequency("weekly"))
        assert form.reach_contacts == "Up to about 200 contacts a month, 50 a run."
        assert [one.title for one in form.reach] == ["OpenStreetMap", "Business directories"]
        assert "on the map, counted" in form.reach[0].words
        await tab.send(ScrapingFormState.toggle_source("places"))
        assert form.sources == ["overpass", "directory"]  # not connected: it cannot be chosen
        assert not form.estimating


async def test_a_searchs_page_shows_where_its_contacts_are(tab: Tab, alice: Scope) -> None:
    campaign = support.add_scraping_campaign(alice)
    contact = support.add_contact(alice, scrape_campaign_id=campaign.id, city="Mumbai")
    place = PlaceReference(place_id="ChIJ1", scraping_campaign_id=campaign.id, became=PlaceOutcome.NO_SITE)
    support.add(alice, place)
    run = ScrapingRun(scraping_campaign_id=campaign.id or 0, status=RunStatus.DONE, started_at=now(), cost_paise=465)
    support.add(alice, run)
    await tab.open(f"/campaigns/scraping/{campaign.public_id}")
    page = await tab.state(ScrapingCampaignState)
    assert [(dot.city, dot.label) for dot in page.drawing.dots] == [("Mumbai", "Mumbai")]
    assert [(one.id, one.name) for one in page.recent] == [(contact.public_id, contact.name)]
    assert page.places_looked_at == "1 looked at: 1 without a site of their own."
    assert page.without_site[0].url.endswith("place_id:ChIJ1")
    assert page.runs[0].cost == "₹4.65"


async def test_a_search_is_changed_in_place(tab: Tab, alice: Scope) -> None:
    campaign = support.add_scraping_campaign(alice, search_criteria={"industry": ["Dentist"], "locations": ["Pune"]})
    await tab.open(f"/campaigns/scraping/{campaign.public_id}")
    await tab.send(ScrapingFormState.edit(campaign.public_id))
    await tab.send(ScrapingFormState.save({**SEARCH, "name": "Dentists of Pune"}))
    assert search_now(alice).name == "Dentists of Pune"
    assert tab.toasts == ["success: Saved"]


async def test_pause_resume_run_duplicate_and_archive_a_search(tab: Tab, alice: Scope) -> None:
    campaign = support.add_scraping_campaign(alice)
    await tab.open("/campaigns/scraping")
    state = await tab.state(ScrapingState)
    await tab.send(ScrapingState.pause(campaign.public_id))
    assert state.campaigns[0].status == "paused"
    await tab.send(ScrapingState.resume(campaign.public_id))
    await tab.send(ScrapingState.run_now(campaign.public_id))
    assert (state.campaigns[0].status_words, state.campaigns[0].is_running) == ("Searching now", True)
    await tab.send(ScrapingState.run_now(campaign.public_id))
    assert tab.errors == ["This campaign is running already."]
    await tab.send(ScrapingState.ask_archive(campaign.public_id, campaign.name))
    await tab.send(ScrapingState.archive)
    assert (search_now(alice).status, state.campaigns) == (ScrapingStatus.COMPLETED, [])
    await tab.send(ScrapingState.duplicate(campaign.public_id))
    assert state.campaigns == []
    assert tab.redirects[-1].startswith("/campaigns/scraping/scr_")


async def test_a_viewer_starts_and_stops_nothing(tab_of: TabOf, launched: None, alice: Scope, bob: Scope) -> None:
    search, writing = support.add_scraping_campaign(alice), support.add_campaign(alice)
    tab = await tab_of(bob)
    await tab.open("/campaigns/scraping?new=1")
    assert not (await tab.state(ScrapingFormState)).is_open
    await tab.send(ScrapingState.pause(search.public_id))
    await tab.send(ScrapingFormState.save(SEARCH))
    await tab.open("/outreach/whatsapp")
    await tab.send(OutreachState.pause(writing.public_id))
    await tab.send(OutreachState.ask_archive(writing.public_id, "x"))
    await tab.send(OutreachState.archive)
    await tab.send(OutreachFormState.save({"name": "x", "message": "Hello"}))
    assert len(tab.errors) == 5
    assert search_now(alice).status is ScrapingStatus.ACTIVE
    assert writing_now(alice, writing).status is OutreachCampaignStatus.RUNNING


async def test_each_channel_lists_its_own_campaigns(tab: Tab, alice: Scope) -> None:
    support.add_campaign(alice, name="On WhatsApp", sent_count=450, delivered_count=442, response_count=82)
    support.add_campaign(alice, name="By email", type=Channel.EMAIL)
    support.add_campaign(alice, name="Over", status=OutreachCampaignStatus.COMPLETED)
    await tab.open("/outreach/whatsapp")
    state = await tab.state(OutreachState)
    assert [(row.name, row.sent, row.responded_note) for row in state.campaigns] == [
        ("On WhatsApp", "450", "18% of sent")
    ]
    await tab.open("/outreach/email")
    assert [row.name for row in state.campaigns] == ["By email"]
    await tab.open("/outreach/whatsapp?tab=archived")
    assert [row.name for row in state.campaigns] == ["Over"]


async def test_a_campaigns_page_tells_failures_answers_and_doubt(tab: Tab, alice: Scope) -> None:
    campaign = support.add_campaign(alice, sent_count=3, failed_count=1, daily_limit=50)
    for status, values in (
        (OutreachMessageStatus.FAILED, {"error_message": "The number is not on WhatsApp."}),
        (OutreachMessageStatus.RESPONDED, {"responded_at": now(), "sent_at": now(), "response_text": "हाँ, बताइए"}),
        (OutreachMessageStatus.UNKNOWN, {}),
    ):
        support.add_outreach_message(alice, campaign, support.add_contact(alice), status=status, **values)
    await tab.open(f"/outreach/whatsapp/{campaign.public_id}?tab=messages")
    state = await tab.state(OutreachCampaignState)
    assert (state.tab, state.shown.left_today) == ("messages", "49 of 50 messages left")
    assert [(row.reason, row.count) for row in state.failures] == [("The number is not on WhatsApp.", "1")]
    assert [row.answer for row in state.responses] == ["हाँ, बताइए"]
    doubt = next(row for row in state.messages if row.in_doubt)
    assert "ask the provider" in doubt.note
    await tab.send(OutreachCampaignState.settle(doubt.id, True))
    await tab.send(OutreachCampaignState.settle(doubt.id, True))
    assert not any(row.in_doubt for row in state.messages)
    assert tab.errors == ["This message is not in doubt any more."]


async def test_a_campaign_is_written_previewed_and_started(tab: Tab, alice: Scope) -> None:
    support.add_contact(alice, name="Rohan Deshpande", quality_score=99)
    await tab.open("/outreach/email")
    await tab.send(OutreachFormState.begin("email"))
    form = await tab.state(OutreachFormState)
    assert form.body
    await tab.send(OutreachFormState.set_subject("For {{first_name}}"))
    assert (form.seen.name, form.seen.subject) == ("Rohan Deshpande", "For Rohan")
    written = {
        "name": "Welcome",
        "message": "Hello {{name|there}}, shall we talk?",
        "subject": "Hello",
        "min_score": "65",
        "daily_limit": "0",
        "send_at_hour": "11",
    }
    await tab.send(OutreachFormState.save(written))
    assert set(form.problems) == {"daily_limit"}
    await tab.send(OutreachFormState.save({**written, "daily_limit": "250"}))
    assert (form.is_review, form.review.people) == (True, "0 of 1 contacts that match")
    assert [one.words for one in form.review.left_out] == ["No permission: needs an opt-in first"]
    await tab.send(OutreachFormState.back)
    assert not form.is_review
    await tab.send(OutreachFormState.save({**written, "daily_limit": "250"}))
    await tab.open("/outreach/email")
    assert (form.is_open, form.is_review) == (False, False)
    await tab.send(OutreachFormState.begin("email"))
    await tab.send(OutreachFormState.save({**written, "daily_limit": "250"}))
    await tab.send(OutreachFormState.start)
    with reading(alice) as session:
        made = session.exec(select(OutreachCampaign)).one()
    assert (made.type, made.min_score, made.daily_limit, made.send_at_hour) == (Channel.EMAIL, 65, 250, 11)
    assert tab.redirects == [f"/outreach/email/{made.public_id}"]


async def test_an_edit_keeps_the_channel_and_the_page(tab: Tab, alice: Scope) -> None:
    campaign = support.add_campaign(alice)
    await tab.open(f"/outreach/whatsapp/{campaign.public_id}")
    await tab.send(OutreachFormState.edit(campaign.public_id))
    await tab.send(
        OutreachFormState.save(
            {
                "name": "New name",
                "message": "Hello {{name|there}}",
                "min_score": "60",
                "daily_limit": "20",
                "send_at_hour": "9",
            }
        )
    )
    after = writing_now(alice, campaign)
    assert (after.name, after.daily_limit, after.type) == ("New name", 20, Channel.WHATSAPP)
    assert tab.redirects == []


async def test_an_edit_shows_the_hours_and_the_schedule_as_they_are(tab: Tab, alice: Scope) -> None:
    campaign = support.add_campaign(
        alice, send_from="10:00", send_until="18:30", send_at_hour=15, schedule_type=ScheduleType.DAILY
    )
    await tab.open(f"/outreach/whatsapp/{campaign.public_id}")
    await tab.send(OutreachFormState.begin("whatsapp"))
    await tab.send(OutreachFormState.set_schedule("immediate"))
    await tab.send(OutreachFormState.edit(campaign.public_id))
    form = await tab.state(OutreachFormState)
    assert (form.schedule, form.send_from, form.send_until) == ("daily", "10:00", "18:30")
    await tab.send(OutreachFormState.begin("whatsapp"))
    form = await tab.state(OutreachFormState)
    assert (form.schedule, form.send_from, form.send_until) == ("daily", "", "")


async def test_nobody_reaches_anothers_campaign(tab_of: TabOf, launched: None, alice: Scope, charlie: Scope) -> None:
    with transaction(charlie) as session:
        session.get_one(Customer, charlie.customer_id).launched_at = now()
    campaign = support.add_campaign(alice)
    tab = await tab_of(charlie)
    await tab.open(f"/outreach/whatsapp/{campaign.public_id}")
    await tab.send(OutreachState.pause(campaign.public_id))
    await tab.send(OutreachFormState.edit(campaign.public_id))
    assert (await tab.state(OutreachCampaignState)).shown.id == ""
    assert tab.errors == ["The campaign was not found."] * 2
    assert writing_now(alice, campaign).status is OutreachCampaignStatus.RUNNING


@pytest.mark.parametrize("status", RunStatus)
async def test_a_run_is_shown_in_every_state(tab: Tab, alice: Scope, status: RunStatus) -> None:
    campaign = support.add_scraping_campaign(alice)
    support.add(alice, ScrapingRun(scraping_campaign_id=campaign.id or 0, status=status, started_at=now()))
    await tab.open(f"/campaigns/scraping/{campaign.public_id}")
    page = await tab.state(ScrapingCampaignState)
    assert (page.problem, len(page.runs)) == ("", 1)
    assert page.runs[0].status_words


async def test_a_test_without_an_account_or_a_number_says_what_is_missing(tab: Tab) -> None:
    await tab.open("/outreach/whatsapp")
    await tab.send(OutreachFormState.begin("whatsapp"))
    form = await tab.state(OutreachFormState)
    await tab.send(OutreachFormState.send_test())
    assert (tab.errors, form.problems, form.testing) == (["No test was sent"], {}, False)
    assert "Integrations" in tab.scripts
    await tab.send(OutreachFormState.set_body("Hello {{nobody}}"))
    await tab.send(OutreachFormState.send_test())
    assert form.problems["message"]
    assert len(tab.errors) == 2
