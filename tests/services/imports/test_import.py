"""A file becomes contacts: added, filled, refused, resumed, undone."""

import pytest
from sqlmodel import col, select

from services.compliance.actions import suppress
from services.contacts.detail import contact_detail
from services.core.errors import Conflict, Invalid, NotAllowed
from services.core.scope import Scope
from services.db import reading, transaction
from services.imports import actions, run, work
from services.imports.check import check_import
from services.imports.run import run_import
from services.imports.undo import undo_import
from services.models import (
    Consent,
    Contact,
    ContactAlias,
    ContactImport,
    ContactSource,
    DuplicateCheck,
    ImportProblem,
    ImportStatus,
    KnownContacts,
    MergeCandidate,
    Provenance,
    Suppression,
)
from tests import support
from tests.services.imports.conftest import Uploaded, import_now

HEAD = "Name,Mobile,Email,Company,City,Notes\n"


def begin(scope: Scope, found: ContactImport) -> None:
    with transaction(scope) as session:
        actions.start(session, scope, found.public_id)


def imported(scope: Scope, found: ContactImport) -> ContactImport:
    begin(scope, found)
    run_import(scope.customer_id, found.id or 0)
    return import_now(scope, found)


def undone(scope: Scope, found: ContactImport) -> ContactImport:
    with transaction(scope) as session:
        actions.take_back(session, scope, found.public_id)
    undo_import(scope.customer_id, found.id or 0)
    return import_now(scope, found)


def contacts(scope: Scope) -> list[Contact]:
    with reading(scope) as session:
        return list(session.exec(select(Contact).order_by(col(Contact.id))))


def problems(scope: Scope) -> list[tuple[int, bool, str]]:
    with reading(scope) as session:
        rows = session.exec(select(ImportProblem).order_by(col(ImportProblem.row_number)))
        return [(row.row_number, row.is_refused, row.reason) for row in rows]


def test_rows_become_contacts_with_score_and_origin(alice: Scope, uploaded: Uploaded) -> None:
    text = HEAD + "Asha Verma,98200 41735,ASHA@Suvarna.in,Suvarna Habitat,bangalore,met in May\n"
    found = imported(alice, uploaded(alice, text))
    (contact,) = contacts(alice)
    assert (contact.name, contact.phone, contact.email) == ("Asha Verma", "+919820041735", "asha@suvarna.in")
    assert (contact.city, contact.domain, contact.extra) == ("Bengaluru", "suvarna.in", {"Notes": "met in May"})
    assert contact.source is ContactSource.MANUAL_IMPORT
    assert contact.quality_score > 0
    assert contact.ai_analysis["reasons"]
    assert not contact.published_for_enquiries
    assert (found.status, found.stored_as, found.counts["added"]) == (ImportStatus.DONE, "", 1)
    with reading(alice) as session:
        origin = session.exec(select(Provenance)).one()
        facts = {fact.label: fact for fact in contact_detail(session, contact.public_id).facts}
    assert (origin.method, origin.source_url) == ("people.csv, row 2", f"/contacts/import?id={found.public_id}")
    assert {facts[name].source_words for name in ("Phone", "Email", "Company", "City")} == {"people.csv, row 2"}
    assert facts["Notes"].value == "met in May"


def test_rows_nobody_can_be_reached_by_are_refused_with_a_reason(alice: Scope, uploaded: Uploaded) -> None:
    text = HEAD + "Nobody,12,none,,,\nAsha,98200 41735,asha@@x,,,\n"
    found = imported(alice, uploaded(alice, text))
    assert (found.counts["refused"], found.counts["added"], found.counts["repaired"]) == (1, 1, 1)
    refused, repaired = problems(alice)
    assert refused[:2] == (2, True)
    assert refused[2].startswith("There is no usable phone number and no usable email address; Mobile: Not a valid")
    assert repaired == (3, False, "Email: This is not a valid email address")


@pytest.mark.parametrize(
    ("known", "company", "city", "fate"),
    [
        (KnownContacts.FILL, "Old Name", "Pune", "updated"),
        (KnownContacts.UPDATE, "New Name", "Pune", "updated"),
        (KnownContacts.SKIP, "Old Name", "", "skipped"),
    ],
)
def test_known_people_are_filled_updated_or_left(
    alice: Scope, uploaded: Uploaded, known: KnownContacts, company: str, city: str, fate: str
) -> None:
    support.add_contact(alice, phone="+919820041735", email=None, company="Old Name", city="", website="")
    text = HEAD + "Asha,9820041735,asha@newname.in,New Name,Pune,\n"
    found = imported(alice, uploaded(alice, text, known=known))
    (contact,) = contacts(alice)
    assert (contact.company, contact.city, found.counts[fate]) == (company, city, 1)


def test_the_same_file_again_changes_nothing(alice: Scope, uploaded: Uploaded) -> None:
    text = HEAD + "Asha,9820041735,asha@suvarna.in,Suvarna,Pune,x\nRavi,9820041736,,Suvarna,Pune,\n"
    imported(alice, uploaded(alice, text))
    again = imported(alice, uploaded(alice, text))
    assert len(contacts(alice)) == 2
    assert again.counts["same"] == 2


def test_people_repeated_in_the_file_are_one_contact(alice: Scope, uploaded: Uploaded) -> None:
    text = HEAD + "Asha,9820041735,,,,\n,9820041735,asha@suvarna.in,Suvarna,,\n,,asha@suvarna.in,,Pune,\n"
    imported(alice, uploaded(alice, text))
    (contact,) = contacts(alice)
    assert (contact.name, contact.email, contact.company, contact.city) == (
        "Asha",
        "asha@suvarna.in",
        "Suvarna",
        "Pune",
    )


def test_two_people_of_one_company_stay_two(alice: Scope, uploaded: Uploaded) -> None:
    text = HEAD + "Asha,,asha@suvarna.in,Suvarna,Pune,\nRavi,,ravi@suvarna.in,Suvarna,Pune,\n"
    imported(alice, uploaded(alice, text))
    assert [contact.name for contact in contacts(alice)] == ["Asha", "Ravi"]


def test_one_name_at_one_company_is_one_contact_unless_an_address_differs(alice: Scope, uploaded: Uploaded) -> None:
    text = HEAD + "Asha,,asha@suvarna.in,Suvarna,Pune,\nAsha,,asha.v@suvarna.in,Suvarna,Pune,\n"
    imported(alice, uploaded(alice, text))
    assert len(contacts(alice)) == 2
    more = "Name,Mobile,Website,Company,City\nRavi,,x,,\nAsha,9820041735,suvarna.in,Suvarna,Pune\n"
    imported(alice, uploaded(alice, more))
    assert [contact.phone for contact in contacts(alice)] == ["+919820041735", None]


def test_a_row_that_names_two_contacts_merges_neither(alice: Scope, uploaded: Uploaded) -> None:
    support.add_contact(alice, name="One", phone="+919820041735", email=None)
    support.add_contact(alice, name="Two", phone=None, email="two@suvarna.in")
    imported(alice, uploaded(alice, HEAD + "Who,9820041735,two@suvarna.in,,,\n"))
    assert [contact.name for contact in contacts(alice)] == ["One", "Two"]
    assert "belongs to one contact" in problems(alice)[0][2]
    with reading(alice) as session:
        pair = session.exec(select(MergeCandidate)).one()
    assert pair.reasons[0]["text"] == "Row 2 of people.csv holds the phone of one and the email of the other"


def test_an_address_that_a_merge_put_aside_still_names_its_contact(alice: Scope, uploaded: Uploaded) -> None:
    contact = support.add_contact(alice, phone="+919820041735", email=None, city="")
    support.add(alice, ContactAlias(contact_id=contact.id or 0, value="+919820041736"))
    imported(alice, uploaded(alice, HEAD + "Asha,9820041736,,,Pune,\n"))
    (after,) = contacts(alice)
    assert (after.phone, after.city) == ("+919820041735", "Pune")
    with reading(alice) as session:
        assert session.exec(select(DuplicateCheck.contact_id)).all() == [contact.id]


def test_whoever_said_stop_never_comes_back(alice: Scope, uploaded: Uploaded) -> None:
    with transaction(alice) as session:
        suppress(session, alice, phone="+919820041735", reason="opt_out", source="test")
        suppress(session, alice, email="gone@suvarna.in", reason="erasure", source="test")
        suppress(session, alice, domain="closed.in", reason="manual", source="test")
    text = HEAD + "A,9820041735,,,,\nB,9820041736,gone@suvarna.in,,,\nC,,info@closed.in,,,\nD,9820041737,,,,\n"
    imported(alice, uploaded(alice, text))
    assert [contact.name for contact in contacts(alice)] == ["D"]
    assert [reason for *_, reason in problems(alice)] == [
        "On your do-not-contact list: asked you to stop",
        "On your do-not-contact list: asked to be forgotten",
        "On your do-not-contact list: on your do-not-contact list",
    ]


def test_a_known_contact_that_said_stop_under_its_other_address_is_left_alone(alice: Scope, uploaded: Uploaded) -> None:
    support.add_contact(alice, phone="+919820041735", email="asha@suvarna.in", company="", name="Asha")
    with transaction(alice) as session:
        suppress(session, alice, email="asha@suvarna.in", reason="opt_out", source="test")
    found = imported(alice, uploaded(alice, HEAD + "Asha,9820041735,,Suvarna,,\n"))
    assert found.counts["refused"] == 1
    assert contacts(alice)[0].company == ""


def test_an_opt_out_column_puts_people_on_the_list(alice: Scope, uploaded: Uploaded) -> None:
    text = "Email,First Name,Last Name,Unsubscribed from all email\na@suvarna.in,A,X,true\nb@suvarna.in,B,Y,false\n"
    imported(alice, uploaded(alice, text))
    assert [contact.name for contact in contacts(alice)] == ["B Y"]
    with reading(alice) as session:
        assert session.exec(select(Suppression.value)).all() == ["a@suvarna.in"]


def test_consent_is_recorded_only_when_said_with_its_evidence(alice: Scope, uploaded: Uploaded) -> None:
    text = HEAD + "Asha,9820041735,asha@suvarna.in,,,\n"
    found = uploaded(alice, text, opt_in=("whatsapp",), evidence="")
    with pytest.raises(Invalid):
        begin(alice, found)
    imported(alice, uploaded(alice, text))
    with reading(alice) as session:
        assert session.exec(select(Consent)).all() == []
    imported(alice, uploaded(alice, text, opt_in=("whatsapp",), evidence="Visitor book, fair in Pune, May 2026"))
    with reading(alice) as session:
        line = session.exec(select(Consent)).one()
    assert (line.address, line.channel, line.evidence) == (
        "+919820041735",
        "whatsapp",
        "Visitor book, fair in Pune, May 2026",
    )


def rows(number: int) -> str:
    return HEAD + "".join(f"Person {n},98{n:08d},p{n}@firm{n}.in,Firm {n},Pune,\n" for n in range(number))


def test_an_import_goes_on_where_it_stopped(alice: Scope, uploaded: Uploaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BATCH", 4)
    found = uploaded(alice, rows(10))
    begin(alice, found)
    run_import(alice.customer_id, found.id or 0, seconds=0)
    half = import_now(alice, found)
    assert (half.position, half.counts["rows"], len(contacts(alice))) == (5, 4, 4)
    run_import(alice.customer_id, found.id or 0)
    over = import_now(alice, found)
    assert (over.status, over.counts["added"], len(contacts(alice))) == (ImportStatus.DONE, 10, 10)
    run_import(alice.customer_id, found.id or 0)
    assert len(contacts(alice)) == 10


def test_a_batch_that_fails_leaves_nothing_behind(
    alice: Scope, uploaded: Uploaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = uploaded(alice, rows(3))
    begin(alice, found)
    with monkeypatch.context() as broken:
        broken.setattr(run, "count", lambda *_: (_ for _ in ()).throw(RuntimeError("power cut")))
        with pytest.raises(RuntimeError):
            run_import(alice.customer_id, found.id or 0)
    assert contacts(alice) == []
    run_import(alice.customer_id, found.id or 0)
    assert len(contacts(alice)) == 3


def test_an_import_whose_file_is_gone_says_so(alice: Scope, uploaded: Uploaded) -> None:
    found = uploaded(alice, rows(3))
    begin(alice, found)
    run.uploads.remove(found.stored_as)
    run_import(alice.customer_id, found.id or 0)
    stopped = import_now(alice, found)
    assert (stopped.status, stopped.error) == (ImportStatus.FAILED, run.FILE_GONE)


def test_undo_removes_what_was_added_and_restores_what_changed(alice: Scope, uploaded: Uploaded) -> None:
    known = support.add_contact(alice, phone="+919820041735", email=None, company="Old", city="", name="Asha")
    text = HEAD + "Asha B,9820041735,asha@suvarna.in,New,Pune,x\nRavi,9820041736,,,,\n"
    found = imported(
        alice, uploaded(alice, text, known=KnownContacts.UPDATE, opt_in=("email",), evidence="Form of May 2026")
    )
    assert len(contacts(alice)) == 2
    over = undone(alice, found)
    (contact,) = contacts(alice)
    assert (over.status, over.counts["removed"], over.counts["restored"]) == (ImportStatus.UNDONE, 1, 1)
    assert (contact.id, contact.name, contact.company, contact.city, contact.email, contact.extra) == (
        known.id, "Asha", "Old", "", None, {},
    )  # fmt: skip
    with reading(alice) as session:
        assert session.exec(select(Consent)).all() == []
        assert session.exec(select(Provenance)).all() == []


def test_undo_leaves_who_was_written_to_became_a_lead_or_was_found_elsewhere(alice: Scope, uploaded: Uploaded) -> None:
    found = imported(alice, uploaded(alice, rows(4)))
    written, lead, elsewhere, _ = contacts(alice)
    support.add_outreach_message(alice, support.add_campaign(alice), written)
    support.add_lead(alice, original_contact_id=lead.id)
    at = written.created_at
    support.add(
        alice,
        Provenance(contact_id=elsewhere.id or 0, field="city", value="Pune", source_url="https://x.in", found_at=at),
    )
    over = undone(alice, found)
    assert [contact.id for contact in contacts(alice)] == [written.id, lead.id, elsewhere.id]
    assert (over.counts["removed"], over.counts["kept"]) == (1, 3)


def test_undo_keeps_what_was_changed_since(alice: Scope, uploaded: Uploaded) -> None:
    known = support.add_contact(alice, phone="+919820041735", city="", company="")
    found = imported(alice, uploaded(alice, HEAD + ",9820041735,,Suvarna,Pune,\n"))
    with transaction(alice) as session:
        session.get_one(Contact, known.id).city = "Delhi"
    undone(alice, found)
    assert [(contact.city, contact.company) for contact in contacts(alice)] == [("Delhi", "")]


def test_the_check_counts_without_storing(alice: Scope, uploaded: Uploaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BATCH", 2)
    support.add_contact(alice, phone="+919820041735")
    text = HEAD + "A,9820041735,,,,\nB,9820041736,,,,\nC,,,,,\nB,9820041736,,,,\nD,9820041737,x,,,\n"
    found = uploaded(alice, text)
    check_import(alice.customer_id, found.id or 0, found.check_no)
    checked = import_now(alice, found).checked
    assert checked["counts"] == {"rows": 5, "known": 1, "new": 2, "refused": 1, "repeated": 1, "repaired": 1}
    assert checked["done"] == found.check_no
    assert len(contacts(alice)) == 1


def test_what_may_not_be_done(alice: Scope, bob: Scope, charlie: Scope, uploaded: Uploaded) -> None:
    found = uploaded(alice, rows(2))
    with pytest.raises(NotAllowed), transaction(bob) as session:
        actions.start(session, bob, found.public_id)
    with pytest.raises(Invalid), transaction(alice) as session:
        actions.set_columns(session, alice, found.public_id, ["name", "name"])
    with transaction(alice) as session:
        actions.set_columns(session, alice, found.public_id, ["name"])
    with pytest.raises(Invalid, match="phone numbers or the email"):
        begin(alice, found)
    with pytest.raises(Conflict), transaction(alice) as session:
        actions.take_back(session, alice, found.public_id)
