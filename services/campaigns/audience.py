"""The customer's ideal customers: what searches start from and what contacts are scored against."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from services import audit
from services.campaigns.draft import Audience, Step, problems_of
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.customers.queries import customer_of

FIELDS = tuple(Audience.model_fields)


def audience_answers(session: Session, scope: Scope) -> dict[str, Any]:
    """As stored, with every field of the wizard's second step; empty ones before launch."""
    scope.require(Can.VIEW)
    stored = customer_of(session, scope).audience
    return {name: stored.get(name, field.get_default(call_default_factory=True)) for name, field in _fields()}


def save_audience(session: Session, scope: Scope, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Store whom the customer wants to reach, by the wizard's own rules; raises Invalid at the first wrong field."""
    scope.require(Can.EDIT_SETTINGS)
    given = {name: answers.get(name) for name in FIELDS if name in answers}
    for field, message in problems_of(Step.AUDIENCE, given).items():
        raise Invalid(message, field)
    customer = customer_of(session, scope)
    clean = Audience.model_validate(given).model_dump()
    changed = sorted(name for name in FIELDS if customer.audience.get(name) != clean[name])
    if changed:
        customer.audience = clean
        session.add(customer)
        audit.record(session, scope, "audience_saved", customer.public_id, {"fields": changed})
    return clean


def _fields() -> Any:
    return Audience.model_fields.items()
