"""What comes back into the mailbox: answers, delivery reports and complaints; nobody posts anything."""

import base64
import json
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from services.sandbox import messages
from services.sandbox.accounts import Account
from services.sandbox.mail.callbacks import MailCallbacks
from services.sandbox.mail.compose import Mail, as_html
from services.sandbox.messages import Kept

_DIAGNOSES = {
    "hard": ("5.1.1", "smtp; 550 5.1.1 The email account that you tried to reach does not exist."),
    "soft": ("5.2.2", "smtp; 552 5.2.2 The email account that you tried to reach is over quota."),
}
_REPORTER = "mx.sandbox.example"


class SmtpCallbacks(MailCallbacks):
    """A bounce is a mail to the return path; what was delivered or opened, a mail server never tells."""

    provider = "smtp"

    async def tell(self, account: Account, message: Kept, name: str, detail: str) -> None:
        if name == "bounce":
            await self._put(account, message, "dsn", delivery_report(message, *_DIAGNOSES[detail]))
        elif name == "dropped":
            await self._put(account, message, "dsn", delivery_report(message, "5.7.1", f"smtp; 550 5.7.1 {detail}"))
        elif name == "spamreport":
            await self._put(account, message, "arf", complaint(message))

    async def hand_over(self, account: Account, message: Kept) -> None:
        """It lies in the mailbox since it was journalled."""

    async def _put(self, account: Account, message: Kept, kind: str, raw: bytes) -> None:
        kept = Kept(
            provider_id=f"<{kind}-{message.provider_id}@{_REPORTER}>",
            provider=self.provider,
            account=account.account,
            direction="inbound",
            sender=f"mailer-daemon@{_REPORTER}",
            recipient=message.data["return_path"],
            body="",
            status="received",
            data={"kind": kind, "raw": raw.decode("ascii"), "message_id": ""},
        )
        await self._world.journal.run(lambda connection: messages.insert(connection, kept))


def raw_mail(message: Kept) -> bytes:
    """An inbound mail as it lies in the mailbox."""
    if "raw" in message.data:
        return str(message.data["raw"]).encode("ascii")
    return composed(Mail(**message.data["mail"]), message.provider_id, message.at)


def composed(mail: Mail, message_id: str, at: float) -> bytes:
    """The mail as its writer's program sends it."""
    made = _started(formataddr((mail.sender_name, mail.sender)), mail.recipient, mail.subject, message_id)
    made.replace_header("Date", format_datetime(datetime.fromtimestamp(at, UTC)))
    for name, value in mail.headers.items():
        made[name] = value
    made.set_content(mail.text, cte="quoted-printable")
    made.add_alternative(mail.html or f"<div>{as_html(mail.text)}</div>", subtype="html", cte="quoted-printable")
    page = next(part for part in made.iter_parts() if part.get_content_type() == "text/html")
    for file in mail.files:
        kind, _, subtype = file["type"].partition("/")
        named: dict[str, Any] = {"maintype": kind, "subtype": subtype, "filename": file["name"]}
        content = base64.b64decode(file["content"])
        if file.get("cid"):
            page.add_related(content, cid=f"<{file['cid']}>", disposition="inline", **named)
        else:
            made.add_attachment(content, **named)
    frames = [part for part in made.walk() if part.is_multipart()]
    for place, part in enumerate(frames):  # the same at each reading: a mail may be read piece by piece
        part.set_boundary(f"=_{place}_{message_id.strip('<>').partition('@')[0]}")
    return made.as_bytes()


def _started(sender: str, recipient: str, subject: str, message_id: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["Delivered-To"] = recipient
    made["From"] = sender
    made["To"] = recipient
    made["Subject"] = subject
    made["Date"] = format_datetime(datetime.fromtimestamp(time.time(), UTC))
    made["Message-ID"] = message_id
    return made


def delivery_report(message: Kept, status: str, diagnosis: str) -> bytes:
    """RFC 3464: a note for people, the fields for machines, and the headers of what came back."""
    fields = (
        f"Reporting-MTA: dns; {_REPORTER}\r\n\r\nFinal-Recipient: rfc822; {message.recipient}\r\n"
        f"Action: failed\r\nStatus: {status}\r\nDiagnostic-Code: {diagnosis}\r\n"
    )
    words = f"Your message to {message.recipient} could not be delivered.\r\n{diagnosis}\r\n"
    return _report(message, "delivery-status", "Undelivered Mail Returned to Sender", words, fields)


def complaint(message: Kept) -> bytes:
    """RFC 5965: somebody pressed “spam”."""
    fields = "Feedback-Type: abuse\r\nUser-Agent: Sandbox/1.0\r\nVersion: 1\r\n"
    return _report(message, "feedback-report", "Abuse report", "This is an email abuse report.\r\n", fields)


def _report(message: Kept, kind: str, subject: str, words: str, fields: str) -> bytes:
    headers = message.data["headers"]
    returned = "".join(f"{name}: {_in_ascii(value)}\r\n" for name, value in headers.items() if name != "Content-Type")
    mark = f"=_{message.provider_id}"
    part = "message/delivery-status" if kind == "delivery-status" else "message/feedback-report"
    return (
        f"Return-Path: <>\r\nDelivered-To: {message.data['return_path']}\r\n"
        f"From: Mail Delivery System <mailer-daemon@{_REPORTER}>\r\nTo: {message.data['return_path']}\r\n"
        f"Subject: {subject}\r\nDate: {format_datetime(datetime.fromtimestamp(time.time(), UTC))}\r\n"
        f"Message-ID: <{kind}-{message.provider_id}@{_REPORTER}>\r\nAuto-Submitted: auto-replied\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type={kind}; boundary="{mark}"\r\n\r\n'
        f"--{mark}\r\nContent-Type: text/plain\r\n\r\n{words}\r\n"
        f"--{mark}\r\nContent-Type: {part}\r\n\r\n{fields}\r\n"
        f"--{mark}\r\nContent-Type: text/rfc822-headers\r\n\r\n{returned}\r\n--{mark}--\r\n"
    ).encode("ascii", "replace")


def _in_ascii(value: Any) -> str:
    return json.dumps(str(value))[1:-1].replace('\\"', '"')
