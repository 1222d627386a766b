"""What Gupshup posts: its events of version 2, unsigned."""

import json
import time
from typing import Any

from services.sandbox import files
from services.sandbox.accounts import Account
from services.sandbox.gupshup.wire import PROVIDER
from services.sandbox.messages import Kept
from services.sandbox.whatsapp import review
from services.sandbox.whatsapp.callbacks import WhatsAppCallbacks
from services.sandbox.world import World

_REASONS = {
    "1002": "Number Does Not Exist On WhatsApp",
    "1008": "User is not Opted in and Inactive",
    "4003": "Template Does Not Exist",
}


class GupshupCallbacks(WhatsAppCallbacks):
    """`gsId` is what sending answered; `id` is WhatsApp's own."""

    provider = PROVIDER
    prefix = "gs-in-"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        world.errands.handlers["gupshup.review"] = self.reviewed

    async def tell(self, account: Account, message: Kept, status: str, code: str) -> None:
        inner: dict[str, Any] = {"ts": int(message.updated)}
        if code:
            inner |= {"code": int(code), "reason": _REASONS.get(code, "Message failed")}
        payload = {
            "id": f"gBEG{message.provider_id.replace('-', '')}",
            "gsId": message.provider_id,
            "type": "failed" if status == "undelivered" else status,
            "destination": message.recipient.removeprefix("+"),
            "payload": inner,
        }
        await self._post(account, "message-event", payload)

    async def hear(self, account: Account, message: Kept) -> None:
        digits = message.sender.removeprefix("+")
        payload = {
            "id": message.provider_id,
            "source": digits,
            "type": "text",
            "payload": {"text": message.body},
            "sender": {"phone": digits, "name": message.data["profile_name"], "country_code": digits[:2]},
            "context": {"id": "", "gsId": message.data.get("answers")},
            **self._file(message),
            **message.data.get("fields", {}),
        }
        await self._post(account, "message", payload)

    def _file(self, message: Kept) -> dict[str, Any]:
        name = message.data.get("file")
        if not name:
            return {}
        kind = files.KINDS[name]
        told = {"url": f"{self._world.address}/files/{files.number_of(name)}", "caption": message.body}
        named = {"name": f"{name}.pdf"} if kind == "document" else {}
        return {"type": "file" if kind == "document" else kind, "payload": {**told, **named}}

    async def reviewed(self, body: dict[str, Any]) -> None:
        """Tell what became of a template."""
        template = await review.found(self._world, body["id"]) or {}
        account = self._world.accounts.get(PROVIDER, template.get("account", ""))
        if account is None:
            return
        fault = review.fault_of(template)
        payload = {
            "type": "status-update",
            "id": template["id"],
            "status": _state(self._world, template) if fault else "approved",
            "elementName": template["name"],
            "languageCode": template["language"],
            **({"rejectedReason": fault[1]} if fault else {}),
        }
        await self._post(account, "template-event", payload)
        category = review.category_of(template)
        if category != template["category"]:
            named = {name: payload[name] for name in ("id", "elementName", "languageCode")}
            await self._post(account, "template-event", {"type": "category-update", "category": category, **named})

    async def _post(self, account: Account, kind: str, payload: dict[str, Any]) -> None:
        if not account.webhook_url:
            return
        told = {
            "app": account.account,
            "timestamp": int(time.time() * 1000),
            "version": 2,
            "type": kind,
            "payload": payload,
        }
        headers = {"Content-Type": "application/json"}
        await self._world.postman.post(account.webhook_url, json.dumps(told).encode(), headers)


def _state(world: World, template: dict[str, Any]) -> str:
    """A fault ends the review, unless something else was decided since."""
    return review.status_of(world, template).lower() if template.get("told") else "rejected"
