"""Reading back: the key's scopes, the account, and the Email Activity feed by unique argument."""

import re
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from services.sandbox import messages
from services.sandbox.messages import Kept
from services.sandbox.sendgrid.wire import SendGridError, authenticated
from services.sandbox.world import world_of

_SCOPES = ("mail.send", "mail.batch.create", "messages.read", "user.account.read", "user.webhooks.event.settings.read")
_ARGUMENT = re.compile(r"unique_args\[['\"]([^'\"]+)['\"]\]\s*=\s*['\"]([^'\"]+)['\"]")
_FIELD = re.compile(r"\b(to_email|msg_id|subject)\s*=\s*['\"]([^'\"]+)['\"]")
_COLUMNS = {"to_email": "recipient", "msg_id": "provider_id", "subject": "subject"}


async def scopes(request: web.Request) -> web.Response:
    authenticated(request)
    return web.json_response({"scopes": list(_SCOPES)})


async def account_resource(request: web.Request) -> web.Response:
    authenticated(request)
    return web.json_response({"type": "paid", "reputation": 99.7})


async def search(request: web.Request) -> web.Response:
    """`query=unique_args['name']="value"` (or to_email, msg_id, subject), newest first."""
    account = authenticated(request)
    query = request.query.get("query", "")
    limit = request.query.get("limit", "10")
    if not query or not limit.isdigit() or not 1 <= int(limit) <= 1000:
        raise SendGridError(400, "query and a limit between 1 and 1000 are required", "query")
    conditions: dict[str, Any] = {"provider": "sendgrid", "account": account.account, "direction": "outbound"}
    wanted = _FIELD.findall(query)
    conditions |= {_COLUMNS[name]: value.lower() if name == "to_email" else value for name, value in wanted}
    arguments = _ARGUMENT.findall(query)
    if not wanted and not arguments:
        raise SendGridError(400, "invalid query", "query")
    found = await _find(request, conditions, arguments, int(limit))
    return web.json_response({"messages": [_summary(message) for message in found]})


async def _find(
    request: web.Request, conditions: dict[str, Any], arguments: list[tuple[str, str]], limit: int
) -> list[Kept]:
    references = [value for name, value in arguments if "ref" in name]
    conditions = {**conditions, "reference": "".join(references[:1])}  # the indexed way, where there is one
    condition, values = messages.where(**conditions)
    sql = f"SELECT * FROM message WHERE {condition}"  # noqa: S608  names from our own table
    for name, value in arguments:
        sql += " AND json_extract(data, ?) = ?"
        values += [f'$.custom_args."{name}"', value]
    rows = await world_of(request).journal.rows(f"{sql} ORDER BY seq DESC LIMIT ?", *values, limit)
    return [messages.from_row(row) for row in rows]


async def fetch(request: web.Request) -> web.Response:
    account = authenticated(request)
    wanted = request.match_info["msg_id"].partition(".")[0]
    found = await world_of(request).journal.run(lambda connection: messages.find(connection, wanted))
    if found is None or found.account != account.account:
        raise SendGridError(404, "message not found")
    detail = {"unique_args": found.data["custom_args"], "categories": found.data["categories"]}
    return web.json_response({**_summary(found), **detail})


def _summary(message: Kept) -> dict[str, Any]:
    status = {"processed": "processed", "delivered": "delivered", "open": "delivered"}
    changed = datetime.fromtimestamp(message.updated, UTC)
    return {
        "from_email": message.sender,
        "msg_id": message.data["sg_message_id"],
        "subject": message.subject,
        "to_email": message.recipient,
        "status": status.get(message.status, "processed" if message.status == "queued" else "not_delivered"),
        "opens_count": int(message.status == "open"),
        "clicks_count": 0,
        "last_event_time": changed.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
