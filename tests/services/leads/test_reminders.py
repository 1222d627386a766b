"""Reminders, lost reasons, and what is late."""

from datetime import timedelta

import pytest

from services.analytics.losses import Loss, losses
from services.core.clock import now
from services.core.errors import Invalid, NotAllowed, NotFound
from services.core.scope import Role, Scope
from services.db import reading, system_transaction, transaction
from services.leads import actions
from services.leads.detail import lead_detail
from services.leads.erasing import erase_enquiry
from services.leads.reminders import FURTHEST, drop_reminder, remind, reminders_of, tell_due
from services.models import Lead, LeadReminder, LeadSourceName, LeadStatus, LostReason, Notification
from tests import support
from tests.hearing import read_all


@pytest.fixture
def lead(alice: Scope) -> Lead:
    return support.add_lead(alice, name="Neha")


def ask(scope: Scope, lead: Lead, minutes: float = 60, note: str = "Send the plan") -> LeadReminder:
    with transaction(scope) as session:
        return remind(session, scope, lead.public_id, now() + timedelta(minutes=minutes), note)


def due(reminder: LeadReminder, scope: Scope) -> None:
    with transaction(scope) as session:
        session.get_one(LeadReminder, reminder.id).at = now() - timedelta(seconds=1)


def test_who_asked_is_told_once_at_the_time_and_nobody_else(alice: Scope, lead: Lead) -> None:
    ravi = support.add_member(alice.customer_id, "ravi@acme.example", Role.AGENT)
    asked = ask(ravi, lead)
    ask(ravi, lead, minutes=120, note="")
    with system_transaction() as session:
        assert tell_due(session) == 0
    due(asked, alice)
    with system_transaction() as session:
        assert tell_due(session) == 1
    with system_transaction() as session:
        assert tell_due(session) == 0
    [line] = read_all(alice, Notification)
    assert (line.user_id, line.title, line.body) == (ravi.user_id, "Reminder: Neha", "Send the plan")
    assert line.link.startswith("/conversations?open=cnv_")
    with reading(ravi) as session:
        assert len(reminders_of(session, ravi, lead.public_id)) == 1
    with reading(alice) as session:
        assert reminders_of(session, alice, lead.public_id) == []


@pytest.mark.parametrize("minutes", [0, -5, FURTHEST.total_seconds() / 60 + 5])
def test_only_a_time_to_come_within_a_year_can_be_chosen(alice: Scope, lead: Lead, minutes: float, sqlite: str) -> None:
    with pytest.raises(Invalid):
        ask(alice, lead, minutes)


def test_a_reminder_is_its_persons_own_and_goes_with_the_lead(
    alice: Scope, bob: Scope, charlie: Scope, lead: Lead
) -> None:
    asked = ask(alice, lead)
    ravi = support.add_member(alice.customer_id, "ravi@acme.example", Role.AGENT)
    for scope, refusal in ((ravi, NotFound), (charlie, NotFound), (bob, NotAllowed)):
        with pytest.raises(refusal), transaction(scope) as session:
            drop_reminder(session, scope, asked.public_id)
    with transaction(alice) as session:
        drop_reminder(session, alice, asked.public_id)
    ask(alice, lead)
    with transaction(alice) as session:
        held = session.get_one(Lead, lead.id)
        held.source, held.platform_lead_id = LeadSourceName.META_ADS, "l1"
        session.flush()
        erase_enquiry(session, LeadSourceName.META_ADS, "l1", None)
    assert read_all(alice, LeadReminder) == []


def test_why_a_lead_was_lost_is_kept_shown_counted_and_forgotten_when_it_comes_back(
    alice: Scope, charlie: Scope, lead: Lead
) -> None:
    other = support.add_lead(alice, status=LeadStatus.LOST)
    with transaction(alice) as session:
        actions.move_lead(session, alice, lead.public_id, LeadStatus.LOST, lost_reason=LostReason.PRICE)
    with reading(alice) as session:
        detail = lead_detail(session, lead.public_id)
        assert losses(session, alice) == [Loss("No reason given", 1, 50), Loss("Too expensive for them", 1, 50)]
    assert detail.lost_because == "Too expensive for them"
    assert detail.timeline[0].text == "New → Lost: Too expensive for them"
    with reading(charlie) as session:
        assert losses(session, charlie) == []
    with transaction(alice) as session:
        actions.move_lead(session, alice, lead.public_id, LeadStatus.CONTACTED)
    assert {one.id: one.lost_reason for one in read_all(alice, Lead)} == {lead.id: "", other.id: ""}
