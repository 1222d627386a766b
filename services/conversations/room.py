"""How much room the files of one customer take, and whether there is more."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from services.core.settings import get_settings
from services.models import Attachment


def taken(session: Session, customer_id: int) -> int:
    """Bytes of everything stored: what came, what was sent, what waits."""
    held = select(func.coalesce(func.sum(col(Attachment.size_bytes)), 0)).where(
        col(Attachment.customer_id) == customer_id, col(Attachment.stored_as) != ""
    )
    return int(session.execute(held).scalar_one())


def has_room(session: Session, customer_id: int, size: int) -> bool:
    """Whether `size` more bytes may be stored; always where the operator sets no limit."""
    most = get_settings().files_mb * 1_000_000
    return not most or taken(session, customer_id) + size <= most
