"""What the wizard may promise: plain arithmetic over the plan, never a guess at how many businesses exist."""

from services.core.money import grouped
from services.models import Plan

DAYS_A_MONTH = 30
CONTACTS_A_MONTH: dict[Plan, int | None] = {
    Plan.STARTER: 500,
    Plan.PROFESSIONAL: 2_000,
    Plan.ENTERPRISE: None,
    Plan.PAY_PER_LEAD: None,
}


def contacts_a_month(leads_per_day: int) -> int:
    """At most: a run may find fewer than it looks for."""
    return leads_per_day * DAYS_A_MONTH


def contacts_words(leads_per_day: int, plan: Plan) -> str:
    """How many a month, and where the plan stops it."""
    wanted, included = contacts_a_month(leads_per_day), CONTACTS_A_MONTH[plan]
    words = f"Up to about {grouped(wanted)} a month."
    if included is None or wanted <= included:
        return words
    return f"{words} Your plan includes {grouped(included)}."
