"""`POST /push/{id}` as RFC 8030 describes it; subscriptions are made and ended by the control API."""

import os
import re
import uuid

import http_ece
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.sandbox import messages, things
from services.sandbox.control import ControlError, json_of
from services.sandbox.messages import Kept
from services.sandbox.things import Thing
from services.sandbox.webpush.tokens import decoded, encoded, fault
from services.sandbox.world import world_of

_KIND = "push"
_MOST_BYTES = 4096
_TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")


async def subscribe(request: web.Request) -> web.Response:
    """What `PushManager.subscribe` gives a page: {"application_server_key": the product's, "" for any}."""
    body = await json_of(request)
    private, secret, name = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), uuid.uuid4().hex
    number = private.private_numbers().private_value.to_bytes(32, "big")
    data = {"private": encoded(number), "auth": encoded(secret), "key": str(body.get("application_server_key") or "")}
    made = Thing(_KIND, name, "", data)
    await world_of(request).journal.run(lambda connection: things.put(connection, made))
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    endpoint = f"{request.url.origin()}/push/{name}"
    keys = {"p256dh": encoded(point), "auth": encoded(secret)}
    return web.json_response({"endpoint": endpoint, "expirationTime": None, "keys": keys}, status=201)


async def unsubscribe(request: web.Request) -> web.Response:
    """The person took the permission back: from now on 410."""
    world, name = world_of(request), request.match_info["name"]
    found = await things.get(world.journal, _KIND, name)
    if found is None:
        raise ControlError("There is no such subscription.")
    gone = Thing(_KIND, name, "", {**found.data, "gone": True})
    await world.journal.run(lambda connection: things.put(connection, gone))
    return web.json_response({"gone": True})


async def take(request: web.Request) -> web.Response:
    """Check, open and keep one message; what it says is in `GET received` under the provider webpush."""
    world, name, body = world_of(request), request.match_info["name"], await request.read()
    known = await things.get(world.journal, _KIND, name)
    if known is None or known.data.get("gone"):
        return web.Response(status=410 if known else 404, text="push subscription has unsubscribed or expired.\n")
    refusal = _refusal(request, known, body)
    if refusal is not None:
        return refusal
    try:
        text = _opened(known, body)
    except (http_ece.ECEException, ValueError) as error:
        return web.Response(status=400, text=f"This device cannot open the message: {error}")
    kept = Kept(
        provider_id=uuid.uuid4().hex,
        provider="webpush",
        account="",
        direction="outbound",
        sender="",
        recipient=name,
        body=text,
        reference=request.headers.get("Topic", ""),
        status="delivered",
        data={"ttl": request.headers["TTL"], "urgency": request.headers.get("Urgency", "normal")},
    )
    await world.journal.run(lambda connection: messages.insert(connection, kept))
    return web.Response(status=201, headers={"Location": f"{request.url.origin()}/push/message/{kept.provider_id}"})


def _refusal(request: web.Request, known: Thing, body: bytes) -> web.Response | None:
    headers = request.headers
    if not headers.get("TTL", "").isdigit():
        return web.Response(status=400, text="TTL header is missing.")
    if len(body) > _MOST_BYTES:
        return web.Response(status=413, text="The payload is too large.")
    if headers.get("Content-Encoding") != "aes128gcm":
        return web.Response(status=400, text="Content-Encoding must be aes128gcm.")
    if headers.get("Topic") and not _TOPIC.fullmatch(headers["Topic"]):
        return web.Response(status=400, text="Topic is too long or holds other characters.")
    wrong = fault(headers.get("Authorization", ""), str(request.url.origin()), str(known.data["key"]))
    return web.Response(status=403, text=wrong) if wrong else None


def _opened(known: Thing, body: bytes) -> str:
    number = int.from_bytes(decoded(known.data["private"]), "big")
    private = ec.derive_private_key(number, ec.SECP256R1())
    secret = decoded(known.data["auth"])
    return bytes(http_ece.decrypt(body, private_key=private, auth_secret=secret, version="aes128gcm")).decode()


_AT = "/sandbox/control/push"
ROUTES = (
    web.post("/push/{name}", take),
    web.post(_AT, subscribe),
    web.delete(f"{_AT}/{{name}}", unsubscribe),
)
