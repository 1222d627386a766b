"""Writes. Count usage; hold money before a paid call and settle it afterwards."""

from sqlmodel import Session, col, select, update

from services.core.clock import local_day, now
from services.core.errors import Conflict
from services.core.money import rupees
from services.db import insert_ignoring
from services.models import Customer, Usage
from services.spending.queries import spent_this_month
from services.spending.rules import PAID_BY, Meter, stored_name


class OverBudget(Conflict):
    """The month's budget does not allow this call; nothing was called and nothing was counted."""


def count(session: Session, meter: Meter, quantity: int, cost_paise: int = 0, *, is_sandbox: bool = False) -> None:
    """Add to a meter of the present day in the customer's zone; a negative cost gives back what was held too much."""
    if not quantity and not cost_paise:
        return
    customer = _customer(session)
    at = now()
    name, day = stored_name(meter, is_sandbox), local_day(at, customer.zone)
    row = {"customer_id": customer.id, "day": day, "meter": name, "quantity": 0, "cost_paise": 0}
    insert_ignoring(session, Usage, [{**row, "created_at": at, "updated_at": at}])
    session.exec(
        update(Usage)
        .where(col(Usage.day) == day, col(Usage.meter) == name, col(Usage.customer_id) == customer.id)
        .values(quantity=col(Usage.quantity) + quantity, cost_paise=col(Usage.cost_paise) + cost_paise)
    )


def hold(session: Session, meter: Meter, most_paise: int, *, is_sandbox: bool = False) -> None:
    """Take the most that a call can cost out of the month's budget, before the call and in its own transaction.

    Raises OverBudget when less is left. After the call, `count(…, quantity, actual - most)` settles it.
    """
    customer = session.exec(select(Customer).where(Customer.id == session.info["customer_id"]).with_for_update()).one()
    share = PAID_BY[meter]
    budget = int(customer.budget_split.get(share) or 0)
    left = budget - spent_this_month(session, customer, meter, is_sandbox=is_sandbox)
    if most_paise > left:
        raise OverBudget(
            f"The month's budget for finding contacts is {rupees(budget)} and {rupees(max(left, 0))} of it is left; "
            f"this needs up to {rupees(most_paise)}. Raise it in Settings → Budget."
        )
    count(session, meter, 0, most_paise, is_sandbox=is_sandbox)


def _customer(session: Session) -> Customer:
    return session.get_one(Customer, session.info["customer_id"])
