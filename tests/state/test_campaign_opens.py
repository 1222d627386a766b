"""The choice to track opens in a campaign's form, and what its page shows of them."""

from sqlmodel import select

from services.core.clock import now
from services.core.scope import Scope
from services.db import reading
from services.models import Channel, MessageOpening, OutreachCampaign
from state.outreach import OutreachCampaignState
from state.outreach_form import OutreachFormState
from tests import support
from tests.state.tabs import Tab
from tests.state.test_campaigns import launched, tab

__all__ = ["launched", "tab"]  # fixtures

WRITTEN = {"name": "Welcome", "message": "Hello", "subject": "Hi", "min_score": "65", "daily_limit": "9"}


def tracks(scope: Scope) -> bool:
    with reading(scope) as session:
        return session.exec(select(OutreachCampaign)).one().tracks_opens


async def test_tracking_is_off_until_somebody_turns_it_on(tab: Tab, alice: Scope) -> None:
    await tab.open("/outreach/email")
    await tab.send(OutreachFormState.begin("email"))
    form = await tab.state(OutreachFormState)
    assert form.tracks_opens is False
    await tab.send(OutreachFormState.save(WRITTEN))
    await tab.send(OutreachFormState.start)
    assert tracks(alice) is False
    campaign_id = tab.redirects[-1].rpartition("/")[2]
    await tab.send(OutreachFormState.edit(campaign_id))
    await tab.send(OutreachFormState.save({**WRITTEN, "tracks_opens": True}))
    assert tracks(alice) is True
    await tab.send(OutreachFormState.edit(campaign_id))
    assert form.tracks_opens is True
    assert tab.errors == []


async def test_a_whatsapp_campaign_has_the_choice_once_it_has_an_email(tab: Tab, alice: Scope) -> None:
    await tab.open("/outreach/whatsapp")
    await tab.send(OutreachFormState.begin("whatsapp"))
    form = await tab.state(OutreachFormState)
    await tab.send(OutreachFormState.add_step)
    assert form.has_email_steps is False
    await tab.send(OutreachFormState.set_step(form.steps[0].key, "channel", "email"))
    assert form.has_email_steps is True


async def test_the_page_tells_people_from_machines_and_says_what_was_not_tracked(tab: Tab, alice: Scope) -> None:
    mail = support.add_followed_mail(alice, "Hello")
    support.add(alice, MessageOpening(outreach_message_id=mail.id or 0, machine_opens=3, machine_opened_at=now()))
    quiet = support.add_campaign(alice, type=Channel.EMAIL, sent_count=5, delivered_count=5)
    with reading(alice) as session:
        campaign = session.get_one(OutreachCampaign, mail.outreach_campaign_id)
    await tab.open(f"/outreach/email/{campaign.public_id}")
    page = await tab.state(OutreachCampaignState)
    (row,) = page.detail.opens
    assert (row.name, row.sent, row.opened, row.machines_opened) == ("All emails", "1", "0", "1")
    assert row.words == "1 sent, 0 opened, 0 clicked; 1 opened and 0 clicked by machines alone"
    assert page.shown.read_note == ""
    await tab.open(f"/outreach/email/{quiet.public_id}")
    assert (page.detail.opens, page.shown.read_note) == ([], "Not tracked")
    assert tab.errors == []
