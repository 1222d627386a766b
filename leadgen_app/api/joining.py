"""The opt-in page of a customer: the form, the confirmation by the link in the mail. No session, no cookie."""

import html

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from leadgen_app.api.auth import client_address
from leadgen_app.api.plain_page import fields_of, plain_page
from services.core.crypto import fingerprint, unsign
from services.core.errors import AppError, Invalid
from services.core.scope import system_scope
from services.db import in_reading, in_system_reading, in_transaction
from services.opt_in.actions import ask, confirm
from services.opt_in.queries import CONFIRM, JoinPage, Waiting, join_page, request_of, shown_page
from services.opt_in.rules import Asked

router = APIRouter(tags=["recipients"])

_FORM = """{problem}<form method="post"><input type="hidden" name="page" value="{page}">
<label>Email<input type="email" name="email" value="{email}" autocomplete="email" required maxlength="320"></label>
<label>Name, if you like<input type="text" name="name" value="{name}" autocomplete="name" maxlength="120"></label>
<label class="extra" aria-hidden="true">Leave empty
<input type="text" name="fax" tabindex="-1" autocomplete="off"></label>
<label class="agree"><input type="checkbox" name="agree" value="yes" required><span>{words}</span></label>
<p><button type="submit">Send me a mail to confirm</button></p></form>"""
_WHATSAPP = '<p><a href="{address}" rel="nofollow noopener">Or by WhatsApp</a></p>'
_CONFIRM = '<form method="post"><p><button type="submit">Yes, write to me</button></p></form>'
_AGREE_FIRST = "Tick the box to agree."


@router.get("/join/{link}", include_in_schema=False)
async def show(link: str, request: Request) -> HTMLResponse:
    """The form, and the way by WhatsApp."""
    page = await _page(link)
    return _form(page, {"page": request.headers.get("referer", "")}) if page else _closed()


@router.post("/join/{link}", include_in_schema=False)
async def send(link: str, request: Request) -> HTMLResponse:
    """The same answer whoever it is: known, unknown, or once unsubscribed."""
    page = await _page(link)
    if page is None or not page.has_mail:
        return _closed()
    fields = await fields_of(request)
    if fields.get("fax"):  # only machines fill in what nobody sees
        return _look()
    if fields.get("agree") != "yes":
        return _form(page, fields, _AGREE_FIRST)
    visitor = fingerprint(f"visitor:{client_address(request)}")
    asked = Asked(fields.get("email", ""), fields.get("name", ""), fields.get("page", ""), visitor)
    scope = system_scope(page.customer_id)
    try:
        await in_transaction(scope, ask, scope, page.link_id, asked)
    except Invalid as wrong:
        return _form(page, fields, wrong.message)
    except AppError as refused:
        return plain_page("Not now", refused.message, status=429)
    return _look()


@router.get("/join/confirm/{token}", include_in_schema=False)
async def ask_again(token: str) -> HTMLResponse:
    """Only asks: mail scanners open every link."""
    waiting = await _waiting(token)
    if waiting is None:
        return _incomplete()
    if waiting.is_confirmed:
        return _thanks(waiting)
    return plain_page(f"Emails from {waiting.business}?", waiting.words, _CONFIRM)


@router.post("/join/confirm/{token}", include_in_schema=False)
async def confirmed(token: str) -> HTMLResponse:
    """The button was pressed; a second time changes nothing."""
    waiting = await _waiting(token)
    if waiting is None:
        return _incomplete()
    scope = system_scope(waiting.customer_id)
    if not await in_transaction(scope, confirm, scope, waiting.request_id):
        return plain_page("This link is too old", "Fill in the form again, and we will send you a new one.", status=410)
    return _thanks(waiting)


async def _page(link: str) -> JoinPage | None:
    found = await in_system_reading(join_page, link)
    return await in_reading(system_scope(found.customer_id), shown_page, found) if found else None


async def _waiting(token: str) -> Waiting | None:
    reference = unsign(CONFIRM, token)
    return await in_system_reading(request_of, reference) if reference else None


def _form(page: JoinPage, fields: dict[str, str], problem: str = "") -> HTMLResponse:
    kept = {name: html.escape(fields.get(name, "")[:320], quote=True) for name in ("email", "name", "page")}
    wrong = f'<p class="wrong" role="alert">{html.escape(problem)}</p>' if problem else ""
    more = _FORM.format(problem=wrong, words=html.escape(page.words), **kept) if page.has_mail else ""
    more += _WHATSAPP.format(address=html.escape(page.whatsapp, quote=True)) if page.whatsapp else ""
    words = "Choose how, and confirm that it was you." if more else "There is no way to do so at the moment."
    return plain_page(f"Hear from {page.business}", words, more, 400 if problem else 200)


def _look() -> HTMLResponse:
    return plain_page("Look into your mail", "If the address is right, a mail with a link to confirm is on its way.")


def _thanks(waiting: Waiting) -> HTMLResponse:
    return plain_page("Thank you", f"{waiting.business} may write to {waiting.email}. Every email says how to stop.")


def _closed() -> HTMLResponse:
    return plain_page("This page is closed", "Ask the business for a new link.", status=404)


def _incomplete() -> HTMLResponse:
    return plain_page("This link is not complete", "Copy the whole link from the email and open it again.", status=404)
