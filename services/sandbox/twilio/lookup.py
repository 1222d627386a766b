"""Reading back: one message, lists by To, From and DateSent, and the account itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from services.sandbox import messages
from services.sandbox.twilio.wire import VERSION, TwilioError, authenticated, resource, rfc2822
from services.sandbox.world import world_of


async def fetch(request: web.Request) -> web.Response:
    account = authenticated(request)
    sid = request.match_info["sid"]
    found = await world_of(request).journal.run(lambda connection: messages.find(connection, sid))
    if found is None or found.account != account.account or found.provider != "twilio":
        raise TwilioError(404, 20404, f"The requested resource {request.path} was not found")
    return web.json_response(resource(found))


async def list_all(request: web.Request) -> web.Response:
    """Newest first; `PageToken` continues after the last message of the page before."""
    account = authenticated(request)
    size = min(max(_number(request.query.get("PageSize"), 50), 1), 1000)
    page = _number(request.query.get("Page"), 0)
    since, until = _days(request)
    condition, values = messages.where(
        provider="twilio",
        account=account.account,
        recipient=request.query.get("To", "").removeprefix("whatsapp:"),
        sender=request.query.get("From", "").removeprefix("whatsapp:"),
        since=since,
        until=until,
        before=_number(request.query.get("PageToken", "").removeprefix("PA"), 0) or None,
    )
    rows = await world_of(request).journal.rows(
        f"SELECT * FROM message WHERE {condition} ORDER BY seq DESC LIMIT ?",  # noqa: S608  names from our own table
        *values,
        size + 1,
    )
    found = [messages.from_row(row) for row in rows[:size]]
    following = ""
    if len(rows) > size:
        query = {**request.query, "PageSize": str(size), "Page": str(page + 1), "PageToken": f"PA{found[-1].seq}"}
        following = str(request.rel_url.with_query(query))
    return web.json_response(_page(request, [resource(message) for message in found], page, size, following))


def _page(request: web.Request, found: list[dict[str, Any]], page: int, size: int, following: str) -> dict[str, Any]:
    first = str(request.rel_url.with_query({**request.query, "PageSize": str(size), "Page": "0"}))
    return {
        "messages": found,
        "page": page,
        "page_size": size,
        "start": page * size,
        "end": page * size + max(len(found) - 1, 0),
        "uri": str(request.rel_url),
        "first_page_uri": first,
        "next_page_uri": following or None,
        "previous_page_uri": None,
    }


def _days(request: web.Request) -> tuple[float | None, float | None]:
    """The [since, until) that DateSent, DateSent> and DateSent< ask for."""
    on, after, before = (request.query.get(name) for name in ("DateSent", "DateSent>", "DateSent<"))
    if on:
        start = _time(on)
        return start, start + timedelta(days=1).total_seconds()
    # Dates without a time include their whole day, as Twilio documents for "<=" and ">=".
    whole_day = timedelta(days=1).total_seconds() if before and len(before) == 10 else 1
    return (_time(after) if after else None), (_time(before) + whole_day if before else None)


def _time(text: str) -> float:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise TwilioError(400, 20001, f"DateSent {text} is not a date") from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


async def account_resource(request: web.Request) -> web.Response:
    account = authenticated(request)
    created = rfc2822(1_700_000_000)
    return web.json_response(
        {
            "sid": account.account,
            "friendly_name": "Sandbox account",
            "status": "active",
            "type": "Full",
            "auth_token": account.secret,
            "owner_account_sid": account.account,
            "date_created": created,
            "date_updated": created,
            "subresource_uris": {"messages": f"/{VERSION}/Accounts/{account.account}/Messages.json"},
            "uri": f"/{VERSION}/Accounts/{account.account}.json",
        }
    )
