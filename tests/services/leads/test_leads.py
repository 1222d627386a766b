"""Pages, board, detail and changes of leads."""

import pytest

from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.paging import PageRequest
from services.core.scope import Scope
from services.db import reading, transaction
from services.leads import actions, queries
from services.leads.detail import lead_detail
from services.leads.types import NewLead
from services.models import Conversation, ConversationChannel, Intent, Lead, LeadEvent, LeadSourceName, LeadStatus, User
from tests import support
from tests.hearing import read, read_all


def test_pages_follow_each_other_without_gap_or_repeat(alice: Scope) -> None:
    for number in range(25):
        support.add_lead(alice, name=f"Lead {number:02d}", quality_score=number % 5)
    for order in ("newest", "score"):
        seen: list[str] = []
        after = ""
        with reading(alice) as session:
            while True:
                page = queries.page_of_leads(session, PageRequest(order_by=order, size=7, after=after))
                seen += [row.name for row in page.rows]
                after = page.next_after
                if not after:
                    break
        assert len(seen) == len(set(seen)) == page.total == 25


def test_tabs_count_their_leads_and_show_only_them(alice: Scope) -> None:
    ads = (LeadSourceName.META_ADS, LeadSourceName.META_ADS, LeadSourceName.GOOGLE_ADS, LeadSourceName.LINKEDIN_ADS)
    for source in ads:
        support.add_lead(alice, source=source)
    with reading(alice) as session:
        counts = {"all": 4, "outreach": 0, "meta": 2, "google": 1, "linkedin": 1, "manual": 0}
        assert queries.tab_counts(session) == counts
        assert queries.page_of_leads(session, PageRequest(), tab="meta").total == 2
        with pytest.raises(Invalid):
            queries.page_of_leads(session, PageRequest(), tab="'; drop table lead")


@pytest.mark.parametrize("text", ["neha", "NEHA", "singh@", "98123 45678", "Habitat", "pune"])
def test_search_finds_names_addresses_and_phones(alice: Scope, text: str) -> None:
    support.add_lead(
        alice, name="Neha", email="n@singh@.example", phone="+919812345678", company="Habitat", location="Pune"
    )
    support.add_lead(alice, name="Somebody")
    with reading(alice) as session:
        assert [row.name for row in queries.page_of_leads(session, PageRequest(search=text)).rows] == ["Neha"]


@pytest.mark.parametrize("text", ["%", "_", "100%"])
def test_a_wildcard_is_only_a_letter(alice: Scope, text: str) -> None:
    support.add_lead(alice, name="Neha")
    with reading(alice) as session:
        assert queries.page_of_leads(session, PageRequest(search=text)).total == 0


def test_a_made_up_cursor_is_refused(alice: Scope) -> None:
    with reading(alice) as session, pytest.raises(Invalid):
        queries.page_of_leads(session, PageRequest(after="nonsense"))


def test_the_board_has_seven_columns_with_totals(alice: Scope) -> None:
    support.add_lead(alice, status=LeadStatus.QUALIFIED)
    with reading(alice) as session:
        columns = queries.board(session)
    assert [column.title for column in columns] == [
        "New", "Contacted", "Qualified", "Meeting scheduled", "Proposal sent", "Won", "Lost"
    ]  # fmt: skip
    assert [column.total for column in columns] == [0, 0, 1, 0, 0, 0, 0]
    assert len(columns[2].rows) == 1


def test_a_lead_moves_as_the_table_allows_and_remembers_it(alice: Scope) -> None:
    lead = support.add_lead(alice)
    with transaction(alice) as session:
        actions.move_lead(session, alice, lead.public_id, LeadStatus.WON, value_won_paise=5_000_00)
    moved = read(alice, Lead)
    assert (moved.status, moved.value_won_paise) == (LeadStatus.WON, 5_000_00)
    with transaction(alice) as session, pytest.raises(Conflict, match="won cannot become new"):
        actions.move_lead(session, alice, lead.public_id, LeadStatus.NEW)
    with reading(alice) as session:
        detail = lead_detail(session, lead.public_id)
    assert detail.timeline[0].text == "New → Won"
    assert detail.timeline[0].by == "Alice"
    assert LeadStatus.LOST in detail.next_statuses


def test_a_viewer_changes_nothing(alice: Scope, bob: Scope) -> None:
    lead = support.add_lead(alice)
    with transaction(bob) as session:
        for change in (
            lambda: actions.move_lead(session, bob, lead.public_id, LeadStatus.LOST),
            lambda: actions.add_note(session, bob, lead.public_id, "Hello"),
            lambda: actions.assign(session, bob, lead.public_id, ""),
            lambda: actions.add_lead(session, bob, NewLead("Ravi", phone="+919812345678")),
            lambda: actions.set_value_won(session, bob, lead.public_id, 1),
        ):
            with pytest.raises(NotAllowed):
                change()


def test_a_lead_is_assigned_to_the_team_and_to_nobody_else(alice: Scope, charlie: Scope) -> None:
    lead = support.add_lead(alice)
    with support.system_transaction() as session:
        mine, other = (session.get_one(User, scope.user_id).public_id for scope in (alice, charlie))
    with transaction(alice) as session:
        actions.assign(session, alice, lead.public_id, mine)
    with reading(alice) as session:
        assert queries.page_of_leads(session, PageRequest()).rows[0].assigned_to == "Alice"
        assert [member.name for member in queries.team(session, alice.customer_id)] == ["Alice"]
    with transaction(alice) as session, pytest.raises(NotFound):
        actions.assign(session, alice, lead.public_id, other)


def test_a_lead_by_hand_needs_a_name_and_an_address_and_is_not_doubled(alice: Scope) -> None:
    with transaction(alice) as session:
        lead = actions.add_lead(session, alice, NewLead("Ravi", phone="98123 45678", note="Met at the fair"))
        assert lead.phone == "+919812345678"
    assert read(alice, Lead).source is LeadSourceName.MANUAL
    assert [event.kind for event in read_all(alice, LeadEvent)] == ["created", "note"]
    for wrong, field in [
        (NewLead("", phone="+919812345670"), "name"),
        (NewLead("A"), "phone"),
        (NewLead("A", phone="12"), "phone"),
        (NewLead("A", email="nonsense"), "email"),
    ]:
        with transaction(alice) as session, pytest.raises(Invalid) as refused:
            actions.add_lead(session, alice, wrong)
        assert refused.value.field == field
    with transaction(alice) as session, pytest.raises(Conflict):
        actions.add_lead(session, alice, NewLead("Other", phone="+919812345678"))


def test_a_contact_made_a_lead_by_hand_is_one_lead_however_often(alice: Scope) -> None:
    contact = support.add_contact(alice)
    for _ in range(2):
        with transaction(alice) as session:
            mine = session.get_one(support.Contact, contact.id)
            lead = actions.convert_contact(session, alice, mine, channel=ConversationChannel.WHATSAPP)
            assert lead.intent in set(Intent)
    assert read(alice, Lead).source is LeadSourceName.MANUAL
    assert read(alice, support.Contact).converted_to_lead


def test_pages_and_board_narrow_by_intent(alice: Scope) -> None:
    support.add_lead(alice, name="Amit", intent=Intent.HOT)
    support.add_lead(alice, name="Neha", intent=Intent.COLD)
    with reading(alice) as session:
        page = queries.page_of_leads(session, PageRequest(), intent=Intent.HOT)
        assert [row.name for row in page.rows] == ["Amit"]
        assert queries.board(session, intent=Intent.COLD)[0].total == 1


@pytest.mark.parametrize(
    ("phone", "channel"), [("+919820000000", ConversationChannel.WHATSAPP), (None, ConversationChannel.EMAIL)]
)
def test_a_conversation_is_begun_once_where_the_lead_can_be_reached(
    alice: Scope, phone: str | None, channel: ConversationChannel
) -> None:
    lead = support.add_lead(alice, phone=phone)
    with transaction(alice) as session:
        first = actions.open_conversation(session, alice, lead.public_id)
    with transaction(alice) as session:
        assert actions.open_conversation(session, alice, lead.public_id) == first
    assert read(alice, Conversation).channel == channel


def test_who_may_only_look_begins_no_conversation(alice: Scope, bob: Scope) -> None:
    lead = support.add_lead(alice)
    with transaction(bob) as session, pytest.raises(NotAllowed):
        actions.open_conversation(session, bob, lead.public_id)


def test_the_detail_names_the_owner_and_the_zone(alice: Scope) -> None:
    lead = support.add_lead(alice, assigned_to=alice.user_id)
    with reading(alice) as session:
        detail = lead_detail(session, lead.public_id)
        me = session.get_one(User, alice.user_id)
    assert (detail.assignee_id, detail.zone) == (me.public_id, "Asia/Kolkata")


def test_a_lead_added_by_hand_is_scored_with_reasons(alice: Scope) -> None:
    with transaction(alice) as session:
        note = "Please call me today, what is the price?"
        actions.add_lead(session, alice, NewLead("Amit", phone="98200 00000", note=note))
    lead = read(alice, Lead)
    assert lead.quality_score > 0
    assert lead.ai_analysis["reasons"]
