"""What each account for messages may send: its own daily limit, its warm-up, WhatsApp's limit of people a day."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from services import audit
from services.core.clock import local_day, now
from services.core.errors import Invalid, NotFound
from services.core.scope import Can, Scope
from services.integrations.catalogue import entry_for
from services.integrations.queries import PRACTISING, is_usable
from services.integrations.types import Purpose
from services.models import Customer, Integration

MOST = 1_000_000


@dataclass(frozen=True)
class AccountLimits:
    """`daily_limit` and `people_a_day` None: no limit. `people_a_day` is WhatsApp's alone."""

    provider: str
    title: str = ""
    is_whatsapp: bool = False
    daily_limit: int | None = None
    people_a_day: int | None = None
    warm_up_from: date | None = None


def account_limits(session: Session, scope: Scope) -> list[AccountLimits]:
    """Of every usable account that sends messages."""
    scope.require(Can.VIEW)
    rows = [row for row in session.exec(select(Integration).order_by(Integration.provider)) if _sends(row)]
    return [
        AccountLimits(
            row.provider,
            entry_for(row.provider).title,
            _is_whatsapp(row.provider),
            row.daily_limit,
            row.people_a_day,
            row.warm_up_from,
        )
        for row in rows
    ]


def save_account_limits(session: Session, scope: Scope, wanted: AccountLimits, *, warms_up: bool) -> None:
    """Store one account's limits; a warm-up that runs keeps its first day. Raises Invalid with the field's name."""
    scope.require(Can.EDIT_SETTINGS)
    row = session.exec(select(Integration).where(Integration.provider == wanted.provider)).first()
    if row is None or not _sends(row):
        raise NotFound("The account")
    for field in ("daily_limit", "people_a_day"):
        value = getattr(wanted, field)
        if value is not None and not 1 <= value <= MOST:
            raise Invalid(f"Enter a number from 1 to {MOST:,}, or nothing.", field)
    today = local_day(now(), session.get_one(Customer, scope.customer_id).zone)
    values = {
        "daily_limit": wanted.daily_limit,
        "people_a_day": wanted.people_a_day if _is_whatsapp(row.provider) else None,
        "warm_up_from": (row.warm_up_from or today) if warms_up else None,
    }
    changed = sorted(field for field, value in values.items() if getattr(row, field) != value)
    for field in changed:
        setattr(row, field, values[field])
    if changed:
        detail = {"fields": changed, "provider": row.provider}
        audit.record(session, scope, "sending_settings_saved", row.public_id, detail)


def _sends(row: Integration) -> bool:
    practises = not row.is_sandbox or row.provider in PRACTISING or row.send_order is not None
    return practises and is_usable(row) and entry_for(row.provider).group is Purpose.MESSAGES


def _is_whatsapp(provider: str) -> bool:
    return "whatsapp" in entry_for(provider).title.lower() or "whatsapp" in entry_for(provider).purpose.lower()
