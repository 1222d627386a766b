"""Reads. Who holds a session, which customers a person works for, and what the shell shows."""

from datetime import timedelta

from sqlalchemy import Select, func
from sqlmodel import Session, col, select

from services.accounts.types import CustomerChoice, Identity, Shell
from services.core.clock import now
from services.core.ids import hash_secret
from services.core.paging import MOST_COUNTED, counted
from services.core.scope import Scope
from services.models import Contact, Conversation, Customer, Lead, Membership, User, UserSession

LIFETIME = timedelta(days=14)
_TOUCH_AFTER = timedelta(hours=1)


def _identities() -> Select[UserSession, Membership, Customer]:
    return (
        select(UserSession, Membership, Customer)
        .join(
            Membership,
            (col(Membership.user_id) == UserSession.user_id) & (col(Membership.customer_id) == UserSession.customer_id),
        )
        .join(Customer, col(Customer.id) == UserSession.customer_id)
        .where(col(UserSession.expires_at) > now())
    )


def _identity(row: tuple[UserSession, Membership, Customer] | None) -> Identity | None:
    if row is None:
        return None
    browser, membership, customer = row
    return Identity(
        session_id=browser.id or 0,
        user_id=browser.user_id,
        customer_id=browser.customer_id,
        role=membership.role,
        launched=customer.launched_at is not None,
        fading=now() - browser.last_seen_at > _TOUCH_AFTER,
    )


def who(session: Session, token: str) -> Identity | None:
    """The identity behind a session cookie, or None when it is unknown, revoked or out of date."""
    found = session.execute(_identities().where(col(UserSession.token_hash) == hash_secret(token))).first()
    return _identity(found)  # pyright: ignore[reportArgumentType]


def holder(session: Session, session_id: int) -> Identity | None:
    """Like `who`, for a session already identified by its key."""
    found = session.execute(_identities().where(col(UserSession.id) == session_id)).first()
    return _identity(found)  # pyright: ignore[reportArgumentType]


def customers_of(session: Session, user_id: int) -> list[CustomerChoice]:
    """The customers a person may switch to, by name."""
    found = session.exec(
        select(Customer.public_id, Customer.name)
        .join(Membership, col(Membership.customer_id) == Customer.id)
        .where(Membership.user_id == user_id)
        .order_by(col(Customer.name), col(Customer.id))
        .limit(100)
    )
    return [CustomerChoice(public_id, name) for public_id, name in found]


def shell(session: Session, scope: Scope) -> Shell:
    """What surrounds every page, for the signed-in person."""
    user = session.get_one(User, scope.user_id)
    customer = session.get_one(Customer, scope.customer_id)
    unread = session.exec(select(func.count()).where(col(Conversation.unread_count) > 0)).one()
    return Shell(
        user_name=user.name,
        user_initials=initials(user.name),
        customer_name=customer.name,
        customers=customers_of(session, scope.user_id),
        contact_count=_capped(session, Contact),
        lead_count=_capped(session, Lead),
        unread_count=unread,
    )


def _capped(session: Session, table: type[Contact] | type[Lead]) -> str:
    some = select(table.id).limit(MOST_COUNTED).subquery()
    return counted(session.exec(select(func.count()).select_from(some)).one())


def initials(name: str) -> str:
    """Two letters for the avatar: "Meera Kulkarni" → "MK"."""
    words = name.split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper() or "?"
