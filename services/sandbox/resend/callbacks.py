"""What Resend posts to the product: one signed event at a time; an inbound e-mail is only named."""

import json
import time
from typing import Any

from services.sandbox.accounts import Account
from services.sandbox.mail.callbacks import MailCallbacks
from services.sandbox.mail.compose import Mail
from services.sandbox.messages import Kept
from services.sandbox.resend.wire import event_id, iso, signed_headers

_EVENTS = {
    "processed": "email.sent",
    "delivered": "email.delivered",
    "deferred": "email.delivery_delayed",
    "bounce": "email.bounced",
    "dropped": "email.suppressed",
    "open": "email.opened",
    "spamreport": "email.complained",
}
_BOUNCES = {
    "hard": {
        "type": "Permanent",
        "subType": "General",
        "message": "The recipient's email provider sent a hard bounce message.",
        "diagnosticCode": "smtp; 550 5.1.1 The email account that you tried to reach does not exist.",
    },
    "soft": {
        "type": "Transient",
        "subType": "MailboxFull",
        "message": "The recipient's mailbox is full.",
        "diagnosticCode": "smtp; 452 4.2.2 The email account that you tried to reach is over quota.",
    },
}


class ResendCallbacks(MailCallbacks):
    """One POST an event, signed with the account's own secret."""

    provider = "resend"

    async def tell(self, account: Account, message: Kept, name: str, detail: str) -> None:
        if name in _EVENTS:
            await self._post(account, _EVENTS[name], message.provider_id, _data(message, name, detail))

    async def hand_over(self, account: Account, message: Kept) -> None:
        await self._post(account, "email.received", message.provider_id, received(message))

    async def _post(self, account: Account, kind: str, provider_id: str, data: dict[str, Any]) -> None:
        if account.webhook_url:
            event = {"type": kind, "created_at": iso(time.time()), "data": data}
            body = json.dumps(event, separators=(",", ":")).encode()
            headers = signed_headers(account, event_id(provider_id, kind), body)
            await self._world.postman.post(account.webhook_url, body, headers)


def _data(message: Kept, name: str, detail: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "email_id": message.provider_id,
        "message_id": message.data["message_id"],
        "created_at": iso(message.at),
        "from": message.sender,
        "to": [message.recipient],
        "subject": message.subject,
        "tags": message.data["tags"],
    }
    if name == "bounce":
        data["bounce"] = _BOUNCES[detail]
    if name == "dropped":
        kind = "OnAccountSuppressionList"
        data["suppressed"] = {"message": f"Resend has suppressed sending to this address: {detail}", "type": kind}
    return data


def received(message: Kept) -> dict[str, Any]:
    """What `email.received` carries: no text, no headers."""
    mail = Mail(**message.data["mail"])
    return {
        "email_id": message.provider_id.strip("<>").partition("@")[0],
        "created_at": iso(message.at),
        "from": f"{mail.sender_name} <{mail.sender}>",
        "to": [mail.recipient],
        "cc": [],
        "bcc": [],
        "received_for": [mail.recipient],
        "message_id": message.provider_id,
        "subject": mail.subject,
        "attachments": [attachment(number, file) for number, file in enumerate(mail.files)],
    }


def attachment(number: int, file: dict[str, str]) -> dict[str, Any]:
    """What is said of a file without its content."""
    cid = file.get("cid") or None
    told = {"id": f"att-{number}", "filename": file["name"], "content_type": file["type"]}
    return {**told, "content_disposition": "inline" if cid else "attachment", "content_id": cid}
