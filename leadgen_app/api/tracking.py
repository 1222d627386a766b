"""Links in messages: the unsubscribe page and its one-click POST (RFC 8058). No session, no cookie, no redirect."""

import html

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.core.scope import system_scope
from services.db import in_system_reading, in_transaction
from services.outreach.unsubscribe import Unsubscriber, unsubscribe, unsubscriber_of

router = APIRouter(tags=["recipients"])

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title}</title>
<style>body{{font-family:system-ui,sans-serif;max-width:30rem;margin:15vh auto;padding:0 1.5rem;line-height:1.5;
color-scheme:light dark}}button{{font:inherit;padding:.6rem 1.2rem;border-radius:.5rem;cursor:pointer}}</style></head>
<body><main><h1>{title}</h1><p>{words}</p>{more}</main></body></html>"""
_BUTTON = '<form method="post"><button type="submit">Unsubscribe</button></form>'
_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@router.get("/u/{token}", include_in_schema=False)
async def ask(token: str) -> HTMLResponse:
    """Only asks: mail scanners open every link."""
    person = await in_system_reading(unsubscriber_of, token)
    if person is None:
        return _unknown()
    return _page("Unsubscribe?", f"{person.business} will not write to you again, on any channel.", _BUTTON)


@router.post("/u/{token}", include_in_schema=False)
async def confirm(token: str) -> HTMLResponse:
    """The page's button, or a mail client's one click; a second one changes nothing."""
    person: Unsubscriber | None = await in_system_reading(unsubscriber_of, token)
    if person is None:
        return _unknown()
    await in_transaction(system_scope(person.customer_id), unsubscribe, person)
    return _page("You are unsubscribed", f"{person.business} will not write to you again.")


def _unknown() -> HTMLResponse:
    return _page("This link is not complete", "Copy the whole link from the email and open it again.", status=404)


def _page(title: str, words: str, more: str = "", status: int = 200) -> HTMLResponse:
    filled = _PAGE.format(title=html.escape(title), words=html.escape(words), more=more)
    return HTMLResponse(filled, status, headers=_HEADERS)
