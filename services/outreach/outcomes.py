"""Writes what became of the calls: one transaction for a customer's batch."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from services.core.clock import local_day, now
from services.core.errors import Refusal
from services.integrations import sandbox
from services.integrations.actions import mark_failing
from services.live import Topic, announce
from services.models import (
    Channel,
    Contact,
    Conversation,
    Customer,
    Lead,
    Message,
    MessageStatus,
    OutreachMessage,
    OutreachMessageStatus,
)
from services.outreach import allowances, approvals, breakers, claiming, consequences, ledger, standing
from services.outreach.choosing import choose
from services.outreach.parcels import Outcome, Result
from services.outreach.prices import Category, price
from services.outreach.rules import FIRST_LOOK_SECONDS, MOST_ATTEMPTS, most_attempts, retry_seconds
from services.outreach.senders import accounts_for

_ACCOUNT_RETRY = timedelta(minutes=10)
_SANDBOX_RETRY = timedelta(seconds=2)


def settle(session: Session, outcomes: Sequence[Outcome]) -> None:
    """Apply the outcomes of one customer; the session is that customer's."""
    topics: set[tuple[Topic, str]] = set()
    answering = {outcome.parcel.account.rate_key for outcome in outcomes if outcome.is_answer}
    outcomes = [replace(one, account_answers=one.parcel.account.rate_key in answering) for one in outcomes]
    for outcome in outcomes:
        if outcome.parcel.lane.is_chat:
            topics.add((Topic.CONVERSATIONS, _settle_chat(session, outcome)))
    campaign_outcomes = [outcome for outcome in outcomes if not outcome.parcel.lane.is_chat]
    if campaign_outcomes:
        _settle_outreach(session, campaign_outcomes)
        topics |= {(Topic.OUTREACH, ""), (Topic.CONTACTS, "")}
    standing.learn(session, outcomes)
    for topic, ref in topics:
        announce(session, outcomes[0].parcel.lane.customer_id, topic, ref)


def _settle_outreach(session: Session, outcomes: Sequence[Outcome]) -> None:
    """Rows and contacts are read in one statement each: one a message costs more than the call itself."""
    ids = [outcome.parcel.row_id for outcome in outcomes]
    wanted = select(OutreachMessage).where(col(OutreachMessage.id).in_(ids)).order_by(col(OutreachMessage.id))
    rows = {row.id: row for row in session.exec(wanted.with_for_update())}
    people = select(Contact).where(col(Contact.id).in_({row.contact_id for row in rows.values()}))
    held = session.exec(
        people.order_by(col(Contact.id)).with_for_update()
    ).all()  # the session forgets what nobody holds
    sent: list[OutreachMessage] = []
    for outcome in outcomes:
        row = rows.get(outcome.parcel.row_id)
        if row is not None and outcome.result is Result.SENT:
            sent += [row] if _outreach_sent(session, row, outcome) else []
        elif row is not None and row.attempt_id == outcome.parcel.attempt_id:
            _outreach_not_sent(session, row, outcome)
    for campaign_id, number in sorted(Counter(row.outreach_campaign_id for row in sent).items()):
        ledger.count(session, campaign_id, sent_count=number)
    _spend(session, outcomes[0].parcel.account.is_sandbox, sent)
    del held


def _spend(session: Session, is_sandbox: bool, sent: Sequence[OutreachMessage]) -> None:
    spent: dict[Category, tuple[int, int]] = {}
    for row in sent:
        number, paise = spent.get(allowances.category_of(row.channel), (0, 0))
        spent[allowances.category_of(row.channel)] = number + 1, paise + row.cost_paise
    ledger.spend(session, spent, is_sandbox=is_sandbox)


def _outreach_not_sent(session: Session, row: OutreachMessage, outcome: Outcome) -> None:
    if row.status != OutreachMessageStatus.SENDING:
        return  # a callback or the reconciliation was here first
    customer = session.get_one(Customer, row.customer_id)
    if outcome.result is Result.UNSURE:
        row.status, row.error_message = OutreachMessageStatus.UNKNOWN, outcome.words
        row.lease_until = now() + timedelta(seconds=FIRST_LOOK_SECONDS)
    elif outcome.result is Result.REFUSED:
        _outreach_refused(session, customer, row, outcome)
    elif row.attempts >= most_attempts(is_outage=outcome.is_outage):
        _outreach_failed(session, customer, row, f"{outcome.words} We gave up after {row.attempts} attempts.")
    else:
        claiming.release(session, customer, row, _again_at(session, customer, row.attempts, outcome), outcome.words)


def _again_at(session: Session, customer: Customer, attempts: int, outcome: Outcome) -> datetime:
    """At once where another account can take it: this one has certainly not sent it."""
    lane, own = outcome.parcel.lane, outcome.parcel.account.provider
    accounts = [one for one in accounts_for(session, customer, lane.channel) if one.provider != own]
    is_passed_over = outcome.is_outage or bool(outcome.seconds and not outcome.only_recipient)
    if accounts and is_passed_over and choose(session, customer, accounts, lane.channel, now()).accounts:
        return now()
    return now() + timedelta(seconds=retry_seconds(attempts, outcome.seconds))


def _outreach_sent(session: Session, row: OutreachMessage, outcome: Outcome) -> bool:
    """Even when the row was given up meanwhile: the provider's answer proves that it went out."""
    row.provider, row.provider_id = outcome.parcel.account.provider, outcome.provider_id[:200]
    return row.sent_at is None and ledger.note_sent(session, row, now())


def _outreach_refused(session: Session, customer: Customer, row: OutreachMessage, outcome: Outcome) -> None:
    if outcome.about is Refusal.TEMPLATE and approvals.approved_elsewhere(session, row.template_id, row.provider):
        consequences.refused(session, row, outcome.about, outcome.words)
        claiming.release(session, customer, row, now(), outcome.words)
        return
    if outcome.about is not Refusal.ACCOUNT:
        _outreach_failed(session, customer, row, outcome.words)
        consequences.refused(session, row, outcome.about, outcome.words)
        if outcome.about is Refusal.ADDRESS:
            breakers.count(session, row, breakers.BOUNCES)
        return
    if outcome.parcel.account.is_sandbox and row.attempts < MOST_ATTEMPTS:
        sandbox.forget_registration(row.customer_id)
        claiming.release(session, customer, row, now() + _SANDBOX_RETRY, outcome.words)
        return
    consequences.refused(session, row, outcome.about, outcome.words)
    others = consequences.stand_ins(session, row.channel, row.provider)
    wait = timedelta() if others else _ACCOUNT_RETRY
    claiming.release(session, customer, row, now() + wait, outcome.words)


def _outreach_failed(session: Session, customer: Customer, row: OutreachMessage, words: str) -> None:
    allowances.give_back(session, customer, row)
    row.status, row.worker, row.lease_until = OutreachMessageStatus.FAILED, "", None
    row.error_message = words[:1000]
    ledger.count(session, row.outreach_campaign_id, failed_count=1)


def _settle_chat(session: Session, outcome: Outcome) -> str:
    """Returns the conversation's public id."""
    parcel = outcome.parcel
    row = session.exec(select(Message).where(Message.id == parcel.row_id).with_for_update()).first()
    if row is None:
        return ""
    if outcome.result is Result.SENT:
        _chat_sent(row, outcome)
        _spend_chat(session, outcome)
    elif row.attempt_id == parcel.attempt_id and row.status == MessageStatus.SENDING:
        _chat_not_sent(session, row, outcome)
    talk = session.get(Conversation, row.conversation_id)
    return talk.public_id if talk else ""


def _chat_sent(row: Message, outcome: Outcome) -> None:
    row.provider, row.provider_id = outcome.parcel.account.provider, outcome.provider_id[:200]
    row.worker, row.lease_until, row.error_message = "", None, ""
    row.sent_at = row.sent_at or now()
    if row.status in {MessageStatus.PENDING, MessageStatus.SENDING, MessageStatus.UNKNOWN}:
        row.status = MessageStatus.SENT


def _spend_chat(session: Session, outcome: Outcome) -> None:
    """A template outside the window is billed as utility: it answers somebody who wrote or asked first."""
    parcel = outcome.parcel
    category = Category.UTILITY if parcel.message.template_sid else Category.SERVICE
    if parcel.lane.channel == Channel.EMAIL:
        category = Category.EMAIL
    customer = session.get_one(Customer, parcel.lane.customer_id)
    paise = price(parcel.account.provider, category, local_day(now(), customer.zone)).paise
    ledger.spend(session, {category: (1, paise)}, is_sandbox=parcel.account.is_sandbox)


def _chat_not_sent(session: Session, row: Message, outcome: Outcome) -> None:
    row.error_message, row.worker, row.lease_until = outcome.words[:1000], "", None
    again = outcome.result is Result.LATER and row.attempts < most_attempts(is_outage=outcome.is_outage)
    if outcome.result is Result.UNSURE:
        row.status = MessageStatus.UNKNOWN
        row.lease_until = now() + timedelta(seconds=FIRST_LOOK_SECONDS)
    elif again:
        customer = session.get_one(Customer, row.customer_id)
        again_at = _again_at(session, customer, row.attempts, outcome)
        row.status, row.attempt_id, row.send_at = MessageStatus.PENDING, "", again_at
    elif _forgotten_by_sandbox(row, outcome):
        sandbox.forget_registration(row.customer_id)
        row.status, row.attempt_id, row.send_at = MessageStatus.PENDING, "", now() + _SANDBOX_RETRY
    elif _leaves_otherwise(session, row, outcome):
        row.status, row.attempt_id, row.send_at = MessageStatus.PENDING, "", now()
    else:
        row.status = MessageStatus.FAILED
        _chat_refused(session, row, outcome)


def _forgotten_by_sandbox(row: Message, outcome: Outcome) -> bool:
    is_account = outcome.result is Result.REFUSED and outcome.about is Refusal.ACCOUNT
    return is_account and outcome.parcel.account.is_sandbox and row.attempts < MOST_ATTEMPTS


def _leaves_otherwise(session: Session, row: Message, outcome: Outcome) -> bool:
    """The account refused its own keys, and another one stands in."""
    if outcome.result is not Result.REFUSED or outcome.about is not Refusal.ACCOUNT:
        return False
    account = outcome.parcel.account.provider
    mark_failing(session, row.customer_id, account, outcome.words)
    return bool(consequences.stand_ins(session, outcome.parcel.lane.channel, account))


def _chat_refused(session: Session, row: Message, outcome: Outcome) -> None:
    channel = outcome.parcel.lane.channel
    if outcome.about is Refusal.OPTED_OUT:
        talk = session.get(Conversation, row.conversation_id)
        lead = session.get(Lead, talk.lead_id) if talk else None
        if lead and outcome.parcel.message.recipient in {lead.phone, lead.email}:
            consequences.opted_out(session, row, channel, outcome.parcel.message.recipient, "opt_out")
