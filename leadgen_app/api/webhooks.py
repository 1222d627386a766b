"""HTTP. Webhooks of all providers: the raw body goes to the service, what comes back becomes a status code."""

from functools import partial

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from services import webhooks
from services.core.errors import AppError, Invalid, NotAllowed, NotFound
from services.db import on_database_thread

router = APIRouter(prefix="/api/webhooks", include_in_schema=False)

_STATUS: dict[type[AppError], int] = {NotFound: 404, NotAllowed: 403, Invalid: 400}
_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


@router.get("/{name}")
async def verify(name: str, request: Request) -> Response:
    """Meta proves that it was told the token, we prove that we know it."""
    if name not in webhooks.SHARED:
        raise HTTPException(404)
    asked = request.query_params
    known = await on_database_thread(partial(webhooks.is_verify_token, name, asked.get("hub.verify_token", "")))
    if asked.get("hub.mode") != "subscribe" or not known:
        raise HTTPException(403)
    return Response(asked.get("hub.challenge", ""), media_type="text/plain")


@router.post("/{name}")
async def receive_shared(name: str, request: Request) -> Response:
    if name not in webhooks.SHARED:
        raise HTTPException(404)
    delivery = await _delivery(request, name)
    await _kept(name, "", delivery)
    return Response()


@router.get("/{name}/{endpoint_key}")
async def prove(name: str, endpoint_key: str, request: Request) -> JSONResponse:
    """LinkedIn asks every two hours whether the address still knows the app's secret."""
    try:
        work = partial(webhooks.challenge, name, endpoint_key, dict(request.query_params))
        return JSONResponse(await on_database_thread(work))
    except AppError as error:
        raise HTTPException(_STATUS.get(type(error), 500), error.message) from None


@router.post("/{name}/{endpoint_key}")
async def receive(name: str, endpoint_key: str, request: Request) -> Response:
    delivery = await _delivery(request, name)
    await _kept(name, endpoint_key, delivery)
    if name == "twilio":
        return Response(_TWIML, media_type="text/xml")
    return Response("{}", media_type="application/json")


async def _delivery(request: Request, name: str) -> webhooks.Delivery:
    """The body exactly as sent, never more of it than the provider may send."""
    most = webhooks.LARGEST.get(name)
    if most is None:
        raise HTTPException(404)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise HTTPException(413)
    except ClientDisconnect:
        raise HTTPException(400) from None
    return webhooks.Delivery(request.url.path, request.url.query, dict(request.headers), bytes(body))


async def _kept(name: str, endpoint_key: str, delivery: webhooks.Delivery) -> None:
    try:
        await webhooks.accept(name, endpoint_key, delivery)
    except AppError as error:
        raise HTTPException(_STATUS.get(type(error), 500), error.message) from None
