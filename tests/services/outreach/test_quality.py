"""A number's quality is heard by asking, too: the webhook that tells of it can be lost."""

import httpx
import pytest

from services.core.scope import Scope
from services.db import reading, transaction
from services.integrations.order import move_account
from services.integrations.queries import find
from services.models import Integration, OutreachCampaign, OutreachCampaignStatus
from services.outreach import quality
from services.providers.rating import Rating
from tests import support
from tests.hearing import read_all
from tests.towns import Town

CLOUD = "whatsapp_cloud"


@pytest.fixture
def cloud(acme_online: Scope) -> Scope:
    """WhatsApp leaves through the Cloud API."""
    with transaction(acme_online) as session:
        move_account(session, acme_online, CLOUD, up=True)
    return acme_online


def account(scope: Scope) -> Integration:
    with reading(scope) as session:
        found = find(session, CLOUD)
    assert found is not None
    return found


def rate(town: Town, event: str, limit: str = "TIER_2K") -> None:
    (one,) = (
        one
        for one in httpx.get(f"{town.address}/sandbox/control/accounts").json()["accounts"]
        if one["provider"] == CLOUD
    )
    said = {"account": one["account"], "event": event, "limit": limit, "lost": True}
    httpx.post(f"{town.address}/sandbox/control/quality", json=said).raise_for_status()


async def test_a_low_quality_stops_campaigns_once_and_slows_the_number(cloud: Scope, town: Town) -> None:
    campaign = support.add_campaign(cloud)
    message = support.add_outreach_message(cloud, campaign, support.add_contact(cloud), provider=CLOUD)
    with transaction(cloud) as session:
        session.merge(message).sent_at = message.created_at
    await quality.look_at_numbers()
    assert account(cloud).detail["quality"] == "high"
    rate(town, "FLAGGED")
    await quality.look_at_numbers()
    assert (account(cloud).detail["quality"], account(cloud).people_a_day) == ("low", 2_000)
    (stopped,) = read_all(cloud, OutreachCampaign)
    assert stopped.status == OutreachCampaignStatus.PAUSED
    assert "quarter of the pace" in stopped.paused_reason
    with transaction(cloud) as session:  # somebody goes on in spite of it
        session.merge(stopped).status = OutreachCampaignStatus.RUNNING
    await quality.look_at_numbers()
    assert read_all(cloud, OutreachCampaign)[0].status == OutreachCampaignStatus.RUNNING
    rate(town, "UNFLAGGED", "TIER_UNLIMITED")
    await quality.look_at_numbers()
    assert (account(cloud).detail["quality"], account(cloud).people_a_day) == ("high", None)


async def test_a_number_that_cannot_be_asked_changes_nothing(cloud: Scope, town: Town) -> None:
    await quality.look_at_numbers()
    town.settings(faults={CLOUD: {"drop": 1}})
    before = account(cloud).detail
    await quality.look_at_numbers()
    assert account(cloud).detail == before


def test_what_was_not_said_changes_nothing(cloud: Scope) -> None:
    with transaction(cloud) as session:
        quality.note(session, CLOUD, Rating())
        quality.note(session, "gupshup", Rating("low", 250))
        quality.note(session, "nothing", Rating("low"))
    assert "quality" not in account(cloud).detail
