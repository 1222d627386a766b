"""Who was written to lately, read from the messages themselves: what the limits by person ask."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from services.integrations.queries import find
from services.models import Channel, Customer, OutreachMessage
from services.outreach import limits
from services.outreach.limits import People
from services.outreach.senders import Account

_NOBODY: tuple[int, frozenset[str], datetime | None] = (0, frozenset(), None)
_JUST_NOW = timedelta(minutes=1)  # a call that began before is over, or in doubt and long past its six seconds


def people_of(
    session: Session, customer: Customer, account: Account, rows: Sequence[OutreachMessage], at: datetime
) -> People:
    """What the limits by person need to know about those whom these rows of one channel are for."""
    gap = timedelta(days=customer.contact_gap_days)
    is_whatsapp = rows[0].channel == Channel.WHATSAPP
    row = find(session, account.provider) if is_whatsapp else None
    most = row.people_a_day if row else None
    return People(
        gap,
        _last(session, rows, at - gap) if gap else {},
        limits.PAIR_GAP if is_whatsapp else timedelta(),
        _pair_free(session, rows, at) if is_whatsapp else {},
        most,
        *(_reached(session, account.provider, rows, at) if most is not None else _NOBODY),
    )


def is_full(session: Session, provider: str, at: datetime) -> bool:
    """Whether the account may write to nobody new now, by WhatsApp's limit of people in 24 hours."""
    row = find(session, provider)
    if row is None or row.people_a_day is None:
        return False
    return people_written_to(session, provider, at) >= row.people_a_day


def people_written_to(session: Session, provider: str, at: datetime) -> int:
    """To how many people the account wrote first in the 24 hours before, as WhatsApp counts them."""
    number = select(func.count(func.distinct(OutreachMessage.recipient))).where(*_window(provider, at))
    return session.execute(number).scalar_one()


def _window(provider: str, at: datetime) -> list[ColumnElement[bool]]:
    """What counts for WhatsApp's limit of people: written to through this account in the last 24 hours."""
    since = at - limits.TIER_WINDOW
    return [
        col(OutreachMessage.channel) == Channel.WHATSAPP,
        col(OutreachMessage.provider) == provider,
        col(OutreachMessage.counted_at) > since - limits.TIER_WINDOW,
        _moment() > since,
    ]


def _moment() -> ColumnElement[datetime]:
    """When a counted message went: what its answer said, or while there is none, when it was counted."""
    return func.coalesce(col(OutreachMessage.sent_at), col(OutreachMessage.counted_at))


def _last(session: Session, rows: Sequence[OutreachMessage], since: datetime) -> dict[int | str, datetime]:
    """When these people, and these addresses, were last written to; by contact and by address."""
    found: dict[int | str, datetime] = {}
    people, addresses = {row.contact_id for row in rows}, {row.recipient for row in rows}
    for key, among in ((OutreachMessage.contact_id, people), (OutreachMessage.recipient, addresses)):
        wanted = select(col(key), func.max(_moment())).where(
            col(key).in_(among), col(OutreachMessage.counted_at).is_not(None), _moment() > since
        )
        found |= dict(session.execute(wanted.group_by(col(key))).all())  # pyright: ignore
    return found


def _pair_free(session: Session, rows: Sequence[OutreachMessage], at: datetime) -> dict[str, datetime]:
    """From when WhatsApp takes another message to these numbers; one that is on its way may leave any moment."""
    wanted = select(OutreachMessage.recipient, OutreachMessage.sent_at).where(
        col(OutreachMessage.recipient).in_({row.recipient for row in rows}),
        OutreachMessage.channel == Channel.WHATSAPP,
        _moment() > at - _JUST_NOW,
        col(OutreachMessage.counted_at).is_not(None),
    )
    found: dict[str, datetime] = {}
    for recipient, sent_at in session.exec(wanted):
        free = (sent_at or at) + limits.PAIR_GAP
        found[recipient] = max(free, found.get(recipient, free))
    return found


def _reached(
    session: Session, provider: str, rows: Sequence[OutreachMessage], at: datetime
) -> tuple[int, frozenset[str], datetime | None]:
    """How many people were written to first in the last 24 hours, which of these are among them, when the first leaves.

    An answer in a conversation opens no new one, so conversations are left out.
    """
    window = _window(provider, at)
    number, first = session.execute(
        select(func.count(func.distinct(OutreachMessage.recipient)), func.min(_moment())).where(*window)
    ).one()
    among = col(OutreachMessage.recipient).in_({row.recipient for row in rows})
    known = session.exec(select(OutreachMessage.recipient).where(*window, among))
    return number, frozenset(known), first + limits.TIER_WINDOW if first else None
