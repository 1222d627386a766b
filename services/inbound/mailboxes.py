"""Mailboxes of connected mail servers: read on from where we were, kept once, handled like any provider's webhook."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from services.providers.enclosed import CarriedFile
from services.providers.mail import MailPage, MailPlace, MailReader
from services.providers.registry import provider

READERS = ("smtp",)
MOST_PAGES = 20  # in one turn; the next turn goes on
MOST_TRIES = 5  # at a mail that is large; then it is kept without its files
_REFERENCE = re.compile(r"\b(?:om|msg)_[0-9a-z]{26}\b")
log = get_logger(__name__)


@dataclass(frozen=True)
class _Box:
    credentials: Credentials
    place: MailPlace
    tries: int = 0  # at the page after `place`, in vain


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
            told = await _in_full(scope, name, reader, page, replace(box, place=place))
        except ProviderDown as error:
            log.info("mailbox_not_read", provider=name, code=error.code)
            return
        except ProviderRefused as error:
            await in_transaction(scope, _refused, name, error, box.credentials.is_sandbox)
            return
        await _keep(scope, name, page, told)
        place, box = page.place, replace(box, tries=0)
        if not page.has_more:
            return


async def _in_full(scope: Scope, name: str, reader: MailReader, page: MailPage, box: _Box) -> list[Happening]:
    """Those of a page that are ours, with their files. Raises ProviderDown once it is noted that this was tried."""
    ours = await in_reading(scope, _ours, page.happenings)
    try:
        return [await _whole(reader, page, one, may_fail=box.tries + 1 < MOST_TRIES) for one in ours]
    except ProviderDown:
        await in_transaction(scope, _note, name, box.place, box.tries + 1)
        raise


async def _whole(reader: MailReader, page: MailPage, one: Happening, *, may_fail: bool) -> Happening:
    """A mail with its files, which are read once it is known to be ours; without them when they cannot be had."""
    if one.event_id not in page.cut:
        return one
    try:
        whole = await reader.read_whole(page.cut[one.event_id])
    except ProviderDown:
        if may_fail:
            raise
        return _without_files(one, "This email could not be read to its end: its files were left out.")
    except ProviderRefused as error:
        if error.code != "size":
            raise
        return _without_files(one, "This email is larger than can be read: its files were left out.")
    return replace(whole, event_id=one.event_id) if whole else one


def _without_files(one: Happening, problem: str) -> Happening:
    return replace(one, files=(CarriedFile("Files of this email", problem=problem),))


async def _keep(scope: Scope, name: str, page: MailPage, ours: Sequence[Happening]) -> None:
    """Stored first, then the place: a crash in between reads the page again, and each mail is known by its id."""
    if ours:
        told = [webhooks.Told(name, scope.customer_id, one) for one in ours]
        await on_database_thread(lambda: webhooks.keep(told))
    await in_transaction(scope, _note, name, page.place)


def _opened(session: Session, name: str) -> _Box | None:
    row = find(session, name)
    if row is None:
        return None
    known: dict[str, Any] = row.detail.get("mailbox") or {}
    place = MailPlace(int(known.get("validity", 0)), int(known.get("uid", 0)))
    return _Box(credentials_of(row), place, int(known.get("tries", 0)))


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


def _note(session: Session, name: str, place: MailPlace, tries: int = 0) -> None:
    row = find(session, name)
    if row is not None:
        row.detail = {**row.detail, "mailbox": {"validity": place.validity, "uid": place.uid, "tries": tries}}


def _refused(session: Session, name: str, error: ProviderRefused, is_sandbox: bool) -> None:
    """The sandbox may not know the account yet."""
    log.info("mailbox_refused", provider=name, code=error.code)
    if not is_sandbox:
        mark_failing(session, session.info["customer_id"], name, error.message)
