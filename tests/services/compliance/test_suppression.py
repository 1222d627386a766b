"""Suppression and permission over a real database."""

import pytest
from sqlalchemy import event
from sqlmodel import select

from services.compliance.actions import ConsentLine, record_consent, suppress
from services.compliance.queries import permissions, suppressed_reason
from services.compliance.rules import Verdict
from services.core.errors import NotAllowed
from services.core.scope import Scope
from services.db import engine, reading, transaction
from services.models import (
    AuditLog,
    Channel,
    ConsentStatus,
    Contact,
    Customer,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    Suppression,
    WhatsAppReach,
)
from tests.support import add, add_contact


def _stop(scope: Scope, **address: str) -> int:
    with transaction(scope) as session:
        return suppress(session, scope, reason="opt_out", source="whatsapp reply", **address)


def _permissions(scope: Scope, contacts: list[Contact], channel: Channel):
    with reading(scope) as session:
        customer = session.get_one(Customer, scope.customer_id)
        customer.whatsapp_reach = WhatsAppReach.PUBLISHED
        return permissions(session, customer, contacts, channel)


def test_a_person_who_says_stop_is_out_on_every_channel_and_nothing_waiting_goes_out(alice: Scope):
    contact = add_contact(alice, published_for_enquiries=True)
    campaign = add(alice, OutreachCampaign(name="Hello", type=Channel.EMAIL))
    waiting = add(
        alice,
        OutreachMessage(
            outreach_campaign_id=campaign.id, contact_id=contact.id, channel=Channel.EMAIL, recipient=contact.email
        ),
    )
    assert _permissions(alice, [contact], Channel.EMAIL)[contact.id].verdict is Verdict.ALLOWED
    assert _stop(alice, phone=contact.phone) == 1
    for channel in Channel:
        assert _permissions(alice, [contact], channel)[contact.id].verdict is Verdict.SUPPRESSED
    with reading(alice) as session:
        assert session.get_one(OutreachMessage, waiting.id).status is OutreachMessageStatus.CANCELLED


def test_doing_it_again_changes_nothing(alice: Scope):
    contact = add_contact(alice)
    _stop(alice, phone=contact.phone)
    _stop(alice, phone=contact.phone)
    with reading(alice) as session:
        assert len(session.exec(select(Suppression)).all()) == 2
        assert len(session.exec(select(AuditLog)).all()) == 1


def test_a_domain_covers_everyone_at_it(alice: Scope):
    one, other = add_contact(alice, email="a@firm.in", domain="firm.in"), add_contact(alice, email="b@other.in")
    _stop(alice, domain="firm.in")
    found = _permissions(alice, [one, other], Channel.WHATSAPP)
    assert found[one.id].verdict is Verdict.SUPPRESSED
    assert found[other.id].verdict is not Verdict.SUPPRESSED


def test_it_stays_with_the_customer_who_was_told(alice: Scope, charlie: Scope):
    _stop(alice, phone="+919820041735")
    with reading(charlie) as session:
        assert suppressed_reason(session, phone="+919820041735") == ""
    with reading(alice) as session:
        assert suppressed_reason(session, phone="+919820041735") == "opt_out"


def test_the_newest_line_of_the_ledger_counts(alice: Scope):
    contact = add_contact(alice)
    for status, verdict in ((ConsentStatus.GRANTED, Verdict.ALLOWED), (ConsentStatus.WITHDRAWN, Verdict.SUPPRESSED)):
        with transaction(alice) as session:
            record_consent(session, alice, ConsentLine(contact.phone or "", Channel.WHATSAPP, status, "said so"))
        assert _permissions(alice, [contact], Channel.WHATSAPP)[contact.id].verdict is verdict


def test_a_viewer_may_not_suppress(bob: Scope):
    with pytest.raises(NotAllowed):
        _stop(bob, phone="+919820041735")


def test_many_contacts_cost_as_many_statements_as_one(alice: Scope):
    contacts = [add_contact(alice) for _ in range(30)]
    counted: list[str] = []
    event.listen(engine(), "before_cursor_execute", lambda *args: counted.append(args[2]))
    _permissions(alice, contacts, Channel.WHATSAPP)
    assert len([line for line in counted if "suppression" in line or "consent" in line]) == 2
