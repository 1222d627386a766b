"""`POST /v3/mail/send`: validate, journal one message for each recipient, answer 202."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from services.sandbox import errands, messages
from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.sendgrid import validate
from services.sandbox.sendgrid.wire import SendGridError, authenticated
from services.sandbox.town import people
from services.sandbox.town.people import Talk
from services.sandbox.world import World, world_of

_DROPPED = {"bounce": "Bounced Address", "spam": "Spam Reporting Address", "unsubscribe": "Unsubscribed Address"}
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
    await _keep(world, account, list(_messages(account, mail, message_id)))
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


def _is_on(tracking: dict[str, Any], name: str, default: bool) -> bool:
    return bool((tracking.get(name) or {}).get("enable", default))


def reference_in(arguments: dict[str, str]) -> str:
    """The product's id of a message: the custom argument whose name contains "ref", else the first one."""
    named = [value for name, value in arguments.items() if "ref" in name]
    return (named or list(arguments.values()) or [""])[0][:200]


async def _keep(world: World, account: Account, accepted: list[Kept]) -> None:
    def work(connection: Any) -> list[errands.Errand]:
        planned = []
        for message in accepted:
            talk = None if world.settings.silent else world.people.meet(account.circle, "email", message.recipient)
            if talk:
                people.write(connection, account.circle, message.recipient, talk)
            messages.insert(connection, message)
            steps = plan(world, talk, message)
            body = {"id": message.provider_id, "steps": steps}
            planned.append(errands.insert(connection, "sendgrid.step", steps[0][1], body))
        return planned

    for errand in await world.journal.run(work):
        world.errands.schedule(errand)


def plan(world: World, talk: Talk | None, message: Kept) -> list[list[Any]]:
    """What becomes of an e-mail: [event, Unix time, detail] in the order of telling."""
    at = world.soon(0.1, 0.6)
    if talk and talk.suppressed:
        return [["dropped", at, _DROPPED[talk.suppressed]]]
    processed = ["processed", at, ""]
    delivered = at + world.dice.uniform(0.2, 1.2) / world.settings.speed
    nature = talk.nature if talk else ""
    if nature == "hard_bounce":
        return [processed, ["bounce", delivered, "hard"]]
    if nature == "soft_bounce":
        return [processed, ["deferred", delivered, ""], ["bounce", delivered + 2 / world.settings.speed, "soft"]]
    answered = delivered + world.dice.uniform(*world.settings.reply_delay) / world.settings.speed
    steps = [processed, ["delivered", delivered, ""]]
    if message.data["tracks_opens"] and (nature not in ("silent", "out_of_office") or world.dice.random() < 0.5):
        steps.append(["open", (delivered + answered) / 2, ""])
    if world.dice.random() < world.settings.out_of_order:
        steps[-2][0], steps[-1][0] = steps[-1][0], steps[-2][0]
    if talk is not None:
        steps.append([_ending(talk, message), answered, ""])
    return steps


def _ending(talk: Talk, message: Kept) -> str:
    """What the recipient does in the end: most write, some press a button."""
    if talk.nature == "complaint":
        return "spamreport"
    presses = talk.nature == "stop" and not talk.turns and sum(message.recipient.encode()) % 2
    if not presses:
        return "reply"
    if message.data["asm_group_id"]:
        return "group_unsubscribe"
    if message.data["tracks_unsubscribes"]:
        return "unsubscribe"
    return "one_click" if message.data["one_click"] else "reply"
