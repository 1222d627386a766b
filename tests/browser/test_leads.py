"""Leads and conversations as a person uses them: add, move, open, answer, and see an answer arrive."""

import asyncio
import re
import sqlite3

import httpx
from playwright.async_api import Page, expect

from tests.browser.conftest import Site


async def add_lead(page: Page, site: Site, name: str, email: str) -> None:
    await page.goto(f"{site.url}/leads?view=board")
    await page.get_by_role("button", name="Add lead").click()
    form = page.get_by_role("dialog", name="Add a lead")
    await form.locator("[name=name]").fill(name)
    await form.locator("[name=phone]").fill("12")
    await form.get_by_role("button", name="Add lead").click()
    await expect(form.get_by_role("alert")).to_contain_text("Enter a phone number")
    await form.locator("[name=phone]").fill("")
    await form.locator("[name=email]").fill(email)
    await form.get_by_role("button", name="Add lead").click()
    await expect(page.get_by_role("dialog", name=name)).to_be_visible()


async def test_a_lead_is_added_moved_by_keyboard_and_by_drag_and_written_to(owner: Page, site: Site):
    await add_lead(owner, site, "सीमा वर्मा", "seema.verma@sahyadri-homes.in")
    await owner.keyboard.press("Escape")
    await expect(owner).to_have_url(re.compile(r"/leads/?\?view=board$"))
    await owner.get_by_role("button", name="Move सीमा वर्मा").focus()
    await owner.keyboard.press("Enter")
    await expect(owner.get_by_role("menuitem", name="Contacted")).to_be_focused()
    await owner.keyboard.press("ArrowDown")
    await expect(owner.get_by_role("menuitem", name="Qualified")).to_be_focused()
    await owner.keyboard.press("Enter")
    qualified = owner.get_by_role("region", name="Qualified")
    await expect(qualified.get_by_text("सीमा वर्मा")).to_be_visible()
    contacted = owner.get_by_role("region", name="Contacted")
    await qualified.get_by_role("article").drag_to(contacted)
    await expect(contacted.get_by_text("सीमा वर्मा")).to_be_visible()
    await contacted.get_by_role("article").click()
    await owner.get_by_role("button", name="Open chat").click()
    await expect(owner).to_have_url(re.compile(r"/conversations/?\?open=cnv_"))
    await owner.get_by_placeholder("Write a reply to सीमा वर्मा").fill("Namaste, kab baat karein?")
    await owner.keyboard.press("Control+Enter")
    await expect(owner.get_by_role("log").get_by_text("kab baat karein?")).to_be_visible()
    await expect(owner.get_by_role("log").get_by_role("img", name=re.compile("Sent|Delivered|Read"))).to_be_visible()


async def own_number(sandbox: httpx.AsyncClient, site: Site) -> str:
    """The WhatsApp account of the business that signed up last; a job registers it a moment later."""
    with sqlite3.connect(site.folder / "leadgen.db") as database:
        newest = "SELECT endpoint_key FROM integration WHERE provider = 'twilio' ORDER BY id DESC LIMIT 1"
        (key,) = database.execute(newest).fetchone()
    for _ in range(100):
        accounts = (await sandbox.get("/accounts")).json()["accounts"]
        if found := [one["account"] for one in accounts if key in one["webhook_url"]]:
            return found[0]
        await asyncio.sleep(0.1)
    raise AssertionError("The account was not registered within ten seconds.")


async def test_an_answer_arrives_by_itself_and_the_address_brings_it_back(owner: Page, site: Site):
    async with httpx.AsyncClient(base_url=f"{site.sandbox}/sandbox/control") as sandbox:
        account = await own_number(sandbox, site)
        await owner.goto(f"{site.url}/conversations")
        await expect(owner.get_by_text("No conversations yet")).to_be_visible()
        said = {"provider": "twilio", "account": account, "from": "+919820012345", "text": "Is the flat still free?"}
        assert (await sandbox.post("/say", json=said)).status_code == 201
        await owner.get_by_role("button", name=re.compile("Is the flat still free")).click()
        await expect(owner.get_by_role("log").get_by_text("Is the flat still free?")).to_be_visible()
        await expect(owner.get_by_text("left to reply freely")).to_be_visible()
        await owner.reload()
        await expect(owner.get_by_role("log").get_by_text("Is the flat still free?")).to_be_visible()
        assert (await sandbox.post("/say", json={**said, "text": "Hello?"})).status_code == 201
        await expect(owner.get_by_role("log").get_by_text("Hello?")).to_be_visible()
