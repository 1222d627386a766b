"""Reading back: emails sent, emails received with their files, domains."""

import time
from base64 import b64decode
from typing import Any

from aiohttp import web

from services.sandbox import messages
from services.sandbox.accounts import Account
from services.sandbox.mail.compose import Mail
from services.sandbox.messages import Kept
from services.sandbox.resend.callbacks import attachment, received
from services.sandbox.resend.wire import ResendError, authenticated, iso
from services.sandbox.world import world_of

_MOST = 100
_LAST = {"queued": "queued", "processed": "sent", "open": "opened", "bounce": "bounced", "spamreport": "complained"}


async def emails(request: web.Request) -> web.Response:
    """`GET /emails?limit=&after=`, newest first."""
    account = authenticated(request)
    limit = request.query.get("limit", "20")
    if not limit.isdigit() or not 1 <= int(limit) <= _MOST:
        raise ResendError(422, "validation_error", "The `limit` must be between 1 and 100.")
    after = request.query.get("after", "")
    last = await world_of(request).journal.run(lambda connection: messages.find(connection, after)) if after else None
    before = last.seq if last else None
    given = {"provider": "resend", "account": account.account, "direction": "outbound", "before": before}
    condition, values = messages.where(**given)
    sql = f"SELECT * FROM message WHERE {condition} ORDER BY seq DESC LIMIT ?"  # noqa: S608  our own names
    rows = await world_of(request).journal.rows(sql, *values, int(limit) + 1)
    found = [_summary(messages.from_row(row)) for row in rows]
    return web.json_response(
        {"object": "list", "has_more": len(found) > int(limit), "data": found[: int(limit)]}
    )  # fmt: skip


async def email(request: web.Request) -> web.Response:
    account, wanted = authenticated(request), request.match_info["email_id"]
    found = await world_of(request).journal.run(lambda connection: messages.find(connection, wanted))
    if found is None or found.account != account.account or found.provider != "resend":
        raise ResendError(404, "not_found", "Email not found")
    tags = [{"name": name, "value": value} for name, value in found.data["tags"].items()]
    detail = {"object": "email", "text": found.body, "html": found.data["html"], "tags": tags}
    return web.json_response({**_summary(found), **detail})


def _summary(message: Kept) -> dict[str, Any]:
    return {
        "id": message.provider_id,
        "message_id": message.data["message_id"],
        "to": [message.recipient],
        "from": message.sender,
        "created_at": iso(message.at).replace("T", " ").replace("Z", "+00"),
        "subject": message.subject,
        "reply_to": [message.data["reply_to"]],
        "last_event": _LAST.get(message.status, message.status),
        "scheduled_at": None,
    }


async def received_email(request: web.Request) -> web.Response:
    """`GET /emails/receiving/{id}`: what `email.received` named."""
    message = await _received(request, authenticated(request))
    mail = Mail(**message.data["mail"])
    named = received(message)
    detail = {"object": "email", "id": named.pop("email_id"), "text": mail.text, "html": mail.html}
    headers = {name.lower(): value for name, value in mail.headers.items()}
    return web.json_response({**named, **detail, "headers": headers, "reply_to": []})


async def received_file(request: web.Request) -> web.Response:
    """`GET /emails/receiving/{id}/attachments/{attachment}`: where the file lies, for a while and for anybody."""
    account = authenticated(request)
    file = _file_of(await _received(request, account), request.match_info["file_id"])
    email_id, file_id = request.match_info["email_id"], request.match_info["file_id"]
    url = f"http://{request.host}/resend-files/{account.account}/{email_id}/{file_id}"
    told = {"object": "attachment", **attachment(int(file_id[4:]), file), "size": len(b64decode(file["content"]))}
    return web.json_response({**told, "download_url": url, "expires_at": iso(time.time() + 3_600)})


async def lying_file(request: web.Request) -> web.Response:
    """The file where `download_url` says that it lies."""
    account = world_of(request).accounts.get("resend", request.match_info["account"])
    if account is None:
        raise ResendError(404, "not_found", "File not found")
    file = _file_of(await _received(request, account), request.match_info["file_id"])
    return web.Response(body=b64decode(file["content"]), content_type=file["type"])


def _file_of(message: Kept, file_id: str) -> dict[str, str]:
    files, number = message.data["mail"]["files"], file_id.removeprefix("att-")
    if not number.isdecimal() or int(number) >= len(files):
        raise ResendError(404, "not_found", "Attachment not found")
    return files[int(number)]


async def _received(request: web.Request, account: Account) -> Kept:
    rows = await world_of(request).journal.rows(
        "SELECT * FROM message WHERE provider = 'resend' AND account = ? AND direction = 'inbound'"
        " AND provider_id LIKE ?",
        account.account,
        f"<{request.match_info['email_id']}@%",
    )
    if not rows:
        raise ResendError(404, "not_found", "Email not found")
    return messages.from_row(rows[0])


async def domains(request: web.Request) -> web.Response:
    account = authenticated(request)
    name = account.address.rpartition("@")[2]
    listed = [{"id": account.account, "name": name, "status": "verified", "region": "us-east-1"}]
    return web.json_response({"object": "list", "has_more": False, "data": listed})
