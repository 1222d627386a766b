"""`POST …/Messages.json`: validate as Twilio does, journal, answer 201."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import phonenumbers
from aiohttp import web

from services.sandbox import errands, messages
from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.town import people
from services.sandbox.town.people import Talk
from services.sandbox.twilio import content
from services.sandbox.twilio.wire import TwilioError, authenticated, resource
from services.sandbox.world import World, world_of

_UNREACHABLE = {"hard_bounce": "63024", "soft_bounce": "63032"}
Fields = dict[str, str]


async def create(request: web.Request) -> web.Response:
    account = authenticated(request)
    world = world_of(request)
    fields = {name: str(value) for name, value in (await request.post()).items()}
    recipient = _recipient(fields)
    _check_sender(fields, account)
    body, is_approved = await _text(world, account, fields)
    circle = account.circle
    may_send = is_approved or not world.settings.enforce_window or world.people.window_is_open(circle, recipient)
    message = Kept(
        provider_id=f"SM{messages.new_hex()}",
        provider="twilio",
        account=account.account,
        direction="outbound",
        sender=account.address,
        recipient=recipient,
        body=body,
        reference=reference_in(fields.get("StatusCallback", "")),
        status="accepted" if "MessagingServiceSid" in fields else "queued",
        data={
            "status_callback": fields.get("StatusCallback", ""),
            "content_sid": fields.get("ContentSid", ""),
            "messaging_service_sid": fields.get("MessagingServiceSid"),
        },
    )
    talk = None if world.settings.silent else world.people.meet(circle, "whatsapp", recipient)
    await _keep(world, message, circle, talk, plan(world, talk, may_send))
    return web.json_response(resource(message), status=201)


async def _keep(world: World, message: Kept, circle: str, talk: Talk | None, steps: list[Any]) -> None:
    def work(connection: Any) -> errands.Errand:
        messages.insert(connection, message)
        if talk:
            people.write(connection, circle, message.recipient, talk)
        return errands.insert(connection, "twilio.step", steps[0][1], {"id": message.provider_id, "steps": steps})

    world.errands.schedule(await world.journal.run(work))


def plan(world: World, talk: Talk | None, may_send: bool) -> list[list[Any]]:
    """What becomes of a message: [status or "reply", Unix time, error code] in the order of telling."""
    if not may_send:
        return [["failed", world.soon(0.2, 0.8), "63016"]]
    sent = world.soon(0.1, 0.5)
    if talk and talk.nature in _UNREACHABLE:
        return [["sent", sent, ""], ["undelivered", sent + 0.5 / world.settings.speed, _UNREACHABLE[talk.nature]]]
    delivered = sent + world.dice.uniform(0.2, 1.0) / world.settings.speed
    reply = delivered + world.dice.uniform(*world.settings.reply_delay) / world.settings.speed
    steps = [["sent", sent, ""], ["delivered", delivered, ""]]
    if talk is None or talk.nature != "silent" or world.dice.random() < 0.6:
        steps.append(["read", (delivered + reply) / 2, ""])
    if world.dice.random() < world.settings.out_of_order:
        first, second = steps[-2:]
        first[0], second[0] = second[0], first[0]
    if talk is not None:
        steps.append(["reply", reply, ""])
    return steps


def _recipient(fields: Fields) -> str:
    raw = fields.get("To", "")
    number = raw.removeprefix("whatsapp:")
    if not raw:
        raise TwilioError(400, 21604, "A 'To' phone number is required.")
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        raise _bad_recipient(raw) from None
    if not raw.startswith("whatsapp:+") or not phonenumbers.is_valid_number(parsed):
        raise _bad_recipient(raw)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _bad_recipient(raw: str) -> TwilioError:
    return TwilioError(400, 21211, f"The 'To' number {raw} is not a valid phone number.")


def _check_sender(fields: Fields, account: Account) -> None:
    sender = fields.get("From", "")
    if not sender and "MessagingServiceSid" not in fields:
        raise TwilioError(400, 21603, "A 'From' phone number is required.")
    if sender and sender != f"whatsapp:{account.address}":
        raise TwilioError(400, 63007, "Twilio could not find a Channel with the specified From address")
    callback = fields.get("StatusCallback", "")
    host = urlsplit(callback).hostname
    if callback and (not callback.startswith(("http://", "https://")) or not host or "_" in host):
        raise TwilioError(400, 21609, f"The 'StatusCallback' URL {callback} is not a valid URL.")


async def _text(world: World, account: Account, fields: Fields) -> tuple[str, bool]:
    """The text that will be read, and whether it is an approved template."""
    sid = fields.get("ContentSid", "")
    if not sid:
        body = fields.get("Body", "")
        if not body:
            raise TwilioError(400, 21619, "A text message body or media urls must be specified.")
        if len(body) > 1600:
            raise TwilioError(400, 21617, "The concatenated message body exceeds the 1600 character limit")
        return body, False
    found = await content.load(world, account.account, sid)
    if found is None:
        raise TwilioError(400, 21655, f"The ContentSid {sid} is invalid")
    template, _ = found
    variables = _variables(fields.get("ContentVariables", ""))
    return content.rendered(template, variables), content.approval_status(world, template) == "approved"


def _variables(raw: str) -> dict[str, Any]:
    try:
        variables = json.loads(raw or "{}")
    except ValueError:
        variables = None
    if not isinstance(variables, dict):
        raise TwilioError(400, 21656, "The ContentVariables parameter is invalid")
    return variables


def reference_in(callback_url: str) -> str:
    """The product's id of a message, which Twilio only ever sees in the callback address: its last query value."""
    pairs = parse_qsl(urlsplit(callback_url).query)
    named = [value for name, value in pairs if name in ("reference", "ref", "message", "message_id")]
    return (named or [value for _, value in pairs] or [""])[-1][:200]
