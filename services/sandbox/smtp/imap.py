"""The IMAP side: the commands that the product's client uses (RFC 3501), over what came into an account's mailbox."""

import asyncio
import re
import time
from contextlib import suppress

from services.sandbox import messages, things
from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.smtp.callbacks import raw_mail
from services.sandbox.things import Thing
from services.sandbox.world import World

_LINE = re.compile(r"(\S+) (UID )?(\w+) ?(.*)", re.IGNORECASE)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_PARTIAL = re.compile(r"<(\d+)\.(\d+)>")
_AT_MOST = 10_000


class ImapSession:
    """One connection. LOGIN, CAPABILITY, SELECT, EXAMINE, UID SEARCH, UID FETCH, NOOP, LOGOUT; nothing is changed."""

    def __init__(self, world: World, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._world, self._reader, self._writer = world, reader, writer
        self._account: Account | None = None

    async def serve(self) -> None:
        self._say("* OK [CAPABILITY IMAP4rev1] sandbox ready")
        try:
            with suppress(ConnectionError):  # hanging up is no trouble
                while line := await self._reader.readline():
                    await self._obey(line.decode("utf-8", "replace").strip())
                    await self._writer.drain()
        finally:
            self._writer.close()

    def _say(self, line: str) -> None:
        self._writer.write(line.encode() + b"\r\n")

    async def _obey(self, line: str) -> None:
        found = _LINE.fullmatch(line)
        if not found:
            self._say("* BAD Not a command")
            return
        tag, uid, name, rest = found[1], bool(found[2]), found[3].upper(), found[4]
        work = {
            "LOGIN": self._login, "CAPABILITY": self._capability, "NOOP": self._noop, "LOGOUT": self._logout,
            "SELECT": self._open, "EXAMINE": self._open, "SEARCH": self._search, "FETCH": self._fetch,
        }.get(name)  # fmt: skip
        if work is None or (name in {"SEARCH", "FETCH"} and not uid):
            self._say(f"{tag} BAD Not a command of the sandbox")
        elif name not in {"LOGIN", "CAPABILITY", "NOOP", "LOGOUT"} and self._account is None:
            self._say(f"{tag} NO Log in first")
        else:
            self._say(f"{tag} {await work(rest)}")

    async def _login(self, rest: str) -> str:
        words = [re.sub(r"\\(.)", r"\1", quoted) or plain for quoted, plain in _QUOTED.findall(rest)]
        account = self._world.accounts.get("smtp", words[0]) if len(words) == 2 else None
        if account is None or not account.has_secret(words[1]):
            return "NO [AUTHENTICATIONFAILED] Invalid credentials"
        self._account = account
        return "OK LOGIN completed"

    async def _capability(self, _rest: str) -> str:
        self._say("* CAPABILITY IMAP4rev1")
        return "OK CAPABILITY completed"

    async def _noop(self, _rest: str) -> str:
        return "OK NOOP completed"

    async def _logout(self, _rest: str) -> str:
        self._say("* BYE See you")
        return "OK LOGOUT completed"

    async def _open(self, rest: str) -> str:
        if rest.strip('" ').upper() != "INBOX":
            return "NO There is only INBOX"
        found = await self._mails()
        self._say(f"* {len(found)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {await self._validity()}] UIDs valid")
        self._say(f"* OK [UIDNEXT {found[-1].seq + 1 if found else 1}] Predicted next UID")
        return "OK [READ-ONLY] completed"

    async def _search(self, rest: str) -> str:
        """`UID n:*` or `SINCE date`, which here is everything: a sandbox is not old."""
        criterion = re.search(r"UID (\d+):\*", rest, re.IGNORECASE)
        found = [mail.seq for mail in await self._mails()]
        least = int(criterion[1]) if criterion else 0
        newer = [uid for uid in found if uid >= least] or found[-1:]
        self._say(" ".join(["* SEARCH", *map(str, newer)]))
        return "OK SEARCH completed"

    async def _fetch(self, rest: str) -> str:
        numbers, _, parts = rest.partition(" ")
        wanted = {int(number) for number in numbers.split(",") if number.isdigit()}
        partial = _PARTIAL.search(parts)
        for place, mail in enumerate(await self._mails(), 1):
            if mail.seq in wanted:
                start, size = (int(partial[1]), int(partial[2])) if partial else (0, None)
                raw = raw_mail(mail)[start:][:size]
                origin = f"<{start}>" if partial else ""
                self._say(f"* {place} FETCH (UID {mail.seq} BODY[]{origin} {{{len(raw)}}}")
                self._writer.write(raw)
                self._say(")")
        return "OK FETCH completed"

    async def _mails(self) -> list[Kept]:
        account = self._account.account if self._account else ""
        rows = await self._world.journal.rows(
            "SELECT * FROM message WHERE provider = 'smtp' AND account = ? AND direction = 'inbound'"
            " ORDER BY seq LIMIT ?",
            account,
            _AT_MOST,
        )
        return [messages.from_row(row) for row in rows]

    async def _validity(self) -> int:
        """Made with the mailbox: a journal that began anew numbers its mails anew."""
        account = self._account.account if self._account else ""
        known = await things.get(self._world.journal, "mailbox", account)
        if known is None:
            known = Thing("mailbox", account, account, {"validity": int(time.time())})
            await self._world.journal.run(lambda connection: things.put(connection, known))
        return int(known.data["validity"])
