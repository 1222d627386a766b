"""What Meta posts: statuses with our opaque data, what people write, and what became of a template."""

import json
import time
from typing import Any

from services.sandbox import files, graph
from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.whatsapp import review
from services.sandbox.whatsapp.callbacks import WhatsAppCallbacks
from services.sandbox.whatsapp_cloud.wire import PROVIDER
from services.sandbox.world import World

_TITLES = {
    "131026": "Message undeliverable",
    "131047": "Re-engagement message",
    "131049": "This message was not delivered to maintain healthy ecosystem engagement.",
}
_HELP = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"


class CloudCallbacks(WhatsAppCallbacks):
    """A new number's webhook is asked to prove itself first, as when an app subscribes."""

    provider = PROVIDER
    prefix = "wamid."

    def __init__(self, world: World) -> None:
        super().__init__(world)
        world.errands.handlers |= {
            "whatsapp_cloud.verify": self.verify,
            "whatsapp_cloud.review": self.reviewed,
            "whatsapp_cloud.quality": self.rated,
        }
        world.on_account[PROVIDER] = self.subscribe

    async def subscribe(self, account: Account, is_new: bool) -> None:
        if is_new and account.webhook_url:
            await self._world.errands.add("whatsapp_cloud.verify", 0.0, {"account": account.account})

    async def verify(self, body: dict[str, Any]) -> None:
        await graph.verify(self._world, self._world.accounts.get(PROVIDER, body["account"]))

    async def tell(self, account: Account, message: Kept, status: str, code: str) -> None:
        """WhatsApp knows no "undelivered": what cannot be delivered has failed."""
        told: dict[str, Any] = {
            "id": message.provider_id,
            "status": "failed" if status == "undelivered" else status,
            "timestamp": str(int(message.updated)),
            "recipient_id": message.recipient.removeprefix("+"),
            "biz_opaque_callback_data": message.reference,
        }
        if code:
            title = _TITLES.get(code, "Something went wrong")
            details = {"details": f"{title}."}
            told["errors"] = [
                {"code": int(code), "title": title, "message": title, "error_data": details, "href": _HELP}
            ]
        else:
            category = message.data["category"]
            told["pricing"] = {"billable": category != "service", "pricing_model": "PMP", "category": category}
        await self._messages(account, statuses=[told])

    async def hear(self, account: Account, message: Kept) -> None:
        sender = message.sender.removeprefix("+")
        written: dict[str, Any] = {
            "from": sender,
            "id": message.provider_id,
            "timestamp": str(int(message.at)),
            "type": "text",
            "text": {"body": message.body},
            **self._file(message),
            **message.data.get("fields", {}),
        }
        if message.data.get("answers"):
            written["context"] = {"from": account.address.removeprefix("+"), "id": message.data["answers"]}
        contact = {"profile": {"name": message.data["profile_name"] or sender}, "wa_id": sender}
        await self._messages(account, contacts=[contact], messages=[written])

    def _file(self, message: Kept) -> dict[str, Any]:
        name = message.data.get("file")
        if not name:
            return {}
        kind = files.KINDS[name]
        told = {"id": files.number_of(name), "mime_type": files.mime_type(name), "caption": message.body}
        return {"type": kind, kind: told | ({"filename": f"{name}.pdf"} if kind == "document" else {})}

    async def _messages(self, account: Account, **told: list[dict[str, Any]]) -> None:
        metadata = {"display_phone_number": account.address.removeprefix("+"), "phone_number_id": account.account}
        await self._post(account, "messages", {"messaging_product": "whatsapp", "metadata": metadata, **told})

    async def _post(self, account: Account, field: str, value: dict[str, Any]) -> None:
        if not account.webhook_url:
            return
        entry = {"id": account.business, "time": int(time.time()), "changes": [{"field": field, "value": value}]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        await graph.post(self._world, account, body)

    async def rated(self, body: dict[str, Any]) -> None:
        """Tell how the number is rated, and what limit follows."""
        account = self._world.accounts.get(PROVIDER, body["account"])
        if account:
            told = {"display_phone_number": account.address, "event": body["event"], "current_limit": body["limit"]}
            await self._post(account, "phone_number_quality_update", told)

    async def reviewed(self, body: dict[str, Any]) -> None:
        """Tell what became of a template, and of its category."""
        template = await review.found(self._world, body["id"]) or {}
        account = self._world.accounts.get(PROVIDER, template.get("account", ""))
        if account is None:
            return
        named = {
            "message_template_id": int(template["id"]),
            "message_template_name": template["name"],
            "message_template_language": template["language"],
        }
        fault, category = review.fault_of(template), review.category_of(template)
        told: dict[str, Any] = {**named, "event": "APPROVED", "reason": "NONE", "message_template_category": category}
        if fault:
            reason, why, advice = fault
            info = {"reason": why, "recommendation": advice}
            event = review.status_of(self._world, template) if template.get("told") else "REJECTED"
            told |= {"event": event, "reason": reason, "rejection_info": info}
        await self._post(account, "message_template_status_update", told)
        if category != template["category"]:
            changed = {**named, "previous_category": template["category"], "new_category": category}
            await self._post(account, "template_category_update", changed)
