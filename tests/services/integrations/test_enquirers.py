"""Simulated people do not fill in the ad forms of somebody who has not launched."""

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.integrations.sandbox import _registrations, ensure_sandbox
from services.models import Customer


def _registered(scope: Scope) -> set[str]:
    with transaction(scope) as session:
        return {account.provider for account in _registrations(session)}


def test_ad_accounts_join_the_sandbox_at_launch(alice: Scope) -> None:
    with transaction(alice) as session:
        ensure_sandbox(session, session.get_one(Customer, alice.customer_id))
    before = _registered(alice)
    assert before & {"twilio", "sendgrid", "meta", "google_ads", "linkedin"} == {"twilio", "sendgrid"}
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    assert _registered(alice) == before | {"meta", "google_ads", "linkedin"}
