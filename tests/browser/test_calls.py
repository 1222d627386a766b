"""Calls as people use them: scheduled in the lead's drawer, chosen on the public page; the invitation arrives."""

import asyncio
import re
from typing import Any

import httpx
from icalendar import Calendar
from playwright.async_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.test_leads import add_lead


async def invitations(site: Site, email: str, wanted: int) -> list[Any]:
    """What the simulated mail provider accepted for this person, once there are `wanted` of them."""
    async with httpx.AsyncClient(base_url=f"{site.sandbox}/sandbox/control") as sandbox:
        for _ in range(100):
            asked = {"provider": "sendgrid", "limit": 1000}
            mails = (await sandbox.get("/received", params=asked)).json()["messages"]
            files = [mail["data"]["calendar"] for mail in mails if mail["recipient"] == email]
            found = [Calendar.from_ical(file) for file in files if file]
            if len(found) >= wanted:
                return sorted(found, key=lambda one: one.walk("VEVENT")[0]["sequence"])
            await asyncio.sleep(0.2)
    raise AssertionError(f"{len(found)} invitations of {wanted}")


async def test_a_call_is_scheduled_in_the_drawer_and_chosen_anew_on_the_page(owner: Page, site: Site):
    email = "neha.call@sahyadri-homes.in"
    await add_lead(owner, site, "Neha Call", email)
    drawer = owner.get_by_role("dialog", name="Neha Call")
    await drawer.get_by_role("button", name="Schedule call").click()
    form = owner.get_by_role("dialog", name="Schedule a call")
    await expect(form.get_by_text("They get an invitation by email.")).to_be_visible()
    await expect(form.locator("[name=time] option").first).to_be_attached()
    await form.locator("[name=note]").fill("Floor plan")
    await form.get_by_role("button", name="Schedule call").click()
    await expect(drawer.get_by_text("Floor plan")).to_be_visible()
    [first] = await invitations(site, email, 1)
    assert str(first["method"]) == "REQUEST"
    async with httpx.AsyncClient(base_url=f"{site.sandbox}/sandbox/control") as sandbox:
        mails = (await sandbox.get("/received", params={"provider": "sendgrid", "limit": 1000})).json()["messages"]
    body = next(mail["body"] for mail in mails if mail["recipient"] == email)
    [path] = re.findall(r"/call/\S+", body)
    await owner.set_viewport_size({"width": 390, "height": 844})
    await owner.goto(f"{site.url}{path}")
    await expect(owner.get_by_role("heading", name="Your call with Suvarna Habitat")).to_be_visible()
    width = await owner.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    before = await owner.get_by_text("30 minutes.").text_content()
    await owner.locator("button[name=at]").first.click()
    await expect(owner.get_by_text("30 minutes.")).not_to_have_text(before or "")
    await owner.get_by_role("button", name="Cancel the call").click()
    await expect(owner.get_by_role("heading", name="A call with Suvarna Habitat")).to_be_visible()
    sent = await invitations(site, email, 3)
    assert [str(one["method"]) for one in sent] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(one.walk("VEVENT")[0]["uid"]) for one in sent}) == 1
