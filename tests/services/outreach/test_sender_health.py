"""What the page of the accounts says is what was sent, refused and counted."""

from datetime import timedelta

from services.core.clock import local_day, now
from services.core.scope import Scope
from services.db import reading, transaction
from services.integrations.queries import find
from services.models import Channel, Customer, OutreachMessageStatus
from services.outreach import allowances, breakers, queueing, sending
from services.outreach.sender_health import DAYS, SenderHealth, sender_health
from tests import support
from tests.towns import Town


def health_of(scope: Scope, provider: str) -> SenderHealth:
    with reading(scope) as session:
        return next(one for one in sender_health(session, scope) if one.account.provider == provider)


async def test_what_left_today_is_counted_against_the_warm_up(acme_online: Scope, town: Town) -> None:
    support.add_campaign(acme_online, type=Channel.EMAIL, message_template="Hi", subject_template="Hi")
    for _ in range(3):
        support.add_contact(acme_online, is_sandbox=True, published_for_enquiries=True)
    with transaction(acme_online) as session:
        zone = session.get_one(Customer, acme_online.customer_id).zone
        account = find(session, "sendgrid")
        assert account is not None
        account.warm_up_from = local_day(now() - timedelta(days=1), zone)
    queueing.queue_due()
    await sending.dispatch(linger=0)
    found = health_of(acme_online, "sendgrid")
    assert len(town.received("sendgrid")) == 3
    assert (found.sent_today, found.week, found.most_today, found.warm_up_day) == (3, 3, 30, 2)
    assert [number for _, number in found.days] == [0] * (DAYS - 1) + [3]
    assert found.account.words == "Sends first."
    other = health_of(acme_online, "twilio")
    assert (other.sent_today, other.week, other.reputation) == (0, 0, None)


def test_failures_and_the_name_with_receivers_are_by_account(acme_online: Scope, charlie: Scope) -> None:
    messages = []
    for scope in (charlie, acme_online):
        campaign = support.add_campaign(scope, type=Channel.EMAIL)
        messages += [
            support.add_outreach_message(
                scope,
                campaign,
                support.add_contact(scope, is_sandbox=True),
                status=OutreachMessageStatus.FAILED if words else OutreachMessageStatus.DELIVERED,
                provider="sendgrid",
                sent_at=now(),
                error_message=words,
            )
            for words in ("", "The mailbox is full.", "The mailbox is full.", "Refused as spam.")
        ]
    with transaction(acme_online) as session:
        customer = session.get_one(Customer, acme_online.customer_id)
        allowances.add(session, customer, {allowances.account_subject("sendgrid", is_sandbox=True): 200}, now())
        for message in messages[-3:]:
            breakers.count(session, message, breakers.BOUNCES)
    found = health_of(acme_online, "sendgrid")
    assert (found.week, found.arrived, found.failed) == (4, 1, 3)
    assert [(one.words, one.number) for one in found.reasons] == [("The mailbox is full.", 2), ("Refused as spam.", 1)]
    assert found.reputation == breakers.Reputation(200, 3, 0)


def test_whatsapps_word_on_a_number_is_shown(acme_online: Scope) -> None:
    with transaction(acme_online) as session:
        account = find(session, "twilio")
        assert account is not None
        account.detail, account.people_a_day = {**account.detail, "quality": "low"}, 250
    found = health_of(acme_online, "twilio")
    assert (found.quality, found.people_today, found.people_a_day) == ("low", 0, 250)
    assert "quarter of its pace" in found.account.words
