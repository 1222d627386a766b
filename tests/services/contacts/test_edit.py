"""A contact corrected by hand."""

import pytest
from sqlmodel import select

from services.contacts.detail import contact_detail
from services.contacts.edit import edit_contact
from services.core.errors import Invalid, NotAllowed, NotFound
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import (
    Contact,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    Provenance,
    VerificationStatus,
)
from tests.support import add_campaign, add_contact, add_outreach_message


def edit(scope: Scope, contact: Contact, **given: str) -> list[str]:
    with transaction(scope) as session:
        return edit_contact(session, scope, contact.public_id, given)


def now_of(scope: Scope, contact: Contact) -> Contact:
    with reading(scope) as session:
        return session.get_one(Contact, contact.id)


def test_each_field_is_cleaned_and_says_from_you(alice: Scope) -> None:
    contact = add_contact(alice, name="Old", city="", state="", website="")
    assert edit(
        alice, contact, name=" Rohan \n Deshpande ", phone="098200 41735", email="Rohan@Firm-Site.in", city="bangalore",
        website="firm-site.in", title="",
    ) == ["name", "phone", "email", "city", "website", "state"]  # fmt: skip
    after = now_of(alice, contact)
    assert (after.name, after.phone, after.email) == ("Rohan Deshpande", "+919820041735", "rohan@firm-site.in")
    assert (after.city, after.state) == ("Bengaluru", "Karnataka")
    assert (after.website, after.domain) == ("https://firm-site.in", "firm-site.in")
    with reading(alice) as session:
        facts = {fact.field: fact.source_words for fact in contact_detail(session, contact.public_id).facts}
    assert {facts[name] for name in ("phone", "email", "city", "website")} == {"you"}


def test_nothing_changed_leaves_no_trace(alice: Scope) -> None:
    contact = add_contact(alice)
    assert edit(alice, contact, name=contact.name, phone=contact.phone or "", title="") == []
    with reading(alice) as session:
        assert session.exec(select(Provenance)).first() is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"email": "nobody at all"}, "email"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"phone": "", "email": ""}, "phone"),
    ],
)
def test_what_is_none_is_refused_by_its_field(alice: Scope, given: dict[str, str], field: str) -> None:
    contact = add_contact(alice)
    with pytest.raises(Invalid) as refused:
        edit(alice, contact, **given)
    assert refused.value.field == field
    assert now_of(alice, contact).phone == contact.phone


def test_an_address_of_another_contact_is_refused_with_its_name(alice: Scope, charlie: Scope) -> None:
    other, contact = add_contact(alice, name="Asha Rao", email="asha@firm-site.in"), add_contact(alice)
    theirs = add_contact(charlie, phone="+919820099999")
    with pytest.raises(Invalid, match="Asha Rao already has this email"):
        edit(alice, contact, email=other.email or "")
    assert edit(alice, contact, phone=theirs.phone or "") == ["phone"]


def test_a_corrected_address_is_written_to_and_no_longer_counts_as_wrong(alice: Scope) -> None:
    contact = add_contact(alice, verification_status=VerificationStatus.INVALID, outreach_status=OutreachStatus.BOUNCED)
    waiting = add_outreach_message(alice, add_campaign(alice), contact)
    edit(alice, contact, phone="+919820041735", email="right@firm-site.in")
    after = now_of(alice, contact)
    assert (after.verification_status, after.outreach_status) == (VerificationStatus.UNVERIFIED, OutreachStatus.PENDING)
    with transaction(alice) as session:
        assert session.get_one(OutreachMessage, waiting.id).recipient == "+919820041735"
    edit(alice, contact, phone="")
    with reading(alice) as session:
        assert session.get_one(OutreachMessage, waiting.id).status is OutreachMessageStatus.CANCELLED


def test_a_viewer_and_another_customer_correct_nothing(alice: Scope, bob: Scope, charlie: Scope) -> None:
    contact = add_contact(alice)
    with pytest.raises(NotAllowed):
        edit(bob, contact, name="X")
    with pytest.raises(NotFound):
        edit(charlie, contact, name="X")
