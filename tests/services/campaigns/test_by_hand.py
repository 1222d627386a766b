"""A campaign for contacts that a person chose."""

import pytest
from sqlmodel import select

from services.campaigns.actions import OutreachForm
from services.campaigns.by_hand import write_to
from services.campaigns.outreach import outreach_detail
from services.contacts import bulk
from services.contacts.types import ContactFilters, Selection
from services.core.errors import Invalid, NotAllowed
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import BulkTask, Channel, Contact, OutreachCampaign
from services.outreach.targets import matching
from tests.support import add_contact

FORM = OutreachForm("Chosen ones", Channel.WHATSAPP, "Hello {{name|there}}, shall we talk?")


def test_it_writes_to_whom_the_filters_matched_and_to_nobody_else(alice: Scope) -> None:
    chosen = add_contact(alice, city="Pune", quality_score=5)
    add_contact(alice, city="Delhi", quality_score=95)
    with transaction(alice) as session:
        everything = Selection(everything=True, filters=ContactFilters(city="Pune"))
        campaign_id = write_to(session, alice, everything, FORM)
    with reading(alice) as session:
        page = outreach_detail(session, alice.customer_id, campaign_id)
        assert session.exec(select(OutreachCampaign)).one().target_contacts == {"contact_ids": [chosen.id]}
    left = page.not_written
    assert page.row.is_by_hand
    assert left.next_in_line + left.needs_opt_in + left.suppressed == 1


def test_nobody_chosen_is_refused(alice: Scope) -> None:
    with transaction(alice) as session, pytest.raises(Invalid, match="at least one"):
        write_to(session, alice, Selection(ids=("con_gone",)), FORM)


def test_many_are_added_while_it_runs_and_all_of_them_are_next(alice: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    chosen = [add_contact(alice, city="Pune") for _ in range(5)]
    add_contact(alice, city="Delhi", quality_score=99)
    with transaction(alice) as session:
        everything = Selection(everything=True, filters=ContactFilters(city="Pune"))
        campaign_id = write_to(session, alice, everything, FORM)
        task = session.exec(select(BulkTask)).one()
    bulk.run_task(alice.customer_id, task.id or 0)
    with reading(alice) as session:
        page = outreach_detail(session, alice.customer_id, campaign_id)
        campaign = session.exec(select(OutreachCampaign)).one()
        matched = session.exec(select(Contact.id).where(*matching(campaign, is_sandbox=True))).all()
    assert page.row.is_by_hand
    assert sorted(matched) == [contact.id for contact in chosen]


def test_others_contacts_are_out_of_reach_and_viewers_start_nothing(alice: Scope, bob: Scope, charlie: Scope) -> None:
    contact = add_contact(alice)
    with transaction(charlie) as session, pytest.raises(Invalid):
        write_to(session, charlie, Selection(ids=(contact.public_id,)), FORM)
    with transaction(bob) as session, pytest.raises(NotAllowed):
        write_to(session, bob, Selection(ids=(contact.public_id,)), FORM)
