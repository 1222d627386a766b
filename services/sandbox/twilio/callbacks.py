"""What Twilio posts to the product: status callbacks and inbound messages, signed."""

import time
import uuid
from typing import Any
from urllib.parse import urlencode

from services.sandbox import errands, messages
from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.town import people
from services.sandbox.twilio.wire import ERRORS, VERSION, signature
from services.sandbox.world import World

_REPLIES = uuid.UUID("4a6f1d9e-3c55-4b0e-9a5e-6f0c5d0b7a11")


class TwilioCallbacks:
    """Errand handlers of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.errands.handlers |= {"twilio.step": self.step, "twilio.inbound": self.inbound}
        world.speakers["twilio"] = self.speak

    async def step(self, body: dict[str, Any]) -> float | None:
        """Tell one status, or let the recipient answer; the remaining steps stay in the errand."""
        name, _, code = body["steps"][0]
        if name == "reply":
            await self._reply(body["id"])
        else:
            await self._tell(body["id"], name, code)
        body["steps"].pop(0)
        return body["steps"][0][1] if body["steps"] else None

    async def _tell(self, sid: str, status: str, code: str) -> None:
        def work(connection: Any) -> Kept | None:
            messages.set_status(connection, sid, status, code)
            return messages.find(connection, sid)

        message = await self._world.journal.run(work)
        account = message and self._world.accounts.get("twilio", message.account)
        if not message or not account or not message.data["status_callback"]:
            return
        fields = {
            "SmsSid": sid,
            "MessageSid": sid,
            "SmsStatus": status,
            "MessageStatus": status,
            "To": f"whatsapp:{message.recipient}",
            "From": f"whatsapp:{message.sender}",
            "AccountSid": message.account,
            "ApiVersion": VERSION,
            "ChannelPrefix": "whatsapp",
            "ChannelToAddress": message.recipient,
        }
        if code:
            fields |= {"ErrorCode": code, "ErrorMessage": ERRORS.get(code, "")}
        if status == "read":
            fields["EventType"] = "READ"
        await self._post(account, message.data["status_callback"], fields)

    async def _reply(self, sid: str) -> None:
        message = await self._world.journal.run(lambda connection: messages.find(connection, sid))
        account = message and self._world.accounts.get("twilio", message.account)
        if not message or not account or self._world.settings.silent:
            return
        talk = self._world.people.meet(account.circle, "whatsapp", message.recipient)
        line = self._world.people.answer(talk, message.recipient, message.body, "whatsapp")
        if line is None:
            return
        # Derived from what it answers: a repeat after a crash is the same message, not a second one.
        reply_sid = f"SM{uuid.uuid5(_REPLIES, sid).hex}"
        await self.say(account, message.recipient, line.text, sid=reply_sid, talk=talk, kind=line.kind)

    async def say(
        self,
        account: Account,
        sender: str,
        text: str,
        *,
        sid: str = "",
        talk: people.Talk,
        kind: str = "said",
        extra: dict[str, str] | None = None,
    ) -> str:
        """Let `sender` write `text` to the account; answers the message's sid once it is journalled."""
        message = Kept(
            provider_id=sid or f"SM{messages.new_hex()}",
            provider="twilio",
            account=account.account,
            direction="inbound",
            sender=sender,
            recipient=account.address,
            body=text,
            status="received",
            data={"kind": kind, "profile_name": talk.name, "extra": extra or {}},
        )

        def work(connection: Any) -> errands.Errand:
            messages.insert(connection, message)
            people.write(connection, account.circle, sender, talk)
            return errands.insert(connection, "twilio.inbound", message.at, {"id": message.provider_id})

        self._world.errands.schedule(await self._world.journal.run(work))
        return message.provider_id

    async def speak(self, account: Account, said: dict[str, Any]) -> str:
        """Somebody writes without being asked (control API)."""
        sender = str(said["from"])
        talk = self._world.people.meet(account.circle, "whatsapp", sender)
        talk.turns, talk.heard_at = talk.turns + 1, time.time()
        talk.name = str(said.get("profile_name") or talk.name)
        extra = {str(name): str(value) for name, value in (said.get("fields") or {}).items()}
        return await self.say(account, sender, str(said["text"]), talk=talk, extra=extra)

    async def inbound(self, body: dict[str, Any]) -> None:
        message = await self._world.journal.run(lambda connection: messages.find(connection, body["id"]))
        account = message and self._world.accounts.get("twilio", message.account)
        if not message or not account or not account.webhook_url:
            return
        fields = {
            "SmsMessageSid": message.provider_id,
            "SmsSid": message.provider_id,
            "MessageSid": message.provider_id,
            "SmsStatus": "received",
            "NumMedia": "0",
            "NumSegments": "1",
            "From": f"whatsapp:{message.sender}",
            "To": f"whatsapp:{message.recipient}",
            "Body": message.body,
            "ProfileName": message.data["profile_name"] or message.sender,
            "WaId": message.sender.removeprefix("+"),
            "MessageType": "text",
            "AccountSid": message.account,
            "ApiVersion": VERSION,
            "ReferralNumMedia": "0",
            **message.data["extra"],
        }
        await self._post(account, account.webhook_url, fields)

    async def _post(self, account: Account, url: str, fields: dict[str, str]) -> None:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "User-Agent": "TwilioProxy/1.1",
            "X-Twilio-Signature": signature(account.secret, url, fields),
            "I-Twilio-Idempotency-Token": messages.new_hex(),
        }
        await self._world.postman.post(url, urlencode(fields).encode(), headers)
