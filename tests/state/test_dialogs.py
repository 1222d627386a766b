"""What is open stays open while its page is shown, and no longer."""

import pytest

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.models import Customer
from state.dialogs import dialogs_of, with_dialogs
from state.outreach_form import OutreachFormState
from state.scraping_form import ScrapingFormState
from tests.state.conftest import TabOf
from tests.state.tabs import Tab

WRITING = "/outreach/whatsapp"


@pytest.fixture
async def tab(sqlite: str, tab_of: TabOf, alice: Scope) -> Tab:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    return await tab_of(alice)


async def is_open(tab: Tab) -> bool:
    return (await tab.state(OutreachFormState)).is_open


async def begin(tab: Tab) -> None:
    await tab.open(WRITING)
    await tab.send(OutreachFormState.begin("whatsapp"))
    assert await is_open(tab)


async def test_a_form_stays_when_the_connection_is_lost_for_a_moment(tab: Tab) -> None:
    await begin(tab)
    await tab.reconnect()
    assert await is_open(tab)


async def test_a_form_stays_when_another_tab_of_the_page_is_chosen(tab: Tab) -> None:
    await begin(tab)
    tab.path = f"{WRITING}?tab=archived"
    await tab.reconnect()
    assert await is_open(tab)


@pytest.mark.parametrize("path", [WRITING, "/dashboard", "/outreach/email"])
async def test_a_form_goes_away_with_its_page(tab: Tab, path: str) -> None:
    await begin(tab)
    await tab.open(path)
    assert not await is_open(tab)


async def test_what_is_typed_into_a_new_search_outlives_a_lost_connection(tab: Tab) -> None:
    await tab.open("/campaigns/scraping?new=1")
    await tab.send(ScrapingFormState.add_tag("locations", "Thane"))
    await tab.reconnect()
    form = await tab.state(ScrapingFormState)
    assert (form.is_open, "Thane" in form.tags["locations"]) == (True, True)


def test_every_dialog_is_a_variable_with_a_closed_state() -> None:
    found = {state.__name__: dialogs_of(state) for state in with_dialogs()}
    assert found["OutreachFormState"] == {"is_open", "is_review"}
    assert "losing" in found["LeadsState"]
    for state in with_dialogs():
        assert not any(state.get_fields()[name].default for name in dialogs_of(state))
