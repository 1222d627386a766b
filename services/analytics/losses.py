"""Reads. Why leads were lost, as those who moved them said."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from services.core.scope import Can, Scope
from services.leads.rules import LOST_WORDS
from services.models import Lead, LeadStatus, LostReason


@dataclass(frozen=True)
class Loss:
    """One reason, how many leads it cost, and of a hundred lost ones how many."""

    words: str
    leads: int
    share: int


def losses(session: Session, scope: Scope) -> list[Loss]:
    """Reasons of all leads that are lost now, the commonest first; [] when none is."""
    scope.require(Can.VIEW)
    counted = (
        select(col(Lead.lost_reason), func.count(col(Lead.id)))
        .where(col(Lead.status) == LeadStatus.LOST)
        .group_by(col(Lead.lost_reason))
    )
    found = dict(session.execute(counted).all())
    total = sum(found.values())
    named = [(_words(reason), number) for reason, number in found.items()]
    return [
        Loss(words, number, round(100 * number / total))
        for words, number in sorted(named, key=lambda one: (-one[1], one[0]))
    ]


def _words(reason: str) -> str:
    return LOST_WORDS[LostReason(reason)] if reason else "No reason given"
