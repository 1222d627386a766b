"""The follow-ups of a form: checked, kept, changed while the campaign runs, copied, counted."""

from dataclasses import replace

import pytest
from sqlmodel import select

from services.campaigns.actions import duplicate, save_outreach
from services.campaigns.outreach import get_outreach, outreach_detail
from services.campaigns.outreach_form import OutreachForm, check
from services.campaigns.steps import StepForm, step_forms
from services.core.clock import now
from services.core.errors import Conflict, Invalid
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import CampaignStep, Channel, OutreachMessageStatus, ScheduleType, StepCondition
from tests import support

CHAT = StepForm(Channel.WHATSAPP, "Did you see this?", wait_hours=48, condition=StepCondition.NOT_READ)
MAIL = StepForm(Channel.EMAIL, "Hello again", "A question", wait_hours=24)
FORM = OutreachForm("Hello", Channel.WHATSAPP, "Hello {{name|there}}", schedule=ScheduleType.DRIP, steps=(CHAT, MAIL))


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ([], "schedule"),
        ([replace(CHAT, wait_hours=0)], "steps.0.wait"),
        ([CHAT, replace(MAIL, subject="")], "steps.1.subject"),
        ([replace(CHAT, body="Hello {{nonsense}}")], "steps.0.body"),
        ([MAIL] * 10, "steps"),
    ],
)
def test_a_faulty_follow_up_is_told_at_its_field(steps: list[StepForm], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(replace(FORM, steps=steps))
    assert refused.value.field == field


def test_who_has_read_is_asked_only_after_a_whatsapp_message() -> None:
    mail = OutreachForm("Hello", Channel.EMAIL, "Hello", "A question", steps=(replace(MAIL, condition=CHAT.condition),))
    with pytest.raises(Invalid) as refused:
        check(mail)
    assert refused.value.field == "steps.0.when"


def test_follow_ups_are_kept_changed_and_copied_and_one_that_was_sent_stays_where_it_is(alice: Scope) -> None:
    contact = support.add_contact(alice)
    with transaction(alice) as session:
        campaign = save_outreach(session, alice, FORM)
        chat, mail = step_forms(session, campaign)
        save_outreach(session, alice, replace(FORM, steps=(mail, chat)), campaign.public_id)
        assert [one.id for one in step_forms(session, campaign)] == [mail.id, chat.id]
    support.add_outreach_message(
        alice, campaign, contact, step=2, status=OutreachMessageStatus.SENT, sent_at=now(), channel=Channel.EMAIL
    )
    with transaction(alice) as session:
        later = replace(mail, body="Hello once more", wait_hours=30)
        save_outreach(session, alice, replace(FORM, steps=(later,)), campaign.public_id)
        assert step_forms(session, get_outreach(session, campaign.public_id)) == [later]
    for wrong in ((), (replace(later, channel=Channel.WHATSAPP),), (chat, later)):
        with transaction(alice) as session, pytest.raises(Conflict):
            save_outreach(session, alice, replace(FORM, steps=wrong, schedule=ScheduleType.DAILY), campaign.public_id)
    with transaction(alice) as session:
        duplicate(session, alice, campaign.public_id)
        assert len(session.exec(select(CampaignStep)).all()) == 2
    with reading(alice) as session:
        counts = outreach_detail(session, alice.customer_id, campaign.public_id).steps
    assert [(one.number, one.channel, one.sent, one.waiting) for one in counts] == [
        (1, Channel.WHATSAPP, 0, 0),
        (2, Channel.EMAIL, 1, 0),
    ]
