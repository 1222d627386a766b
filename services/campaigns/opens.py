"""How many opened a campaign's e-mails and followed their links: people, and mails that machines alone looked at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select

from services.models import FIRST_STEP, MOST_STEPS, Channel, MessageOpening, OutreachCampaign, OutreachMessage


@dataclass(frozen=True)
class Opens:
    """E-mails, not events: `opened` and `clicked` by a person, `machines_*` by machines and no person."""

    sent: int = 0
    opened: int = 0
    clicked: int = 0
    machines_opened: int = 0
    machines_clicked: int = 0

    def __add__(self, other: "Opens") -> "Opens":
        return Opens(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True)
class OpenCounts:
    """Of all the campaign's e-mails, of those of one `step`, or of one text (`letter`) of the first message."""

    counts: Opens
    step: int = 0
    letter: str = ""


def open_counts(session: Session, campaign: OutreachCampaign) -> list[OpenCounts]:
    """All e-mails first, then each step and each text where there are several; none where nobody looked."""
    if not campaign.tracks_opens and not campaign.opened_count:
        return []
    found = _found(session, campaign)
    rows = [OpenCounts(_total(found, lambda _: True))]
    numbers = sorted({step for step, _ in found})
    if len(numbers) > 1:
        rows += [OpenCounts(_total(found, lambda key, one=one: key[0] == one), step=one) for one in numbers]
    letters = sorted({letter for step, letter in found if step == FIRST_STEP and letter})
    if len(letters) > 1:
        rows += [OpenCounts(found[FIRST_STEP, one], FIRST_STEP, one) for one in letters]
    return rows


def _found(session: Session, campaign: OutreachCampaign) -> dict[tuple[int, str], Opens]:
    """By step and letter."""
    opened, seen = col(OutreachMessage.read_at).is_not(None), MessageOpening
    clicked = col(seen.person_clicked_at).is_not(None)
    machines_clicked = col(seen.machine_clicked_at).is_not(None)
    machines_opened = or_(col(seen.machine_opened_at).is_not(None), machines_clicked)
    step, letter = col(OutreachMessage.step), col(OutreachMessage.variant)
    counts: list[Any] = [
        func.count(),
        _number(opened),
        _number(clicked),
        _number(and_(~opened, machines_opened)),
        _number(and_(~clicked, machines_clicked)),
    ]
    wanted = (
        select(step, letter, *counts)
        .join(seen, col(seen.outreach_message_id) == col(OutreachMessage.id), isouter=True)
        .where(
            OutreachMessage.outreach_campaign_id == campaign.id,
            OutreachMessage.channel == Channel.EMAIL,
            col(OutreachMessage.sent_at).is_not(None),
            step <= MOST_STEPS,  # beyond are those of a contact that was merged into another
        )
        .group_by(step, letter)
    )
    return {(int(row[0]), str(row[1])): Opens(*map(int, row[2:])) for row in session.execute(wanted)}


def _number(condition: ColumnElement[bool]) -> Any:
    return func.count(case((condition, 1)))


def _total(found: dict[tuple[int, str], Opens], belongs: Callable[[tuple[int, str]], bool]) -> Opens:
    matching: Sequence[Opens] = [counts for key, counts in found.items() if belongs(key)]
    return sum(matching, Opens())
