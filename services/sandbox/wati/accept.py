"""Templates by name, and what may be said within the window: journalled, then answered with a local id."""

import uuid
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account
from services.sandbox.files import recorded
from services.sandbox.messages import Kept
from services.sandbox.wati.wire import PROVIDER, WatiError, authenticated, object_of
from services.sandbox.whatsapp import review
from services.sandbox.whatsapp.plan import e164, is_open, take
from services.sandbox.world import World, world_of

_UNREACHABLE = {"hard_bounce": "131026", "soft_bounce": "131049"}


async def template(request: web.Request) -> web.Response:
    """`POST /{tenant}/api/v2/sendTemplateMessage?whatsappNumber=`."""
    account, world = authenticated(request), world_of(request)
    body = await object_of(request)
    name = str(body.get("template_name") or "")
    owned = {one["name"]: one for one in await review.owned(world, f"wati:{account.account}")}
    found = owned.get(name)
    if found is None or review.status_of(world, found) != "APPROVED":
        raise WatiError(200, f"Template {name} not found")
    values = {str(one.get("name")): str(one.get("value")) for one in body.get("parameters") or []}
    wanted = review.variables_in(found["body"])
    if sorted(values, key=int) != wanted:
        raise WatiError(200, "Template parameters do not match")
    number = request.query.get("whatsappNumber", "")
    recipient = e164(number)
    if not recipient:
        return web.json_response(_answer(name, number, None))
    text = review.filled(found["body"], [values[one] for one in wanted])
    kept = await _taken(world, account, recipient, text, reference=str(body.get("broadcast_name") or ""), name=name)
    return web.json_response(_answer(name, number, kept.provider_id))


def _answer(name: str, number: str, local_id: str | None) -> dict[str, Any]:
    receiver = {"localMessageId": local_id, "waId": number, "isValidWhatsAppNumber": bool(local_id), "errors": []}
    return {"result": True, "error": None, "templateName": name, "receivers": [receiver], "parameters": []}


async def text(request: web.Request) -> web.Response:
    """`POST /{tenant}/api/v1/sendSessionMessage/{number}?messageText=`."""
    return await _session(request, request.match_info["number"], request.query.get("messageText", ""))


async def file(request: web.Request) -> web.Response:
    """`POST /{tenant}/api/v1/sendSessionFileViaUrl/{number}?fileUrl=&caption=`."""
    if not request.query.get("fileUrl", "").startswith(("http://", "https://")):
        raise WatiError(200, "fileUrl is no address")
    words = f"{request.query.get('caption', '')}\n[file]".strip()
    return await _session(request, request.match_info["number"], words)


async def uploaded(request: web.Request) -> web.Response:
    """`POST /{tenant}/api/v1/sendSessionFile/{number}?caption=`, a form with the file."""
    given = (await request.post()).get("file")
    if not isinstance(given, web.FileField):
        raise WatiError(200, "file is required")
    told = recorded(given.filename, given.content_type, given.file.read())
    words = f"{request.query.get('caption', '')}\n[file]".strip()
    return await _session(request, request.match_info["number"], words, [told])


async def buttons(request: web.Request) -> web.Response:
    """`POST /{tenant}/api/v1/sendInteractiveButtonsMessage?whatsappNumber=`."""
    body = await object_of(request)
    titles = [str(one.get("text") or "") for one in body.get("buttons") or []]
    if not 1 <= len(titles) <= 3:
        raise WatiError(200, "One to three buttons")
    words = f"{body.get('body') or ''}\n" + " ".join(f"[{title}]" for title in titles)
    return await _session(request, request.query.get("whatsappNumber", ""), words)


async def _session(request: web.Request, number: str, words: str, enclosed: Sequence[Any] = ()) -> web.Response:
    account, world = authenticated(request), world_of(request)
    recipient = e164(number)
    if not recipient:
        raise WatiError(200, "Invalid phone number")
    if not words:
        raise WatiError(200, "messageText is required")
    if not is_open(world, account, recipient):
        raise WatiError(200, "Ticket has been expired")
    kept = await _taken(world, account, recipient, words, enclosed=enclosed)
    shown = {"localMessageId": kept.provider_id, "text": words, "statusString": "SENT", "owner": True}
    return web.json_response({"ok": True, "result": "success", "message": shown})


async def _taken(
    world: World,
    account: Account,
    recipient: str,
    words: str,
    reference: str = "",
    name: str = "",
    enclosed: Sequence[Any] = (),
) -> Kept:
    message = Kept(
        provider_id=str(uuid.uuid4()),
        provider=PROVIDER,
        account=account.account,
        direction="outbound",
        sender=account.address,
        recipient=recipient,
        body=words,
        reference=reference,
        status="accepted",
        data={"template": name, "enclosed": list(enclosed)},
    )
    await take(world, message, account, "", _UNREACHABLE)
    return message
