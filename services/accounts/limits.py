"""How often one may try to sign in or up: counted by e-mail and by address, kept only as keyed hashes."""

from datetime import timedelta

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from services.core.clock import now
from services.core.crypto import fingerprint
from services.core.errors import Conflict
from services.models import SignInAttempt

WINDOW = timedelta(minutes=15)
PER_EMAIL = 8
PER_ADDRESS = 100


class TooManyTries(Conflict):
    """The limit holds for every e-mail, known or not, so it tells nothing about who exists."""

    def __init__(self) -> None:
        super().__init__("Too many tries. Wait 15 minutes and try again.")


def _limits(kind: str, email: str, ip: str) -> dict[str, int]:
    return {
        fingerprint(f"{kind}:email:{email}"): PER_EMAIL,
        fingerprint(f"{kind}:ip:{ip}"): PER_ADDRESS,
    }


def count_try(session: Session, kind: str, email: str, ip: str) -> None:
    """Record a try before its outcome is known, so that parallel tries cannot slip past; raises TooManyTries."""
    limits = _limits(kind, email, ip)
    recent = dict(
        session.execute(
            select(SignInAttempt.subject, func.count())
            .where(col(SignInAttempt.subject).in_(limits), col(SignInAttempt.created_at) > now() - WINDOW)
            .group_by(col(SignInAttempt.subject))
        ).all()
    )
    if any(recent.get(subject, 0) >= most for subject, most in limits.items()):
        raise TooManyTries
    session.add_all([SignInAttempt(subject=subject) for subject in limits])


def forgive(session: Session, kind: str, email: str, ip: str) -> None:
    """A success clears this e-mail's count and takes back its own try from the address's."""
    by_email, by_address = _limits(kind, email, ip)
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.subject) == by_email))
    newest = select(func.max(SignInAttempt.id)).where(SignInAttempt.subject == by_address).scalar_subquery()
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.id) == newest))
