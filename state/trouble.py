"""What a person reads when something fails."""

from services.core.errors import AppError
from services.core.ids import new_id
from services.core.log import get_logger

log = get_logger(__name__)


def told(exception: Exception) -> str:
    """Expected trouble in its own words; anything else is logged and becomes a reference to quote."""
    if isinstance(exception, AppError):
        return exception.message
    reference = new_id("err")
    log.error("handler_failed", reference=reference, exc_info=exception)
    return f"Something went wrong. Quote {reference} to support."
