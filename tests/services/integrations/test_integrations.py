"""Connecting, testing and disconnecting accounts; the sandbox in their place."""

import json
from collections.abc import Iterator

import pytest
from sqlmodel import select

from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.scope import Scope
from services.db import reading, transaction
from services.integrations import actions, queries, sandbox
from services.integrations.catalogue import CATALOGUE, entry_for
from services.integrations.rules import hint
from services.models import (
    ApprovalStatus,
    Channel,
    Customer,
    Integration,
    IntegrationStatus,
    Job,
    TemplateApproval,
    TemplateStatus,
)
from services.queue import JobName
from tests import support
from tests.databases import forget_settings
from tests.towns import Town, running_town

TWILIO = {"account_sid": "AC" + "1" * 32, "auth_token": "secret-token-9876", "from": "98765 43210"}


@pytest.fixture
def town(free_port: int, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", str(free_port))
    forget_settings()
    with running_town(free_port) as running:
        yield running


def provision(scope: Scope) -> None:
    with transaction(scope) as session:
        sandbox.ensure_sandbox(session, session.get_one(Customer, scope.customer_id))


def row_of(scope: Scope, provider: str = "twilio") -> Integration:
    with reading(scope) as session:
        return session.exec(select(Integration).where(Integration.provider == provider)).one()


def shown(scope: Scope, provider: str = "twilio") -> queries.IntegrationRow:
    with reading(scope) as session:
        return next(row for row in queries.list_integrations(session) if row.provider == provider)


def test_a_new_customer_gets_a_simulated_account_everywhere_once(alice: Scope) -> None:
    provision(alice)
    provision(alice)
    with reading(alice) as session:
        made = [row.provider for row in session.exec(select(Integration))]
        assert sorted(made) == sorted(entry.name for entry in CATALOGUE if entry.needs_account)
        credentials = queries.credentials_for(session, "twilio")
        assert queries.sandbox_words(session) == "Sandbox: nothing leaves this machine"
    assert credentials.is_sandbox
    assert credentials.base_url.startswith("http://127.0.0.1:")
    assert shown(alice).state == "sandbox"


def test_the_banner_tells_what_is_simulated_still_once_something_is_real(alice: Scope) -> None:
    provision(alice)
    with transaction(alice) as session:
        for row in session.exec(select(Integration)):
            row.is_sandbox = row.provider in {"sendgrid", "resend"}
        session.flush()
        assert queries.sandbox_words(session).startswith("Partly simulated: ")
        for row in session.exec(select(Integration)):
            row.is_sandbox = False
        session.flush()
        assert queries.sandbox_words(session) == ""


def test_without_the_sandbox_nothing_is_connected(alice: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    provision(alice)
    monkeypatch.setenv("LEADGEN_SANDBOX", "false")
    forget_settings()
    with reading(alice) as session, pytest.raises(Conflict, match="Twilio is not connected"):
        queries.credentials_for(session, "twilio")
    assert shown(alice).state == "not_connected"


def test_saved_keys_are_encrypted_and_never_shown_again(alice: Scope) -> None:
    with transaction(alice) as session:
        actions.save(session, alice, "twilio", TWILIO)
    row = row_of(alice)
    assert TWILIO["auth_token"] not in row.credentials
    assert row.hint == "••••9876"
    assert not row.is_sandbox
    on_screen = repr(shown(alice))
    assert TWILIO["auth_token"] not in on_screen
    assert TWILIO["account_sid"] in on_screen
    with reading(alice) as session:
        credentials = queries.credentials_for(session, "twilio")
    assert credentials["from"] == "+919876543210"
    assert credentials.base_url == "https://api.twilio.com"
    assert TWILIO["auth_token"] not in repr(credentials)


def test_an_empty_secret_keeps_the_stored_one(alice: Scope) -> None:
    with transaction(alice) as session:
        actions.save(session, alice, "twilio", TWILIO)
        actions.save(session, alice, "twilio", {**TWILIO, "auth_token": "", "from": "+919800000001"})
        credentials = queries.credentials_for(session, "twilio")
    assert credentials["auth_token"] == TWILIO["auth_token"]
    assert credentials["from"] == "+919800000001"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"account_sid": ""}, "account_sid"),
        ({"account_sid": "XX123"}, "account_sid"),
        ({"from": "12"}, "from"),
        ({"auth_token": ""}, "auth_token"),
        ({"auth_token": "x" * 5000}, "auth_token"),
    ],
)
def test_a_wrong_field_is_named(alice: Scope, changes: dict[str, str], field: str) -> None:
    with transaction(alice) as session, pytest.raises(Invalid) as caught:
        actions.save(session, alice, "twilio", {**TWILIO, **changes})
    assert caught.value.field == field


def test_only_an_owner_connects_accounts(bob: Scope) -> None:
    with transaction(bob) as session, pytest.raises(NotAllowed):
        actions.save(session, bob, "twilio", TWILIO)
    with transaction(bob) as session, pytest.raises(NotAllowed):
        actions.disconnect(session, bob, "twilio")


def test_an_unknown_provider_is_not_found(alice: Scope) -> None:
    with transaction(alice) as session, pytest.raises(NotFound):
        actions.save(session, alice, "carrier_pigeon", {})


def test_disconnecting_goes_back_to_the_sandbox_and_forgets_the_keys(alice: Scope) -> None:
    with transaction(alice) as session:
        actions.save(session, alice, "twilio", TWILIO)
        endpoint = session.exec(select(Integration)).one().endpoint_key
        actions.disconnect(session, alice, "twilio")
    row = row_of(alice)
    assert row.is_sandbox
    assert row.endpoint_key == endpoint
    with reading(alice) as session:
        assert queries.credentials_for(session, "twilio")["auth_token"] != TWILIO["auth_token"]


def test_only_another_account_at_the_same_provider_must_ask_for_approval_again(alice: Scope) -> None:
    def known() -> tuple[set[str], TemplateStatus]:
        with reading(alice) as session:
            approvals = {one.provider for one in session.exec(select(TemplateApproval))}
            return approvals, session.get_one(type(template), template.id).status

    with transaction(alice) as session:
        actions.save(session, alice, "twilio", TWILIO)
    template = support.add_template(alice, status=TemplateStatus.APPROVED, channel=Channel.WHATSAPP)
    for provider in ("twilio", "wati"):
        approved = {"template_id": template.id or 0, "provider": provider, "status": ApprovalStatus.APPROVED}
        support.add(alice, TemplateApproval(**approved))
    with transaction(alice) as session:
        actions.save(session, alice, "twilio", {**TWILIO, "auth_token": "a-new-token-of-the-tests"})
    assert known() == ({"twilio", "wati"}, TemplateStatus.APPROVED)
    with transaction(alice) as session:
        actions.save(session, alice, "twilio", {**TWILIO, "account_sid": "AC" + "9" * 32})
    assert known() == ({"wati"}, TemplateStatus.APPROVED)
    with transaction(alice) as session:
        session.exec(select(TemplateApproval)).one().provider = "twilio"
    with transaction(alice) as session:
        actions.disconnect(session, alice, "twilio")
    assert known() == (set(), TemplateStatus.DRAFT)


def test_one_customer_never_sees_another_s_account(alice: Scope, charlie: Scope) -> None:
    with transaction(alice) as session:
        actions.save(session, alice, "twilio", TWILIO)
    assert shown(charlie).state == "not_connected"
    with reading(charlie) as session, pytest.raises(Conflict):
        queries.credentials_for(session, "twilio")


async def test_the_sandbox_learns_the_accounts_and_tells_its_signing_key(alice: Scope, town: Town) -> None:
    provision(alice)
    await sandbox.register(alice.customer_id)
    await sandbox.register(alice.customer_id)
    with reading(alice) as session:
        assert queries.credentials_for(session, "sendgrid")["public_key"].startswith("MFkw")


def test_nothing_is_shown_of_a_password_that_a_person_made_up() -> None:
    entry = entry_for("smtp")
    assert hint(entry, {"password": "correct horse battery"}) == "••••"
    assert hint(entry_for("resend"), {"api_key": "re_12345678"}) == "••••5678"


@pytest.mark.parametrize("provider", ["twilio", "sendgrid"])
async def test_a_test_makes_a_real_call_and_keeps_what_it_said(alice: Scope, town: Town, provider: str) -> None:
    provision(alice)
    result = await actions.test(alice, provider)
    assert result.works
    assert "Connected" in result.words
    assert row_of(alice, provider).tested_at


async def test_a_wrong_key_is_told_in_words(alice: Scope, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADGEN_TWILIO_URL", town.address)
    forget_settings()
    with transaction(alice) as session:
        actions.save(session, alice, "twilio", TWILIO)
    result = await actions.test(alice, "twilio")
    assert not result.works
    assert result.words.startswith("Twilio refused the key.")
    row = row_of(alice)
    assert row.status == IntegrationStatus.FAILING
    assert row.error_message == result.words
    assert shown(alice).state == "failing"


async def test_a_provider_out_of_reach_is_told_in_words(alice: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADGEN_TWILIO_URL", "http://127.0.0.1:9")
    forget_settings()
    with transaction(alice) as session:
        actions.save(session, alice, "twilio", TWILIO)
    assert "could not be reached" in (await actions.test(alice, "twilio")).words


def test_the_registration_waits_for_the_commit(alice: Scope, sqlite: str) -> None:
    provision(alice)
    with reading(alice) as session:
        jobs = [job for job in session.exec(select(Job)) if job.name == JobName.REGISTER_SANDBOX]
        assert len(jobs) == 1
        assert json.dumps(jobs[0].args)
