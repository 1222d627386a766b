"""Open connections to one account's mail server: signed in once, used again and again."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from services.core.errors import ProviderDown, ProviderRefused, Refusal
from services.core.settings import get_settings
from services.providers.base import Credentials
from services.providers.smtp import reaching
from services.providers.smtp.errors import CLOSING, NAME, SENDER, SIGN_IN, refusal
from services.providers.smtp.message import Envelope

MOST_CONNECTIONS = 20
EACH_CARRIES = 5.0  # messages a second that one connection is good for
_TRUSTED_SECONDS = 20.0  # an idle connection is asked whether it lives after this
LOST = (SMTPServerDisconnected, SMTPTimeoutError, OSError)


class LostAnswer(Exception):
    """The connection broke after the message was handed over."""


class SmtpPool:
    """At most as many connections as the account's pace needs; everything runs in one event loop."""

    def __init__(self, account: Credentials, per_second: float) -> None:
        self._account = account
        self._gate = asyncio.Semaphore(max(1, min(MOST_CONNECTIONS, round(per_second / EACH_CARRIES))))
        self._idle: deque[tuple[SMTP, float]] = deque()

    async def deliver(self, envelope: Envelope, handed: asyncio.Event) -> None:
        """Hand over one message; `handed` is set from the moment on at which it may have arrived.

        Raises what aiosmtplib raises, or LostAnswer.
        """
        async with self._gate, self._client() as client:
            await self._address(client, envelope)
            handed.set()
            try:
                await client.data(envelope.raw, timeout=_seconds() + len(envelope.raw) / 150_000)
            except LOST as error:
                raise LostAnswer from error

    async def greet(self) -> None:
        """Connect, sign in and ask for nothing."""
        async with self._gate, self._client() as client:
            await client.noop()

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[SMTP]:
        """Kept for the next message unless it broke or the server is closing."""
        client = await self._ready() or await self._connect()
        try:
            yield client
        except SMTPResponseException as error:
            await self._keep_after(client, error.code)
            raise
        except BaseException:
            client.close()
            raise
        self._keep(client)

    def _keep(self, client: SMTP) -> None:
        if client.is_connected:
            self._idle.append((client, time.monotonic()))

    async def _keep_after(self, client: SMTP, code: int) -> None:
        """A refused message leaves half a transaction behind."""
        try:
            if code == CLOSING:
                raise SMTPServerDisconnected("closing")
            await client.rset()
        except (*LOST, SMTPException):
            client.close()
        self._keep(client)

    async def _ready(self) -> SMTP | None:
        """An idle connection that still lives."""
        while self._idle:
            client, since = self._idle.pop()
            if not client.is_connected:
                continue
            if time.monotonic() - since < _TRUSTED_SECONDS:
                return client
            try:
                await client.noop()
            except (*LOST, SMTPException):
                client.close()
                continue
            return client
        return None

    async def _address(self, client: SMTP, envelope: Envelope) -> None:
        """Sender and recipient told; once more on a new connection when this one had died unnoticed."""
        try:
            await _tell(client, envelope)
        except (*LOST, SMTPResponseException) as error:
            if isinstance(error, SMTPResponseException) and error.code != CLOSING:
                raise
            client.close()
            await self._sign_in(client)
            await _tell(client, envelope)

    async def _connect(self) -> SMTP:
        account = self._account
        client = SMTP(hostname=account["host"], local_hostname=_own_name(account), timeout=_seconds())
        await self._sign_in(client)
        return client

    async def _sign_in(self, client: SMTP) -> None:
        """A new connection, encrypted unless the server is on this machine, and signed in."""
        port = int(self._account["port"] or 587)
        opened = await reaching.open_socket(
            self._account["host"], port, reaching.SMTP_PORTS, is_sandbox=self._account.is_sandbox
        )
        is_here = reaching.is_loopback(opened)
        user, password = self._account["username"], self._account["password"]
        try:
            await client.connect(
                sock=opened,
                port=None,
                use_tls=port in reaching.TLS_PORTS,
                start_tls=False,
                tls_context=reaching.tls(),
            )
        except BaseException:
            opened.close()
            raise
        try:
            if port not in reaching.TLS_PORTS:
                await _encrypt(client, is_here)
            if user:
                await client.login(user, password)
        except BaseException:
            client.close()
            raise

    async def aclose(self) -> None:
        """Say goodbye on every connection that is left."""
        while self._idle:
            client, _ = self._idle.pop()
            try:
                await client.quit()
            except (*LOST, SMTPException):
                client.close()


async def _tell(client: SMTP, envelope: Envelope) -> None:
    await client.mail(envelope.sender)
    await client.rcpt(envelope.recipient)


async def _encrypt(client: SMTP, is_here: bool) -> None:
    await client.ehlo()
    if client.supports_extension("starttls"):
        await client.starttls(tls_context=reaching.tls())
    elif not is_here:
        words = "The mail server offers no encryption. Use port 465, or a server with STARTTLS."
        raise ProviderRefused(NAME, words, "tls", Refusal.ACCOUNT)


def _own_name(account: Credentials) -> str:
    return account["from"].partition("@")[2] or "localhost"


def _seconds() -> float:
    return get_settings().provider_timeout_seconds


def translated(error: Exception) -> Exception:
    """Our error for what went wrong before the message was handed over, or for a reply to it."""
    if isinstance(error, SMTPResponseException):
        refused = {SMTPAuthenticationError: SIGN_IN, SMTPSenderRefused: SENDER}.get(type(error), "")
        return refusal(error.code, error.message, refused)
    if isinstance(error, (SMTPConnectError, *LOST)):
        return ProviderDown(NAME, "The mail server cannot be reached. We will try again.", "connect")
    return ProviderRefused(NAME, f"The mail server cannot be used: {error}"[:200], "protocol", Refusal.ACCOUNT)
