"""What WATI posts: each status twice, under its old name and its new one; nothing is signed."""

import json
from typing import Any

from services.sandbox import files
from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.wati.wire import PROVIDER
from services.sandbox.whatsapp.callbacks import WhatsAppCallbacks

_NAMES = {"sent": "MessageSent", "delivered": "sentMessageDELIVERED", "read": "sentMessageREAD"}


class WatiCallbacks(WhatsAppCallbacks):
    """Statuses name no number: the local id alone says whose they are."""

    provider = PROVIDER
    prefix = "wamid.wati"

    async def tell(self, account: Account, message: Kept, status: str, code: str) -> None:
        kind = "template" if message.data["template"] else "session"
        name = _NAMES.get(status, "templateMessageFailed")
        name = f"{kind}{name}" if status == "sent" else name
        told: dict[str, Any] = {
            "localMessageId": message.provider_id,
            "id": f"wati{message.seq}",
            "whatsappMessageId": f"gBEG{message.provider_id.replace('-', '')}",
            "statusString": status.capitalize() if status == "delivered" else status.upper(),
            "timestamp": str(int(message.updated)),
            "type": kind,
            "text": None,
        }
        if code:
            told |= {"failedCode": code, "failedDetail": "Message undeliverable"}
        for twin in (name, f"{name}_v2"):
            await self._post(account, {"eventType": twin, **told})

    async def hear(self, account: Account, message: Kept) -> None:
        told = {
            "eventType": "message",
            "id": f"wati{message.seq}",
            "whatsappMessageId": message.provider_id,
            "text": message.body,
            "type": "text",
            "data": None,
            "timestamp": str(int(message.at)),
            "owner": False,
            "statusString": "SENT",
            "waId": message.sender.removeprefix("+"),
            "senderName": message.data["profile_name"],
            "channelPhoneNumber": account.address.removeprefix("+"),
            **_file(message),
            **message.data.get("fields", {}),
        }
        await self._post(account, told)

    async def _post(self, account: Account, told: dict[str, Any]) -> None:
        if account.webhook_url:
            headers = {"Content-Type": "application/json"}
            await self._world.postman.post(account.webhook_url, json.dumps(told).encode(), headers)


def _file(message: Kept) -> dict[str, Any]:
    """A document's text is its name."""
    name = message.data.get("file")
    if not name:
        return {}
    kind = files.KINDS[name]
    words = {"text": f"{name}.pdf"} if kind == "document" else {}
    return {"type": kind, "data": f"data/{kind}s/{files.number_of(name)}", **words}
