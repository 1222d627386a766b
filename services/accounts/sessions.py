"""The life of a browser's session: begun, recognised, kept alive, ended."""

from sqlalchemy import delete, update
from sqlmodel import Session, col

from services.accounts.queries import LIFETIME, who
from services.accounts.types import Browser, Identity
from services.core.clock import now
from services.core.ids import hash_secret, new_secret
from services.db import on_database_thread, system_reading, system_transaction
from services.models import UserSession
from services.telling.devices import forget_session

_LONGEST_TOKEN = 100


async def identify(token: str) -> Identity | None:
    """Who holds the cookie `token`; each look within an active hour pushes its expiry out."""
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    return await on_database_thread(lambda: _identify(token))


def _identify(token: str) -> Identity | None:
    with system_reading() as session:
        identity = who(session, token)
    if identity is not None and identity.fading:
        with system_transaction() as session:
            _keep_alive(session, identity.session_id)
    return identity


def _keep_alive(session: Session, session_id: int) -> None:
    at = now()
    renewed = update(UserSession).where(col(UserSession.id) == session_id)
    session.execute(renewed.values(last_seen_at=at, expires_at=at + LIFETIME))


def begin(session: Session, user_id: int, customer_id: int, browser: Browser) -> str:
    """A new session's cookie; only its hash is stored."""
    token, at = new_secret(), now()
    session.add(
        UserSession(
            token_hash=hash_secret(token),
            user_id=user_id,
            customer_id=customer_id,
            expires_at=at + LIFETIME,
            last_seen_at=at,
            ip=browser.ip[:45],
            user_agent=browser.user_agent[:300],
        )
    )
    return token


def end(session: Session, token: str) -> None:
    """Revoke one cookie, and tell nobody on this browser any more; unknown ones are ignored."""
    ended = delete(UserSession).where(col(UserSession.token_hash) == hash_secret(token)).returning(col(UserSession.id))
    for session_id in session.execute(ended).scalars().all():
        forget_session(session, session_id or 0)
