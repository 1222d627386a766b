"""What WhatsApp says of a number's quality: a low one writes slowly, and its campaigns stop until somebody looks."""

from sqlmodel import Session, col, select

from services import audit
from services.core.errors import AppError
from services.core.log import get_logger
from services.core.scope import Scope, system_scope
from services.db import in_reading, in_transaction, on_database_thread, system_reading
from services.integrations import sandbox
from services.integrations.queries import credentials_for, find
from services.models import Channel, Integration, IntegrationStatus
from services.outreach import consequences
from services.outreach.senders import LOW_QUALITY
from services.providers.rating import Rated, Rating
from services.providers.registry import provider as build

RATED = ("whatsapp_cloud",)  # Twilio, Gupshup and WATI show it in their consoles alone
_LOW = "WhatsApp rates the quality of the number as low: too many people blocked it or reported it."
log = get_logger(__name__)


async def look_at_numbers() -> None:
    """Ask after every number whose quality can be asked for; the trouble of one is not another's."""
    for customer_id, provider in await on_database_thread(_numbers):
        scope = system_scope(customer_id)
        try:
            rating = await _asked(scope, provider)
        except AppError as trouble:
            log.info("quality_not_heard", customer_id=customer_id, provider=provider, reason=str(trouble))
            continue
        await in_transaction(scope, note, provider, rating)


def _numbers() -> list[tuple[int, str]]:
    wanted = select(Integration.customer_id, Integration.provider).where(
        col(Integration.provider).in_(RATED), Integration.status == IntegrationStatus.CONNECTED
    )
    with system_reading() as session:
        return [(customer_id, provider) for customer_id, provider in session.exec(wanted)]


async def _asked(scope: Scope, provider: str) -> Rating:
    credentials = await in_reading(scope, credentials_for, provider)
    if credentials.is_sandbox:
        await sandbox.ensure_registered(scope.customer_id)
    return await build(provider, Rated, credentials).rating()


def note(session: Session, provider: str, rating: Rating) -> None:
    """Act on what is new alone: campaigns that a person resumed in spite of a low quality go on."""
    account = find(session, provider)
    if account is None:
        return
    known = account.detail.get("quality", "")
    hear(session, provider, rating.quality if rating.quality != known else "", rating.people, _LOW)


def hear(session: Session, provider: str, quality: str, people: int | None, words: str) -> None:
    """Of the session's customer's number at `provider`: `quality` low or high, "" when nothing was said of it.

    `people` is WhatsApp's limit of new people in 24 hours (0: none), None when nothing was said of it.
    """
    account = find(session, provider)
    if account is None:
        return
    scope = system_scope(account.customer_id)
    if people is not None and account.people_a_day != (people or None):
        account.people_a_day = people or None
        detail = {"fields": ["people_a_day"], "provider": provider}
        audit.record(session, scope, "sending_settings_saved", account.public_id, detail)
    if quality:
        account.detail = {**account.detail, "quality": quality}
    if quality == LOW_QUALITY:
        stop = f"{words} Messages leave at a quarter of the pace. Write to fewer people, then resume."
        consequences.pause(session, account.customer_id, Channel.WHATSAPP, stop, through=provider)
        consequences.note_stop(session, scope, provider, stop)
