"""Reads. What was spent."""

from sqlmodel import Session, col, func, select

from services.core.clock import local_day, now
from services.models import Customer, Usage
from services.spending.rules import PAID_BY, SHARES, Meter, paid_together, stored_name


def spent_this_month(session: Session, customer: Customer, meter: Meter, *, is_sandbox: bool = False) -> int:
    """Paise spent, or held, since the first of the month in the customer's zone on all that shares `meter`'s budget."""
    return sum(_by_meter(session, customer, paid_together(meter, is_sandbox)).values())


def used_today(session: Session, meter: Meter, *, is_sandbox: bool = False) -> int:
    """What the customer used of a meter since midnight in their zone."""
    customer = session.get_one(Customer, session.info["customer_id"])
    wanted = select(Usage.quantity).where(
        Usage.day == local_day(now(), customer.zone), Usage.meter == stored_name(meter, is_sandbox)
    )
    return session.exec(wanted).first() or 0


def spent_on(session: Session, meter: str, *, is_sandbox: bool = False) -> int:
    """Paise spent, or held, on one meter since the first of the month in the zone of the session's customer."""
    customer = session.get_one(Customer, session.info["customer_id"])
    return sum(_by_meter(session, customer, [stored_name(Meter(meter), is_sandbox)]).values())


def spent_by_share(session: Session, customer: Customer) -> dict[str, int]:
    """Share of the budget → paise spent, or held, since the first of the month in the customer's zone."""
    spent = dict.fromkeys(SHARES, 0)
    for meter, paise in _by_meter(session, customer, [str(one) for one in PAID_BY]).items():
        spent[PAID_BY[Meter(meter)]] += paise
    return spent


def _by_meter(session: Session, customer: Customer, names: list[str]) -> dict[str, int]:
    """Stored name of a meter → paise since the first of the month, for those of `names` that were used."""
    first = local_day(now(), customer.zone).replace(day=1)
    wanted = select(Usage.meter, func.sum(Usage.cost_paise)).where(
        Usage.customer_id == customer.id, col(Usage.day) >= first, col(Usage.meter).in_(names)
    )
    return {meter: int(paise) for meter, paise in session.exec(wanted.group_by(Usage.meter))}
