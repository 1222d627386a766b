"""What stops an account's campaigns: bounces, complaints, a number's low quality; and what is only put off."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from services.core.clock import local_day, now
from services.core.scope import Scope
from services.db import reading, transaction
from services.inbound.events import Heard
from services.inbound.notices import handle_account_notice
from services.integrations.order import move_account
from services.models import (
    AuditLog,
    Channel,
    Contact,
    Customer,
    Integration,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    SendingLimit,
)
from services.outreach import queueing, sending
from services.outreach.breakers import BOUNCES, COMPLAINTS, Breaker, is_tripped
from services.outreach.consequences import let_rest
from services.outreach.receipts import apply_status
from services.outreach.senders import account_for
from services.outreach.soft_bounces import WAITS
from tests import support
from tests.services.outreach.test_sending import campaign_of, messages
from tests.towns import Town

SENT = "sandbox:account:sendgrid"


@pytest.mark.parametrize(
    ("breaker", "sent", "bad", "wanted"),
    [
        (BOUNCES, 100, 5, True),
        (BOUNCES, 100, 4, False),
        (BOUNCES, 99, 50, False),
        (BOUNCES, 10_000, 499, False),
        (BOUNCES, 10_000, 500, True),
        (COMPLAINTS, 1_000, 1, False),
        (COMPLAINTS, 1_000, 2, True),
        (COMPLAINTS, 999, 10, False),
        (COMPLAINTS, 3_000, 2, False),
        (COMPLAINTS, 3_000, 3, True),
    ],
)
def test_a_rate_counts_only_from_its_floor(breaker: Breaker, sent: int, bad: int, wanted: bool) -> None:
    assert is_tripped(breaker, sent, bad) is wanted


def counted(scope: Scope, number: int, days_ago: int = 0) -> None:
    """So many campaign messages left through SendGrid on that day."""
    with transaction(scope) as session:
        zone = session.get_one(Customer, scope.customer_id).zone
        day = local_day(now(), zone) - timedelta(days=days_ago)
        session.add(SendingLimit(subject=SENT, day=day, used=number))


def left(scope: Scope, number: int, provider: str = "sendgrid") -> list[OutreachMessage]:
    """A running campaign whose messages left."""
    channel = Channel.EMAIL if provider == "sendgrid" else Channel.WHATSAPP
    campaign = support.add_campaign(scope, type=channel, message_template="Hi", subject_template="Hi")
    sent = {"status": OutreachMessageStatus.SENT, "provider": provider, "channel": channel}
    moments = {"sent_at": now(), "counted_at": now()}
    return [
        support.add_outreach_message(scope, campaign, support.add_contact(scope), **sent, **moments)
        for _ in range(number)
    ]


def tell(scope: Scope, message: OutreachMessage, status: str, after: int = 0) -> None:
    at = now() + timedelta(seconds=after)
    with transaction(scope) as session:
        assert apply_status(session, {"reference": message.public_id, "status": status, "at": at.isoformat()})


def test_bounces_stop_the_accounts_campaigns_and_are_counted_afresh_once_they_go_on(acme_online: Scope) -> None:
    counted(acme_online, 90)
    counted(acme_online, 10, days_ago=6)
    counted(acme_online, 50_000, days_ago=7)
    mails = left(acme_online, 7)
    for message in mails[:4]:
        tell(acme_online, message, "bounced")
    assert campaign_of(acme_online).status == OutreachCampaignStatus.RUNNING
    tell(acme_online, mails[4], "bounced")
    campaign = campaign_of(acme_online)
    assert campaign.status == OutreachCampaignStatus.PAUSED
    assert campaign.paused_reason.startswith("5 of 100 emails through SendGrid bounced (5.0 %; 5 % harms")
    with transaction(acme_online) as session:
        actions = {line.action for line in session.exec(select(AuditLog))}
        assert {"campaign_paused", "account_stopped"} <= actions
        session.get_one(OutreachCampaign, campaign.id).status = OutreachCampaignStatus.RUNNING
    for message in mails[5:]:
        tell(acme_online, message, "bounced")
    assert campaign_of(acme_online).status == OutreachCampaignStatus.RUNNING


def test_a_complaint_counts_once_however_often_it_is_told(acme_online: Scope) -> None:
    counted(acme_online, 2_000)
    first, second = left(acme_online, 2)
    for after in range(3):
        tell(acme_online, first, "complained", after)
    assert campaign_of(acme_online).status == OutreachCampaignStatus.RUNNING
    tell(acme_online, second, "complained")
    assert "2 of 2,000 emails through SendGrid were reported as spam (0.1 %" in campaign_of(acme_online).paused_reason


def test_another_accounts_campaigns_go_on(acme_online: Scope) -> None:
    counted(acme_online, 100)
    mails = left(acme_online, 5)
    other = support.add_campaign(acme_online, name="Other", type=Channel.EMAIL)
    support.add_outreach_message(
        acme_online,
        other,
        support.add_contact(acme_online),
        status=OutreachMessageStatus.SENT,
        provider="resend",
        channel=Channel.EMAIL,
        sent_at=now(),
    )
    for message in mails:
        tell(acme_online, message, "bounced")
    with reading(acme_online) as session:
        assert session.get_one(OutreachCampaign, other.id).status == OutreachCampaignStatus.RUNNING


def test_a_flagged_number_stops_and_then_writes_slowly_until_it_is_good_again(acme_online: Scope) -> None:
    def heard(**told: object) -> None:
        data = {"is_failing": False, "words": "WhatsApp rates the quality of 1 as low.", **told}
        with transaction(acme_online) as session:
            event = Heard(1, acme_online.customer_id, "whatsapp_cloud", "account", data, 0)
            assert handle_account_notice(session, event) == ""

    def pace() -> float:
        with reading(acme_online) as session:
            customer = session.get_one(Customer, acme_online.customer_id)
            account = account_for(session, customer, Channel.WHATSAPP)
            assert account
            return account.per_second

    with transaction(acme_online) as session:
        move_account(session, acme_online, "whatsapp_cloud", up=True)
    usual = pace()
    left(acme_online, 1, "whatsapp_cloud")
    heard(quality="low", people=250)
    assert "quarter of the pace" in campaign_of(acme_online).paused_reason
    assert pace() == usual / 4
    with reading(acme_online) as session:
        account = session.exec(select(Integration).where(Integration.provider == "whatsapp_cloud")).one()
        assert account.people_a_day == 250
    heard(quality="high", people=0)
    assert pace() == usual
    with reading(acme_online) as session:
        account = session.exec(select(Integration).where(Integration.provider == "whatsapp_cloud")).one()
        assert account.people_a_day is None


async def test_a_full_mailbox_is_written_to_again_twice_and_counted_once(acme_online: Scope, town: Town) -> None:
    support.add_campaign(acme_online, type=Channel.EMAIL, message_template="Hi", subject_template="Hi")
    support.add_contact(acme_online, is_sandbox=True, published_for_enquiries=True)
    queueing.queue_due()
    for turn, wait in enumerate(WAITS):
        await sending.dispatch(linger=0)
        (message,) = messages(acme_online)
        tell(acme_online, message, "blocked", after=turn * 10 + 5)
        tell(acme_online, message, "sent", after=turn * 10 + 1)
        (message,) = messages(acme_online)
        assert message.status == OutreachMessageStatus.PENDING
        assert timedelta() <= now() + wait - message.send_at < timedelta(minutes=1)
        assert campaign_of(acme_online).sent_count == 0
        with transaction(acme_online) as session:
            session.exec(select(OutreachMessage)).one().send_at = now()
    await sending.dispatch(linger=0)
    assert len(town.received("sendgrid")) == 3
    (message,) = messages(acme_online)
    tell(acme_online, message, "blocked", after=100)
    campaign = campaign_of(acme_online)
    assert messages(acme_online)[0].status == OutreachMessageStatus.FAILED
    assert (campaign.sent_count, campaign.failed_count) == (1, 1)


def test_a_person_whom_whatsapp_spares_rests_longer_each_time(alice: Scope) -> None:
    contact = support.add_contact(alice)
    campaign = support.add_campaign(alice)
    waits: list[int] = []
    for step in range(1, 6):
        failed = {"status": OutreachMessageStatus.FAILED, "error_message": "WhatsApp spares this person today."}
        told = support.add_outreach_message(alice, campaign, contact, step=step, **failed)
        waiting = support.add_outreach_message(alice, campaign, contact, step=step + 100)
        with transaction(alice) as session:
            let_rest(session, session.get_one(OutreachMessage, told.id))
        with transaction(alice) as session:
            again_at = session.get_one(OutreachMessage, waiting.id).send_at
            waits.append(round((again_at - now()) / timedelta(hours=1)))
            for one in session.exec(select(OutreachMessage).where(col(OutreachMessage.step) > 100)):
                session.delete(one)
    assert waits == [25, 50, 100, 200, 200]
    with reading(alice) as session:
        assert session.exec(select(Contact)).one()
