"""What SendGrid posts to the product: events of what was sent, and the e-mails of people."""

import time
import uuid
from dataclasses import asdict
from typing import Any

from services.sandbox import errands, messages
from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.sendgrid import compose
from services.sandbox.sendgrid.batches import Batches
from services.sandbox.sendgrid.wire import event_id
from services.sandbox.town import people
from services.sandbox.world import World

_REPLIES = uuid.UUID("7e0a4b54-8c0f-4ef1-9a3b-1c1f2a9b6d42")
_SUPPRESSES = {
    "spamreport": "spam",
    "unsubscribe": "unsubscribe",
    "group_unsubscribe": "unsubscribe",
    "one_click": "unsubscribe",
}
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


class SendGridCallbacks:
    """Errand handlers of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._batches = Batches(world)
        world.errands.handlers |= {"sendgrid.step": self.step, "sendgrid.inbound": self.inbound}
        world.speakers["sendgrid"] = self.speak

    async def step(self, body: dict[str, Any]) -> float | None:
        """Tell one event, or let the recipient act; the remaining steps stay in the errand."""
        name, _, detail = body["steps"][0]

        def work(connection: Any) -> Kept | None:
            if name not in ("reply", "one_click"):
                messages.set_status(connection, body["id"], name)
            return messages.find(connection, body["id"])

        message = await self._world.journal.run(work)
        account = message and self._world.accounts.get("sendgrid", message.account)
        if message and account:
            await self._act(account, message, name, detail)
        body["steps"].pop(0)
        return body["steps"][0][1] if body["steps"] else None

    async def _act(self, account: Account, message: Kept, name: str, detail: str) -> None:
        if name == "reply":
            await self._reply(account, message)
            return
        suppressed = "bounce" if (name, detail) == ("bounce", "hard") else _SUPPRESSES.get(name)
        if suppressed and not self._world.settings.silent:
            talk = self._world.people.meet(account.circle, "email", message.recipient)
            talk.suppressed, talk.is_over = suppressed, True
            await self._world.people.keep(account.circle, message.recipient, talk)
        if name == "one_click":
            form = b"List-Unsubscribe=One-Click"
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            await self._world.postman.post(message.data["one_click"], form, headers)
            return
        if account.webhook_url:
            await self._batches.tell(account, _event(message, name, detail))

    async def _reply(self, account: Account, message: Kept) -> None:
        if self._world.settings.silent:
            return
        talk = self._world.people.meet(account.circle, "email", message.recipient)
        line = self._world.people.answer(talk, message.recipient, message.body, "email")
        if line is None:
            return
        mail = compose.answer(message, talk, line, self._world.town.by_address(message.recipient))
        # Derived from what it answers: a repeat after a crash is the same e-mail, not a second one.
        unique = uuid.uuid5(_REPLIES, message.provider_id).hex
        await self._deliver(account, mail, unique, talk, line.kind)

    async def speak(self, account: Account, said: dict[str, Any]) -> str:
        """Somebody writes without being asked (control API); threads onto the last e-mail to them."""
        sender = str(said["from"])
        talk = self._world.people.meet(account.circle, "email", sender)
        talk.turns, talk.heard_at = talk.turns + 1, time.time()
        talk.name = str(said.get("profile_name") or talk.name)
        last = await self._last_to(account, sender)
        thread = str(said.get("in_reply_to", last.data["message_id"] if last else ""))
        headers = {str(name): str(value) for name, value in (said.get("headers") or {}).items()}
        if thread:
            headers = {"In-Reply-To": thread, "References": str(said.get("references") or thread), **headers}
        mail = compose.Mail(
            sender=sender,
            sender_name=talk.name,
            recipient=str(said.get("to") or (last.data["reply_to"] if last else account.address)),
            subject=str(said.get("subject") or (f"Re: {last.subject}" if last else "Enquiry")),
            text=str(said["text"]),
            html=str(said.get("html") or ""),
            headers=headers,
        )
        return await self._deliver(account, mail, uuid.uuid4().hex, talk, "said")

    async def _last_to(self, account: Account, address: str) -> Kept | None:
        rows = await self._world.journal.rows(
            "SELECT * FROM message WHERE account = ? AND recipient = ? AND direction = 'outbound'"
            " ORDER BY seq DESC LIMIT 1",
            account.account,
            address,
        )
        return messages.from_row(rows[0]) if rows else None

    async def _deliver(self, account: Account, mail: compose.Mail, unique: str, talk: people.Talk, kind: str) -> str:
        message_id = f"<{unique}@{mail.sender.rpartition('@')[2]}>"
        kept = Kept(
            provider_id=message_id,
            provider="sendgrid",
            account=account.account,
            direction="inbound",
            sender=mail.sender,
            recipient=mail.recipient,
            subject=mail.subject,
            body=mail.text,
            status="received",
            data={"kind": kind, "mail": asdict(mail), "message_id": message_id},
        )

        def work(connection: Any) -> errands.Errand:
            messages.insert(connection, kept)
            people.write(connection, account.circle, mail.sender, talk)
            return errands.insert(connection, "sendgrid.inbound", kept.at, {"id": message_id})

        self._world.errands.schedule(await self._world.journal.run(work))
        return message_id

    async def inbound(self, body: dict[str, Any]) -> None:
        """Inbound Parse: the e-mail as a multipart form, unsigned."""
        message = await self._world.journal.run(lambda connection: messages.find(connection, body["id"]))
        account = message and self._world.accounts.get("sendgrid", message.account)
        if not message or not account or not account.webhook_url:
            return
        content_type, form = compose.parse_form(compose.Mail(**message.data["mail"]), message.provider_id)
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
