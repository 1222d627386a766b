"""The choice to track opens in a campaign's form, and what its page shows of them."""

from sqlmodel import select

from services.core.scope import Scope
from services.db import reading
from services.models import OutreachCampaign
from state.outreach_form import OutreachFormState
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
