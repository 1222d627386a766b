"""The library of templates as a person uses it."""

import pytest

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.models import Customer, Template
from state.templates import TemplateFormState, TemplatesState
from tests import support
from tests.hearing import read_all
from tests.state.conftest import TabOf
from tests.state.tabs import Tab


@pytest.fixture
async def tab(sqlite: str, tab_of: TabOf, alice: Scope) -> Tab:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    return await tab_of(alice)


async def test_a_template_is_written_seen_changed_and_taken_away(tab: Tab, alice: Scope) -> None:
    support.add_contact(alice, name="Asha Verma")
    await tab.open("/outreach/templates")
    assert (await tab.state(TemplatesState)).rows == []
    await tab.send(TemplateFormState.begin("whatsapp"))
    await tab.send(TemplateFormState.set_body("Hello {{name}}"))
    form = await tab.state(TemplateFormState)
    assert "Hello Asha Verma" in form.seen.text
    await tab.send(TemplateFormState.save({"name": "", "message": "Hello {{name}}"}))
    assert (await tab.state(TemplateFormState)).problems == {"name": "Give the template a name."}
    await tab.send(TemplateFormState.save({"name": "Hello", "message": "Hello {{name}}"}))
    assert (await tab.state(TemplateFormState)).is_open is False
    await tab.send(TemplatesState.refresh())
    (row,) = (await tab.state(TemplatesState)).rows
    assert (row.name, row.used, row.is_used) == ("Hello", "Not used by a campaign yet", False)
    await tab.send(TemplateFormState.edit(row.id))
    assert (await tab.state(TemplateFormState)).body == "Hello {{name}}"
    await tab.send(TemplatesState.ask_remove(row.id, row.name))
    await tab.send(TemplatesState.remove())
    assert read_all(alice, Template) == []
    assert tab.errors == []


async def test_who_may_only_look_is_told_so(tab_of: TabOf, tab: Tab, bob: Scope) -> None:
    other = await tab_of(bob)
    await other.open("/outreach/templates")
    await other.send(TemplateFormState.begin("email"))
    assert (await other.state(TemplateFormState)).is_open is False
