"""Templates are kept, changed, approved and taken away; what was used stays."""

import pytest

from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import CampaignStep, CampaignVariant, Channel, OutreachCampaign, Template
from services.outreach import approval
from services.outreach.library import TemplateForm, library, remove_template, save_template
from services.outreach.rules import DIRECT_NAME
from tests import support
from tests.hearing import read_all
from tests.towns import Town

HELLO = TemplateForm("Hello", Channel.WHATSAPP, "Hello {{name|there}}, shall we talk?")
MAIL = TemplateForm("Letter", Channel.EMAIL, "Hello {{name|there}}", "For {{company|you}}")


def saved(scope: Scope, form: TemplateForm, template_id: str = "") -> str:
    with transaction(scope) as session:
        return save_template(session, scope, form, template_id).public_id


def names(scope: Scope, channel: Channel | None = None) -> list[str]:
    with reading(scope) as session:
        return [row.name for row in library(session, scope, channel)]


async def test_a_new_one_is_approved_and_its_price_told(acme_online: Scope, town: Town) -> None:
    saved(acme_online, HELLO)
    await approval.sync(acme_online.customer_id)
    with reading(acme_online) as session:
        (row,) = library(session, acme_online, Channel.WHATSAPP)
    (standing,) = row.standings
    assert (row.campaigns, standing.words, standing.reason) == (0, "Approved", "")
    assert standing.price.startswith("Marketing, ₹")


def test_a_changed_text_takes_the_place_of_one_that_nobody_used(alice: Scope) -> None:
    first = saved(alice, HELLO)
    renamed = saved(alice, TemplateForm("Renamed", Channel.WHATSAPP, HELLO.body), first)
    assert renamed == first
    changed = saved(alice, TemplateForm("Renamed", Channel.WHATSAPP, "Good day {{name|there}}"), first)
    assert changed != first
    assert names(alice) == ["Renamed"]


def test_what_a_campaign_uses_stays_beside_what_it_was_changed_into(alice: Scope) -> None:
    first = saved(alice, HELLO)
    support.add_campaign(alice, template_id=read_all(alice, Template)[0].id)
    saved(alice, TemplateForm("Shorter", Channel.WHATSAPP, "Good day {{name|there}}"), first)
    assert names(alice) == ["Shorter", "Hello"]
    with transaction(alice) as session, pytest.raises(Conflict, match="so it stays"):
        remove_template(session, alice, first)
    assert len(read_all(alice, OutreachCampaign)) == 1


def test_one_that_a_follow_up_or_another_text_is_written_with_stays_too(alice: Scope) -> None:
    for form in (HELLO, TemplateForm("Second", Channel.WHATSAPP, "Good day {{name|there}}")):
        saved(alice, form)
    first, second = read_all(alice, Template)
    campaign = support.add_campaign(alice)
    place = {"outreach_campaign_id": campaign.id, "body": "Hello"}
    support.add(alice, CampaignStep(number=2, channel=Channel.WHATSAPP, wait_hours=72, template_id=first.id, **place))
    support.add(alice, CampaignVariant(letter="B", template_id=second.id, **place))
    with reading(alice) as session:
        assert [row.campaigns for row in library(session, alice)] == [1, 1]
    for template in (first, second):
        with transaction(alice) as session, pytest.raises(Conflict, match="so it stays"):
            remove_template(session, alice, template.public_id)


def test_an_email_is_changed_in_place_and_taken_away(alice: Scope) -> None:
    letter = saved(alice, MAIL)
    assert saved(alice, TemplateForm("Letter", Channel.EMAIL, "Good day", "News"), letter) == letter
    support.add_template(alice, name=DIRECT_NAME)
    assert names(alice) == names(alice, Channel.EMAIL) == ["Letter"]
    with transaction(alice) as session:
        remove_template(session, alice, letter)
    assert names(alice) == []


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (TemplateForm(" ", Channel.EMAIL, "Hello", "News"), "name"),
        (TemplateForm(DIRECT_NAME, Channel.EMAIL, "Hello", "News"), "name"),
        (TemplateForm("One", Channel.EMAIL, "Hello {{nobody}}", "News"), "message"),
        (TemplateForm("One", Channel.EMAIL, "Hello", ""), "subject"),
    ],
)
def test_what_is_wrong_is_told_at_its_box(alice: Scope, sqlite: str, form: TemplateForm, field: str) -> None:
    with transaction(alice) as session, pytest.raises(Invalid) as refused:
        save_template(session, alice, form)
    assert refused.value.field == field


def test_others_can_neither_see_nor_change_it(alice: Scope, bob: Scope, charlie: Scope) -> None:
    first = saved(alice, HELLO)
    assert names(charlie) == []
    with transaction(charlie) as session, pytest.raises(NotFound):
        remove_template(session, charlie, first)
    with transaction(bob) as session, pytest.raises(NotAllowed):
        save_template(session, bob, HELLO)
    with transaction(alice) as session, pytest.raises(Conflict, match="says the same already"):
        save_template(session, alice, TemplateForm("Twin", Channel.WHATSAPP, HELLO.body))
