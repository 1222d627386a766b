"""A campaign's story: what it sent on each day, and what was done to it by whom."""

from datetime import timedelta

import pytest

from services.campaigns import actions
from services.campaigns.history import DAYS, campaign_story
from services.core.clock import local_day, now
from services.core.errors import NotFound
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import Channel, Customer
from services.outreach import allowances, consequences
from tests import support


def test_days_begin_at_the_launch_and_end_today(alice: Scope) -> None:
    campaign = support.add_campaign(alice, launched_at=now() - timedelta(days=3))
    old = support.add_campaign(alice, launched_at=now() - timedelta(days=400))
    with transaction(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        for days, number in ((2, 7), (0, 5)):
            subject = allowances.campaign_subject(campaign.id)
            allowances.add(session, customer, {subject: number}, now() - timedelta(days=days))
    with reading(alice) as session:
        story = campaign_story(session, alice, campaign.public_id)
        assert [sent for _, sent in story.days] == [0, 7, 0, 5]
        assert story.days[-1][0] == local_day(now(), customer.zone)
        assert len(campaign_story(session, alice, old.public_id).days) == DAYS


def test_events_are_the_campaigns_own_the_newest_first(alice: Scope, charlie: Scope) -> None:
    campaign, other = support.add_campaign(alice), support.add_campaign(alice, type=Channel.EMAIL)
    with transaction(alice) as session:
        actions.pause(session, alice, campaign.public_id)
        actions.resume(session, alice, campaign.public_id)
        actions.pause(session, alice, other.public_id)
    with transaction(alice) as session:
        consequences.pause(session, alice.customer_id, Channel.WHATSAPP, "Too many complaints.", campaign)
    with reading(alice) as session:
        events = campaign_story(session, alice, campaign.public_id).events
    assert [(one.what, one.who) for one in events] == [
        ("Paused the campaign", "LeadGen"),
        ("Resumed the campaign", "Alice"),
        ("Paused the campaign", "Alice"),
    ]
    assert "Too many complaints" in events[0].about
    with reading(charlie) as session, pytest.raises(NotFound):
        campaign_story(session, charlie, campaign.public_id)
