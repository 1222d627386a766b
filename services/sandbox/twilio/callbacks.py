"""What Twilio posts to the product: status callbacks and inbound messages, signed."""

from urllib.parse import urlencode

from services.sandbox import files, messages
from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.twilio.wire import ERRORS, VERSION, signature
from services.sandbox.whatsapp.callbacks import WhatsAppCallbacks


class TwilioCallbacks(WhatsAppCallbacks):
    """Statuses go to the address that each message named, inbound messages to the account's."""

    provider = "twilio"
    prefix = "SM"

    async def tell(self, account: Account, message: Kept, status: str, code: str) -> None:
        if not message.data["status_callback"]:
            return
        fields = {
            "SmsSid": message.provider_id,
            "MessageSid": message.provider_id,
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

    async def hear(self, account: Account, message: Kept) -> None:
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
            **self._file(account, message),
            **{str(name): str(value) for name, value in message.data.get("fields", {}).items()},
        }
        await self._post(account, account.webhook_url, fields)

    def _file(self, account: Account, message: Kept) -> dict[str, str]:
        name = message.data.get("file")
        if not name:
            return {}
        path = f"{VERSION}/Accounts/{account.account}/Messages/{message.provider_id}/Media/{files.number_of(name)}"
        kind = {"MessageType": files.KINDS[name], "MediaContentType0": files.mime_type(name)}
        return {"NumMedia": "1", "MediaUrl0": f"{self._world.address}/{path}", **kind}

    async def _post(self, account: Account, url: str, fields: dict[str, str]) -> None:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "User-Agent": "TwilioProxy/1.1",
            "X-Twilio-Signature": signature(account.secret, url, fields),
            "I-Twilio-Idempotency-Token": messages.new_hex(),
        }
        await self._world.postman.post(url, urlencode(fields).encode(), headers)
