"""`POST /v3/mail/send`: validate, journal one message for each recipient, answer 202."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from services.sandbox import messages
from services.sandbox.accounts import Account
from services.sandbox.files import recorded
from services.sandbox.mail.plan import keep
from services.sandbox.messages import Kept
from services.sandbox.sendgrid import validate
from services.sandbox.sendgrid.wire import SendGridError, authenticated
from services.sandbox.world import world_of

_ONE_CLICK = re.compile(r"<(https?://[^>]+)>")


async def send(request: web.Request) -> web.Response:
    account, world = authenticated(request), world_of(request)
    try:
        mail = json.loads(await request.read())
    except ValueError:
        raise SendGridError(400, "Bad Request") from None
    validate.check(mail)
    _check_sender(mail, account)
    if ((mail.get("mail_settings") or {}).get("sandbox_mode") or {}).get("enable"):
        return web.Response(status=200)
    message_id = base64.urlsafe_b64encode(bytes.fromhex(messages.new_hex())).decode().rstrip("=")
    await keep(world, account, list(_messages(account, mail, message_id)))
    return web.Response(status=202, headers={"X-Message-Id": message_id})


def _check_sender(mail: dict[str, Any], account: Account) -> None:
    domain = mail["from"]["email"].rpartition("@")[2].lower()
    if account.address and domain != account.address.rpartition("@")[2].lower():
        message = "The from address does not match a verified Sender Identity."
        raise SendGridError(403, f"{message} Mail cannot be sent until this error is resolved.", "from")


def _messages(account: Account, mail: dict[str, Any], message_id: str) -> Iterator[Kept]:
    tracking = mail.get("tracking_settings") or {}
    parts = {part["type"]: part["value"] for part in mail.get("content") or []}
    for group in mail["personalizations"]:
        headers = {**(mail.get("headers") or {}), **(group.get("headers") or {})}
        lowered = {name.lower(): value for name, value in headers.items()}
        arguments = {**(mail.get("custom_args") or {}), **(group.get("custom_args") or {})}
        one_click = _ONE_CLICK.search(lowered.get("list-unsubscribe", ""))
        data = {
            "custom_args": arguments,
            "categories": mail.get("categories") or [],
            "from_name": mail["from"].get("name", ""),
            "reply_to": (mail.get("reply_to") or mail["from"])["email"],
            "headers": headers,
            "message_id": lowered.get("message-id") or f"<{message_id}@geopod-ismtpd-sandbox>",
            "html": parts.get("text/html", "")[:20_000],
            "calendar": next((text for kind, text in parts.items() if kind.startswith("text/calendar")), ""),
            "files": [str(file.get("filename")) for file in mail.get("attachments") or []],
            "enclosed": [_recorded(file) for file in mail.get("attachments") or []],
            "tracks_opens": _is_on(tracking, "open_tracking", default=True),
            "tracks_unsubscribes": _is_on(tracking, "subscription_tracking", default=False),
            "asm_group_id": (mail.get("asm") or {}).get("group_id"),
            "one_click": one_click[1] if one_click and "list-unsubscribe-post" in lowered else "",
        }
        for recipient in [*group["to"], *(group.get("cc") or []), *(group.get("bcc") or [])]:
            number = data.get("number", -1) + 1
            data = {**data, "number": number, "sg_message_id": f"{message_id}.recvd-sandbox-{number}-1.0"}
            yield Kept(
                provider_id=message_id if number == 0 else f"{message_id}.{number}.{messages.new_hex()[:6]}",
                provider="sendgrid",
                account=account.account,
                direction="outbound",
                sender=mail["from"]["email"].lower(),
                recipient=recipient["email"].lower(),
                body=parts.get("text/plain") or parts.get("text/html", ""),
                subject=group.get("subject") or mail.get("subject", ""),
                reference=reference_in(arguments),
                data=data,
            )


def _recorded(file: dict[str, Any]) -> dict[str, Any]:
    return recorded(str(file.get("filename")), str(file.get("type")), base64.b64decode(str(file.get("content"))))


def _is_on(tracking: dict[str, Any], name: str, default: bool) -> bool:
    return bool((tracking.get(name) or {}).get("enable", default))


def reference_in(arguments: dict[str, str]) -> str:
    """The product's id of a message: the custom argument whose name contains "ref", else the first one."""
    named = [value for name, value in arguments.items() if "ref" in name]
    return (named or list(arguments.values()) or [""])[0][:200]
