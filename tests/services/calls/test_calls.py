"""Calls are arranged, moved and cancelled; the lead's calendar follows; nobody is booked twice."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import select

from services.calls import actions, links, queries
from services.calls.booking import TAKEN
from services.calls.queries import LINK
from services.compliance.actions import suppress
from services.core.clock import now
from services.core.crypto import unsign
from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.paging import PageRequest
from services.core.scope import Scope, system_scope
from services.db import reading, system_reading, transaction
from services.leads.detail import lead_detail
from services.leads.queries import page_of_leads
from services.models import CallLink, Lead, LeadCall, LeadEvent, LeadStatus, Message, Notification
from tests import posting, support
from tests.hearing import read, read_all


def next_monday(hour: int = 11) -> datetime:
    """Of the week after this one, in India."""
    day = now().replace(hour=hour, minute=0, second=0, microsecond=0) - timedelta(hours=5, minutes=30)
    return day + timedelta(days=14 - now().weekday())


@pytest.fixture
def mailing(alice: Scope) -> Scope:
    """Alice, with an account that sends e-mail."""
    posting.connect_sendgrid(alice)
    with transaction(alice) as session:
        session.get_one(support.Customer, alice.customer_id).call_on_holidays = True
    return alice


def schedule(scope: Scope, lead: Lead, at: datetime, **given: object) -> str:
    with transaction(scope) as session:
        return actions.schedule_call(session, scope, lead.public_id, at, **given).call_id  # type: ignore[arg-type]


def invitations(scope: Scope) -> list[Calendar]:
    sent = [message.extra.get("calendar") for message in read_all(scope, Message)]
    calendars = [Calendar.from_ical(file["text"]) for file in sent if file]
    assert [str(one["method"]) for one in calendars] == [file["method"] for file in sent if file]
    return calendars


def link_of(scope: Scope, lead: Lead) -> int:
    with transaction(scope) as session:
        address = actions.make_link(session, scope, lead.public_id)
    public_id = unsign(LINK, address.rpartition("/")[2])
    with system_reading() as session:
        found = links.link_owner(session, public_id or "")
    assert found is not None
    assert found[0] == scope.customer_id
    return found[1]


def test_the_invitation_keeps_its_uid_and_counts_every_change(mailing: Scope) -> None:
    lead = support.add_lead(mailing, name="Neha, Singh", email="neha@singh.example")
    at = next_monday()
    call = schedule(mailing, lead, at, minutes=45, note="Price; floor plan")
    with transaction(mailing) as session:
        assert actions.move_call(session, mailing, call, at + timedelta(days=1)).untold == ""
        actions.cancel_call(session, mailing, call)
        actions.cancel_call(session, mailing, call)
    files = invitations(mailing)
    assert [str(one["method"]) for one in files] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [one.walk("VEVENT")[0] for one in files]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert [event.decoded("dtstart") for event in events] == [at, at + timedelta(days=1), at + timedelta(days=1)]
    assert events[0].decoded("dtend") - at == timedelta(minutes=45)
    assert events[0]["attendee"] == "mailto:neha@singh.example"
    assert "Neha, Singh" in str(events[0]["summary"])
    assert str(events[2]["status"]) == "CANCELLED"
    assert b"DTSTART:" + f"{at:%Y%m%dT%H%M%SZ}".encode() in files[0].to_ical()


def test_a_call_changes_the_status_once_and_is_seen_in_list_and_drawer(mailing: Scope) -> None:
    lead = support.add_lead(mailing)
    at = next_monday()
    call = schedule(mailing, lead, at)
    with reading(mailing) as session:
        row = page_of_leads(session, PageRequest()).rows[0]
        detail = lead_detail(session, lead.public_id)
    assert (row.next_call_at, row.status) == (at, LeadStatus.MEETING_SCHEDULED)
    assert (detail.calls[0].host, detail.calls[0].is_cancelled) == ("Alice", False)
    with transaction(mailing) as session:
        actions.cancel_call(session, mailing, call)
    with reading(mailing) as session:
        assert page_of_leads(session, PageRequest()).rows[0].next_call_at is None
        assert lead_detail(session, lead.public_id).calls[0].is_cancelled
    told = [event.text.split(":")[0] for event in read_all(mailing, LeadEvent) if event.kind == "call"]
    assert told == ["Call scheduled", "Call cancelled"]


def test_the_same_call_asked_for_twice_is_one_and_is_told_once(mailing: Scope) -> None:
    lead = support.add_lead(mailing)
    first, second = (schedule(mailing, lead, next_monday()) for _ in range(2))
    assert first == second
    assert len(invitations(mailing)) == len(read_all(mailing, LeadCall)) == 1


@pytest.mark.parametrize("email", [None, "stop@lead.example"])
def test_who_cannot_or_must_not_be_written_to_gets_nothing_and_we_say_so(mailing: Scope, email: str | None) -> None:
    lead = support.add_lead(mailing, email=email)
    with transaction(mailing) as session:
        suppress(session, system_scope(mailing.customer_id), email="stop@lead.example", reason="opt_out", source="test")
        arranged = actions.schedule_call(session, mailing, lead.public_id, next_monday())
    assert arranged.untold
    with transaction(mailing) as session:
        actions.cancel_call(session, mailing, arranged.call_id)
    assert invitations(mailing) == []


def test_impossible_times_are_refused(mailing: Scope) -> None:
    lead = support.add_lead(mailing)
    for at, minutes in ((now() - timedelta(hours=1), 30), (now() + timedelta(days=400), 30), (next_monday(), 1)):
        with transaction(mailing) as session, pytest.raises(Invalid):
            actions.schedule_call(session, mailing, lead.public_id, at, minutes=minutes)


def test_a_viewer_arranges_nothing(mailing: Scope, bob: Scope) -> None:
    lead = support.add_lead(mailing)
    call = schedule(mailing, lead, next_monday())
    with transaction(bob) as session:
        for change in (
            lambda: actions.schedule_call(session, bob, lead.public_id, next_monday(12)),
            lambda: actions.move_call(session, bob, call, next_monday(12)),
            lambda: actions.cancel_call(session, bob, call),
            lambda: actions.make_link(session, bob, lead.public_id),
        ):
            with pytest.raises(NotAllowed):
                change()


def test_one_person_is_not_booked_twice_but_two_people_are(mailing: Scope) -> None:
    other = support.add_member(mailing.customer_id, "dev@acme.example")
    at = next_monday()
    schedule(mailing, support.add_lead(mailing), at)
    theirs, mine = support.add_lead(mailing, assigned_to=other.user_id), support.add_lead(mailing)
    schedule(mailing, theirs, at)
    with transaction(mailing) as session, pytest.raises(Conflict, match="just taken"):
        actions.schedule_call(session, mailing, mine.public_id, at + timedelta(minutes=15))
    with reading(mailing) as session:
        found = queries.free_times(session, mailing, mine.public_id, at.date())
        assert at not in found.times
        assert at + timedelta(minutes=30) in found.times


def test_of_many_who_book_the_same_time_at_once_one_gets_it(mailing: Scope) -> None:
    leads = [support.add_lead(mailing) for _ in range(6)]
    ready, outcomes = threading.Barrier(len(leads)), Counter[str]()

    def book(lead: Lead) -> None:
        ready.wait()
        try:
            schedule(mailing, lead, next_monday())
            outcomes["booked"] += 1
        except Conflict as refused:
            outcomes[refused.message] += 1

    threads = [threading.Thread(target=book, args=(lead,)) for lead in leads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == {"booked": 1, TAKEN: 5}
    assert len(read_all(mailing, LeadCall)) == 1


def test_a_lead_chooses_moves_and_cancels_by_the_link(mailing: Scope) -> None:
    lead = support.add_lead(mailing)
    scope, link = system_scope(mailing.customer_id), link_of(mailing, lead)
    at = next_monday()
    with reading(scope) as session:
        page = links.link_page(session, scope, link)
    assert any(at in day.times for day in page.days)
    for moment in (at, at, at + timedelta(hours=1)):
        with transaction(scope) as session:
            links.choose(session, scope, link, moment)
    with transaction(scope) as session:
        links.cancel_by_link(session, scope, link)
        links.cancel_by_link(session, scope, link)
    assert [str(one["method"]) for one in invitations(mailing)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert read(mailing, Lead).status is LeadStatus.MEETING_SCHEDULED
    assert len(read_all(mailing, Notification)) == 3
    with reading(scope) as session:
        again = links.link_page(session, scope, link)
    assert (again.call_at, again.is_over) == (None, False)


def test_the_link_offers_no_time_outside_the_hours_and_none_that_is_taken(mailing: Scope) -> None:
    scope, link = system_scope(mailing.customer_id), link_of(mailing, support.add_lead(mailing))
    schedule(mailing, support.add_lead(mailing), next_monday())
    for at in (next_monday(), next_monday(20), next_monday(11) + timedelta(minutes=7), now() + timedelta(minutes=5)):
        with transaction(scope) as session, pytest.raises((Conflict, Invalid)):
            links.choose(session, scope, link, at)
    assert len(read_all(mailing, LeadCall)) == 1


def test_a_link_ends(mailing: Scope) -> None:
    scope, link = system_scope(mailing.customer_id), link_of(mailing, support.add_lead(mailing))
    with transaction(mailing) as session:
        session.exec(select(CallLink)).one().expires_at = datetime(2026, 1, 1, tzinfo=UTC)
    with reading(scope) as session:
        assert links.link_page(session, scope, link).is_over
    with transaction(scope) as session, pytest.raises(Conflict, match="too old"):
        links.choose(session, scope, link, next_monday())


def test_a_link_reaches_nobody_elses_lead(mailing: Scope, charlie: Scope) -> None:
    link = link_of(mailing, support.add_lead(mailing))
    scope = system_scope(charlie.customer_id)
    with transaction(scope) as session:
        for look in (
            lambda: links.link_page(session, scope, link),
            lambda: links.choose(session, scope, link, next_monday()),
            lambda: links.cancel_by_link(session, scope, link),
            lambda: links.calendar_file(session, scope, link),
        ):
            with pytest.raises(NotFound):
                look()
