"""`POST …/Messages.json`: validate as Twilio does, journal, answer 201."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from services.sandbox import messages
from services.sandbox.accounts import Account
from services.sandbox.files import fetched
from services.sandbox.messages import Kept
from services.sandbox.twilio import content
from services.sandbox.twilio.wire import TwilioError, authenticated, resource
from services.sandbox.whatsapp.plan import e164, is_open, take
from services.sandbox.world import World, world_of

_UNREACHABLE = {"hard_bounce": "63024", "soft_bounce": "63032"}
Fields = dict[str, str]


async def create(request: web.Request) -> web.Response:
    account = authenticated(request)
    world = world_of(request)
    form = await request.post()
    fields = {name: str(value) for name, value in form.items()}
    recipient = _recipient(fields)
    _check_sender(fields, account)
    body, is_approved = await _text(world, account, fields)
    refused = "" if is_approved or is_open(world, account, recipient) else "63016"
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
            "enclosed": [await fetched(str(url)) for url in form.getall("MediaUrl", [])],
        },
    )
    await take(world, message, account, refused, _UNREACHABLE)
    return web.json_response(resource(message), status=201)


def _recipient(fields: Fields) -> str:
    raw = fields.get("To", "")
    number = raw.removeprefix("whatsapp:")
    if not raw:
        raise TwilioError(400, 21604, "A 'To' phone number is required.")
    recipient = e164(number) if raw.startswith("whatsapp:+") else ""
    if not recipient:
        raise _bad_recipient(raw)
    return recipient


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
        if not body and not fields.get("MediaUrl"):
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
