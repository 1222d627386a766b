"""Reads. What a person chose, who there is to tell, and by which addresses they are reached."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from services.core.scope import Can, Role, Scope
from services.integrations.queries import sending_account
from services.models import Channel, Customer, Membership, NoticeChoices, NoticeWay, PushDevice, User
from services.telling import rules
from services.telling.rules import Event


@dataclass(frozen=True)
class Member:
    """Somebody who works for the customer, with what they chose; `phone` is their own, for WhatsApp."""

    user_id: int
    name: str
    email: str
    role: Role
    ways: Mapping[str, object]
    phone: str = ""
    quiet_from: str = ""
    quiet_until: str = ""
    hides_text: bool = False
    device_ids: Sequence[int] = ()


@dataclass(frozen=True)
class Choices:
    """What the settings page shows of one person; `has_…` says whether the customer could write that way."""

    ways: Mapping[Event, frozenset[NoticeWay]]
    email: str
    phone: str
    quiet_from: str
    quiet_until: str
    hides_text: bool
    digest_at: str
    zone: str
    has_email: bool
    has_whatsapp: bool


def choices_of(session: Session, scope: Scope) -> Choices:
    """What this person chose at this customer."""
    scope.require(Can.VIEW)
    customer = session.get_one(Customer, scope.customer_id)
    user = session.get_one(User, scope.user_id)
    chosen = row_of(session, scope) or NoticeChoices(user_id=scope.user_id)
    return Choices(
        {event: rules.ways_for(event, chosen.ways, scope.role) for event in Event},
        user.email,
        chosen.phone,
        chosen.quiet_from,
        chosen.quiet_until,
        chosen.hides_text,
        chosen.digest_at,
        customer.zone,
        sending_account(session, Channel.EMAIL) is not None,
        sending_account(session, Channel.WHATSAPP) is not None,
    )


def answer_within(session: Session, scope: Scope) -> int:
    """Minutes that a new lead of this customer may wait; 0: for ever."""
    scope.require(Can.VIEW)
    return session.get_one(Customer, scope.customer_id).answer_within_minutes


def row_of(session: Session, scope: Scope) -> NoticeChoices | None:
    """What is stored of a person's choices."""
    return session.exec(select(NoticeChoices).where(NoticeChoices.user_id == scope.user_id)).first()


def members_of(session: Session, customer_id: int) -> list[Member]:
    """Everybody who works for the customer, in the order in which they came."""
    people = session.exec(
        select(User, Membership)
        .join(Membership, col(Membership.user_id) == User.id)
        .where(Membership.customer_id == customer_id)
        .order_by(col(Membership.id))
    ).all()
    chosen = {row.user_id: row for row in session.exec(select(NoticeChoices))}
    devices: dict[int, list[int]] = defaultdict(list)
    for user_id, device_id in session.exec(select(PushDevice.user_id, PushDevice.id)):
        devices[user_id].append(device_id or 0)
    return [
        _member(user, membership.role, chosen.get(user.id or 0), devices[user.id or 0]) for user, membership in people
    ]


def own_addresses(session: Session, customer_id: int) -> set[str]:
    """E-mails and phones of the customer's people: what they write in answer to a notice is no lead."""
    people = members_of(session, customer_id)
    return {one.email.lower() for one in people} | {one.phone for one in people} - {""}


def _member(user: User, role: Role, chosen: NoticeChoices | None, device_ids: Sequence[int]) -> Member:
    own = chosen or NoticeChoices(user_id=user.id or 0)
    return Member(
        user.id or 0,
        user.name,
        user.email,
        role,
        own.ways,
        own.phone,
        own.quiet_from,
        own.quiet_until,
        own.hides_text,
        tuple(device_ids),
    )
