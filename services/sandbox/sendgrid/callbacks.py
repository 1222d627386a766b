"""What SendGrid posts to the product: events of what was sent, and the e-mails of people."""

import time
from typing import Any

from services.sandbox.accounts import Account
from services.sandbox.mail.callbacks import MailCallbacks
from services.sandbox.mail.compose import Mail
from services.sandbox.messages import Kept
from services.sandbox.sendgrid.batches import Batches
from services.sandbox.sendgrid.parse import parse_form
from services.sandbox.sendgrid.wire import event_id
from services.sandbox.world import World

_BOUNCES: dict[str, dict[str, Any]] = {
    "hard": {
        "type": "bounce",
        "status": "5.1.1",
        "reason": "550 5.1.1 The email account that you tried to reach does not exist.",
        "bounce_classification": "Invalid Address",
        "tls": 1,
    },
    "soft": {
        "type": "blocked",
        "status": "4.2.2",
        "reason": "452 4.2.2 The email account that you tried to reach is over quota.",
        "bounce_classification": "Mailbox Unavailable",
        "tls": 1,
    },
}
_DETAILS: dict[str, dict[str, Any]] = {
    "delivered": {"ip": "167.89.17.173", "response": "250 2.0.0 OK", "tls": 1},
    "deferred": {"response": "451 4.3.0 Temporary failure, please try again later", "attempt": "1"},
    "open": {"ip": "66.102.6.229", "useragent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "sg_machine_open": False},
}


class SendGridCallbacks(MailCallbacks):
    """Events go out in signed batches, replies as Inbound Parse's form, unsigned."""

    provider = "sendgrid"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._batches = Batches(world)

    async def tell(self, account: Account, message: Kept, name: str, detail: str) -> None:
        if account.webhook_url:
            await self._batches.tell(account, _event(message, name, detail))

    async def hand_over(self, account: Account, message: Kept) -> None:
        if account.webhook_url:
            content_type, form = parse_form(Mail(**message.data["mail"]), message.provider_id, message.at)
            await self._world.postman.post(account.webhook_url, form, {"Content-Type": content_type})


def _event(message: Kept, name: str, detail: str) -> dict[str, Any]:
    """One event; custom arguments become top-level keys, as SendGrid does it."""
    event: dict[str, Any] = {
        **message.data["custom_args"],
        "email": message.recipient,
        "timestamp": int(time.time()),
        "smtp-id": message.data["message_id"],
        "sg_event_id": event_id(message.provider_id, name),
        "sg_message_id": message.data["sg_message_id"],
        "event": name,
    }
    if message.data["categories"]:
        event["category"] = message.data["categories"]
    if name == "group_unsubscribe":
        event["asm_group_id"] = message.data["asm_group_id"]
    if name == "dropped":
        event["reason"] = detail
    return event | (_BOUNCES[detail] if name == "bounce" else _DETAILS.get(name, {}))
