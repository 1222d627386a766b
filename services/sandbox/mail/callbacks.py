"""How a simulated e-mail provider tells what happened, step by step, and lets the recipients act."""

import time
import uuid
from abc import ABC, abstractmethod
from dataclasses import asdict
from typing import Any

from services.sandbox import errands, files, messages
from services.sandbox.accounts import Account
from services.sandbox.mail import compose
from services.sandbox.mail.plan import picture_in
from services.sandbox.messages import Kept
from services.sandbox.town import people
from services.sandbox.world import World

_REPLIES = uuid.UUID("7e0a4b54-8c0f-4ef1-9a3b-1c1f2a9b6d42")
_BROWSER = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36"
_RELAY = "Mozilla/5.0"
_SUPPRESSES = {
    "spamreport": "spam",
    "unsubscribe": "unsubscribe",
    "group_unsubscribe": "unsubscribe",
    "one_click": "unsubscribe",
}


class MailCallbacks(ABC):
    """Errand handlers of one provider in one world; a subclass says how its provider tells an event or a reply."""

    provider: str

    def __init__(self, world: World) -> None:
        self._world = world
        world.errands.handlers |= {f"{self.provider}.step": self.step, f"{self.provider}.inbound": self.inbound}
        world.speakers[self.provider] = self.speak

    @abstractmethod
    async def tell(self, account: Account, message: Kept, name: str, detail: str) -> None:
        """Post the event `name`; raises Undelivered."""

    @abstractmethod
    async def hand_over(self, account: Account, message: Kept) -> None:
        """Post the reply that was journalled; raises Undelivered."""

    async def step(self, body: dict[str, Any]) -> float | None:
        """Tell one event, or let the recipient act; the remaining steps stay in the errand."""
        name, _, detail = body["steps"][0]

        def work(connection: Any) -> Kept | None:
            if name not in ("reply", "one_click"):
                messages.set_status(connection, body["id"], name)
            return messages.find(connection, body["id"])

        message = await self._world.journal.run(work)
        account = message and self._world.accounts.get(self.provider, message.account)
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
        if name == "open":
            await self._show(message)
        if name != "open" or message.data["tracks_opens"]:
            await self.tell(account, message, name, detail)

    async def _show(self, message: Kept) -> None:
        """The reader's mail program asks for the mail's picture; Apple's relay does it for one reader in four."""
        picture = picture_in(message)
        by_relay = sum(message.recipient.encode()) % 4 == 0
        if picture:
            await self._world.postman.get(picture, agent=_RELAY if by_relay else _BROWSER)

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
            files=files.enclosed(said),
            is_raw=bool(said.get("is_raw")),
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
            provider=self.provider,
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
            return errands.insert(connection, f"{self.provider}.inbound", kept.at, {"id": message_id})

        self._world.errands.schedule(await self._world.journal.run(work))
        return message_id

    async def inbound(self, body: dict[str, Any]) -> None:
        """The reply reaches the product."""
        message = await self._world.journal.run(lambda connection: messages.find(connection, body["id"]))
        account = message and self._world.accounts.get(self.provider, message.account)
        if message and account:
            await self.hand_over(account, message)
