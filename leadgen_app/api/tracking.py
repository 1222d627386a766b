"""Links in messages: the unsubscribe page and its one-click POST (RFC 8058). No session, no cookie, no redirect."""

import html
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.core.scope import system_scope
from services.db import in_system_reading, in_transaction
from services.models import Channel
from services.outreach.unsubscribe import Unsubscriber, leave_channel, unsubscribe, unsubscriber_of

router = APIRouter(tags=["recipients"])

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title}</title>
<style>body{{font-family:system-ui,sans-serif;max-width:30rem;margin:15vh auto;padding:0 1.5rem;line-height:1.5;
color-scheme:light dark}}button{{font:inherit;padding:.6rem 1.2rem;border-radius:.5rem;cursor:pointer}}</style></head>
<body><main><h1>{title}</h1><p>{words}</p>{more}</main></body></html>"""
_BUTTONS = (
    '<form method="post"><p><button type="submit" name="choice" value="channel">{channel}</button></p>'
    '<p><button type="submit" name="choice" value="everything">Never write to me again</button></p></form>'
)
_CHANNELS = {Channel.EMAIL: "No more emails", Channel.WHATSAPP: "No more WhatsApp messages"}
_LONGEST_FORM = 10_000
_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@router.get("/u/{token}", include_in_schema=False)
async def ask(token: str) -> HTMLResponse:
    """Only asks: mail scanners open every link."""
    person = await in_system_reading(unsubscriber_of, token)
    if person is None:
        return _unknown()
    words = f"Choose, and {person.business} will not write to you again: not by this channel, or not at all."
    return _page("Unsubscribe?", words, _BUTTONS.format(channel=_CHANNELS[person.channel]))


@router.post("/u/{token}", include_in_schema=False)
async def confirm(token: str, request: Request) -> HTMLResponse:
    """One of the page's buttons, or a mail client's one click, which means everything; a second one changes nothing."""
    person: Unsubscriber | None = await in_system_reading(unsubscriber_of, token)
    if person is None:
        return _unknown()
    only_this = await _choice(request) == "channel"
    await in_transaction(system_scope(person.customer_id), leave_channel if only_this else unsubscribe, person)
    if only_this:
        return _page("You are unsubscribed", f"{_CHANNELS[person.channel]} from {person.business}.")
    return _page("You are unsubscribed", f"{person.business} will not write to you again.")


async def _choice(request: Request) -> str:
    """The button that was pressed; "" for a body that is none of our form's."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            return ""
    fields = parse_qs(body.decode("ascii", "replace"))
    return fields.get("choice", [""])[0]


def _unknown() -> HTMLResponse:
    return _page("This link is not complete", "Copy the whole link from the email and open it again.", status=404)


def _page(title: str, words: str, more: str = "", status: int = 200) -> HTMLResponse:
    filled = _PAGE.format(title=html.escape(title), words=html.escape(words), more=more)
    return HTMLResponse(filled, status, headers=_HEADERS)
