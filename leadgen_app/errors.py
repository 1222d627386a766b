"""What a person sees when a handler fails."""

import reflex as rx
from reflex.event import EventSpec

from services.core.errors import AppError
from services.core.ids import new_id
from services.core.log import get_logger

log = get_logger(__name__)


def show_error(exception: Exception) -> EventSpec:
    """Expected trouble in its own words; anything else is logged and shown as a reference to quote."""
    if isinstance(exception, AppError):
        return rx.toast.error(exception.message)
    reference = new_id("err")
    log.error("handler_failed", reference=reference, exc_info=exception)
    return rx.toast.error(f"Something went wrong. Quote {reference} to support.")
