"""Links in messages: the unsubscribe page and its one-click POST (RFC 8058). No session, no cookie, no redirect."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from leadgen_app.api.plain_page import fields_of, plain_page
from services.core.scope import system_scope
from services.db import in_system_reading, in_transaction
from services.models import Channel
from services.outreach.unsubscribe import Unsubscriber, leave_channel, unsubscribe, unsubscriber_of

router = APIRouter(tags=["recipients"])

_BUTTONS = (
    '<form method="post"><p><button type="submit" name="choice" value="channel">{channel}</button></p>'
    '<p><button type="submit" name="choice" value="everything">Never write to me again</button></p></form>'
)
_CHANNELS = {Channel.EMAIL: "No more emails", Channel.WHATSAPP: "No more WhatsApp messages"}


@router.get("/u/{token}", include_in_schema=False)
async def ask(token: str) -> HTMLResponse:
    """Only asks: mail scanners open every link."""
    person = await in_system_reading(unsubscriber_of, token)
    if person is None:
        return _unknown()
    words = f"Choose, and {person.business} will not write to you again: not by this channel, or not at all."
    return plain_page("Unsubscribe?", words, _BUTTONS.format(channel=_CHANNELS[person.channel]))


@router.post("/u/{token}", include_in_schema=False)
async def confirm(token: str, request: Request) -> HTMLResponse:
    """One of the page's buttons, or a mail client's one click, which means everything; a second one changes nothing."""
    person: Unsubscriber | None = await in_system_reading(unsubscriber_of, token)
    if person is None:
        return _unknown()
    only_this = (await fields_of(request)).get("choice") == "channel"
    await in_transaction(system_scope(person.customer_id), leave_channel if only_this else unsubscribe, person)
    if only_this:
        return plain_page("You are unsubscribed", f"{_CHANNELS[person.channel]} from {person.business}.")
    return plain_page("You are unsubscribed", f"{person.business} will not write to you again.")


def _unknown() -> HTMLResponse:
    return plain_page("This link is not complete", "Copy the whole link from the email and open it again.", status=404)
