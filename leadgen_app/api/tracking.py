"""Links in messages: the unsubscribe page and its one-click POST (RFC 8058), which never redirects; the links and the
picture of an e-mail whose opens are looked at. No session, no cookie.
"""

import base64
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.background import BackgroundTask

from leadgen_app.api.plain_page import fields_of, plain_page
from services.core.clock import now
from services.core.scope import system_scope
from services.db import in_system_reading, in_transaction
from services.models import Channel
from services.outreach.opens import Followed, followed_link, followed_mail
from services.outreach.receipts import apply_status
from services.outreach.unsubscribe import Unsubscriber, is_trial, leave_channel, unsubscribe, unsubscriber_of

router = APIRouter(tags=["recipients"])

_BUTTONS = (
    '<form method="post"><p><button type="submit" name="choice" value="channel">{channel}</button></p>'
    '<p><button type="submit" name="choice" value="everything">Never write to me again</button></p></form>'
)
_CHANNELS = {Channel.EMAIL: "No more emails", Channel.WHATSAPP: "No more WhatsApp messages"}
_PICTURE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")  # one clear dot
_SEEN_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
_PURPOSES = ("sec-purpose", "purpose", "x-purpose", "x-moz")


@router.get("/u/{token}", include_in_schema=False)
async def ask(token: str) -> HTMLResponse:
    """Only asks: mail scanners open every link."""
    person = await in_system_reading(unsubscriber_of, token)
    if person is None:
        return _nobody(token)
    words = f"Choose, and {person.business} will not write to you again: not by this channel, or not at all."
    return plain_page("Unsubscribe?", words, _BUTTONS.format(channel=_CHANNELS[person.channel]))


@router.post("/u/{token}", include_in_schema=False)
async def confirm(token: str, request: Request) -> HTMLResponse:
    """One of the page's buttons, or a mail client's one click, which means everything; a second one changes nothing."""
    person: Unsubscriber | None = await in_system_reading(unsubscriber_of, token)
    if person is None:
        return _nobody(token)
    only_this = (await fields_of(request)).get("choice") == "channel"
    await in_transaction(system_scope(person.customer_id), leave_channel if only_this else unsubscribe, person)
    if only_this:
        return plain_page("You are unsubscribed", f"{_CHANNELS[person.channel]} from {person.business}.")
    return plain_page("You are unsubscribed", f"{person.business} will not write to you again.")


@router.api_route("/t/{token}", methods=["GET", "HEAD"], include_in_schema=False)
async def follow(token: str, request: Request) -> Response:
    """On to where the message's own text leads, never to an address that the visitor brings along."""
    mail: Followed | None = await in_system_reading(followed_link, token)
    if mail is None:
        return _unknown()
    noting = _noting(mail, "clicked", request)
    return RedirectResponse(mail.target, status_code=302, headers=_SEEN_HEADERS, background=noting)


@router.api_route("/t/o/{token}", methods=["GET", "HEAD"], include_in_schema=False)
async def show(token: str, request: Request) -> Response:
    """The picture, whoever asks: a broken one would tell which addresses are ours."""
    mail: Followed | None = await in_system_reading(followed_mail, token)
    noting = _noting(mail, "opened", request) if mail else None
    return Response(_PICTURE, media_type="image/gif", headers=_SEEN_HEADERS, background=noting)


def _noting(mail: Followed, status: str, request: Request) -> BackgroundTask | None:
    """Counted once the visitor has the answer, like a provider's report; not of who asks not to be followed (GPC)."""
    if mail.is_worn_out or request.headers.get("sec-gpc") == "1":
        return None
    told: dict[str, Any] = {
        "status": status,
        "reference": mail.reference,
        "at": now().isoformat(),
        "agent": request.headers.get("user-agent", ""),
        "method": request.method,
        "purpose": " ".join(request.headers.get(name, "") for name in _PURPOSES).strip(),
        "link": mail.target,
    }
    return BackgroundTask(in_transaction, system_scope(mail.customer_id), apply_status, told)


def _nobody(token: str) -> HTMLResponse:
    if is_trial(token):
        return plain_page(
            "This was a test", "In a message to a contact this link stops further messages. Nothing changed."
        )
    return _unknown()


def _unknown() -> HTMLResponse:
    return plain_page("This link is not complete", "Copy the whole link from the email and open it again.", status=404)
