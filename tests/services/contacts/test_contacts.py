"""Contacts: listed, found, changed and exported by their own customer alone."""

import pytest
from sqlmodel import select

from services.contacts.actions import add_to_campaign, delete_contacts, set_verification
from services.contacts.detail import contact_detail
from services.contacts.export import begin_export, csv_lines, next_chunk
from services.contacts.queries import page_of_contacts
from services.contacts.rules import csv_safe, failure_words, filters_from, origin_words, subtitle
from services.contacts.tallies import cities
from services.contacts.types import ContactFilters, Selection
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.paging import PageRequest
from services.core.scope import Scope
from services.db import transaction
from services.models import (
    Contact,
    ContactSource,
    MessageOpening,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    Provenance,
    VerificationStatus,
)
from tests.support import add, add_campaign, add_contact, add_lead, add_outreach_message


def _names(scope: Scope, search: str = "", filters: ContactFilters | None = None, **request: object) -> list[str]:
    with transaction(scope) as session:
        asked = PageRequest(search=search, **request)  # pyright: ignore
        return [row.name for row in page_of_contacts(session, asked, filters or ContactFilters()).rows]


def test_pages_follow_each_other_without_gap_or_repeat_in_every_order(alice: Scope) -> None:
    for number in range(7):
        add_contact(alice, name=f"Person {number}", quality_score=50 + number % 3)
    for order in ("newest", "score", "name"):
        seen: list[str] = []
        after = ""
        while True:
            with transaction(alice) as session:
                page = page_of_contacts(session, PageRequest(order_by=order, after=after, size=3), ContactFilters())
            seen += [row.name for row in page.rows]
            after = page.next_after
            if not after:
                break
        assert sorted(seen) == [f"Person {number}" for number in range(7)]
        assert page.total == 7


def test_search_finds_name_company_email_and_phone(alice: Scope) -> None:
    add_contact(alice, name="Rohan Deshpande", company="Skyline", phone="+919820041735", email="rohan@skyline.example")
    add_contact(alice, name="Somebody else")
    for text in ("deshp", "skyl", "rohan@", "98200 417"):
        assert _names(alice, text) == ["Rohan Deshpande"]
    assert _names(alice, "100%") == []


def test_filters_narrow_and_an_unknown_band_is_refused(alice: Scope) -> None:
    add_contact(alice, name="High", quality_score=91, city="Pune")
    add_contact(alice, name="Low", quality_score=12, outreach_status=OutreachStatus.BOUNCED)
    assert _names(alice, filters=ContactFilters(band="high")) == ["High"]
    assert _names(alice, filters=ContactFilters(city="Pune")) == ["High"]
    assert _names(alice, filters=ContactFilters(outreach=OutreachStatus.BOUNCED)) == ["Low"]
    with pytest.raises(Invalid):
        _names(alice, filters=ContactFilters(band="superb"))


def test_nothing_of_another_customer_is_listed_read_or_changed(alice: Scope, charlie: Scope) -> None:
    contact = add_contact(alice, city="Pune")
    chosen = Selection(ids=(contact.public_id,))
    with transaction(charlie) as session:
        assert page_of_contacts(session, PageRequest(), ContactFilters()).total == 0
        assert cities(session) == []
        with pytest.raises(NotFound):
            contact_detail(session, contact.public_id)
        assert set_verification(session, charlie, chosen, VerificationStatus.INVALID).changed == 0
        assert delete_contacts(session, charlie, Selection(everything=True)) == 0
    with transaction(alice) as session:
        assert contact_detail(session, contact.public_id).verification is VerificationStatus.UNVERIFIED


def test_the_drawer_says_where_each_field_came_from(alice: Scope) -> None:
    contact = add_contact(
        alice, ai_analysis={"reasons": [{"points": 26, "text": "Starts at 26"}, {"points": 9, "text": "Phone"}]}
    )
    add(
        alice,
        Provenance(
            contact_id=contact.id or 0,
            field="phone",
            value=contact.phone or "",
            source_url="https://www.firm.in/contact/",
            method="tel link",
            found_at=now(),
        ),
    )
    with transaction(alice) as session:
        detail = contact_detail(session, contact.public_id)
    phone = next(fact for fact in detail.facts if fact.field == "phone")
    assert phone.source_words == "firm.in/contact"
    assert (detail.base_points, [reason.text for reason in detail.reasons]) == (26, ["Phone"])
    assert {line.channel for line in detail.permissions} == {"email", "whatsapp"}


def test_marking_invalid_stops_what_is_waiting(alice: Scope) -> None:
    contact, campaign = add_contact(alice), add_campaign(alice)
    message = add_outreach_message(alice, campaign, contact)
    with transaction(alice) as session:
        chosen = Selection(ids=(contact.public_id,))
        assert set_verification(session, alice, chosen, VerificationStatus.INVALID).changed == 1
    with transaction(alice) as session:
        assert session.get(OutreachMessage, message.id).status is OutreachMessageStatus.CANCELLED  # pyright: ignore


def test_a_viewer_changes_and_exports_nothing(bob: Scope) -> None:
    with transaction(bob) as session:
        with pytest.raises(NotAllowed):
            delete_contacts(session, bob, Selection(everything=True))
        with pytest.raises(NotAllowed):
            begin_export(session, bob, Selection(everything=True))


def test_deleting_keeps_the_lead_and_waits_for_a_message_in_flight(alice: Scope) -> None:
    contact, campaign = add_contact(alice), add_campaign(alice)
    lead = add_lead(alice, original_contact_id=contact.id)
    message = add_outreach_message(alice, campaign, contact, status=OutreachMessageStatus.SENDING)
    everything = Selection(everything=True)
    with pytest.raises(Conflict), transaction(alice) as session:
        delete_contacts(session, alice, everything)
    with transaction(alice) as session:
        session.get(OutreachMessage, message.id).status = OutreachMessageStatus.SENT  # pyright: ignore
        session.add(MessageOpening(outreach_message_id=message.id or 0, person_opens=1))
    with transaction(alice) as session:
        assert delete_contacts(session, alice, everything) == 1
    with transaction(alice) as session:
        assert session.get(Contact, contact.id) is None
        assert session.exec(select(MessageOpening)).all() == []
        assert session.get(type(lead), lead.id).original_contact_id is None  # pyright: ignore


def test_chosen_contacts_join_a_campaign_once(alice: Scope) -> None:
    first, second, campaign = add_contact(alice), add_contact(alice), add_campaign(alice)
    with transaction(alice) as session:
        chosen = Selection(ids=(first.public_id,))
        assert add_to_campaign(session, alice, chosen, campaign.public_id) == 1
        assert add_to_campaign(session, alice, Selection(everything=True), campaign.public_id) == 1
    with transaction(alice) as session:
        stored = session.get(type(campaign), campaign.id)
        assert stored.target_contacts["contact_ids"] == [first.id, second.id]  # pyright: ignore


def test_an_export_is_inert_in_a_spreadsheet(alice: Scope) -> None:
    add_contact(alice, name="=HYPERLINK(1)", phone="+919820041735")
    everything = Selection(everything=True)
    with transaction(alice) as session:
        begin_export(session, alice, everything)
        chunk = next_chunk(session, alice, everything, 0)
        assert next_chunk(session, alice, everything, chunk.last).rows == []
    text = csv_lines(chunk.rows)
    assert "'=HYPERLINK(1)" in text
    assert "+919820041735" in text
    assert not chunk.is_open_data


@pytest.mark.parametrize("cell", ["=1", "+cmd", "-2", "@x", "\tq"])
def test_a_formula_is_quoted(cell: str) -> None:
    assert csv_safe(cell) == f"'{cell}"


def test_words_never_repeat_the_name() -> None:
    assert subtitle("Owner", "Sharma Estates", "Priya") == "Owner, Sharma Estates"
    assert subtitle("", "Sharma Estates", "Sharma Estates") == ""
    assert origin_words("", "") == "Added by hand"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("550 5.1.1 the mailbox does not exist.", "The mailbox does not exist."),
        ("452 Over quota", "Over quota"),
        ("WhatsApp cannot deliver to this number.", "WhatsApp cannot deliver to this number."),
        ("", "Not delivered"),
    ],
)
def test_a_failure_is_told_without_codes(error: str, words: str) -> None:
    assert failure_words(error) == words


def test_an_address_names_filters_and_nonsense_narrows_nothing() -> None:
    asked = {"source": "ai_scraping", "score": "high", "status": "sent", "verification": "x", "city": "Pune"}
    found = filters_from(asked)
    assert (found.source, found.band, found.outreach, found.verification, found.city) == (
        ContactSource.AI_SCRAPING,
        "high",
        OutreachStatus.SENT,
        None,
        "Pune",
    )
    assert filters_from({"score": "huge", "source": ""}) == ContactFilters()
