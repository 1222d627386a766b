"""Writes. Business and sending settings, each saved whole, with what changed in the audit log."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from services import audit
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.customers.queries import budget_settings, business_settings, customer_of, sending_settings
from services.customers.rules import clean_budget, clean_business, clean_calls, clean_leads, clean_sending
from services.customers.types import BudgetSettings, BusinessSettings, CallSettings, LeadSettings, SendingSettings
from services.models import Customer, WhatsAppReach


def save_business(session: Session, scope: Scope, typed: BusinessSettings) -> BusinessSettings:
    """Store who the customer is; raises Invalid at the first wrong field and then changes nothing."""
    scope.require(Can.EDIT_SETTINGS)
    customer = customer_of(session, scope)
    clean = clean_business(typed, customer.country)
    values = {**vars(clean), "services": list(clean.services), "cities": list(clean.cities)}
    _save(session, scope, customer, "business_settings_saved", values)
    return clean


def save_sending(session: Session, scope: Scope, typed: SendingSettings) -> SendingSettings:
    """Store how messages go out. A choice of WhatsApp reach can be changed, never taken back to none."""
    scope.require(Can.EDIT_SETTINGS)
    customer = customer_of(session, scope)
    clean = clean_sending(typed)
    if customer.whatsapp_reach and not clean.whatsapp_reach:
        raise Invalid("Choose whom WhatsApp messages may reach.", "whatsapp_reach")
    reach = WhatsAppReach(clean.whatsapp_reach) if clean.whatsapp_reach else None
    _save(session, scope, customer, "sending_settings_saved", {**vars(clean), "whatsapp_reach": reach})
    return clean


def save_calls(session: Session, scope: Scope, typed: CallSettings) -> CallSettings:
    """Store when leads may be called; raises Invalid at the first wrong field."""
    scope.require(Can.EDIT_SETTINGS)
    customer = customer_of(session, scope)
    clean = clean_calls(typed)
    values = {**vars(clean), "call_days": list(clean.call_days)}
    _save(session, scope, customer, "call_settings_saved", values)
    return clean


def save_budget(session: Session, scope: Scope, shares: Mapping[str, int]) -> BudgetSettings:
    """Store what each share of a month may cost, in paise; raises Invalid at the first wrong one."""
    scope.require(Can.EDIT_SETTINGS)
    clean = clean_budget(shares)
    values = {"budget_split": clean, "budget_monthly_paise": sum(clean.values())}
    _save(session, scope, customer_of(session, scope), "budget_saved", values)
    return budget_settings(session, scope)


def save_leads(session: Session, scope: Scope, typed: LeadSettings) -> LeadSettings:
    """Store to whom new leads are given; raises Invalid for what is no way."""
    scope.require(Can.EDIT_SETTINGS)
    clean = clean_leads(typed)
    _save(session, scope, customer_of(session, scope), "lead_settings_saved", {**vars(clean)})
    return clean


def change_business(session: Session, scope: Scope, changes: Mapping[str, Any]) -> BusinessSettings:
    """Store some fields of the business and keep the others; raises Invalid at the first wrong field."""
    scope.require(Can.EDIT_SETTINGS)
    return save_business(session, scope, replace(business_settings(session, scope), **changes))


def change_sending(session: Session, scope: Scope, changes: Mapping[str, Any]) -> SendingSettings:
    """Store some of the sending settings and keep the others; raises Invalid at the first wrong field."""
    scope.require(Can.EDIT_SETTINGS)
    return save_sending(session, scope, replace(sending_settings(session, scope), **changes))


def _save(session: Session, scope: Scope, customer: Customer, action: str, values: dict[str, Any]) -> None:
    """Only what differs is written; the log names the fields, never a person's address or number."""
    changed = sorted(field for field, value in values.items() if getattr(customer, field) != value)
    for field in changed:
        setattr(customer, field, values[field])
    if changed:
        session.add(customer)
        audit.record(session, scope, action, customer.public_id, {"fields": changed})
