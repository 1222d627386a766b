"""The page on which a lead chooses a time, over HTTP; the invitation as the simulated provider got it."""

import asyncio
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from icalendar import Calendar

from leadgen_app.api import api
from services.calls import actions
from services.core.scope import Scope
from services.db import transaction
from services.models import Customer, Lead, LeadCall
from services.outreach.sending import dispatch
from tests import support
from tests.hearing import read_all
from tests.services.outreach.conftest import acme_online, town
from tests.towns import Town

__all__ = ["acme_online", "town"]
_TIME = re.compile(r'name="at" value="([^"]+)"')


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=api)
    async with httpx.AsyncClient(transport=transport, base_url="http://leads.example") as found:
        yield found


def address(scope: Scope, lead: Lead) -> str:
    with transaction(scope) as session:
        session.get_one(Customer, scope.customer_id).call_on_holidays = True
        return "/call/" + actions.make_link(session, scope, lead.public_id).rpartition("/call/")[2]


def calendars(town: Town) -> list[Calendar]:
    return [Calendar.from_ical(mail["data"]["calendar"]) for mail in town.received("sendgrid")]


async def test_a_time_is_chosen_moved_and_cancelled_and_each_is_mailed(
    acme_online: Scope, town: Town, client: httpx.AsyncClient
) -> None:
    lead = support.add_lead(acme_online, name="Neha", is_sandbox=True)
    link = address(acme_online, lead)
    times = _TIME.findall((await client.get(link)).text)
    assert read_all(acme_online, LeadCall) == []
    chosen = await client.post(link, data={"at": times[0]})
    assert "Your call with Acme Dental" in chosen.text
    assert times[0] not in _TIME.findall(chosen.text)
    file = await client.get(f"{link}/call.ics")
    assert file.headers["content-type"].startswith("text/calendar")
    await client.post(link, data={"at": times[3]})
    assert "A call with Acme Dental" in (await client.post(link, data={"cancel": "yes"})).text
    await dispatch()
    sent = sorted(calendars(town), key=lambda one: one.walk("VEVENT")[0]["sequence"])
    assert [str(one["method"]) for one in sent] == ["REQUEST", "REQUEST", "CANCEL"]
    uids = {str(one.walk("VEVENT")[0]["uid"]) for one in [*sent, Calendar.from_ical(file.content)]}
    assert len(uids) == 1
    mail = town.received("sendgrid")[0]
    assert mail["data"]["files"] == ["invite.ics"]
    assert link in mail["body"]


async def test_the_same_button_twice_at_once_books_once(acme_online: Scope, client: httpx.AsyncClient) -> None:
    link = address(acme_online, support.add_lead(acme_online))
    [at, *_] = _TIME.findall((await client.get(link)).text)
    answers = await asyncio.gather(*(client.post(link, data={"at": at}) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(read_all(acme_online, LeadCall)) == 1


async def test_a_time_that_has_just_gone_is_said_with_the_others(acme_online: Scope, client: httpx.AsyncClient) -> None:
    first, second = (address(acme_online, support.add_lead(acme_online)) for _ in range(2))
    [at, *_] = _TIME.findall((await client.get(first)).text)
    await client.post(first, data={"at": at})
    refused = await client.post(second, data={"at": at})
    assert (refused.status_code, "just taken" in refused.text) == (409, True)
    left = _TIME.findall(refused.text)
    assert left
    assert at not in left


@pytest.mark.parametrize("at", ["", "tomorrow", "2030-01-01T10:00:00", "9999-12-31T23:59:59+00:00", "\x00"])
async def test_nonsense_books_nothing(acme_online: Scope, client: httpx.AsyncClient, at: str) -> None:
    link = address(acme_online, support.add_lead(acme_online))
    assert (await client.post(link, data={"at": at})).status_code == 409
    assert read_all(acme_online, LeadCall) == []


async def test_a_link_that_was_changed_opens_nothing(acme_online: Scope, client: httpx.AsyncClient) -> None:
    link = address(acme_online, support.add_lead(acme_online))
    for wrong in (link[:-1], link.replace("cal_", "cal_0"), "/call/x", "/call/.", f"{link}x"):
        assert (await client.get(wrong)).status_code == 404
        assert (await client.post(wrong, data={"cancel": "yes"})).status_code == 404
    assert (await client.get(f"{link}/call.ics")).status_code == 404
