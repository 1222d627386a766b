"""The SMTP side: signed-in senders only, enhanced status codes, trouble on request."""

import asyncio
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from services.sandbox import messages
from services.sandbox.accounts import Account
from services.sandbox.files import recorded
from services.sandbox.mail.plan import keep
from services.sandbox.messages import Kept
from services.sandbox.settings import Faults
from services.sandbox.smtp.reading import ONE_CLICK, REFERENCE
from services.sandbox.world import World

PROVIDER = "smtp"
_LARGEST = 30_000_000
_SLOW_DOWN = "451 4.7.1 Too many messages, please try again later"


class SmtpSink:
    """The hooks that aiosmtpd calls, one object for all sessions."""

    def __init__(self, world: World) -> None:
        self._world = world

    def protocol(self) -> SMTP:
        """One session's protocol."""
        return SMTP(
            self,
            data_size_limit=_LARGEST,
            hostname="mx.sandbox.example",
            ident="ESMTP",
            authenticator=self._sign_in,
            auth_require_tls=False,
            loop=asyncio.get_running_loop(),
        )

    def _sign_in(self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        del mechanism
        if isinstance(given, LoginPassword):
            account = self._world.accounts.get(PROVIDER, given.login.decode("utf-8", "replace"))
            if account and account.has_secret(given.password.decode("utf-8", "replace")):
                return AuthResult(success=True, auth_data=account)
        return AuthResult(success=False, handled=False)

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        account = session.auth_data
        if not isinstance(account, Account):
            return "530 5.7.0 Authentication required"
        faults = self._faults()
        too_many = faults.per_second and not self._world.limits.admits(PROVIDER, faults.per_second)
        if too_many or self._world.dice.random() < faults.rate_limited:
            return _SLOW_DOWN
        if account.address and not _same_domain(address, account.address):
            return "553 5.7.1 Sender address rejected: not owned by user"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "@" not in address or " " in address:
            return "501 5.1.3 Bad recipient address syntax"
        local = address.partition("@")[0].lower()
        if local.startswith("code-"):  # code-552-5.2.2@… is answered so: every reply can be tried
            _, code, enhanced = [*local.split("-"), "", ""][:3]
            return f"{code} {enhanced} As you asked".replace("  ", " ")
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        faults, dice = self._faults(), self._world.dice
        if faults.latency:
            await asyncio.sleep(faults.latency)
        if dice.random() < faults.error:
            return "554 5.3.0 Transaction failed"
        if dice.random() < faults.drop:
            return _hang_up(server)
        account = session.auth_data
        if not isinstance(account, Account):
            return "530 5.7.0 Authentication required"
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        kept = _kept(account, envelope, raw)
        await keep(self._world, account, kept)
        if dice.random() < faults.lost_answer:
            return _hang_up(server)
        return f"250 2.0.0 Ok: queued as {kept[0].provider_id[:12]}"

    def _faults(self) -> Faults:
        return self._world.settings.faults.get(PROVIDER) or Faults()


def _hang_up(server: SMTP) -> str:
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()
    return "421 4.3.2 Closing"


def _is_calendar(part: EmailMessage) -> bool:
    return part.get_content_type() == "text/calendar"


def _same_domain(address: str, own: str) -> bool:
    return address.rpartition("@")[2].lower() == own.rpartition("@")[2].lower()


def _kept(account: Account, envelope: Envelope, raw: bytes) -> list[Kept]:
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)  # noqa: S101  what the policy makes
    name, sender = parseaddr(str(mail.get("From", "")))
    headers = {key: " ".join(str(value).split()) for key, value in mail.items()}
    found = REFERENCE.search(headers.get("Message-ID", ""))
    one_click = ONE_CLICK.search(headers.get("List-Unsubscribe", ""))
    enclosed = _enclosed(mail)
    data = {
        "from_name": name,
        "reply_to": parseaddr(headers.get("Reply-To", ""))[1] or sender,
        "return_path": envelope.mail_from,
        "headers": headers,
        "message_id": headers.get("Message-ID", ""),
        "html": _part(mail, "html")[:20_000],
        "calendar": next((str(one.get_content()) for one in mail.walk() if _is_calendar(one)), ""),
        "files": [one["name"] for one in enclosed],
        "enclosed": enclosed,
        "tracks_opens": False,
        "one_click": one_click[1] if one_click and "List-Unsubscribe-Post" in headers else "",
    }
    return [
        Kept(
            provider_id=messages.new_hex(),
            provider=PROVIDER,
            account=account.account,
            direction="outbound",
            sender=sender.lower(),
            recipient=recipient.lower(),
            body=_part(mail, "plain"),
            subject=headers.get("Subject", ""),
            reference=found[0] if found else headers.get("Message-ID", "").strip("<>").partition("@")[0],
            data=data,
        )
        for recipient in envelope.rcpt_tos
    ]


def _enclosed(mail: EmailMessage) -> list[dict[str, Any]]:
    found = list(mail.iter_attachments()) if mail.is_multipart() else []
    contents = [(one, one.get_payload(decode=True)) for one in found]
    return [
        recorded(str(one.get_filename()), one.get_content_type(), body if isinstance(body, bytes) else b"")
        for one, body in contents
    ]


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
