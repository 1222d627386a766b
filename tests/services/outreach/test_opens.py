"""Opens and clicks of one e-mail: kept in one row, people apart from machines, whatever the order and how often."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from services.campaigns.actions import duplicate, save_outreach
from services.campaigns.outreach import get_outreach
from services.campaigns.outreach_form import OutreachForm
from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, system_reading, transaction
from services.models import (
    Channel,
    Contact,
    Customer,
    MessageOpening,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    ScheduleType,
)
from services.outreach import opens
from services.outreach.receipts import apply_status
from services.outreach.texts import Filled, click_url, email_parts, open_url
from services.outreach.writing import message_values
from tests import support

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142 Safari/537.36"
TEXT = "Hello,\n\nhttps://acme.example/a and https://acme.example/b\n\nhttps://wa.me/9198?text=JOIN"


@pytest.fixture
def mail(alice: Scope) -> OutreachMessage:
    return support.add_followed_mail(alice, TEXT)


def told(mail: OutreachMessage, status: str, at: datetime | None = None, **more: Any) -> dict[str, Any]:
    at = at or now()
    return {"status": status, "reference": mail.public_id, "at": at.isoformat(), "agent": CHROME, **more}


def apply(scope: Scope, *happenings: dict[str, Any]) -> None:
    with transaction(scope) as session:
        for one in happenings:
            assert apply_status(session, one)


def kept(scope: Scope) -> tuple[MessageOpening, OutreachMessage, OutreachCampaign]:
    with reading(scope) as session:
        row = session.exec(select(MessageOpening)).one()
        return row, session.exec(select(OutreachMessage)).one(), session.exec(select(OutreachCampaign)).one()


def counts(row: MessageOpening) -> tuple[int, int, int, int]:
    return row.person_opens, row.person_clicks, row.machine_opens, row.machine_clicks


def test_a_machine_s_opens_change_nothing_but_their_own_count(alice: Scope, mail: OutreachMessage) -> None:
    at = mail.sent_at or now()
    apply(
        alice,
        told(mail, "opened", machine=True),
        told(mail, "opened", agent="Mozilla/5.0"),
        told(mail, "clicked", agent="BarracudaCentral", link="a"),
        told(mail, "clicked", method="HEAD", link="a"),
        told(mail, "opened", at + timedelta(seconds=5)),
    )
    row, message, campaign = kept(alice)
    assert counts(row) == (0, 0, 3, 2)
    assert row.machine_opened_at == at + timedelta(seconds=5)
    assert (message.status, message.read_at, message.delivered_at) == (OutreachMessageStatus.SENT, None, None)
    assert (campaign.opened_count, campaign.delivered_count) == (0, 0)


def test_a_person_s_open_and_click_count_once_and_the_first_time_stays(alice: Scope, mail: OutreachMessage) -> None:
    early, late = now() - timedelta(minutes=5), now()
    apply(
        alice,
        told(mail, "opened", late),
        told(mail, "opened", early),
        told(mail, "opened", early),
        told(mail, "clicked", late, link="a"),
    )
    row, message, campaign = kept(alice)
    assert counts(row) == (3, 1, 0, 0)
    assert (row.person_opened_at, row.person_clicked_at) == (early, late)
    assert (message.status, message.read_at) == (OutreachMessageStatus.READ, late)
    assert (campaign.opened_count, campaign.delivered_count, campaign.read_count) == (1, 1, 0)


def test_a_click_alone_says_that_it_was_opened(alice: Scope, mail: OutreachMessage) -> None:
    apply(alice, told(mail, "clicked", link="a"))
    _, message, campaign = kept(alice)
    assert (message.status, campaign.opened_count) == (OutreachMessageStatus.READ, 1)


def test_two_links_at_once_were_no_person_after_all(alice: Scope, mail: OutreachMessage) -> None:
    at = now()
    apply(alice, told(mail, "clicked", at, link="a"))
    assert kept(alice)[2].opened_count == 1
    apply(alice, told(mail, "clicked", at + timedelta(seconds=1), link="b"))
    row, message, campaign = kept(alice)
    assert counts(row) == (0, 0, 0, 2)
    assert (row.person_clicked_at, row.machine_clicked_at) == (None, at)
    assert (message.status, message.read_at) == (OutreachMessageStatus.DELIVERED, None)
    assert campaign.opened_count == 0
    apply(alice, told(mail, "clicked", at + timedelta(minutes=9), link="b"))
    assert (counts(kept(alice)[0]), kept(alice)[2].opened_count) == ((0, 1, 0, 2), 1)


def test_a_burst_after_a_person_s_open_takes_only_the_click_back(alice: Scope, mail: OutreachMessage) -> None:
    at = now()
    apply(alice, told(mail, "opened", at - timedelta(minutes=1)))
    apply(alice, *(told(mail, "clicked", at, link=link) for link in "abc"))
    row, message, campaign = kept(alice)
    assert counts(row) == (1, 0, 0, 3)
    assert (message.status, campaign.opened_count) == (OutreachMessageStatus.READ, 1)


def test_an_answer_is_not_undone_by_a_burst(alice: Scope, mail: OutreachMessage) -> None:
    apply(alice, told(mail, "clicked", link="a"))
    with transaction(alice) as session:
        session.exec(select(OutreachMessage)).one().status = OutreachMessageStatus.RESPONDED
    apply(alice, told(mail, "clicked", link="b"))
    assert kept(alice)[1].status == OutreachMessageStatus.RESPONDED


def test_a_late_delivery_moves_the_moment_from_which_people_count(alice: Scope, mail: OutreachMessage) -> None:
    """A grey-listed mail arrives minutes after it was sent, and is looked at then."""
    at = now()
    apply(alice, told(mail, "delivered", at), told(mail, "opened", at + timedelta(seconds=12)))
    assert counts(kept(alice)[0]) == (0, 0, 1, 0)


def test_an_open_that_tells_of_the_delivery_does_not_make_the_next_click_a_machine_s(
    alice: Scope, mail: OutreachMessage
) -> None:
    at = now()
    apply(alice, told(mail, "opened", at), told(mail, "clicked", at + timedelta(seconds=9), link="a"))
    assert counts(kept(alice)[0]) == (1, 1, 0, 0)


def test_simulated_people_live_faster(alice: Scope, mail: OutreachMessage) -> None:
    support.add_integration(alice, provider="sendgrid", is_sandbox=True)
    with transaction(alice) as session:
        message = session.exec(select(OutreachMessage)).one()
        message.provider, message.sent_at = "sendgrid", now()
    apply(alice, told(mail, "opened"))
    assert counts(kept(alice)[0]) == (1, 0, 0, 0)


def test_events_at_the_same_time_are_all_counted_in_one_row(alice: Scope, mail: OutreachMessage) -> None:
    at = now()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: apply(alice, told(mail, "opened", at + timedelta(seconds=number))), range(12)))
    row, _, campaign = kept(alice)
    assert (counts(row), row.person_opened_at, campaign.opened_count) == ((12, 0, 0, 0), at, 1)


def test_a_message_that_is_asked_for_without_end_stops_counting(
    alice: Scope, mail: OutreachMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opens, "MOST_COUNTED", 3)
    apply(alice, *(told(mail, "opened") for _ in range(5)))
    assert counts(kept(alice)[0]) == (3, 0, 0, 0)
    with system_reading() as session:
        found = opens.followed_mail(session, open_url(mail.public_id).rpartition("/")[2])
    assert found
    assert found.is_worn_out


def test_another_customer_s_events_are_not_ours(alice: Scope, charlie: Scope, mail: OutreachMessage) -> None:
    with transaction(charlie) as session:
        assert not apply_status(session, told(mail, "opened"))
    with reading(alice) as session:
        assert session.exec(select(MessageOpening)).all() == []


def test_a_link_leads_where_the_message_s_own_text_says(alice: Scope, mail: OutreachMessage) -> None:
    def target(session: Session, number: int) -> str:
        found = opens.followed_link(session, click_url(mail.public_id, number).rpartition("/")[2])
        return found.target if found else ""

    with system_reading() as session:
        assert [target(session, number) for number in range(4)] == [
            "https://acme.example/a",
            "https://acme.example/b",
            "",  # an opt-in link is never led through us
            "",
        ]
        assert opens.followed_link(session, click_url("om_nobody", 0).rpartition("/")[2]) is None
        picture = open_url(mail.public_id).rpartition("/")[2]
        assert opens.followed_link(session, picture) is None  # a picture's signature opens no link
        assert opens.followed_mail(session, picture) == opens.Followed(alice.customer_id, mail.public_id)


def test_both_parts_of_a_tracked_mail_lead_through_us_and_an_untracked_one_s_do_not(alice: Scope) -> None:
    customer = Customer(name="Acme Dental", address="1 MG Road", website="acme.example", phone="+91 98450 12345")
    text, html = email_parts(TEXT, "om_1", customer, is_tracked=True)
    for number in range(2):
        assert click_url("om_1", number) in text
        assert f'href="{click_url("om_1", number)}"' in html
    assert "https://acme.example/a" not in text
    assert ">https://acme.example/a</a>" in html
    for part in (text, html):
        assert "https://wa.me/9198?text=JOIN" in part
        assert "/u/om_1." in part
    assert f'<img src="{open_url("om_1")}"' in html
    assert 'href="tel:+919845012345"' in html
    assert 'href="https://acme.example"' in html
    plain, plain_html = email_parts(TEXT, "om_1", customer)
    assert "/t/" not in plain + plain_html
    assert "<img" not in plain_html
    assert 'href="https://acme.example/a"' in plain_html


def test_waiting_mails_follow_the_campaign_s_choice_and_a_tried_one_does_not(alice: Scope) -> None:
    form = OutreachForm("Hello", Channel.EMAIL, "Hi", "Us", schedule=ScheduleType.DAILY)
    with transaction(alice) as session:
        campaign = save_outreach(session, alice, form)
        assert not campaign.tracks_opens
    waits = support.add_outreach_message(alice, campaign, support.add_contact(alice))
    tried = support.add_outreach_message(alice, campaign, support.add_contact(alice), attempts=1)
    with transaction(alice) as session:
        save_outreach(session, alice, OutreachForm(**{**vars(form), "tracks_opens": True}), campaign.public_id)
    with transaction(alice) as session:
        now_tracked = get_outreach(session, campaign.public_id)
        assert now_tracked.tracks_opens
        assert get_outreach(session, duplicate(session, alice, campaign.public_id)).tracks_opens
        found = {row.id: row.is_tracked for row in session.exec(select(OutreachMessage))}
        assert found == {waits.id: True, tried.id: False}
        person = session.exec(select(Contact)).first()
        assert person
        made = {one: message_values(now_tracked, person, one, Filled("Hi"), now())["is_tracked"] for one in Channel}
        assert made == {Channel.EMAIL: True, Channel.WHATSAPP: False}
