"""Several texts for a first message: split evenly, compared fairly, and the better one used for those to come."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from services.campaigns.actions import duplicate, save_outreach
from services.campaigns.outreach import outreach_detail
from services.campaigns.outreach_form import OutreachForm, check
from services.campaigns.variants import VariantForm, variant_forms, verdict_words
from services.core.clock import now
from services.core.errors import Conflict, Invalid
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import (
    CampaignVariant,
    Channel,
    Contact,
    Customer,
    Notification,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    ScheduleType,
)
from services.outreach import queueing
from services.outreach.significance import LEAST_SENT, Arm, Comparison, compare, p_value
from services.outreach.texts import Content
from services.outreach.variants import Wording, pick
from tests import support

TEXTS = [Wording(letter, "", "", Content(""), None) for letter in "ABCD"]
B = VariantForm("Shall we talk, {{name|there}}?", "Us")
FORM = OutreachForm(
    "Test", Channel.EMAIL, "Hello {{name|there}}", "Hi", schedule=ScheduleType.EVERGREEN, min_score=0, variants=(B,)
)


def test_the_z_test_gives_the_textbook_value_and_says_nothing_of_small_samples() -> None:
    assert p_value(Arm(200, 40), Arm(200, 20)) == pytest.approx(0.00511, abs=1e-5)
    assert p_value(Arm(LEAST_SENT - 1, 40), Arm(200, 20)) is None
    assert p_value(Arm(200, 4), Arm(200, 3)) is None
    three = compare({"A": Arm(200, 20), "B": Arm(200, 40), "C": Arm(200, 20)})
    assert (three.best, three.is_decided) == ("B", False)  # twice as likely by chance among three
    assert compare({"A": Arm(400, 40), "B": Arm(400, 80)}).is_decided
    assert compare({"A": Arm(400, 40), "B": Arm(400, 40)}) == Comparison()


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_a_comparison_is_symmetric_and_a_probability(one: int, other: int, data: st.DataObject) -> None:
    first = Arm(one, data.draw(st.integers(0, one)))
    second = Arm(other, data.draw(st.integers(0, other)))
    found = p_value(first, second)
    assert found == p_value(second, first)
    assert found is None or 0 <= found <= 1
    assert compare({"A": first, "B": second}).best in {"", "A" if first.rate > second.rate else "B"}


def test_contacts_are_split_evenly_and_stay_where_they_are() -> None:
    campaign, people = OutreachCampaign(name="x", type=Channel.EMAIL), [Contact(name="") for _ in range(4000)]
    letters = [pick(campaign, one, TEXTS).letter for one in people]
    assert letters == [pick(campaign, one, TEXTS).letter for one in people]
    assert all(900 < number < 1100 for number in Counter(letters).values())


def test_the_texts_are_sent_compared_and_the_winner_is_for_those_to_come(acme_online: Scope) -> None:
    with transaction(acme_online) as session:
        session.get_one(Customer, acme_online.customer_id).contact_gap_days = 0
        campaign = save_outreach(session, acme_online, FORM)
        free = {"customer_id": acme_online.customer_id, "is_sandbox": True, "published_for_enquiries": True}
        session.add_all(Contact(name="", email=f"p{place}@x.example", quality_score=70, **free) for place in range(280))
    with transaction(acme_online) as session:
        one = session.get_one(OutreachCampaign, campaign.id)
        one.daily_limit = 1000
        assert queueing.queue_campaign(session, one) == 280
        for row in session.exec(select(OutreachMessage)).all():
            assert row.subject == ("Us" if row.variant == "B" else "Hi")
            row.status, row.sent_at, row.delivered_at = OutreachMessageStatus.SENT, now(), now()
            row.read_at = now() if row.variant == "A" else None
            if (row.id or 0) % (3 if row.variant == "B" else 12) == 0:
                row.responded_at = now()
                session.get_one(Contact, row.contact_id).converted_to_lead = True
        for place in range(10):
            session.add(Contact(name="", email=f"late{place}@x.example", quality_score=70, **free))
    with transaction(acme_online) as session:
        assert queueing.queue_campaign(session, session.get_one(OutreachCampaign, campaign.id)) == 10
        late = session.exec(select(OutreachMessage).where(OutreachMessage.status == OutreachMessageStatus.PENDING))
        assert {row.variant for row in late} == {"B"}
        assert "text B wins" in session.exec(select(Notification)).one().title
    with reading(acme_online) as session:
        seen = outreach_detail(session, acme_online.customer_id, campaign.public_id)
    assert [(row.letter, row.is_winner) for row in seen.variants] == [("A", False), ("B", True)]
    assert seen.verdict.startswith("Text B won")
    first, second = (row.arm for row in seen.variants)
    assert (first.delivered, first.read) == (first.sent, first.sent)
    assert (second.delivered, second.read) == (second.sent, 0)


def test_texts_are_checked_kept_copied_and_not_changed_while_they_are_compared(sqlite: str, alice: Scope) -> None:
    with pytest.raises(Invalid) as refused:
        check(OutreachForm("x", Channel.EMAIL, "Hello", "Hi", variants=(B, VariantForm("Hello", ""))))
    assert refused.value.field == "variants.1.subject"
    contact = support.add_contact(alice)
    with transaction(alice) as session:
        campaign = save_outreach(session, alice, FORM)
        save_outreach(session, alice, FORM, campaign.public_id)
        duplicate(session, alice, campaign.public_id)
        assert [one.body for one in session.exec(select(CampaignVariant))] == [B.body] * 2
    support.add_outreach_message(alice, campaign, contact, recipient="a@x.example", variant="A")
    changed = OutreachForm("Test", Channel.EMAIL, "Another", "Hi", variants=(B,))
    with transaction(alice) as session, pytest.raises(Conflict):
        save_outreach(session, alice, changed, campaign.public_id)
    with reading(alice) as session:
        assert variant_forms(session, session.get_one(OutreachCampaign, campaign.id)) == [B]


def test_how_sure_it_is_is_said_in_plain_words() -> None:
    assert "Too early" in verdict_words("", Comparison("A"))
    assert "51 times in 1,000 (p = 0.051)" in verdict_words("", Comparison("B", 0.051))
    assert "less than 1 time in 1,000" in verdict_words("", Comparison("B", 0.0004))
