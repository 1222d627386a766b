"""A template at several accounts: asked for at each, followed by webhook and by looking, and its changes acted on."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlmodel import select

from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.inbound.events import Heard
from services.inbound.notices import handle_template
from services.integrations.order import move_account
from services.models import (
    ApprovalStatus,
    AuditLog,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessageStatus,
    Template,
    TemplateApproval,
    TemplateStatus,
)
from services.outreach import approval, queueing, sending
from tests import support
from tests.services.outreach.test_sending import HELLO, campaign_of, contacts, messages
from tests.towns import Town

VENDORS = ("twilio", "whatsapp_cloud", "gupshup", "wati")


def everywhere(scope: Scope) -> None:
    """All four simulated accounts send, Twilio first."""
    with transaction(scope) as session:
        move_account(session, scope, "wati", up=True)
        move_account(session, scope, "wati", up=False)


def approvals(scope: Scope) -> dict[str, TemplateApproval]:
    with reading(scope) as session:
        return {one.provider: one for one in session.exec(select(TemplateApproval))}


async def prepared(scope: Scope, number: int = 2) -> None:
    everywhere(scope)
    support.add_campaign(scope, message_template=HELLO)
    contacts(scope, number)
    queueing.queue_due()
    await approval.sync()


def hear(scope: Scope, provider: str, **told: str) -> str:
    data: Mapping[str, str] = {"state": "", "category": "", "reason": "", **told}
    with transaction(scope) as session:
        sid = session.exec(select(TemplateApproval.provider_sid).where(TemplateApproval.provider == provider)).one()
        return handle_template(session, Heard(1, scope.customer_id, provider, "template", {"sid": sid, **data}, 0))


async def look_again(scope: Scope) -> None:
    with transaction(scope) as session:
        for one in session.exec(select(TemplateApproval)):
            one.checked_at = now() - timedelta(hours=2)
    await approval.sync()


async def test_every_account_that_sends_is_asked_and_the_next_one_goes_on(acme_online: Scope, town: Town) -> None:
    await prepared(acme_online)
    found = approvals(acme_online)
    assert {name: one.status for name, one in found.items()} == dict.fromkeys(VENDORS, ApprovalStatus.APPROVED)
    assert {one.category for one in found.values()} == {"marketing"}
    assert len({one.provider_sid for one in found.values()}) > 1
    town.settings(faults={"twilio": {"rate_limited": 1}})
    await sending.dispatch(linger=0.3)
    assert {one.status for one in messages(acme_online)} == {OutreachMessageStatus.SENT}
    assert len(town.received("whatsapp_cloud")) == 2


async def test_nothing_goes_to_an_account_where_the_template_is_not_approved(acme_online: Scope, town: Town) -> None:
    await prepared(acme_online)
    hear(acme_online, "whatsapp_cloud", state="paused", reason="People did not like it.")
    hear(acme_online, "gupshup", state="rejected")
    town.settings(faults={"twilio": {"rate_limited": 1}})
    await sending.dispatch(linger=0.3)
    assert not town.received("whatsapp_cloud")
    assert not town.received("gupshup")
    assert len(town.received("wati")) == 2
    assert campaign_of(acme_online).status == OutreachCampaignStatus.RUNNING


@pytest.mark.parametrize("vendor", VENDORS)
async def test_a_pause_is_seen_by_looking_and_stops_the_campaign_with_its_reason(
    acme_online: Scope, town: Town, vendor: str
) -> None:
    if vendor != "twilio":
        with transaction(acme_online) as session:
            for _ in range(VENDORS.index(vendor)):
                move_account(session, acme_online, vendor, up=True)
    support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 1)
    queueing.queue_due()
    await approval.sync()
    with transaction(acme_online) as session:
        for one in session.exec(select(TemplateApproval).where(TemplateApproval.provider != vendor)):
            one.status = ApprovalStatus.DISABLED
    town.decide(vendor, status="PAUSED", reason="Too many people blocked it.")
    await look_again(acme_online)
    assert approvals(acme_online)[vendor].status == ApprovalStatus.PAUSED
    campaign = campaign_of(acme_online)
    assert campaign.status == OutreachCampaignStatus.PAUSED
    assert campaign.paused_reason.startswith("WhatsApp paused the template: ")
    town.decide(vendor, status="APPROVED")
    await look_again(acme_online)
    assert approvals(acme_online)[vendor].status == ApprovalStatus.APPROVED


async def test_a_rejection_told_twice_pauses_once_and_is_in_the_audit_log(acme_online: Scope, town: Town) -> None:
    support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 1)
    queueing.queue_due()
    await approval.sync()
    for _ in range(2):
        assert hear(acme_online, "twilio", state="rejected", reason="It promises too much.") == ""
    campaign = campaign_of(acme_online)
    assert campaign.paused_reason == "WhatsApp rejected the template: It promises too much."
    with transaction(acme_online) as session:
        (line,) = session.exec(select(AuditLog).where(AuditLog.action == "campaign_paused"))
        assert line.detail["why"] == campaign.paused_reason
        template = session.exec(select(Template)).one()
        assert (template.status, template.rejection_reason) == (TemplateStatus.REJECTED, "It promises too much.")
        session.get_one(OutreachCampaign, campaign.id).status = OutreachCampaignStatus.RUNNING
    await sending.dispatch(linger=0)
    assert town.received() == []


async def test_a_dearer_category_pauses_with_the_extra_cost_and_a_cheaper_one_does_not(
    acme_online: Scope, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.databases import forget_settings

    monkeypatch.setenv("LEADGEN_MESSAGE_PRICES", "twilio:marketing=86000,twilio:utility=12000")
    forget_settings()
    support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 1)
    queueing.queue_due()
    await approval.sync()
    hear(acme_online, "twilio", category="utility")
    assert campaign_of(acme_online).status == OutreachCampaignStatus.RUNNING
    hear(acme_online, "twilio", category="marketing")
    campaign = campaign_of(acme_online)
    assert campaign.status == OutreachCampaignStatus.PAUSED
    assert "₹0.86 instead of ₹0.12 a message, ₹0.74 more" in campaign.paused_reason
    assert hear(acme_online, "twilio", state="archived").startswith("Nothing is done")


def test_news_of_a_template_that_is_not_ours_is_left_alone(alice: Scope) -> None:
    heard = Heard(1, alice.customer_id, "gupshup", "template", {"sid": "x", "state": "approved"}, 0)
    with transaction(alice) as session:
        assert handle_template(session, heard) == "It names no template of yours."
