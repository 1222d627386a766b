"""Meta's Graph API as far as lead ads need it: pages, forms, leads; any version, trailing slash or not."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account
from services.sandbox.ads import forms
from services.sandbox.ads.forms import Form
from services.sandbox.graph import GraphError, bad_token, token_of, unknown
from services.sandbox.whatsapp_cloud import number
from services.sandbox.world import world_of

_DEFAULT_FIELDS = ("id", "created_time", "field_data")


def _authenticated(request: web.Request) -> Account:
    token = token_of(request)
    account = world_of(request).accounts.by_token(token)
    if account is None:
        raise bad_token()
    proof = request.query.get("appsecret_proof")
    expected = hmac.new(account.secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    if proof is not None and not hmac.compare_digest(proof.encode(), expected.encode()):
        raise GraphError(100, "Invalid appsecret_proof provided in the API argument")
    return account


async def node(request: web.Request) -> web.Response:
    """A page, a form or a lead by its id; the number of WhatsApp, when the token is one of its."""
    if world_of(request).accounts.by_token(token_of(request), "whatsapp_cloud"):
        return await number.fetch(request)
    account, name = _authenticated(request), request.match_info["node"]
    if name in ("me", account.account):
        return web.json_response({"id": account.account, "name": "Sandbox page", "category": "Local service"})
    if name == forms.form_id_of(account):
        return web.json_response(_form(account, 0))
    rows = await world_of(request).journal.rows(
        "SELECT * FROM lead WHERE lead_id = ? AND account = ? AND platform = 'meta'", name, account.account
    )
    if not rows:
        raise unknown(name)
    return web.json_response(_lead(request, forms.from_row(rows[0])))


def _form(account: Account, leads: int) -> dict[str, Any]:
    return {"id": forms.form_id_of(account), "name": "Enquiry form", "status": "ACTIVE", "leads_count": leads}


async def page_forms(request: web.Request) -> web.Response:
    account = _authenticated(request)
    if request.match_info["node"] not in ("me", account.account):
        raise unknown(request.match_info["node"])
    rows = await world_of(request).journal.rows("SELECT COUNT(*) AS n FROM lead WHERE account = ?", account.account)
    return web.json_response({"data": [_form(account, rows[0]["n"])]})


async def form_leads(request: web.Request) -> web.Response:
    """Newest first; `filtering` by time_created, `limit`, and `after` from the page before."""
    account, form_id = _authenticated(request), request.match_info["node"]
    limit = min(int(request.query["limit"]) if request.query.get("limit", "").isdigit() else 25, 500)
    after = request.query.get("after", "")
    rows = await world_of(request).journal.rows(
        "SELECT * FROM lead WHERE form_id = ? AND account = ? AND at > ? AND seq < ? ORDER BY seq DESC LIMIT ?",
        form_id,
        account.account,
        _since(request),
        int(after) if after.isdigit() else 2**62,
        limit + 1,
    )
    if not rows and form_id != forms.form_id_of(account):
        raise unknown(form_id)
    found = rows[:limit]
    paging: dict[str, Any] = {}
    if found:
        paging["cursors"] = {"before": str(found[0]["seq"]), "after": str(found[-1]["seq"])}
    if len(rows) > limit:
        query = {**request.query, "after": str(found[-1]["seq"]), "limit": str(limit)}
        paging["next"] = str(request.url.with_query(query))
    return web.json_response({"data": [_lead(request, forms.from_row(row)) for row in found], "paging": paging})


def _since(request: web.Request) -> float:
    try:
        wanted = json.loads(request.query.get("filtering") or "[]")
        times = [float(one["value"]) for one in wanted if one["field"] == "time_created"]
    except (ValueError, KeyError, TypeError):
        raise GraphError(100, "(#100) Param filtering must be an array of filters") from None
    return max(times, default=0.0)


async def subscribe(request: web.Request) -> web.Response:
    _authenticated(request)
    return web.json_response({"success": True})


async def test_lead(request: web.Request) -> web.Response:
    """`POST /{form}/test_leads`: a lead that triggers the webhook."""
    account = _authenticated(request)
    form = await request.post()
    try:
        given = json.loads(str(form.get("field_data") or "[]"))
        answers = {str(one["name"]): str(one["values"][0]) for one in given}
    except (ValueError, KeyError, TypeError, IndexError):
        raise GraphError(100, "(#100) Param field_data must be an array") from None
    lead = {"answers": answers, "form_id": request.match_info["node"], "is_test": True}
    lead_ids = await world_of(request).advertisers["meta"](account, [lead])
    return web.json_response({"id": lead_ids[0]})


def _lead(request: web.Request, form: Form) -> dict[str, Any]:
    lead = {
        "id": form.lead_id,
        "created_time": datetime.fromtimestamp(form.at, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "ad_id": form.ad_id,
        "ad_name": "Sandbox ad",
        "adset_id": form.ad_id,
        "campaign_id": form.campaign_id,
        "campaign_name": "Sandbox campaign",
        "form_id": form.form_id,
        "is_organic": False,
        "platform": "fb",
        "field_data": [{"name": name, "values": [value]} for name, value in form.answers.items()],
        "custom_disclaimer_responses": [],
    }
    asked = request.query.get("fields", "")
    wanted = {"id", *(asked.split(",") if asked else _DEFAULT_FIELDS)}
    return {name: value for name, value in lead.items() if name in wanted}


_NODE = r"/v{version:\d+\.\d+}/{node:[\w.-]+}"
ROUTES = tuple(
    route
    for slash in ("", "/")
    for route in (
        web.get(_NODE + slash, node),
        web.get(f"{_NODE}/leads{slash}", form_leads),
        web.get(f"{_NODE}/leadgen_forms{slash}", page_forms),
        web.post(f"{_NODE}/subscribed_apps{slash}", subscribe),
        web.post(f"{_NODE}/test_leads{slash}", test_lead),
    )
)
