"""Telling a vendor's customer what became of a message, and letting people answer it."""

import time
import uuid
from abc import ABC, abstractmethod
from typing import Any

from services.sandbox import errands, messages
from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.town import people
from services.sandbox.world import World

_REPLIES = uuid.UUID("4a6f1d9e-3c55-4b0e-9a5e-6f0c5d0b7a11")


class WhatsAppCallbacks(ABC):
    """Errand handlers of one world for one vendor, which says `provider`, how its ids begin and how it posts."""

    provider: str
    prefix: str = ""

    def __init__(self, world: World) -> None:
        self._world = world
        world.errands.handlers |= {f"{self.provider}.step": self.step, f"{self.provider}.inbound": self.inbound}
        world.speakers[self.provider] = self.speak

    @abstractmethod
    async def tell(self, account: Account, message: Kept, status: str, code: str) -> None:
        """Post one status; raises Undelivered."""

    @abstractmethod
    async def hear(self, account: Account, message: Kept) -> None:
        """Post what a person wrote; raises Undelivered."""

    async def step(self, body: dict[str, Any]) -> float | None:
        """Tell one status, or let the recipient answer; the remaining steps stay in the errand."""
        name, _, code = body["steps"][0]
        if name == "reply":
            await self._reply(body["id"])
        else:
            await self._tell(body["id"], name, code)
        body["steps"].pop(0)
        return body["steps"][0][1] if body["steps"] else None

    async def _tell(self, provider_id: str, status: str, code: str) -> None:
        def work(connection: Any) -> Kept | None:
            messages.set_status(connection, provider_id, status, code)
            return messages.find(connection, provider_id)

        message = await self._world.journal.run(work)
        account = message and self._world.accounts.get(self.provider, message.account)
        if message and account:
            await self.tell(account, message, status, code)

    async def _found(self, provider_id: str) -> tuple[Kept | None, Account | None]:
        message = await self._world.journal.run(lambda connection: messages.find(connection, provider_id))
        return message, self._world.accounts.get(self.provider, message.account) if message else None

    async def _reply(self, provider_id: str) -> None:
        message, account = await self._found(provider_id)
        if not message or not account or self._world.settings.silent:
            return
        talk = self._world.people.meet(account.circle, "whatsapp", message.recipient)
        line = self._world.people.answer(talk, message.recipient, message.body, "whatsapp")
        if line is None:
            return
        # Derived from what it answers: a repeat after a crash is the same message, not a second one.
        reply_id = f"{self.prefix}{uuid.uuid5(_REPLIES, provider_id).hex}"
        answers = {"answers": message.provider_id}
        await self.say(account, message.recipient, line.text, talk, reply_id=reply_id, kind=line.kind, extra=answers)

    async def say(
        self,
        account: Account,
        sender: str,
        text: str,
        talk: people.Talk,
        *,
        reply_id: str = "",
        kind: str = "said",
        extra: dict[str, Any] | None = None,
    ) -> str:
        """Let `sender` write `text` to the account; answers the message's id once it is journalled."""
        message = Kept(
            provider_id=reply_id or f"{self.prefix}{messages.new_hex()}",
            provider=self.provider,
            account=account.account,
            direction="inbound",
            sender=sender,
            recipient=account.address,
            body=text,
            status="received",
            data={"kind": kind, "profile_name": talk.name, **(extra or {})},
        )

        def work(connection: Any) -> errands.Errand:
            messages.insert(connection, message)
            people.write(connection, account.circle, sender, talk)
            return errands.insert(connection, f"{self.provider}.inbound", message.at, {"id": message.provider_id})

        self._world.errands.schedule(await self._world.journal.run(work))
        return message.provider_id

    async def speak(self, account: Account, said: dict[str, Any]) -> str:
        """Somebody writes without being asked (control API)."""
        sender = str(said["from"])
        talk = self._world.people.meet(account.circle, "whatsapp", sender)
        talk.turns, talk.heard_at = talk.turns + 1, time.time()
        talk.name = str(said.get("profile_name") or talk.name)
        along = {"fields": said.get("fields") or {}, "file": str(said.get("file") or "")}
        return await self.say(account, sender, str(said["text"]), talk, extra=along)

    async def inbound(self, body: dict[str, Any]) -> None:
        message, account = await self._found(body["id"])
        if message and account and account.webhook_url:
            await self.hear(account, message)
