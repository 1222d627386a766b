"""`POST /{phone number}/messages`: validate as the Cloud API does, journal, answer 200."""

import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from services.sandbox import messages, things
from services.sandbox.accounts import Account
from services.sandbox.files import recorded
from services.sandbox.graph import GraphError
from services.sandbox.messages import Kept
from services.sandbox.things import Thing
from services.sandbox.whatsapp import review
from services.sandbox.whatsapp.plan import e164, is_open, take
from services.sandbox.whatsapp_cloud import templates
from services.sandbox.whatsapp_cloud.wire import PROVIDER, authenticated, check_pace, object_of
from services.sandbox.world import World, world_of

_UNREACHABLE = {"hard_bounce": "131026", "soft_bounce": "131049"}
_LONGEST_TEXT = 4096
_LONGEST_FILLED = 1024
_OUTSIDE_WINDOW = "131047"
_FILES = ("image", "document", "video", "audio")
Body = dict[str, Any]


async def create(request: web.Request) -> web.Response:
    account, world = authenticated(request, "account"), world_of(request)
    body = await object_of(request)
    recipient = _recipient(body)
    check_pace(world, account, recipient)
    text, opens = await _text(world, account, body)
    message = Kept(
        provider_id=f"wamid.{messages.new_hex()}",
        provider=PROVIDER,
        account=account.account,
        direction="outbound",
        sender=account.address,
        recipient=recipient,
        body=text,
        reference=str(body.get("biz_opaque_callback_data") or "")[:512],
        status="accepted",
        data={
            "type": body.get("type", "text"),
            "category": "marketing" if opens else "service",
            "enclosed": await _enclosed(world, account, body),
        },
    )
    refused = "" if opens or is_open(world, account, recipient) else _OUTSIDE_WINDOW
    await take(world, message, account, refused, _UNREACHABLE)
    taken: Body = {"id": message.provider_id}
    if body.get("type") == "template":
        taken["message_status"] = "accepted"
    contact = {"input": str(body["to"]), "wa_id": recipient.removeprefix("+")}
    return web.json_response({"messaging_product": "whatsapp", "contacts": [contact], "messages": [taken]})


async def upload(request: web.Request) -> web.Response:
    """`POST /{phone number}/media`: a form with the file, kept under an id that a message may name."""
    account, world = authenticated(request, "account"), world_of(request)
    form = await request.post()
    given = form.get("file")
    if form.get("messaging_product") != "whatsapp" or not isinstance(given, web.FileField):
        raise missing("file")
    told = recorded(given.filename, given.content_type, given.file.read())
    made = Thing("cloud_media", str(messages.new_hex()), account.account, told)
    await world.journal.run(lambda connection: things.put(connection, made))
    return web.json_response({"id": made.id})


async def _enclosed(world: World, account: Account, body: Body) -> list[Body]:
    content = body.get(str(body.get("type")))
    media_id = str(content.get("id") or "") if isinstance(content, dict) else ""
    if not media_id:
        return []
    found = await things.get(world.journal, "cloud_media", media_id)
    if found is None or found.account != account.account:
        raise GraphError(131053, "(#131053) Media upload error", details="There is no media with this id")
    return [{**found.data, "name": content.get("filename") or found.data["name"]}] if isinstance(content, dict) else []


def missing(name: str) -> GraphError:
    return GraphError(131008, "(#131008) Required parameter is missing", details=f"Parameter {name} is required")


def invalid(details: str) -> GraphError:
    return GraphError(131009, "(#131009) Parameter value is not valid", details=details)


def _recipient(body: Body) -> str:
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(100, "(#100) The parameter messaging_product is required.")
    if not body.get("to"):
        raise missing("to")
    number = e164(re.sub(r"[\s()-]", "", str(body["to"])))
    if not number:
        raise GraphError(131026, "(#131026) Message undeliverable", details="Message Undeliverable.")
    return number


async def _text(world: World, account: Account, body: Body) -> tuple[str, bool]:
    """The text that will be read, and whether it may open a conversation."""
    kind = str(body.get("type") or "text")
    content = body.get(kind)
    if not isinstance(content, dict):
        raise missing(kind)
    if kind == "template":
        return await _template(world, account, content), True
    if kind in _FILES:
        return _file(kind, content), False
    if kind not in _READ:
        raise GraphError(131051, "(#131051) Unsupported message type", details=f"{kind} is not supported")
    return _READ[kind](content), False


def _free(content: Body) -> str:
    text = str(content.get("body") or "")
    if not text:
        raise missing("text['body']")
    if len(text) > _LONGEST_TEXT:
        raise invalid("Param text['body'] must be at most 4096 characters long.")
    return text


def _pressed(content: Body) -> str:
    """Reply buttons: one to three, titles of at most twenty characters, none twice."""
    asked, action = content.get("body"), content.get("action")
    if content.get("type") != "button" or not isinstance(asked, dict) or not isinstance(action, dict):
        raise missing("interactive['action']")
    buttons = [one.get("reply") for one in action.get("buttons") or [] if isinstance(one, dict)]
    titles = [str(one.get("title") or "") for one in buttons if isinstance(one, dict)]
    if not 1 <= len(titles) <= 3:
        raise invalid("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3")
    if len(set(titles)) < len(titles) or any(not 1 <= len(title) <= 20 for title in titles):
        raise invalid("Button title length invalid. Min length: 1, Max length: 20")
    return f"{asked.get('text') or ''}\n" + " ".join(f"[{title}]" for title in titles)


def _file(kind: str, content: Body) -> str:
    link = str(content.get("link") or "")
    if not link and not content.get("id"):
        raise missing(f"{kind}['link']")
    if link and not link.startswith(("http://", "https://")):
        raise GraphError(131052, "(#131052) Media download error", details=f"{link} is no address")
    return f"{content.get('caption') or ''}\n[{kind}]".strip()


_READ: dict[str, Callable[[Body], str]] = {"text": _free, "interactive": _pressed}


async def _template(world: World, account: Account, content: Body) -> str:
    """Filled in; wrong templates and wrong numbers of variables are refused as Meta does."""
    name, language = str(content.get("name") or ""), content.get("language")
    code = str(language.get("code") or "") if isinstance(language, dict) else ""
    found = await templates.load(world, account, name, code)
    if found is None or review.status_of(world, found) != "APPROVED":
        details = f"template name ({name}) does not exist in {code}"
        raise GraphError(
            132001, "(#132001) Template name does not exist in the translation", details=details, status=404
        )
    given = _parameters(content)
    wanted = review.variables_in(found["body"])
    if len(given) != len(wanted):
        details = f"body: number of localizable_params ({len(given)}) does not match the expected number of params "
        raise GraphError(
            132000, "(#132000) Number of parameters does not match the expected number of params", details=details
            + f"({len(wanted)})",
        )  # fmt: skip
    text = review.filled(found["body"], given)
    if len(text) > _LONGEST_FILLED:
        raise GraphError(132005, "(#132005) Translated text too long", details="body: longer than 1024 characters")
    return text


def _parameters(content: Body) -> list[str]:
    given: list[str] = []
    for component in content.get("components") or []:
        if not isinstance(component, dict) or component.get("type") != "body":
            continue
        for one in component.get("parameters") or []:
            text = one.get("text") if isinstance(one, dict) and one.get("type") == "text" else None
            if not isinstance(text, str) or not text.strip():
                raise missing("parameters['text']")
            if re.search(r"[\n\t]| {5}", text):
                raise GraphError(
                    132012,
                    "(#132012) Parameter format does not match format in the created template",
                    details="Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
                )
            given.append(text)
    return given
