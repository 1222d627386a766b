"""What WhatsApp says of a number's quality: a low one writes slowly, and its campaigns stop until somebody looks."""

from sqlmodel import Session

from services import audit
from services.core.scope import system_scope
from services.integrations.queries import find
from services.models import Channel
from services.outreach import consequences
from services.outreach.senders import LOW_QUALITY


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
