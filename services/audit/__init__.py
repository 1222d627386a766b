"""The audit log: who did what to which thing."""

from services.audit.actions import record

__all__ = ["record"]
