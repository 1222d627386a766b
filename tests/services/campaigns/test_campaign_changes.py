"""Pausing, resuming, running, copying, ending; and what the pages show of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from services.campaigns import actions
from services.campaigns.actions import OutreachForm, ScrapingForm
from services.campaigns.draft import Step
from services.campaigns.drafts import save_step
from services.campaigns.estimate import contacts_a_month, contacts_words
from services.campaigns.outreach import outreach_detail, outreach_rows
from services.campaigns.scraping import scraping_detail, scraping_rows
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import (
    Channel,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    Plan,
    ScheduleType,
    ScrapingCampaign,
    ScrapingRun,
    ScrapingStatus,
    VerificationStatus,
    WizardDraft,
)
from tests.support import add_campaign, add_contact, add_outreach_message, add_scraping_campaign

EVERY = ("pause", "resume", "run_now", "duplicate", "archive")
SEARCH = ScrapingForm(name="Dentists", industries=["dentists"], locations=["Pune"])
HELLO = OutreachForm(name="Hello", channel=Channel.WHATSAPP, message="Hello {{name|there}} from {{business}}")


def _do(scope: Scope, name: str, campaign_id: str):
    with transaction(scope) as session:
        return getattr(actions, name)(session, scope, campaign_id)


@pytest.mark.parametrize("name", EVERY)
def test_a_viewer_changes_nothing_and_a_stranger_finds_nothing(alice: Scope, bob: Scope, charlie: Scope, name: str):
    campaign = add_scraping_campaign(alice)
    with pytest.raises(NotAllowed):
        _do(bob, name, campaign.public_id)
    with pytest.raises(NotFound):
        _do(charlie, name, campaign.public_id)


def test_a_search_is_paused_resumed_and_archived(alice: Scope):
    campaign = add_scraping_campaign(alice)
    _do(alice, "pause", campaign.public_id)
    with pytest.raises(Conflict):
        _do(alice, "run_now", campaign.public_id)
    _do(alice, "resume", campaign.public_id)
    with reading(alice) as session:
        assert session.get_one(ScrapingCampaign, campaign.id).next_run_at > now()
    _do(alice, "archive", campaign.public_id)
    with reading(alice) as session:
        assert scraping_rows(session, alice.customer_id) == []
        assert len(scraping_rows(session, alice.customer_id, archived=True)) == 1


def test_one_run_of_a_search_at_a_time(alice: Scope):
    campaign = add_scraping_campaign(alice)
    _do(alice, "run_now", campaign.public_id)
    with pytest.raises(Conflict):
        _do(alice, "run_now", campaign.public_id)
    with reading(alice) as session:
        assert [run.trigger for run in session.exec(select(ScrapingRun))] == ["manual"]


def test_a_copy_waits_and_has_found_nothing(alice: Scope):
    campaign = add_scraping_campaign(alice, contacts_generated=12)
    copy_id = _do(alice, "duplicate", campaign.public_id)
    with reading(alice) as session:
        copy = session.exec(select(ScrapingCampaign).where(ScrapingCampaign.public_id == copy_id)).one()
    assert (copy.status, copy.contacts_generated) == (ScrapingStatus.PAUSED, 0)


def test_a_campaign_for_a_day_to_come_waits_for_it_also_when_it_was_paused_or_copied(alice: Scope):
    at = now() + timedelta(days=3)
    planned = {"schedule_type": ScheduleType.SCHEDULED, "schedule_date": at}
    campaign = add_campaign(alice, status=OutreachCampaignStatus.SCHEDULED, **planned)
    _do(alice, "pause", campaign.public_id)
    copy_id = _do(alice, "duplicate", campaign.public_id)
    for public_id in (campaign.public_id, copy_id):
        _do(alice, "resume", public_id)
        with reading(alice) as session:
            after = session.exec(select(OutreachCampaign).where(OutreachCampaign.public_id == public_id)).one()
        assert (after.status, after.schedule_date) == (OutreachCampaignStatus.SCHEDULED, at)


def test_a_copy_of_a_campaign_whose_day_is_over_says_that_it_goes_out_at_once(alice: Scope):
    planned = {"schedule_type": ScheduleType.SCHEDULED, "schedule_date": now() - timedelta(days=3)}
    copy_id = _do(alice, "duplicate", add_campaign(alice, **planned).public_id)
    with reading(alice) as session:
        copy = session.exec(select(OutreachCampaign).where(OutreachCampaign.public_id == copy_id)).one()
    assert (copy.status, copy.schedule_type, copy.schedule_date) == (
        OutreachCampaignStatus.PAUSED,
        ScheduleType.IMMEDIATE,
        None,
    )


def test_an_archived_campaign_sends_nothing_that_still_waits(alice: Scope):
    campaign, contact = add_campaign(alice), add_contact(alice)
    message = add_outreach_message(alice, campaign, contact)
    _do(alice, "archive", campaign.public_id)
    with reading(alice) as session:
        assert session.get_one(OutreachMessage, message.id).status is OutreachMessageStatus.CANCELLED


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"industries": []}, "industries"),
        ({"locations": []}, "locations"),
        ({"sources": ["linkedin"]}, "sources"),
        ({"run_at_hour": 24}, "run_at_hour"),
        ({"max_leads_per_run": 0}, "max_leads_per_run"),
        ({"quality_threshold": 101}, "quality_threshold"),
    ],
)
def test_a_wrong_search_is_refused_at_its_field(alice: Scope, values: dict, field: str):
    with transaction(alice) as session, pytest.raises(Invalid) as refused:
        actions.save_scraping(session, alice, ScrapingForm(**{**SEARCH.__dict__, **values}))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"message": "Hi {{nmae}}"}, "message"),
        ({"channel": Channel.EMAIL}, "subject"),
        ({"min_score": -1}, "min_score"),
        ({"daily_limit": 0}, "daily_limit"),
        ({"send_at_hour": 24}, "send_at_hour"),
    ],
)
def test_a_wrong_outreach_campaign_is_refused_at_its_field(alice: Scope, values: dict, field: str):
    with transaction(alice) as session, pytest.raises(Invalid) as refused:
        actions.save_outreach(session, alice, OutreachForm(**{**HELLO.__dict__, **values}))
    assert refused.value.field == field


def test_the_page_of_a_search_shows_today_the_best_place_and_what_became_of_its_contacts(alice: Scope):
    campaign = add_scraping_campaign(alice)
    mine = {"scrape_campaign_id": campaign.id, "city": "Pune"}
    add_contact(alice, **mine, quality_score=80, outreach_status=OutreachStatus.RESPONDED, converted_to_lead=True)
    add_contact(alice, **mine, quality_score=60, outreach_status=OutreachStatus.SENT)
    add_contact(alice, **mine, quality_score=10)
    with reading(alice) as session:
        page = scraping_detail(session, alice.customer_id, campaign.public_id)
    assert (page.row.added_today, page.row.average_score) == (3, 50)
    assert (page.row.top_location, page.row.top_location_count) == ("Pune", 3)
    assert [(stage.count, stage.percent) for stage in page.funnel] == [(3, 0), (2, 67), (2, 100), (1, 50), (1, 100)]


def test_failures_say_what_was_done_and_the_rest_why_nobody_wrote(alice: Scope):
    campaign = add_campaign(alice, sent_count=4, response_count=1)
    gone = add_contact(alice, verification_status=VerificationStatus.INVALID)
    failed = {"status": OutreachMessageStatus.FAILED, "error_message": "Number is not on WhatsApp"}
    add_outreach_message(alice, campaign, gone, **failed)
    add_outreach_message(alice, campaign, add_contact(alice), **failed)
    add_contact(alice, published_for_enquiries=True)
    with reading(alice) as session:
        page = outreach_detail(session, alice.customer_id, campaign.public_id)
        rows = outreach_rows(session, alice.customer_id, Channel.WHATSAPP)
    assert {(row.done, row.count) for row in page.failures} == {("Marked invalid", 1), ("Not sent again", 1)}
    assert page.not_written.needs_opt_in == 1  # nobody has chosen whom WhatsApp may reach
    assert (rows[0].responded_percent, rows[0].target) == (25, 2)


def test_a_new_outreach_campaign_runs_and_an_edit_keeps_what_was_counted(alice: Scope):
    with transaction(alice) as session:
        campaign = actions.save_outreach(session, alice, HELLO)
        campaign.sent_count = 7
    with transaction(alice) as session:
        changed = OutreachForm(**{**HELLO.__dict__, "message": "Good day {{name|there}} from {{business}}"})
        actions.save_outreach(session, alice, changed, campaign.public_id)
    with reading(alice) as session:
        stored = session.exec(select(OutreachCampaign)).one()
    assert (stored.sent_count, stored.message_template[:8]) == (7, "Good day")


def test_two_tabs_that_save_the_first_step_at_once_make_one_draft(alice: Scope):
    def save(name: str) -> None:
        with transaction(alice) as session:
            save_step(session, alice, Step.BUSINESS, {"business_name": name}, advance=False)

    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(save, ["Acme", "Acme Dental", "Acme Smiles", "Acme Care"]))
    with reading(alice) as session:
        assert session.exec(select(WizardDraft)).one().answers["business"]["business_name"].startswith("Acme")


def test_the_estimate_is_arithmetic_over_the_plan():
    assert contacts_a_month(100) == 3_000
    assert contacts_words(100, Plan.PROFESSIONAL) == "Up to about 3,000 a month. Your plan includes 2,000."
    assert contacts_words(50, Plan.PROFESSIONAL) == "Up to about 1,500 a month."
    assert contacts_words(250, Plan.ENTERPRISE) == "Up to about 7,500 a month."


def test_a_search_that_ran_long_ago_does_not_count_for_today(alice: Scope):
    campaign = add_scraping_campaign(alice)
    add_contact(alice, scrape_campaign_id=campaign.id, created_at=now() - timedelta(days=3))
    with reading(alice) as session:
        assert scraping_rows(session, alice.customer_id)[0].added_today == 0
