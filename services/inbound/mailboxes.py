"""Mailboxes of connected mail servers: read on from where we were, kept once, handled like any provider's webhook."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from services import webhooks
from services.core.errors import ProviderDown, ProviderRefused
from services.core.log import get_logger
from services.core.scope import Scope, system_scope
from services.db import in_reading, in_transaction, on_database_thread, system_reading
from services.integrations.actions import mark_failing
from services.integrations.queries import credentials_of, find, is_usable
from services.models import Contact, Integration, Lead
from services.outreach.reply_address import reference_in
from services.providers.base import Credentials, Happening
from services.providers.mail import MailPage, MailPlace, MailReader
from services.providers.registry import provider

READERS = ("smtp",)
MOST_PAGES = 20  # in one turn; the next turn goes on
_REFERENCE = re.compile(r"\b(?:om|msg)_[0-9a-z]{26}\b")
log = get_logger(__name__)


@dataclass(frozen=True)
class _Box:
    credentials: Credentials
    place: MailPlace


async def read_mailboxes() -> None:
    """Read every connected mailbox; one account's trouble is not another's."""
    for customer_id, name in await on_database_thread(_accounts):
        await _read(system_scope(customer_id), name)


def _accounts() -> list[tuple[int, str]]:
    wanted = select(Integration).where(col(Integration.provider).in_(READERS)).order_by(col(Integration.id))
    with system_reading() as session:
        return [(row.customer_id, row.provider) for row in session.exec(wanted) if is_usable(row)]


async def _read(scope: Scope, name: str) -> None:
    box = await in_reading(scope, _opened, name)
    if box is None:
        return
    reader = provider(name, MailReader, box.credentials)
    place, pages = box.place, MOST_PAGES if reader.has_mailbox else 0
    for _ in range(pages):
        try:
            page = await reader.read_mail(place)
        except ProviderDown as error:
            log.info("mailbox_not_read", provider=name, code=error.code)
            return
        except ProviderRefused as error:
            await in_transaction(scope, _refused, name, error, box.credentials.is_sandbox)
            return
        await _keep(scope, name, page)
        place = page.place
        if not page.has_more:
            return


async def _keep(scope: Scope, name: str, page: MailPage) -> None:
    """Stored first, then the place: a crash in between reads the page again, and each mail is known by its id."""
    ours = await in_reading(scope, _ours, page.happenings)
    if ours:
        told = [webhooks.Told(name, scope.customer_id, one) for one in ours]
        await on_database_thread(lambda: webhooks.keep(told))
    await in_transaction(scope, _note, name, page.place)


def _opened(session: Session, name: str) -> _Box | None:
    row = find(session, name)
    if row is None:
        return None
    known: dict[str, Any] = row.detail.get("mailbox") or {}
    return _Box(credentials_of(row), MailPlace(int(known.get("validity", 0)), int(known.get("uid", 0))))


def _ours(session: Session, happenings: Sequence[Happening]) -> list[Happening]:
    """A mailbox holds letters that are nobody's business: kept is what answers us, or comes from somebody we know."""
    return [one for one in happenings if one.kind != "reply" or _is_ours(session, one)]


def _is_ours(session: Session, one: Happening) -> bool:
    named = " ".join([str(one.data["recipient"]), *map(str, one.data["references"])])
    if reference_in(str(one.data["recipient"])) or _REFERENCE.search(named):
        return True
    sender = str(one.data["sender"])
    contact = select(Contact.id).where(col(Contact.email) == sender)
    lead = select(Lead.id).where(col(Lead.email) == sender)
    return any(session.exec(wanted.limit(1)).first() is not None for wanted in (contact, lead))


def _note(session: Session, name: str, place: MailPlace) -> None:
    row = find(session, name)
    if row is not None:
        row.detail = {**row.detail, "mailbox": {"validity": place.validity, "uid": place.uid}}


def _refused(session: Session, name: str, error: ProviderRefused, is_sandbox: bool) -> None:
    """The sandbox may not know the account yet."""
    log.info("mailbox_refused", provider=name, code=error.code)
    if not is_sandbox:
        mark_failing(session, session.info["customer_id"], name, error.message)
