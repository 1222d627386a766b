"""What became of first messages: the features as they were then, and whether interest came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from services.core.clock import now
from services.core.settings import get_settings
from services.db import insert_ignoring
from services.models import Contact, Lead, LeadStatus, ScoreSnapshot

JUDGED_AFTER_DAYS = 7  # a silence shorter than this may still end
MOST = 50_000  # newest first messages to learn from
WIN_COUNTS = 3.0  # answers


@dataclass(frozen=True)
class Example:
    """One first message: what was known, when it left, whether the contact became a lead, and how much that counts."""

    features: Sequence[str]
    sent_at: datetime
    answered: bool
    counts: float = 1.0


def remember(session: Session, contact: Contact, at: datetime) -> None:
    """Keep what the score knew of a contact as its first message left; a second call changes nothing."""
    features = contact.ai_analysis.get("features")
    if features is None:
        return  # scored by an older version of the product, which told no features
    row = {
        "customer_id": contact.customer_id,
        "contact_id": contact.id,
        "features": list(features),
        "score": contact.quality_score,
        "version": int(contact.ai_analysis.get("version", 0)),
        "is_practice": contact.is_sandbox,
        "sent_at": at,
        "created_at": at,
        "updated_at": at,
    }
    insert_ignoring(session, ScoreSnapshot, [row])


def judged_before(at: datetime, is_practice: bool) -> datetime:
    """First messages older than this count; simulated people live faster."""
    day = get_settings().sandbox_day_seconds if is_practice else 86_400
    return at - timedelta(seconds=JUDGED_AFTER_DAYS * day)


def learns_from_practice(session: Session) -> bool:
    """Simulated people teach only a customer who has never written to a real one."""
    real = select(ScoreSnapshot.id).where(col(ScoreSnapshot.is_practice).is_(False)).limit(1)
    return session.exec(real).first() is None


def count_outcomes(session: Session, is_practice: bool) -> int:
    """First messages old enough to judge."""
    counted = select(func.count(col(ScoreSnapshot.id))).where(*_judged(is_practice))
    return int(session.exec(counted).one())


def count_answered(session: Session, is_practice: bool) -> int:
    """How many of those were answered with interest."""
    counted = select(func.count(col(ScoreSnapshot.id))).join(Contact, col(Contact.id) == col(ScoreSnapshot.contact_id))
    answered = col(Contact.converted_at) >= col(ScoreSnapshot.sent_at)
    return int(session.exec(counted.where(*_judged(is_practice), answered)).one())


def examples(session: Session, is_practice: bool) -> list[Example]:
    """The newest first messages that can be judged, oldest first."""
    statement = (
        select(ScoreSnapshot.features, ScoreSnapshot.sent_at, Contact.converted_at, Lead.status)
        .join(Contact, col(Contact.id) == col(ScoreSnapshot.contact_id))
        .outerjoin(Lead, col(Lead.original_contact_id) == col(Contact.id))
        .where(*_judged(is_practice))
        .order_by(col(ScoreSnapshot.sent_at).desc(), col(ScoreSnapshot.id).desc())
        .limit(MOST)
    )
    return [_example(*row) for row in reversed(session.exec(statement).all())]


def _judged(is_practice: bool) -> tuple[Any, ...]:
    return (
        col(ScoreSnapshot.is_practice).is_(is_practice),
        col(ScoreSnapshot.sent_at) < judged_before(now(), is_practice),
    )


def _example(features: Sequence[str], sent_at: datetime, converted_at: datetime | None, status: Any) -> Example:
    answered = converted_at is not None and converted_at >= sent_at
    won = answered and status == LeadStatus.WON
    return Example(tuple(features), sent_at, answered, WIN_COUNTS if won else 1.0)
