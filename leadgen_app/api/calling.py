"""The page on which a lead chooses, moves or cancels a call, by the link they were sent. No session, no cookie."""

import html
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from leadgen_app.api.plain_page import fields_of, plain_page
from services.calls.links import calendar_file, cancel_by_link, choose, link_owner, link_page
from services.calls.queries import LINK
from services.calls.rules import call_words, day_words
from services.calls.types import DayOfTimes
from services.core.clock import clock_time
from services.core.crypto import unsign
from services.core.errors import AppError, NotFound
from services.core.scope import system_scope
from services.db import in_reading, in_system_reading, in_transaction

router = APIRouter(tags=["recipients"])

_TIME = '<button type="submit" name="at" value="{at}">{words}</button>'
_DAY = '<details{first}><summary>{day}</summary><p class="times">{times}</p></details>'
_LOOKS = (
    "<style>main{margin-top:-7vh}summary{padding:.8rem 0;cursor:pointer;font-weight:600}"
    "details{border-top:1px solid #8886}.times{display:flex;flex-wrap:wrap;gap:.5rem;margin:.2rem 0 1rem}</style>"
)
_CALL = (
    '<p><a href="{link}/call.ics">Put it into your calendar</a></p>'
    '<form method="post"><p><button type="submit" name="cancel" value="yes">Cancel the call</button></p></form>'
    "<h2>Another time?</h2>"
)


@router.get("/call/{token}", include_in_schema=False)
async def show(token: str) -> HTMLResponse:
    """Only shows: mail scanners open every link."""
    owner = await _owner(token)
    return await _page(token, owner) if owner else _incomplete()


@router.get("/call/{token}/call.ics", include_in_schema=False)
async def calendar(token: str) -> Response:
    """The call as a calendar file."""
    owner = await _owner(token)
    if owner is None:
        return _incomplete()
    scope = system_scope(owner[0])
    try:
        file = await in_reading(scope, calendar_file, scope, owner[1])
    except NotFound:
        return _incomplete()
    headers = {"Content-Disposition": 'attachment; filename="call.ics"', "Cache-Control": "no-store"}
    return Response(file, media_type="text/calendar", headers=headers)


@router.post("/call/{token}", include_in_schema=False)
async def change(token: str, request: Request) -> HTMLResponse:
    """One of the page's buttons was pressed; the same one twice is once."""
    owner = await _owner(token)
    if owner is None:
        return _incomplete()
    fields, scope = await fields_of(request), system_scope(owner[0])
    try:
        if fields.get("cancel") == "yes":
            await in_transaction(scope, cancel_by_link, scope, owner[1])
        else:
            await in_transaction(scope, choose, scope, owner[1], _time_in(fields))
    except NotFound:
        return _incomplete()
    except AppError as refused:
        return await _page(token, owner, refused.message)
    except ValueError:
        return await _page(token, owner, "Choose one of the times below.")
    return await _page(token, owner)


def _time_in(fields: dict[str, str]) -> datetime:
    at = datetime.fromisoformat(fields.get("at", "")[:40])
    if at.tzinfo is None:
        raise ValueError("no zone")
    return at


async def _owner(token: str) -> tuple[int, int] | None:
    public_id = unsign(LINK, token)
    return await in_system_reading(link_owner, public_id) if public_id else None


async def _page(token: str, owner: tuple[int, int], problem: str = "") -> HTMLResponse:
    scope = system_scope(owner[0])
    try:
        page = await in_reading(scope, link_page, scope, owner[1])
    except NotFound:
        return _incomplete()
    if page.is_over:
        return plain_page("This link is too old", f"Ask {page.business} for a new one.", status=410)
    wrong = f'<p class="wrong" role="alert">{html.escape(problem)}</p>' if problem else ""
    status = 409 if problem else 200
    times = _days(page.days, page.zone)
    if page.call_at is None:
        words = f"{page.minutes} minutes. Choose a time; they are shown for {page.zone}."
        return plain_page(f"A call with {page.business}", words, _LOOKS + wrong + times, status)
    words = f"{call_words(page.call_at, page.zone)}, {page.minutes} minutes."
    more = _LOOKS + wrong + _CALL.format(link=html.escape(f"/call/{token}", quote=True)) + times
    return plain_page(f"Your call with {page.business}", words, more, status)


def _days(days: list[DayOfTimes], zone: str) -> str:
    if not days:
        return "<p>There is no free time in the coming weeks. Answer the message that brought you here.</p>"
    return f'<form method="post">{"".join(_day(one, zone, one is days[0]) for one in days)}</form>'


def _day(day: DayOfTimes, zone: str, is_first: bool) -> str:
    times = "".join(_TIME.format(at=at.isoformat(), words=clock_time(at, zone)) for at in day.times)
    return _DAY.format(first=" open" if is_first else "", day=day_words(day.day), times=times)


def _incomplete() -> HTMLResponse:
    return plain_page(
        "This link is not complete", "Copy the whole link from the message and open it again.", status=404
    )
