"""One action on many contacts: chunk by chunk, once for each, from where a killed run stopped."""

import pytest
from sqlmodel import select

from services.contacts import actions, bulk
from services.contacts.queries import page_of_contacts
from services.contacts.types import ContactFilters, Selection
from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.paging import PageRequest
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import (
    AuditLog,
    BulkAction,
    BulkStatus,
    BulkTask,
    CampaignChoice,
    Contact,
    Notification,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    VerificationStatus,
)
from tests.support import add_campaign, add_contact, add_outreach_message

PUNE = Selection(everything=True, filters=ContactFilters(city="Pune"))


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2)


def begin(scope: Scope, action: BulkAction, argument: str, selection: Selection = PUNE) -> BulkTask:
    with transaction(scope) as session:
        bulk.begin(session, scope, action, argument, selection)
    return newest(scope)


def newest(scope: Scope) -> BulkTask:
    with reading(scope) as session:
        return list(session.exec(select(BulkTask).order_by(BulkTask.id)))[-1]  # pyright: ignore


def marks(scope: Scope) -> list[VerificationStatus]:
    with reading(scope) as session:
        return [contact.verification_status for contact in session.exec(select(Contact).order_by(Contact.id))]  # pyright: ignore


def test_all_that_matched_are_marked_and_those_that_came_later_are_not(alice: Scope) -> None:
    for number in range(5):
        add_contact(alice, city="Pune" if number else "Delhi")
    task = begin(alice, BulkAction.MARK, "invalid")
    add_contact(alice, city="Pune")
    with reading(alice) as session:
        assert [(row.words, row.seen) for row in bulk.running(session)] == [("Marking invalid", 0)]
    bulk.run_task(alice.customer_id, task.id or 0)
    invalid, open_ = VerificationStatus.INVALID, VerificationStatus.UNVERIFIED
    assert marks(alice) == [open_, invalid, invalid, invalid, invalid, open_]
    task = newest(alice)
    assert (task.status, task.seen, task.changed, task.total) == (BulkStatus.DONE, 4, 4, 4)
    with reading(alice) as session:
        assert bulk.running(session) == []
        assert session.exec(select(Notification.title)).one() == "4 contacts marked invalid"
        assert session.exec(select(AuditLog.action, AuditLog.user_id)).one() == (
            "contacts_marked_invalid", alice.user_id,
        )  # fmt: skip


def test_a_killed_run_goes_on_where_it_stopped(alice: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    """The chunk that was under way is rolled back with the note of it, so nobody is counted twice."""
    for _ in range(6):
        add_contact(alice, city="Pune")
    task = begin(alice, BulkAction.MARK, "verified")
    seen: list[int] = []

    def die_in_the_second(session: object, contacts: list[Contact], to: VerificationStatus) -> int:
        seen.append(len(contacts))
        for contact in contacts:
            contact.verification_status = to
        if len(seen) == 2:
            raise KeyboardInterrupt
        return len(contacts)

    monkeypatch.setattr(actions, "mark", die_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        bulk.run_task(alice.customer_id, task.id or 0)
    assert (newest(alice).seen, marks(alice).count(VerificationStatus.VERIFIED)) == (2, 2)
    bulk.run_task(alice.customer_id, task.id or 0)
    bulk.run_task(alice.customer_id, task.id or 0)
    assert (newest(alice).seen, newest(alice).changed, newest(alice).status) == (6, 6, BulkStatus.DONE)
    assert seen == [2, 2, 2, 2]


def test_deleting_leaves_those_to_whom_a_message_is_just_being_sent(alice: Scope) -> None:
    campaign = add_campaign(alice)
    contacts = [add_contact(alice, city="Pune") for _ in range(3)]
    add_outreach_message(alice, campaign, contacts[1], status=OutreachMessageStatus.SENDING)
    add_outreach_message(alice, campaign, contacts[2], status=OutreachMessageStatus.SENT)
    task = begin(alice, BulkAction.DELETE, "")
    bulk.run_task(alice.customer_id, task.id or 0)
    with reading(alice) as session:
        assert [contact.id for contact in session.exec(select(Contact))] == [contacts[1].id]
        assert page_of_contacts(session, PageRequest(), ContactFilters()).total == 1
    assert (newest(alice).changed, "just being sent" in newest(alice).problem) == (2, True)


def test_choosing_adds_each_once_and_stops_when_the_campaign_is_over(alice: Scope) -> None:
    first, campaign = add_contact(alice, city="Pune"), add_campaign(alice)
    campaign_id = campaign.public_id
    with transaction(alice) as session:
        actions.add_to_campaign(session, alice, Selection(ids=(first.public_id,)), campaign_id)
    more = [add_contact(alice, city="Pune") for _ in range(3)]
    for _ in range(2):
        task = begin(alice, BulkAction.CHOOSE, campaign_id)
        bulk.run_task(alice.customer_id, task.id or 0)
    with transaction(alice) as session:
        assert sorted(session.exec(select(CampaignChoice.contact_id))) == [contact.id for contact in more]
        session.get_one(type(campaign), campaign.id).status = OutreachCampaignStatus.COMPLETED
    with pytest.raises(Conflict):
        begin(alice, BulkAction.CHOOSE, campaign_id)


def test_a_task_is_stopped_by_its_people_and_reaches_nobody_elses_contacts(
    alice: Scope, bob: Scope, charlie: Scope
) -> None:
    contact = add_contact(alice, city="Pune")
    add_contact(charlie, city="Pune")
    task = begin(charlie, BulkAction.DELETE, "")
    bulk.run_task(alice.customer_id, task.id or 0)  # another's task is not there
    with transaction(alice) as session, pytest.raises(NotFound):
        bulk.cancel(session, alice, task.public_id)
    bulk.run_task(charlie.customer_id, task.id or 0)
    assert marks(charlie) == []
    mine = begin(alice, BulkAction.DELETE, "")
    with transaction(bob) as session, pytest.raises(NotAllowed):
        bulk.cancel(session, bob, mine.public_id)
    with transaction(alice) as session:
        bulk.cancel(session, alice, mine.public_id)
    bulk.run_task(alice.customer_id, mine.id or 0)
    with reading(alice) as session:
        assert session.get(Contact, contact.id) is not None
    with transaction(bob) as session, pytest.raises(NotAllowed):
        bulk.begin(session, bob, BulkAction.DELETE, "", PUNE)
    with transaction(alice) as session, pytest.raises(Invalid):
        bulk.begin(session, alice, BulkAction.MARK, "sold", PUNE)


def test_a_marking_is_taken_back_with_the_messages_that_waited(alice: Scope) -> None:
    was_verified = add_contact(alice, verification_status=VerificationStatus.VERIFIED)
    plain, campaign = add_contact(alice), add_campaign(alice)
    message = add_outreach_message(alice, campaign, plain)
    both = Selection(ids=(was_verified.public_id, plain.public_id))
    with transaction(alice) as session:
        marked = actions.set_verification(session, alice, both, VerificationStatus.INVALID)
    assert marked.changed == 2
    with transaction(alice) as session:
        assert session.get_one(OutreachMessage, message.id).status is OutreachMessageStatus.CANCELLED
        assert actions.restore_marks(session, alice, marked.before) == 2
    assert marks(alice) == [VerificationStatus.VERIFIED, VerificationStatus.UNVERIFIED]
    with reading(alice) as session:
        assert session.get_one(OutreachMessage, message.id).status is OutreachMessageStatus.PENDING
