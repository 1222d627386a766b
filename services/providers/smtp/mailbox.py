"""Reads a mailbox by IMAP, looking only: no mail is marked, moved or deleted."""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from aioimaplib.aioimaplib import IMAP4, SELECTED, AioImapException, IMAP4ClientProtocol

from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused, Refusal
from services.core.log import get_logger
from services.core.settings import get_settings
from services.providers.base import Credentials, Happening
from services.providers.mail import MailPage, MailPlace
from services.providers.smtp import reaching
from services.providers.smtp.errors import NAME
from services.providers.smtp.reports import happening

PAGE = 50
MOST_BYTES = 1_000_000  # of one mail at first: text and headers come first, and most mails are nobody's business
LARGEST = 45_000_000  # of one mail that is ours: files grow by a third on their way
WHOLE_SECONDS = 300.0
FIRST_LOOK = timedelta(days=2)  # into a mailbox that was never read, or that its server numbered anew
_UID = re.compile(rb"\bUID (\d+)")
_VALIDITY = re.compile(rb"UIDVALIDITY (\d+)")
log = get_logger(__name__)


class ImapMailbox:
    """The inbox of one account. Values: `imap_host`, `imap_port`, `imap_username`, `imap_password`."""

    def __init__(self, account: Credentials) -> None:
        self._account = account

    async def greet(self) -> None:
        """Sign in and open the inbox."""
        async with self._inbox():
            return

    async def read(self, place: MailPlace) -> MailPage:
        """At most `PAGE` mails after `place`, oldest first. Raises ProviderDown or ProviderRefused."""
        async with self._inbox() as (client, validity):
            is_known = place.validity == validity
            found = await self._numbers(client, place.uid if is_known else 0)
            page = found[:PAGE]
            bodies = await _bodies(client, page)
        told = [(number, one, _is_cut(raw)) for number, raw in bodies if (one := _understood(raw, is_cut=_is_cut(raw)))]
        cut = {one.event_id: number for number, one, is_cut in told if is_cut and one.kind == "reply"}
        last = page[-1] if page else (place.uid if is_known else 0)
        return MailPage(MailPlace(validity, last), [one for _, one, _ in told], len(found) > PAGE, cut)

    async def read_whole(self, uid: int) -> Happening | None:
        """One mail to its end, piece by piece. Raises ProviderDown, or ProviderRefused when it is too large."""
        raw = bytearray()
        async with self._inbox(WHOLE_SECONDS) as (client, _):
            while True:
                piece = dict(await _bodies(client, [uid], len(raw))).get(uid, b"")
                raw += piece
                if len(raw) > LARGEST:
                    raise ProviderRefused(NAME, "This email is too large.", "size")
                if len(piece) < MOST_BYTES:
                    break
        return await asyncio.to_thread(_understood, bytes(raw))

    async def _numbers(self, client: IMAP4, after: int) -> list[int]:
        newer = ("UID", f"{after + 1}:*")  # answers the newest mail even when it is older
        asked = newer if after else ("SINCE", f"{now() - FIRST_LOOK:%d-%b-%Y}")
        answer = await client.uid_search(*asked, charset=None)
        _expect(answer, "The mailbox could not be searched.")
        words = b" ".join(bytes(line) for line in answer.lines[:-1]).removeprefix(b"SEARCH").split()
        return sorted(number for number in map(int, filter(bytes.isdigit, words)) if number > after)

    @asynccontextmanager
    async def _inbox(self, seconds: float = 0) -> AsyncIterator[tuple[IMAP4, int]]:
        host, port = self._account["imap_host"], int(self._account["imap_port"] or 993)
        opened = await reaching.open_socket(host, port, reaching.IMAP_PORTS, is_sandbox=self._account.is_sandbox)
        if port not in reaching.TLS_PORTS and not reaching.is_loopback(opened):
            opened.close()
            words = "The mailbox is read over encrypted connections only. Use port 993."
            raise ProviderRefused(NAME, words, "tls", Refusal.ACCOUNT)
        client = _Imap(opened, host, reaching.tls() if port in reaching.TLS_PORTS else None)
        try:
            async with asyncio.timeout(seconds or 2 * get_settings().provider_timeout_seconds):
                yield client, await self._opened(client)
                await client.logout()
        except (OSError, AioImapException) as error:
            raise ProviderDown(NAME, "The mailbox cannot be reached. We will try again.", "connect") from error
        finally:
            client.hang_up()

    async def _opened(self, client: "_Imap") -> int:
        await client.wait_hello_from_server()
        user = self._account["imap_username"] or self._account["username"]
        answer = await client.login(user, self._account["imap_password"] or self._account["password"])
        if answer.result != "OK":
            words = "The mailbox refused the user name or password."
            raise ProviderRefused(NAME, words, "imap_login", Refusal.ACCOUNT)
        answer = await client.examine("INBOX")
        _expect(answer, "The mailbox has no inbox.")
        client.selected()
        found = _VALIDITY.search(b" ".join(bytes(line) for line in answer.lines))
        return int(found[1]) if found else 0


class _Imap(IMAP4):
    """aioimaplib over a socket that is already connected to an address that was checked."""

    def __init__(self, opened: socket.socket, host: str, context: ssl.SSLContext | None) -> None:
        self._opened, self._context = opened, context
        super().__init__(host, timeout=get_settings().provider_timeout_seconds)

    def create_client(self, host: str, port: int, loop: Any, conn_lost_cb: Any = None, ssl_context: Any = None) -> None:
        del port, loop, ssl_context  # the socket knows
        running = asyncio.get_running_loop()
        self.protocol = IMAP4ClientProtocol(running, conn_lost_cb)
        name = host if self._context else None
        made = running.create_connection(
            lambda: self.protocol, sock=self._opened, ssl=self._context, server_hostname=name
        )
        self._client_task = running.create_task(made)

    def selected(self) -> None:
        """EXAMINE selects as SELECT does, which aioimaplib does not know."""
        self.protocol.state = SELECTED

    def hang_up(self) -> None:
        """Close at once, in whatever state the conversation is."""
        self._client_task.cancel()
        if self.protocol.transport is not None:
            self.protocol.transport.close()
        else:
            self._opened.close()


def _expect(answer: Any, words: str) -> None:
    if answer.result != "OK":
        raise ProviderDown(NAME, words, str(answer.result))


async def _bodies(client: IMAP4, numbers: list[int], start: int = 0) -> list[tuple[int, bytes]]:
    """A piece of each mail as it came, by number and in the order of the numbers."""
    if not numbers:
        return []
    answer = await client.uid("fetch", ",".join(map(str, numbers)), f"(UID BODY.PEEK[]<{start}.{MOST_BYTES}>)")
    _expect(answer, "The mails could not be read.")
    found = dict(_literals(answer.lines))
    return [(number, found[number]) for number in numbers if number in found]


def _is_cut(raw: bytes) -> bool:
    return len(raw) >= MOST_BYTES


def _literals(lines: list[bytes | bytearray]) -> Iterator[tuple[int, bytes]]:
    """UID and content: the UID stands before or after the literal, as the server likes."""
    number, raw = 0, b""
    for line in lines:
        if isinstance(line, bytearray):
            raw = bytes(line)
            continue
        told = _UID.search(line)
        number = int(told[1]) if told else number
        if number and raw:
            yield number, raw
            number, raw = 0, b""


def _understood(raw: bytes, *, is_cut: bool = False) -> Happening | None:
    """One mail that nobody can read must not hide those after it."""
    try:
        return happening(raw, now(), is_cut=is_cut)
    except Exception:
        log.exception("mail_not_understood", size=len(raw))
        return None
