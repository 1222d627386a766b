"""Business and sending settings."""

from dataclasses import replace

import pytest
from sqlmodel import select

from services.core.errors import Invalid, NotAllowed
from services.core.scope import Scope
from services.customers.actions import save_business, save_sending
from services.customers.queries import business_settings, sending_settings
from services.customers.rules import clean_business, clean_sending
from services.customers.types import BusinessSettings, SendingSettings
from services.db import reading, transaction
from services.models import AuditLog

ACME = BusinessSettings(name="Acme Dental", cities=("Bangalore",), phone="98200 41735", website="www.acmedental.in")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 201),
        ("website", "not a site"),
        ("website", "javascript:alert(1)"),
        ("website", "https://[broken"),
        ("phone", "12"),
        ("email", "nobody"),
        ("zone", "Mars/Olympus"),
        ("description", "x" * 2001),
        ("services", tuple(f"service {number}" for number in range(31))),
    ],
)
def test_a_wrong_business_field_is_named(field: str, value: object):
    with pytest.raises(Invalid) as refused:
        clean_business(replace(ACME, **{field: value}))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("daily_limit_whatsapp", -1),
        ("daily_limit_email", 100_001),
        ("daily_limit_email", "many"),
        ("quiet_from", "25:00"),
        ("quiet_until", "9"),
        ("whatsapp_reach", "everyone"),
        ("holiday_state", "XX"),
        ("contact_gap_days", 91),
        ("daily_budget_paise", -1),
    ],
)
def test_a_wrong_sending_field_is_named(field: str, value: object):
    with pytest.raises(Invalid) as refused:
        clean_sending(replace(SendingSettings(), **{field: value}))
    assert refused.value.field == field


def test_what_is_typed_is_stored_in_one_spelling(alice: Scope):
    with transaction(alice) as session:
        save_business(session, alice, ACME)
    with reading(alice) as session:
        stored = business_settings(session, alice)
    assert stored.phone == "+919820041735"
    assert stored.cities == ("Bengaluru",)
    assert stored.website == "https://www.acmedental.in"


def test_the_log_names_the_changed_fields_once_and_no_values(alice: Scope):
    for _ in range(2):
        with transaction(alice) as session:
            save_business(session, alice, ACME)
    with reading(alice) as session:
        lines = session.exec(select(AuditLog)).all()
    assert [line.action for line in lines] == ["business_settings_saved"]
    assert lines[0].detail["fields"] == ["cities", "phone", "website"]
    assert "98200" not in str(lines[0].detail)


def test_whatsapp_reach_has_no_default_and_is_never_unchosen(alice: Scope):
    with transaction(alice) as session:
        assert sending_settings(session, alice).whatsapp_reach == ""
        save_sending(session, alice, SendingSettings(whatsapp_reach="opted_in"))
        with pytest.raises(Invalid):
            save_sending(session, alice, SendingSettings())


def test_a_viewer_may_look_and_not_save(bob: Scope):
    with transaction(bob) as session:
        assert business_settings(session, bob).name == "Acme Dental"
        with pytest.raises(NotAllowed):
            save_business(session, bob, ACME)


def test_each_customer_saves_its_own(alice: Scope, charlie: Scope):
    with transaction(alice) as session:
        save_business(session, alice, replace(ACME, name="Acme Smiles"))
    with reading(charlie) as session:
        assert business_settings(session, charlie).name == "Elsewhere Gyms"
