"""Writes. One line of the audit log."""

from typing import Any

from sqlmodel import Session

from services.core.scope import Scope
from services.models import AuditLog


def record(session: Session, scope: Scope, action: str, entity: str = "", detail: dict[str, Any] | None = None) -> None:
    """One line; `action` is a verb in the past such as "campaign_paused", `entity` a public id."""
    session.add(
        AuditLog(
            customer_id=scope.customer_id,
            user_id=scope.user_id,
            action=action[:80],
            entity=entity[:80],
            detail=detail or {},
        )
    )
