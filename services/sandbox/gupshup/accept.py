"""`POST /wa/api/v1/msg` and `/template/msg`: validate, journal, answer 202."""

import uuid
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account
from services.sandbox.files import fetched
from services.sandbox.gupshup.wire import PROVIDER, GupshupError, authenticated, form_of, nested
from services.sandbox.messages import Kept
from services.sandbox.whatsapp import review
from services.sandbox.whatsapp.plan import e164, is_open, take
from services.sandbox.world import World, world_of

_UNREACHABLE = {"hard_bounce": "1002", "soft_bounce": "131049"}
_CLOSED = "1008"
_UNMATCHED = "4003"
Form = dict[str, str]


async def session(request: web.Request) -> web.Response:
    """Free text, a file or buttons: within 24 hours of what the person wrote."""
    account, world = authenticated(request), world_of(request)
    form = await form_of(request)
    recipient = _recipient(form, account)
    text, told = _text(form), nested(form, "message")
    url = str(told.get("url") or told.get("originalUrl") or "")
    enclosed = [await fetched(url)] if url else []
    refused = "" if is_open(world, account, recipient) else _CLOSED
    return await _taken(world, account, recipient, text, refused, enclosed)


async def template(request: web.Request) -> web.Response:
    """A template by its id; a wrong one fails later, as at Gupshup, which looks at it when it sends."""
    account, world = authenticated(request), world_of(request)
    form = await form_of(request)
    recipient = _recipient(form, account)
    wanted = nested(form, "template")
    given = [str(one) for one in wanted.get("params") or []]
    owned = {one["id"]: one for one in await review.owned(world, f"gupshup:{account.account}")}
    found = owned.get(str(wanted.get("id") or ""))
    if found is None or review.status_of(world, found) != "APPROVED":
        return await _taken(world, account, recipient, " ".join(given), _UNMATCHED)
    if len(given) != len(review.variables_in(found["body"])):
        return await _taken(world, account, recipient, " ".join(given), "132000")
    return await _taken(world, account, recipient, review.filled(found["body"], given), "")


async def _taken(
    world: World, account: Account, recipient: str, text: str, refused: str, enclosed: Sequence[Any] = ()
) -> web.Response:
    message = Kept(
        provider_id=str(uuid.uuid4()),
        provider=PROVIDER,
        account=account.account,
        direction="outbound",
        sender=account.address,
        recipient=recipient,
        body=text,
        status="submitted",
        data={"enclosed": list(enclosed)},
    )
    await take(world, message, account, refused, _UNREACHABLE)
    return web.json_response({"status": "submitted", "messageId": message.provider_id}, status=202)


def _recipient(form: Form, account: Account) -> str:
    if form.get("source", "").removeprefix("+") != account.address.removeprefix("+"):
        raise GupshupError(400, "Invalid Source Details")
    if form.get("src.name") != account.account:
        raise GupshupError(400, "Invalid App Details")
    number = e164(form.get("destination", ""))
    if not number:
        raise GupshupError(400, "Invalid Destination")
    return number


def _text(form: Form) -> str:
    if form.get("channel") != "whatsapp":
        raise GupshupError(400, "Invalid Channel Details")
    message = nested(form, "message")
    kind = str(message.get("type") or "")
    if kind == "text" and message.get("text"):
        return str(message["text"])
    if kind == "quick_reply":
        content, options = message.get("content"), message.get("options") or []
        if not isinstance(content, dict) or not 1 <= len(options) <= 3:
            raise GupshupError(400, "Invalid Message: one to three options")
        return f"{content.get('text') or ''}\n" + " ".join(f"[{one['title']}]" for one in options)
    if kind in {"image", "file", "video", "audio"} and (message.get("url") or message.get("originalUrl")):
        return f"{message.get('caption') or ''}\n[{kind}]".strip()
    raise GupshupError(400, "Invalid Message")
