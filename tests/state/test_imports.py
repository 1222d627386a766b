"""The import page through the gate: columns, check, choices, start, undo; and who may not."""

import pytest

from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.imports import uploads
from services.imports.run import run_import
from services.imports.undo import undo_import
from services.models import Contact, ContactImport, Customer, ImportStatus, KnownContacts
from state.imports import ImportState
from tests.services.imports.conftest import Uploaded, import_now, uploaded  # noqa: F401  fixture
from tests.state.conftest import TabOf
from tests.state.tabs import Tab

TEXT = "Name,Mobile,E-mail,Remark\nAsha,9820041735,asha@suvarna.in,x\nRavi,12,,y\n"


@pytest.fixture
async def tab(tab_of: TabOf, sqlite: str, alice: Scope, bob: Scope) -> Tab:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    return await tab_of(alice)


async def shown(tab: Tab) -> ImportState:
    return await tab.state(ImportState)


async def test_without_an_import_the_page_offers_to_upload_one(tab: Tab, alice: Scope, uploaded: Uploaded) -> None:  # noqa: F811
    uploaded(alice, TEXT)
    await tab.open("/contacts/import")
    state = await shown(tab)
    assert (state.step, state.may_import) == (1, True)
    assert [(row.file_name, row.words, row.result) for row in state.history] == [
        ("people.csv", "Not imported yet", "2 rows")
    ]


async def test_columns_are_guessed_changed_and_checked(tab: Tab, alice: Scope, uploaded: Uploaded) -> None:  # noqa: F811
    found = uploaded(alice, TEXT)
    await tab.open(f"/contacts/import?id={found.public_id}")
    state = await shown(tab)
    assert [(column.heading, column.target) for column in state.columns] == [
        ("Name", "name"), ("Mobile", "phone"), ("E-mail", "email"), ("Remark", "extra"),
    ]  # fmt: skip
    await tab.send(ImportState.set_column(3, "skip"))
    await tab.send(ImportState.set_column(99, "name"))
    await tab.send(ImportState.set_column(0, "no such field"))
    await tab.send(ImportState.go(3))
    state = await shown(tab)
    assert (state.step, state.headings) == (3, ["Name", "Mobile", "E-mail"])
    assert [(row.number, row.words) for row in state.preview] == [(2, "New"), (3, "Left out")]
    assert state.preview[1].cells[1].problem == "Not a valid phone number"
    assert tab.errors == []


async def test_a_file_without_addresses_goes_no_further(tab: Tab, alice: Scope, uploaded: Uploaded) -> None:  # noqa: F811
    found = uploaded(alice, "Name,Remark\nAsha,x\n")
    await tab.open(f"/contacts/import?id={found.public_id}")
    await tab.send(ImportState.go(3))
    state = await shown(tab)
    assert state.step == 2
    assert "phone numbers or the email" in state.missing


async def test_headings_can_be_told_from_rows(tab: Tab, alice: Scope, uploaded: Uploaded) -> None:  # noqa: F811
    found = uploaded(alice, TEXT)
    await tab.open(f"/contacts/import?id={found.public_id}")
    await tab.send(ImportState.use_headings(False))
    assert import_now(alice, found).row_count == 3
    await tab.send(ImportState.use_headings(True))
    assert import_now(alice, found).row_count == 2


async def test_choices_start_report_and_undo(tab: Tab, alice: Scope, uploaded: Uploaded) -> None:  # noqa: F811
    found = uploaded(alice, TEXT)
    await tab.open(f"/contacts/import?id={found.public_id}")
    await tab.send(ImportState.go(3))
    await tab.send(ImportState.set_known("update"))
    await tab.send(ImportState.set_known("nonsense"))
    await tab.send(ImportState.set_opt_in("whatsapp", True))
    await tab.send(ImportState.set_opt_in("pigeon", True))
    await tab.send(ImportState.start({"evidence": "  "}))
    assert (await shown(tab)).problems["evidence"]
    await tab.send(ImportState.start({"evidence": "Visitor book, May 2026"}))
    kept = import_now(alice, found)
    assert (kept.status, kept.known, kept.opt_in) == (ImportStatus.QUEUED, KnownContacts.UPDATE, ["whatsapp"])
    run_import(alice.customer_id, found.id or 0)
    await tab.send(ImportState.refresh)
    state = await shown(tab)
    assert (state.step, state.view.status_words, state.view.problems) == (4, "Imported", "1")
    assert [figure.number for figure in state.view.figures] == ["1", "0", "0", "1"]
    await tab.send(ImportState.ask_undo(True))
    await tab.send(ImportState.undo)
    undo_import(alice.customer_id, found.id or 0)
    await tab.send(ImportState.refresh)
    assert (await shown(tab)).view.status_words == "Undone"
    with reading(alice) as session:
        assert session.get(Contact, 1) is None
    assert tab.errors == []


async def test_a_viewer_and_a_stranger_change_nothing(
    tab_of: TabOf, tab: Tab, alice: Scope, bob: Scope, charlie: Scope, uploaded: Uploaded  # noqa: F811
) -> None:  # fmt: skip
    found = uploaded(alice, TEXT)
    for scope in (bob, charlie):
        other = await tab_of(scope)
        await other.open(f"/contacts/import?id={found.public_id}")
        await other.send(ImportState.set_column(0, "skip"))
        await other.send(ImportState.start({}))
        await other.send(ImportState.discard)
        assert other.errors
    kept = import_now(alice, found)
    assert (kept.status, kept.columns) == (ImportStatus.DRAFT, ["name", "phone", "email", "extra"])


async def test_a_draft_is_discarded_with_its_file(tab: Tab, alice: Scope, uploaded: Uploaded) -> None:  # noqa: F811
    found = uploaded(alice, TEXT)
    await tab.open(f"/contacts/import?id={found.public_id}")
    await tab.send(ImportState.discard)
    assert tab.redirects == ["/contacts/import"]
    assert not uploads.path_of(found.stored_as).exists()
    with reading(alice) as session:
        assert session.get(ContactImport, found.id) is None
