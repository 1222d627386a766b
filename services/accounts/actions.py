"""Writes. Signing up, in and out, and switching between customers. These cross customers by nature."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from services.accounts import sessions
from services.accounts.limits import count_try, forgive
from services.accounts.passwords import hash_password, matches
from services.accounts.rules import check_email, check_name, check_password
from services.accounts.types import Browser
from services.core.clock import now
from services.core.errors import Conflict, NotAllowed, NotFound
from services.core.scope import Role
from services.db import in_system_reading, in_system_transaction
from services.integrations.sandbox import ensure_sandbox
from services.models import Customer, Membership, User, UserSession


@dataclass(frozen=True)
class NewAccount:
    """What the sign-up form asks for, as typed."""

    name: str
    business: str
    email: str
    password: str


async def sign_up(account: NewAccount, browser: Browser) -> str:
    """A customer, its owner and a session; returns the session's cookie.

    Raises Invalid for a field, Conflict for an e-mail that has an account, TooManyTries.
    """
    email = check_email(account.email)
    name = check_name(account.name, "name", 120, "Enter your name.")
    business = check_name(account.business, "business", 200, "Enter the name of your business.")
    check_password(account.password, email)
    await in_system_transaction(count_try, "up", email, browser.ip)
    hashed = await hash_password(account.password)
    user = User(email=email, name=name, password_hash=hashed, last_sign_in_at=now())
    return await in_system_transaction(_create, user, Customer(name=business), browser)


def _create(session: Session, user: User, customer: Customer, browser: Browser) -> str:
    customer.email, customer.terms_accepted_at = user.email, now()
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:
        raise Conflict("There is already an account with this email. Sign in instead.") from None
    session.add(customer)
    session.flush()
    session.add(Membership(user_id=user.id or 0, customer_id=customer.id or 0, role=Role.OWNER))
    ensure_sandbox(session, customer)
    session.flush()
    return sessions.begin(session, user.id or 0, customer.id or 0, browser)


async def sign_in(email: str, password: str, browser: Browser) -> str:
    """A new session's cookie.

    Raises NotAllowed, in the same words and after the same time, for an unknown e-mail and for a wrong password;
    TooManyTries past the limit.
    """
    wanted = email.strip().lower()[:320]
    await in_system_transaction(count_try, "in", wanted, browser.ip)
    user = await in_system_reading(_user_by_email, wanted)
    if not await matches(user.password_hash if user else None, password) or user is None:
        raise NotAllowed("The email or the password is wrong.")
    return await in_system_transaction(_enter, user.id or 0, wanted, browser)


def _user_by_email(session: Session, email: str) -> User | None:
    return session.exec(select(User).where(User.email == email)).one_or_none()


def _enter(session: Session, user_id: int, email: str, browser: Browser) -> str:
    forgive(session, "in", email, browser.ip)
    last = select(UserSession.customer_id).where(UserSession.user_id == user_id).order_by(col(UserSession.id).desc())
    customers = select(Membership.customer_id).where(Membership.user_id == user_id).order_by(col(Membership.id))
    allowed = list(session.exec(customers.limit(1000)))
    if not allowed:
        raise NotAllowed("You are not a member of any business. Ask its owner to invite you.")
    previous = session.exec(last.limit(1)).first()
    session.get_one(User, user_id).last_sign_in_at = now()
    return sessions.begin(session, user_id, previous if previous in allowed else allowed[0], browser)


def switch_customer(session: Session, session_id: int, public_id: str) -> None:
    """Point the browser's session at another customer of the same person; raises NotFound for any other."""
    browser = session.get(UserSession, session_id)
    if browser is None:
        raise NotFound("Your session")
    wanted = session.exec(
        select(Membership.customer_id)
        .join(Customer, col(Customer.id) == Membership.customer_id)
        .where(Membership.user_id == browser.user_id, Customer.public_id == public_id)
    ).first()
    if wanted is None:
        raise NotFound("That business")
    browser.customer_id = wanted
