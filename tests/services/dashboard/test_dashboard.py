"""The overview counts one customer's days in its own zone."""

from datetime import timedelta

import pytest

from services.core.clock import now
from services.core.errors import Invalid
from services.core.scope import Scope
from services.dashboard import queries, rules
from services.dashboard.campaigns import campaign_lines
from services.db import transaction
from services.live import record_activity
from services.models import ScrapingStatus
from tests.support import add_campaign, add_contact, add_lead, add_outreach_message, add_scraping_campaign


def test_today_counts_only_what_is_this_customers(alice: Scope, charlie: Scope) -> None:
    add_contact(alice)
    add_contact(alice, created_at=now() - timedelta(days=1))
    add_lead(charlie)
    with transaction(alice) as session:
        today = queries.today(session, alice)
    assert (today.contacts.today, today.contacts.yesterday, sum(today.contacts.spark)) == (1, 1, 2)
    assert today.leads.today == 0


def test_the_response_rate_is_the_share_of_sent_messages_that_were_answered(alice: Scope) -> None:
    campaign = add_campaign(alice)
    for answered in (now(), None, None, None):
        add_outreach_message(alice, campaign, add_contact(alice), sent_at=now(), responded_at=answered)
    with transaction(alice) as session:
        assert queries.today(session, alice).response_rate.today == 25.0


def test_the_trend_has_one_point_a_day_and_only_three_lengths(alice: Scope) -> None:
    add_contact(alice, created_at=now() - timedelta(days=3))
    with transaction(alice) as session:
        points = queries.trend(session, alice, 7)
        assert [point.contacts for point in points] == [0, 0, 0, 1, 0, 0, 0]
        with pytest.raises(Invalid):
            queries.trend(session, alice, 8)


def test_speed_to_lead_is_the_median_first_answer(alice: Scope) -> None:
    start = now() - timedelta(hours=2)
    for seconds in (30, 100, 4000):
        add_lead(alice, received_at=start, first_answer_at=start + timedelta(seconds=seconds))
    add_lead(alice, received_at=start)
    with transaction(alice) as session:
        speed = queries.speed_to_lead(session)
    assert (speed.median_seconds, speed.waiting, speed.within_goal) == (100, 1, 67)
    assert [bucket.percent for bucket in speed.buckets] == [33, 33, 0, 33]


def test_campaign_lines_show_todays_progress_and_what_may_be_pressed(alice: Scope, charlie: Scope) -> None:
    search = add_scraping_campaign(alice, max_leads_per_run=10)
    add_contact(alice, scrape_campaign_id=search.id)
    add_scraping_campaign(alice, status=ScrapingStatus.PAUSED)
    add_campaign(charlie)
    with transaction(alice) as session:
        active, paused = campaign_lines(session, alice)
    assert (active.progress_words, active.share, active.can_pause) == ("1 of 10 contacts", 10, True)
    assert (paused.state_words, paused.can_resume) == ("Paused", True)


def test_the_feed_shows_the_newest_first(alice: Scope) -> None:
    with transaction(alice) as session:
        for text in ("first", "second"):
            record_activity(session, alice.customer_id, "contacts_found", text)
    with transaction(alice) as session:
        assert [line.text for line in queries.feed(session)] == ["second", "first"]


def test_the_checklist_ticks_what_is_there(alice: Scope) -> None:
    add_lead(alice)
    with transaction(alice) as session:
        done = {step.label: step.done for step in queries.checklist(session, alice)}
    assert done["First lead"]
    assert not done["Connect WhatsApp"]


def test_a_share_of_nothing_is_nothing() -> None:
    assert rules.percent(1, 0) == 0
    assert rules.median_seconds([]) is None
