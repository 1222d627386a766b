"""LinkedIn's REST endpoints as far as leads need them: Rest.li queries, versions, its error bodies."""

import json
import re
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from services.sandbox import things
from services.sandbox.accounts import Account
from services.sandbox.ads import forms
from services.sandbox.linkedin.callbacks import PROVIDER, SUBSCRIPTION, proves_itself, subscribe
from services.sandbox.linkedin.forms import form_body, numbered, questions, response_body
from services.sandbox.world import world_of

_OWNER = re.compile(r"\((?:value:\()?sponsoredAccount:urn:li:sponsoredAccount:(\d+)\)?\)")
_RANGE = re.compile(r"\(start:(\d+)(?:,end:(\d+))?\)")
_VERSION = re.compile(r"20(2[5-9]|[3-9]\d)(0[1-9]|1[0-2])")
_MOST = 100


class LinkedInError(Exception):
    """Answered in LinkedIn's error form."""

    def __init__(self, status: int, code: str, message: str, service_code: int = 0) -> None:
        super().__init__(message)
        self.status, self.body = status, {"status": status, "code": code, "message": message}
        if service_code:
            self.body["serviceErrorCode"] = service_code


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except LinkedInError as problem:
        return web.json_response(problem.body, status=problem.status)


def _authenticated(request: web.Request) -> Account:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    account = world_of(request).accounts.by_token(token, PROVIDER)
    if account is None:
        raise LinkedInError(401, "INVALID_ACCESS_TOKEN", "Invalid access token", 65600)
    version = request.headers.get("LinkedIn-Version", "")
    if not version:
        raise LinkedInError(400, "VERSION_MISSING", "A version must be present. Please specify a version by adding the LinkedIn-Version header.")  # noqa: E501  # fmt: skip
    if not _VERSION.fullmatch(version):
        raise LinkedInError(426, "NONEXISTENT_VERSION", f"Requested version {version} is not active")
    if request.headers.get("X-Restli-Protocol-Version") != "2.0.0":
        raise LinkedInError(400, "ILLEGAL_ARGUMENT", "Syntax exception in path variables")
    return account


def _asked(request: web.Request) -> dict[str, str]:
    """Rest.li's own query syntax: parameters are split before anything is decoded."""
    parts = (part.partition("=") for part in request.rel_url.raw_query_string.split("&") if part)
    return {name: value for name, _, value in parts}


def _owned(account: Account, asked: dict[str, str], finder: str) -> None:
    raw = asked.get("owner", "")
    if asked.get("q") != finder or "urn%3Ali%3A" not in raw:
        raise LinkedInError(400, "ILLEGAL_ARGUMENT", f"Query parameters do not match the finder '{finder}'")
    owner = _OWNER.fullmatch(unquote(raw))
    if owner is None or owner[1] != account.account:
        raise LinkedInError(403, "ACCESS_DENIED", "Not enough permissions to access: leadForms.FINDER-owner")


def _page(asked: dict[str, str], elements: Sequence[Any]) -> web.Response:
    count = min(int(asked["count"]) if asked.get("count", "").isdigit() else 10, _MOST)
    start = int(asked["start"]) if asked.get("start", "").isdigit() else 0
    paging = {"start": start, "count": count, "total": len(elements), "links": []}
    return web.json_response({"elements": list(elements[start : start + count]), "paging": paging})


async def lead_forms(request: web.Request) -> web.Response:
    account, asked = _authenticated(request), _asked(request)
    _owned(account, asked, "owner")
    return _page(asked, [form_body(account, await questions(world_of(request), account))])


async def lead_form(request: web.Request) -> web.Response:
    account = _authenticated(request)
    if request.match_info["id"] != str(numbered(account)):
        raise LinkedInError(404, "NOT_FOUND", "Could not find entity")
    return web.json_response(form_body(account, await questions(world_of(request), account)))


async def responses(request: web.Request) -> web.Response:
    """Newest first, within `submittedAtTimeRange`; test leads only when asked for."""
    account, asked, world = _authenticated(request), _asked(request), world_of(request)
    _owned(account, asked, "owner")
    if unquote(asked.get("leadType", "")) != "(leadType:SPONSORED)":
        raise LinkedInError(400, "ILLEGAL_ARGUMENT", "leadType is required")
    span = _RANGE.fullmatch(unquote(asked.get("submittedAtTimeRange", "(start:0)")))
    if span is None:
        raise LinkedInError(400, "ILLEGAL_ARGUMENT", "submittedAtTimeRange is malformed")
    until = float(span[2]) if span[2] else time.time() * 1000
    rows = await world.journal.rows(
        "SELECT * FROM lead WHERE account = ? AND platform = 'linkedin' AND at >= ? AND at <= ? ORDER BY seq DESC",
        account.account,
        float(span[1]) / 1000,
        until / 1000,
    )
    wants_tests = asked.get("limitedToTestLeads") == "true"
    found = [one for one in map(forms.from_row, rows) if one.is_test == wants_tests]
    names = await questions(world, account)
    return _page(asked, [response_body(account, one, names) for one in found])


async def response(request: web.Request) -> web.Response:
    account, world = _authenticated(request), world_of(request)
    rows = await world.journal.rows(
        "SELECT * FROM lead WHERE lead_id = ? AND account = ? AND platform = 'linkedin'",
        request.match_info["id"],
        account.account,
    )
    if not rows:
        raise LinkedInError(404, "NOT_FOUND", "Could not find entity")
    return web.json_response(response_body(account, forms.from_row(rows[0]), await questions(world, account)))


async def subscriptions(request: web.Request) -> web.Response:
    account, asked = _authenticated(request), _asked(request)
    _owned(account, asked, "criteria")
    known = await things.all_of(world_of(request).journal, SUBSCRIPTION, account.account)
    owner = {"sponsoredAccount": f"urn:li:sponsoredAccount:{account.account}"}
    shown = [{"id": int(one.id), "owner": owner, "leadType": "SPONSORED", **one.data} for one in known]
    return _page(asked, shown)


async def new_subscription(request: web.Request) -> web.Response:
    account, world = _authenticated(request), world_of(request)
    try:
        wanted = json.loads(await request.read())
        owner, url = wanted["owner"]["sponsoredAccount"], str(wanted["webhook"])
    except (ValueError, KeyError, TypeError):
        raise LinkedInError(400, "ILLEGAL_ARGUMENT", "webhook, owner and leadType are required") from None
    if owner != f"urn:li:sponsoredAccount:{account.account}" or wanted.get("leadType") != "SPONSORED":
        raise LinkedInError(403, "ACCESS_DENIED", "Not enough permissions to access: leadNotifications.CREATE")
    known = await things.all_of(world.journal, SUBSCRIPTION, account.account)
    if url in {one.data["webhook"] for one in known}:
        raise LinkedInError(409, "CONFLICT", "A subscription with this webhook exists")
    if not _may_be_called(url) or not await proves_itself(world, account, url):
        raise LinkedInError(400, "INVALID_WEBHOOK", "The webhook is not validated")
    made = await subscribe(world, account, url)
    return web.Response(status=201, headers={"x-restli-id": made})


def _may_be_called(url: str) -> bool:
    """HTTPS, or this machine, which alone the sandbox may speak to."""
    return url.startswith(("https://", "http://127.0.0.1:", "http://localhost:"))


async def no_subscription(request: web.Request) -> web.Response:
    account, journal = _authenticated(request), world_of(request).journal
    known = await things.get(journal, SUBSCRIPTION, request.match_info["id"])
    if known is None or known.account != account.account:
        raise LinkedInError(404, "NOT_FOUND", "Could not find entity")
    await things.remove(journal, SUBSCRIPTION, known.id)
    return web.Response(status=204)


ROUTES = (
    web.get("/rest/leadForms", lead_forms),
    web.get("/rest/leadForms/{id}", lead_form),
    web.get("/rest/leadFormResponses", responses),
    web.get("/rest/leadFormResponses/{id}", response),
    web.get("/rest/leadNotifications", subscriptions),
    web.post("/rest/leadNotifications", new_subscription),
    web.delete("/rest/leadNotifications/{id}", no_subscription),
)
