"""The contacts page: list, filters in the address, what is done with chosen contacts, drawer, messages."""

import pytest
from sqlmodel import col, select

from services.contacts import bulk
from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import (
    BulkAction,
    BulkTask,
    Contact,
    Customer,
    Lead,
    OutreachCampaign,
    OutreachMessageStatus,
    OutreachStatus,
    VerificationStatus,
    WhatsAppReach,
)
from state.chosen_campaign import ChosenCampaignState
from state.compose import ComposeState
from state.contacts import ContactsState
from tests import support
from tests.state.conftest import TabOf
from tests.state.tabs import Tab


@pytest.fixture
def launched(sqlite: str, alice: Scope, bob: Scope) -> None:
    with transaction(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        customer.launched_at, customer.whatsapp_reach = now(), WhatsAppReach.PUBLISHED


@pytest.fixture
async def tab(tab_of: TabOf, launched: None, alice: Scope) -> Tab:
    return await tab_of(alice)


async def shown(tab: Tab) -> ContactsState:
    return await tab.state(ContactsState)


def contact_now(scope: Scope, contact: Contact) -> Contact:
    with reading(scope) as session:
        return session.get_one(Contact, contact.id)


async def test_filters_search_and_order_come_from_the_address(tab: Tab, alice: Scope) -> None:
    campaign = support.add_scraping_campaign(alice)
    support.add_contact(alice, name="Asha", city="Pune", quality_score=91, scrape_campaign_id=campaign.id)
    support.add_contact(alice, name="Ashok", city="Pune", quality_score=81, scrape_campaign_id=campaign.id)
    support.add_contact(alice, name="Asha in Delhi", city="Delhi", quality_score=95)
    await tab.open(f"/contacts?q=ash&city=Pune&score=high&campaign={campaign.public_id}&sort=name")
    state = await shown(tab)
    assert [row.name for row in state.rows] == ["Asha", "Ashok"]
    assert [(chip.label, chip.words) for chip in state.chips] == [
        ("Score", "80 or more"),
        ("City", "Pune"),
        ("Campaign", "Dentists"),
    ]
    assert state.from_openstreetmap
    assert tab.errors == []


async def test_filters_that_do_not_exist_narrow_nothing(tab: Tab, alice: Scope) -> None:
    support.add_contact(alice)
    await tab.open("/contacts?status=sold&score=huge&campaign=scr_none&source=x&sort=owner&verification=1")
    state = await shown(tab)
    assert (len(state.rows), state.chips, state.problem, state.order_by) == (1, [], "", "score")


async def test_an_address_that_cannot_be_read_says_so_instead_of_loading_for_ever(tab: Tab, alice: Scope) -> None:
    await tab.open("/contacts?after=nonsense")
    state = await shown(tab)
    assert (state.loading, state.rows) == (False, [])


async def test_the_drawer_shows_facts_reasons_and_permission(tab: Tab, alice: Scope) -> None:
    contact = support.add_contact(
        alice,
        name="Rohan",
        phone="+919820041735",
        published_for_enquiries=True,
        ai_analysis={"reasons": [{"points": 26, "text": "Starts at 26"}, {"points": -6, "text": "no website"}]},
    )
    await tab.open(f"/contacts?open={contact.public_id}")
    detail = (await shown(tab)).detail
    assert (detail.name, detail.base, detail.reasons[0].text) == ("Rohan", "Starts at 26.", "No website")
    assert "+91 98200 41735" in {fact.value for fact in detail.facts}
    assert [given.verdict for given in detail.permissions] == ["Allowed", "Allowed"]
    assert "not connected" in detail.email_blocked
    assert "not written to this contact yet" in detail.follow_up_blocked


async def test_a_contact_that_is_gone_says_so_and_the_list_stays(tab: Tab, alice: Scope) -> None:
    support.add_contact(alice)
    await tab.open("/contacts?open=con_gone")
    state = await shown(tab)
    assert (state.open_id, state.detail.id, len(state.rows)) == ("", "", 1)
    assert tab.errors == ["The contact was not found."]


async def test_one_deleted_elsewhere_closes_its_drawer_quietly(tab: Tab, alice: Scope) -> None:
    contact = support.add_contact(alice)
    await tab.open(f"/contacts?open={contact.public_id}")
    with transaction(alice) as session:
        session.delete(session.get_one(Contact, contact.id))
    await tab.send(ContactsState.refresh)
    state = await shown(tab)
    assert (state.open_id, state.detail.id, tab.errors) == ("", "", [])


async def test_chosen_contacts_are_marked_and_the_choice_is_over(tab: Tab, alice: Scope) -> None:
    first, second = support.add_contact(alice), support.add_contact(alice)
    await tab.open("/contacts")
    await tab.send(ContactsState.toggle_row(first.public_id))
    await tab.send(ContactsState.mark_selected("invalid"))
    assert contact_now(alice, first).verification_status is VerificationStatus.INVALID
    assert contact_now(alice, second).verification_status is VerificationStatus.UNVERIFIED
    assert (await shown(tab)).selected == []
    assert tab.toasts == ["success: 1 contact marked invalid"]


async def test_all_that_match_are_marked_beyond_the_page(tab: Tab, alice: Scope) -> None:
    for number in range(30):
        support.add_contact(alice, city="Pune" if number else "Delhi")
    await tab.open("/contacts?city=Pune")
    await tab.send(ContactsState.resize("25"))
    await tab.send(ContactsState.select_all_matching)
    await tab.send(ContactsState.mark_selected("verified"))
    with reading(alice) as session:
        verified = session.exec(
            select(Contact).where(col(Contact.verification_status) == VerificationStatus.VERIFIED)
        ).all()
    assert {contact.city for contact in verified} == {"Pune"}
    assert len(verified) == 29


async def test_deleting_asks_first_and_needs_something_chosen(tab: Tab, alice: Scope) -> None:
    contact = support.add_contact(alice)
    await tab.open("/contacts")
    await tab.send(ContactsState.ask_delete(True))
    assert not (await shown(tab)).asking_delete
    await tab.send(ContactsState.toggle_page)
    await tab.send(ContactsState.ask_delete(True))
    assert (await shown(tab)).asking_delete
    await tab.send(ContactsState.delete)
    with reading(alice) as session:
        assert session.get(Contact, contact.id) is None


async def test_a_viewer_changes_nothing(tab_of: TabOf, launched: None, alice: Scope, bob: Scope) -> None:
    contact = support.add_contact(alice)
    tab = await tab_of(bob)
    await tab.open(f"/contacts?open={contact.public_id}")
    await tab.send(ContactsState.toggle_page)
    for act in (
        ContactsState.mark_selected("invalid"),
        ContactsState.mark_open("invalid"),
        ContactsState.delete,
        ContactsState.export,
        ContactsState.convert,
        ComposeState.write(contact.public_id, "email", False),
        ChosenCampaignState.begin,
    ):
        await tab.send(act)
    assert contact_now(alice, contact).verification_status is VerificationStatus.UNVERIFIED
    assert len(tab.errors) == 7
    assert "/api/exports" not in tab.scripts


async def test_converting_makes_a_lead_and_opens_it(tab: Tab, alice: Scope) -> None:
    contact = support.add_contact(alice, name="Rohan")
    await tab.open(f"/contacts?open={contact.public_id}")
    await tab.send(ContactsState.convert)
    with reading(alice) as session:
        lead = session.exec(select(Lead)).one()
    assert lead.name == "Rohan"
    assert tab.redirects == [f"/leads?open={lead.public_id}"]
    assert (await shown(tab)).detail.id == contact.public_id


async def test_the_next_contact_opens_and_the_last_one_stays(tab: Tab, alice: Scope) -> None:
    first, second = support.add_contact(alice, quality_score=90), support.add_contact(alice, quality_score=80)
    await tab.open(f"/contacts?open={first.public_id}")
    assert (await shown(tab)).position == "1 of 2"
    await tab.send(ContactsState.step_to(1))
    await tab.send(ContactsState.step_to(1))
    state = await shown(tab)
    assert (state.open_id, state.position) == (second.public_id, "2 of 2")


async def test_a_message_is_previewed_and_its_faults_are_said_at_the_box(tab: Tab, alice: Scope) -> None:
    contact = support.add_contact(alice, name="Rohan Deshpande", published_for_enquiries=True)
    await tab.open("/contacts")
    await tab.send(ComposeState.write(contact.public_id, "email", False))
    state = await tab.state(ComposeState)
    assert (state.is_open, state.title) == (True, "Write an email to Rohan Deshpande")
    await tab.send(ComposeState.set_body("Hello {{first_name}}, {{nonsense}}"))
    assert state.seen.text == "Hello Rohan,"
    assert "{{nonsense}} is not a variable" in state.problems["message"]
    await tab.send(ComposeState.send({"message": "Hello", "subject": "Hello"}))
    assert "not connected" in tab.errors[0]
    assert state.is_open


async def test_a_channel_that_does_not_exist_is_refused(tab: Tab, alice: Scope) -> None:
    contact = support.add_contact(alice)
    await tab.open("/contacts")
    await tab.send(ComposeState.write(contact.public_id, "pigeon", False))
    assert tab.errors == ["Choose WhatsApp or email."]


async def test_a_campaign_for_chosen_contacts_starts_and_its_page_opens(tab: Tab, alice: Scope) -> None:
    chosen = support.add_contact(alice, published_for_enquiries=True)
    support.add_contact(alice, published_for_enquiries=True)
    await tab.open("/contacts")
    await tab.send(ContactsState.toggle_row(chosen.public_id))
    await tab.send(ChosenCampaignState.begin)
    form = {"name": "", "message": "Hello {{name|there}}, shall we talk?"}
    await tab.send(ChosenCampaignState.send(form))
    assert (await tab.state(ChosenCampaignState)).problems == {"name": "Give the campaign a name."}
    await tab.send(ChosenCampaignState.send({**form, "name": "Chosen ones"}))
    with reading(alice) as session:
        campaign = session.exec(select(OutreachCampaign)).one()
    assert campaign.target_contacts == {"contact_ids": [chosen.id]}
    assert tab.redirects == [f"/outreach/whatsapp/{campaign.public_id}"]
    assert (await shown(tab)).selected == []


async def test_chosen_contacts_join_a_campaign_that_runs(tab: Tab, alice: Scope) -> None:
    contact, campaign = support.add_contact(alice), support.add_campaign(alice)
    await tab.open("/contacts")
    await tab.send(ContactsState.toggle_page)
    await tab.send(ChosenCampaignState.begin)
    await tab.send(ChosenCampaignState.set_mode("existing"))
    await tab.send(ChosenCampaignState.send({}))
    assert (await tab.state(ChosenCampaignState)).problems == {"campaign": "Choose a campaign."}
    await tab.send(ChosenCampaignState.send({"campaign": campaign.public_id}))
    with reading(alice) as session:
        assert session.get_one(OutreachCampaign, campaign.id).target_contacts == {"contact_ids": [contact.id]}


async def test_a_message_in_doubt_is_explained(tab: Tab, alice: Scope) -> None:
    contact, campaign = support.add_contact(alice), support.add_campaign(alice)
    support.add_outreach_message(alice, campaign, contact, status=OutreachMessageStatus.UNKNOWN)
    await tab.open(f"/contacts?open={contact.public_id}")
    sent = (await shown(tab)).detail.messages[0]
    assert (sent.status, "before anything is sent again" in sent.note) == ("Being checked", True)


async def test_the_list_follows_what_jobs_change_and_keeps_the_choice(tab: Tab, alice: Scope) -> None:
    contact = support.add_contact(alice)
    await tab.open("/contacts")
    await tab.send(ContactsState.toggle_row(contact.public_id))
    with transaction(alice) as session:
        session.get_one(Contact, contact.id).outreach_status = OutreachStatus.RESPONDED
    await tab.send(ContactsState.refresh)
    state = await shown(tab)
    assert (state.rows[0].status_words, state.selected) == ("Replied", [contact.public_id])


async def test_a_marking_can_be_undone(tab: Tab, alice: Scope) -> None:
    contact = support.add_contact(alice, verification_status=VerificationStatus.VERIFIED)
    await tab.open("/contacts")
    await tab.send(ContactsState.toggle_row(contact.public_id))
    await tab.send(ContactsState.mark_selected("invalid"))
    await tab.send(ContactsState.undo_mark)
    assert contact_now(alice, contact).verification_status is VerificationStatus.VERIFIED
    await tab.send(ContactsState.undo_mark)
    assert tab.toasts == ["success: 1 contact marked invalid", "success: 1 contact as before"]


async def test_many_are_left_to_the_background_with_a_bar_and_a_way_to_stop(
    tab: Tab, alice: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 2)
    for _ in range(4):
        support.add_contact(alice)
    await tab.open("/contacts")
    await tab.send(ContactsState.select_all_matching)
    await tab.send(ContactsState.mark_selected("invalid"))
    state = await shown(tab)
    assert ([task.words for task in state.tasks], state.selected) == (["Marking invalid"], [])
    await tab.send(ContactsState.cancel_task(state.tasks[0].id))
    assert (await shown(tab)).tasks == []
    await tab.send(ContactsState.select_all_matching)
    await tab.send(ContactsState.delete)
    with reading(alice) as session:
        task = session.exec(select(BulkTask).where(BulkTask.action == BulkAction.DELETE)).one()
    bulk.run_task(alice.customer_id, task.id or 0)
    await tab.send(ContactsState.refresh)
    state = await shown(tab)
    assert (state.rows, state.tasks, tab.errors) == ([], [], [])


async def test_a_view_is_saved_shown_from_its_link_and_opened_with(tab: Tab, alice: Scope) -> None:
    support.add_contact(alice, name="In Pune", city="Pune", quality_score=90)
    support.add_contact(alice, name="In Delhi", city="Delhi", quality_score=90)
    await tab.open("/contacts?city=Pune&sort=name")
    await tab.send(ContactsState.ask_view("new"))
    await tab.send(ContactsState.save_view({"name": ""}))
    assert (await shown(tab)).view_problems == {"name": "Give the view a name."}
    await tab.send(ContactsState.save_view({"name": "Pune by name"}))
    state = await shown(tab)
    assert (state.view_name, state.view_is_changed, state.asking_view) == ("Pune by name", False, "")
    view_id = state.view_id
    await tab.send(ContactsState.filter_by("city", "Delhi"))
    assert (await shown(tab)).view_is_changed
    await tab.send(ContactsState.show_view(""))
    state = await shown(tab)
    assert (state.view_id, len(state.rows), state.order_by) == ("", 2, "score")
    await tab.open(f"/contacts?view={view_id}")
    state = await shown(tab)
    assert ([row.name for row in state.rows], state.order_by, state.descending) == (["In Pune"], "name", False)
    await tab.send(ContactsState.open_with_view(view_id))
    await tab.open("/contacts")
    assert [row.name for row in (await shown(tab)).rows] == ["In Pune"]
    await tab.send(ContactsState.ask_view("delete"))
    await tab.send(ContactsState.delete_view)
    await tab.open("/contacts")
    state = await shown(tab)
    assert (len(state.rows), state.views, tab.errors) == (2, [], [])


async def test_cities_are_searched_and_one_is_chosen(tab: Tab, alice: Scope) -> None:
    for city in ("Pune", "Mumbai", "Navi Mumbai"):
        support.add_contact(alice, city=city)
    await tab.open("/contacts")
    await tab.send(ContactsState.search_cities("mum"))
    assert (await shown(tab)).cities == [("Mumbai", "1"), ("Navi Mumbai", "1")]
    await tab.send(ContactsState.filter_by("city", "Mumbai"))
    assert [chip.words for chip in (await shown(tab)).chips] == ["Mumbai"]


async def test_details_are_corrected_in_the_drawer(tab: Tab, alice: Scope) -> None:
    contact = support.add_contact(alice, name="Rohn")
    await tab.open(f"/contacts?open={contact.public_id}")
    await tab.send(ContactsState.begin_edit)
    await tab.send(ContactsState.save_edit({"name": "Rohan", "phone": "12"}))
    assert "phone number" in (await shown(tab)).edit_problems["phone"]
    await tab.send(ContactsState.save_edit({"name": "Rohan", "company": "Skyline", "id": "9", "customer_id": "2"}))
    state = await shown(tab)
    assert (state.detail.name, state.rows[0].name, state.edited_id, state.edit_problems) == ("Rohan", "Rohan", "", {})
    assert tab.errors == []


async def test_bob_looks_and_changes_nothing(tab_of: TabOf, launched: None, alice: Scope, bob: Scope) -> None:
    contact = support.add_contact(alice, name="Rohan")
    looking = await tab_of(bob)
    await looking.open(f"/contacts?open={contact.public_id}")
    await looking.send(ContactsState.toggle_page)
    for event in (
        ContactsState.mark_selected("invalid"),
        ContactsState.delete,
        ContactsState.begin_edit,
        ContactsState.save_edit({"name": "X"}),
        ContactsState.export("xlsx"),
    ):
        await looking.send(event)
    assert len(looking.errors) == 5
    assert contact_now(alice, contact).name == "Rohan"
