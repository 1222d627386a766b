"""Sends e-mail through any mail server, over connections that are kept for the length of a drain."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

from aiosmtplib.errors import SMTPException, SMTPResponseException

from services.core.errors import ProviderRefused, ProviderUnsure
from services.core.settings import get_settings
from services.providers.base import Credentials, Happening, OutgoingMessage, Sent
from services.providers.enclosed import made_with, seconds_for
from services.providers.mail import MailPage, MailPlace
from services.providers.pool import connections, kept
from services.providers.smtp.errors import NAME
from services.providers.smtp.mailbox import ImapMailbox
from services.providers.smtp.message import envelope
from services.providers.smtp.pool import LostAnswer, SmtpPool, translated

PER_SECOND = 10.0  # where the account names no pace of its own


class Smtp:
    """One account. Values: `host`, `port`, `username`, `password`, `from`, `from_name`, `bounce_address`, `per_second`,
    `dkim_selector`, `dkim_key`, and the mailbox's (see mailbox.py)."""

    can_look_up = False  # a mail server keeps no list of what it was given

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "Smtp":
        return cls(credentials)

    async def send(self, message: OutgoingMessage) -> Sent:
        """Under its Message-ID, which is our reference at the from address's domain."""
        letter = await made_with(message.files, lambda: envelope(message, self._credentials))
        async with connections():
            longer = seconds_for(message.files)
            await self._in_time(lambda handed: self._pool().deliver(letter, handed), longer)
        return Sent(f"{message.reference}@{self._credentials['from'].partition('@')[2]}")

    async def look_up(self, message: OutgoingMessage, since: datetime, known: Collection[str] = ()) -> Sent | None:
        """Raises ProviderRefused: nobody can be asked. A bounce, an answer or a person settles it."""
        del message, since, known
        raise ProviderRefused(NAME, "A mail server cannot be asked what it was given.", "look_up")

    async def test(self) -> str:
        """Signs in at both servers."""
        async with connections():
            await self._in_time(lambda _: self._pool().greet())
        if not self.has_mailbox:
            return "Connected to the mail server. Without a mailbox (IMAP), bounces and answers stay unknown."
        await ImapMailbox(self._credentials).greet()
        return "Connected to the mail server and to the mailbox."

    @property
    def has_mailbox(self) -> bool:
        return bool(self._credentials["imap_host"])

    async def read_mail(self, place: MailPlace) -> MailPage:
        """What came into the mailbox since `place`."""
        return await ImapMailbox(self._credentials).read(place)

    async def read_whole(self, uid: int) -> Happening | None:
        return await ImapMailbox(self._credentials).read_whole(uid)

    def _pool(self) -> SmtpPool:
        """This account's connections, for as long as the surrounding `connections()` lasts."""
        account = self._credentials
        pace = float(account["per_second"] or PER_SECOND)
        key = (NAME, account["host"], account["port"], account["username"], account["password"], account["from"])
        return kept(key, lambda: SmtpPool(account, pace))

    async def _in_time(self, work: Callable[[asyncio.Event], Awaitable[None]], longer: float = 0) -> None:
        """Raises ProviderDown as long as nothing was handed over, ProviderUnsure after that, or ProviderRefused."""
        handed = asyncio.Event()
        try:
            async with asyncio.timeout(get_settings().provider_timeout_seconds + longer):
                await work(handed)
        except SMTPResponseException as error:
            raise translated(error) from error
        except (LostAnswer, SMTPException, OSError) as error:
            if handed.is_set():
                words = "The mail server did not confirm this email."
                raise ProviderUnsure(NAME, words, "no_answer") from error
            raise translated(error) from error
