"""The control API: accounts, settings, people, what was received, and things to let happen."""

import json
import re
from dataclasses import asdict
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from services.sandbox import messages
from services.sandbox.accounts import Account
from services.sandbox.files import KINDS
from services.sandbox.town.businesses import NATURES
from services.sandbox.town.cities import city_named
from services.sandbox.town.industries import industry_named
from services.sandbox.world import World, world_of

_PROVIDERS = (
    "twilio",
    "whatsapp_cloud",
    "gupshup",
    "wati",
    "sendgrid",
    "resend",
    "smtp",
    "meta",
    "google_ads",
    "linkedin",
    "apify",
    "brightdata",
    "places",
    "openai",
)
_PLATFORMS = {"google": "google_ads", "google_ads": "google_ads", "meta": "meta", "linkedin": "linkedin"}
_LANGUAGES = ("en", "hinglish", "hi")
_NATURES = {*NATURES, "enquirer"}


class ControlError(Exception):
    """A wrong request to the control API: 400 with a sentence."""


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except ControlError as problem:
        return web.json_response({"error": str(problem)}, status=400)


async def json_of(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise ControlError("The body is not JSON.") from None
    if not isinstance(body, dict):
        raise ControlError("The body must be a JSON object.")
    return body


def address_of(text: str) -> str:
    """An E.164 number or a lower-case e-mail address."""
    text = text.strip().removeprefix("whatsapp:")
    return text.lower() if "@" in text else "+" + re.sub(r"\D", "", text)


def account_of(world: World, body: dict[str, Any], provider: str) -> Account:
    """The named account, or the only one of its provider."""
    name = str(body.get("account", ""))
    known = world.accounts.of(provider)
    found = world.accounts.get(provider, name) if name else (known[0] if len(known) == 1 else None)
    if found is None:
        raise ControlError(f"Name a registered {provider} account.")
    return found


async def register(request: web.Request) -> web.Response:
    world, body = world_of(request), await json_of(request)
    fields = (
        "account",
        "secret",
        "address",
        "webhook_url",
        "customer",
        "access_token",
        "verify_token",
        "form_id",
        "business",
    )
    provider = str(body.get("provider", ""))
    if provider not in _PROVIDERS or not body.get("account"):
        raise ControlError(f"provider must be one of {', '.join(_PROVIDERS)} and account must be given.")
    wanted = Account(provider=provider, **{name: str(body.get(name) or "") for name in fields})
    account, is_new = await world.accounts.register(wanted)
    after = world.on_account.get(provider)
    if after:
        await after(account, is_new)
    known = {"provider": provider, "account": account.account, "created": is_new, "form_id": account.form_id}
    if provider == "smtp":
        known |= dict(zip(("smtp_port", "imap_port"), world.mail_ports, strict=True))
    return web.json_response({**known, "public_key": account.public_key}, status=201 if is_new else 200)


async def accounts(request: web.Request) -> web.Response:
    hidden = ("private_key", "secret", "access_token", "verify_token")
    found = [
        {name: value for name, value in asdict(account).items() if name not in hidden}
        for account in world_of(request).accounts.all()
    ]
    return web.json_response({"accounts": found})


async def settings(request: web.Request) -> web.Response:
    world = world_of(request)
    if request.method == "PUT":
        try:
            await world.change_settings(await json_of(request))
        except ValidationError as problem:
            raise ControlError(problem.errors()[0]["msg"]) from None
    return web.json_response(world.settings.model_dump())


def _condition(request: web.Request) -> tuple[str, list[Any]]:
    query = request.query
    recipient = address_of(query["recipient"]) if query.get("recipient") else ""
    return messages.where(
        direction=query.get("direction", "outbound"),
        provider=query.get("provider"),
        account=query.get("account"),
        reference=query.get("reference"),
        recipient=recipient,
        provider_id=query.get("provider_id"),
        after=int(query["after"]) if query.get("after", "").isdigit() else None,
    )


async def received(request: web.Request) -> web.Response:
    """Messages in the order of acceptance; `after` continues behind a `seq`."""
    condition, values = _condition(request)
    size = min(int(request.query["limit"]) if request.query.get("limit", "").isdigit() else 1000, 10_000)
    rows = await world_of(request).journal.rows(
        f"SELECT * FROM message WHERE {condition} ORDER BY seq LIMIT ?",  # noqa: S608  names from our own table
        *values,
        size,
    )
    return web.json_response({"messages": [asdict(messages.from_row(row)) for row in rows]})


async def counts(request: web.Request) -> web.Response:
    """How many were accepted, how many different references, and which references came more than once."""
    world = world_of(request)
    condition, values = _condition(request)
    total = await world.journal.rows(
        "SELECT COUNT(*) AS count, COUNT(DISTINCT NULLIF(reference, '')) AS refs,"  # noqa: S608
        f" COUNT(DISTINCT recipient) AS recipients FROM message WHERE {condition}",
        *values,
    )
    twice = await world.journal.rows(
        f"SELECT reference, COUNT(*) AS count FROM message WHERE {condition} AND reference <> ''"  # noqa: S608
        " GROUP BY reference HAVING COUNT(*) > 1 LIMIT 1000",
        *values,
    )
    return web.json_response(
        {
            "count": total[0]["count"],
            "references": total[0]["refs"],
            "recipients": total[0]["recipients"],
            "repeated": {row["reference"]: row["count"] for row in twice},
        }
    )


async def say(request: web.Request) -> web.Response:
    """A person writes: {"provider", "account", "from", "text", …}; see docs/reference/sandbox.md."""
    world, body = world_of(request), await json_of(request)
    provider = str(body.get("provider") or ("sendgrid" if "@" in str(body.get("from", "")) else "twilio"))
    if provider not in world.speakers or not body.get("from") or "text" not in body:
        raise ControlError(f"Give provider (one of {', '.join(sorted(world.speakers))}), from and text.")
    body["from"] = address_of(str(body["from"]))
    if body.get("file", "picture") not in KINDS:
        raise ControlError(f"file must be one of {', '.join(KINDS)}.")
    world.address = f"http://{request.host}"
    message_id = await world.speakers[provider](account_of(world, body, provider), body)
    return web.json_response({"provider_id": message_id}, status=201)


async def ad_lead(request: web.Request) -> web.Response:
    """Ad forms are filled in: {"platform", "account", "answers", "is_test"} or {"leads": […]}."""
    world, body = world_of(request), await json_of(request)
    platform = _PLATFORMS.get(str(body.get("platform")))
    forms = body.get("leads") or [body]
    if platform is None or not isinstance(forms, list) or not all(isinstance(form, dict) for form in forms):
        raise ControlError("platform must be meta, google or linkedin; leads, when given, a list of objects.")
    lead_ids = await world.advertisers[platform](account_of(world, body, platform), forms)
    return web.json_response({"lead_id": lead_ids[0], "lead_ids": lead_ids}, status=201)


async def personas(request: web.Request) -> web.Response:
    """Everybody met so far; `industry` and `city` visit one district first."""
    world = world_of(request)
    people = world.town.everyone()
    if request.query.get("industry") and request.query.get("city"):
        industry, city = industry_named(request.query["industry"]), city_named(request.query["city"])
        people = await world.town.visit(industry, city)
    found = [
        {
            "name": business.person,
            "title": business.title,
            "company": business.name,
            "industry": business.industry.key,
            "city": business.city.name,
            "phone": business.phone,
            "email": business.email,
            "website": f"{request.url.origin()}/site/{business.slug}/" if business.has_site else "",
            "nature": business.nature,
            "language": business.language,
        }
        for business in people
    ]
    return web.json_response({"personas": found})


async def cast(request: web.Request) -> web.Response:
    """Decide who answers at an address: {"address", "nature", "language", "name", "customer"}."""
    world, body = world_of(request), await json_of(request)
    if not body.get("address"):
        raise ControlError("Give an address.")
    traits = {name: str(body[name]) for name in ("nature", "language", "name") if body.get(name)}
    if traits.get("nature", "silent") not in _NATURES or traits.get("language", "en") not in _LANGUAGES:
        raise ControlError(f"nature is one of {', '.join(sorted(_NATURES))}; language one of {', '.join(_LANGUAGES)}.")
    address = address_of(str(body["address"]))
    talk = await world.people.cast(str(body.get("customer", "")), address, turns=0, is_over=False, **traits)
    return web.json_response({"address": address, **asdict(talk)})


async def status(request: web.Request) -> web.Response:
    world = world_of(request)
    return web.json_response(
        {
            "waiting": world.errands.waiting(),
            "webhooks_posted": world.postman.posted,
            "webhooks_refused": world.postman.refused,
            "over_limit": world.limits.refused,
            "trap_hits": world.trap_hits,
            "places_calls": dict(world.places_calls),
        }
    )


async def questions(request: web.Request) -> web.Response:
    """What the language model was asked, oldest first."""
    return web.json_response({"questions": list(world_of(request).questions)})


async def reset(request: web.Request) -> web.Response:
    body = await json_of(request)
    await world_of(request).reset(accounts=bool(body.get("accounts")))
    return web.json_response({"reset": True})


_AT = "/sandbox/control"
ROUTES = (
    web.post(f"{_AT}/accounts", register),
    web.get(f"{_AT}/accounts", accounts),
    web.get(f"{_AT}/settings", settings),
    web.put(f"{_AT}/settings", settings),
    web.get(f"{_AT}/received", received),
    web.get(f"{_AT}/received/count", counts),
    web.post(f"{_AT}/say", say),
    web.post(f"{_AT}/ad_lead", ad_lead),
    web.get(f"{_AT}/personas", personas),
    web.put(f"{_AT}/personas", cast),
    web.get(f"{_AT}/status", status),
    web.get(f"{_AT}/questions", questions),
    web.post(f"{_AT}/reset", reset),
)
