"""The inbox with two people in it, by keyboard alone, and on a phone."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page, expect

from services.core.ids import new_id
from tests.browser.conftest import Site, sign_up


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _customer_of(database: sqlite3.Connection, email: str) -> tuple[int, int]:
    wanted = (
        'SELECT membership.customer_id, "user".id FROM membership JOIN "user" ON "user".id = membership.user_id'
        " WHERE email = ?"
    )
    return database.execute(wanted, (email,)).fetchone()


def join(site: Site, email: str, of: str) -> None:
    """The person with `email` works for the business of `of`, which has finished the wizard."""
    with sqlite3.connect(site.folder / "leadgen.db", timeout=10) as database:
        theirs, _ = _customer_of(database, of)
        _, user_id = _customer_of(database, email)
        database.execute("UPDATE customer SET launched_at = ? WHERE id = ?", (_now(), theirs))
        database.execute("UPDATE membership SET customer_id = ? WHERE user_id = ?", (theirs, user_id))
        database.execute("UPDATE user_session SET customer_id = ? WHERE user_id = ?", (theirs, user_id))


async def add_lead(page: Page, site: Site, name: str) -> None:
    """A lead with an e-mail address, and its conversation."""
    await page.goto(f"{site.url}/leads?view=list")
    await page.get_by_role("button", name="Add lead").first.click()
    form = page.get_by_role("dialog", name="Add a lead")
    await form.locator("[name=name]").fill(name)
    await form.locator("[name=email]").fill(f"{new_id('x').lower()}@sahyadri-homes.in")
    await form.get_by_role("button", name="Add lead").click()
    await page.get_by_role("button", name="Open chat").click()
    await expect(page.get_by_placeholder(f"Write a reply to {name}")).to_be_visible()


@pytest.fixture
async def two(chromium: Browser, visitor: Page, site: Site) -> AsyncIterator[tuple[Page, Page]]:
    """Meera and Ravi of one business, each in a browser of their own."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    other = await context.new_page()
    first = await sign_up(visitor, site)
    second = await sign_up(other, site, name="Ravi Rao", business="Elsewhere")
    join(site, second, first)
    yield visitor, other
    await context.close()


async def test_two_answer_the_same_lead_each_sees_the_other_and_nothing_is_sent_twice_or_lost(
    two: tuple[Page, Page], site: Site
):
    meera, ravi = two
    await add_lead(meera, site, "Neha Singh")
    await ravi.goto(meera.url)
    await expect(ravi.get_by_text("Meera Kulkarni is looking at this")).to_be_visible()
    await expect(meera.get_by_text("Ravi Rao is looking at this")).to_be_visible()
    box, other_box = (page.get_by_placeholder("Write a reply to Neha Singh") for page in two)
    await other_box.press_sequentially("Yes, it is free")
    await expect(meera.get_by_text("Ravi Rao is writing…")).to_be_visible()
    await box.fill("Namaste, it is free")
    await ravi.get_by_role("button", name="Send", exact=False).dblclick()
    for page in two:
        await expect(page.get_by_role("log").get_by_text("Yes, it is free")).to_have_count(1)
    await expect(meera.get_by_text("Ravi Rao answered")).to_be_visible()
    await expect(box).to_have_value("Namaste, it is free")
    await box.press("Control+Enter")
    await expect(meera.get_by_role("button", name="Send anyway")).to_be_focused()
    await expect(meera.get_by_role("log").get_by_text("Namaste, it is free")).to_have_count(0)
    await meera.keyboard.press("Enter")
    for page in two:
        await expect(page.get_by_role("log").get_by_text("Namaste, it is free")).to_have_count(1)
    await expect(box).to_have_value("")
    await expect(meera.get_by_role("button", name="Send anyway")).to_have_count(0)
    await expect(ravi.get_by_text("Meera Kulkarni answered")).to_be_visible()
    await other_box.fill("And the next one")
    await other_box.press("Control+Enter")
    await expect(ravi.get_by_role("button", name="Send anyway")).to_be_focused()
    await ravi.keyboard.press("Escape")
    await expect(ravi.get_by_role("button", name="Send anyway")).to_have_count(0)
    await expect(other_box).to_have_value("And the next one")
    await expect(other_box).to_be_focused()
    await ravi.get_by_role("navigation").get_by_role("link", name="Leads").first.click()
    await expect(meera.get_by_text("Ravi Rao is looking at this")).to_have_count(0)
    with sqlite3.connect(site.folder / "leadgen.db", timeout=10) as database:
        sent = [
            text
            for (text,) in database.execute(
                "SELECT message_text FROM message WHERE answer_key <> '' AND message_text LIKE '%it is free'"
            )
        ]
    assert sorted(sent) == ["Namaste, it is free", "Yes, it is free"]


async def test_the_keyboard_alone_works_the_inbox(owner: Page, site: Site):
    for name in ("Anil Joshi", "Bina Shah"):
        await add_lead(owner, site, name)
    await owner.goto(f"{site.url}/conversations")
    anil, bina = (owner.get_by_role("button", name=name) for name in ("Anil Joshi", "Bina Shah"))
    await expect(bina).to_be_visible()
    press = owner.keyboard.press
    await press("?")
    await expect(owner.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    await press("Escape")
    await expect(owner.get_by_role("dialog")).to_have_count(0)
    await asyncio.sleep(0.5)  # a dialog gives the focus back a moment after it is gone
    await owner.evaluate("document.activeElement.blur()")
    await press("j")
    await expect(bina).to_be_focused()
    await press("j")
    await expect(anil).to_be_focused()
    await press("k")
    await press("ArrowDown")
    await expect(anil).to_be_focused()
    await press("Enter")
    box = owner.get_by_placeholder("Write a reply to Anil Joshi")
    await expect(box).to_be_visible()
    await press("r")
    await expect(box).to_be_focused()
    await owner.keyboard.type("j k e r s / ?")
    await expect(box).to_have_value("j k e r s / ?")
    await press("Control+Enter")
    await expect(owner.get_by_role("log").get_by_text("j k e r s / ?")).to_be_visible()
    await box.fill("And on Sunday?")
    searched = owner.get_by_role("searchbox", name="Search people and messages")
    send = await owner.get_by_role("button", name="Send", exact=False).last.element_handle()
    await searched.evaluate("(search, send) => { send.click(); search.focus(); }", send)
    await expect(box).to_have_value("")
    await expect(searched).to_be_focused()
    await box.focus()
    await owner.keyboard.type("And tomorrow?")
    await press("Escape")
    await expect(owner.locator("[data-row][aria-current=true]")).to_be_focused()
    await press("Escape")
    await expect(owner.get_by_text("Choose a conversation")).to_be_visible()
    await press("Enter")
    await expect(box).to_have_value("And tomorrow?")
    await owner.get_by_role("radio", name="Note").click(force=True)
    await expect(owner.get_by_placeholder("Write a note for your team")).to_have_value("")
    await owner.get_by_role("radio", name="Email").click(force=True)
    await expect(box).to_have_value("And tomorrow?")
    await owner.locator("[data-row][aria-current=true]").focus()
    await press("s")
    await press("ArrowDown")
    await press("Home")
    await expect(owner.get_by_role("menuitem").first).to_be_focused()
    await press("Enter")
    await expect(owner.get_by_text("or until they write").first).to_be_visible()
    await expect(anil).to_have_count(0)
    await press("e")
    await expect(owner.get_by_role("button", name="Reopen")).to_be_visible()
    await press("Escape")
    await expect(owner.get_by_text("Choose a conversation")).to_be_visible()
    await press("/")
    await expect(searched).to_be_focused()
    await owner.keyboard.type("Bina")
    await press("ArrowDown")
    await expect(bina).to_be_focused()


async def test_on_a_phone_a_conversation_is_opened_answered_put_away_and_left(owner: Page, site: Site):
    await owner.set_viewport_size({"width": 390, "height": 844})
    await add_lead(owner, site, "Anil Joshi")
    await owner.goto(f"{site.url}/conversations")
    await owner.get_by_role("button", name="Anil Joshi").click()
    box = owner.get_by_placeholder("Write a reply to Anil Joshi")
    await box.fill("Namaste")
    await owner.get_by_role("button", name="Send", exact=False).last.click()
    await expect(owner.get_by_role("log").get_by_text("Namaste")).to_be_visible()
    assert await owner.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await owner.get_by_role("button", name="Snooze").click()
    await owner.get_by_role("menuitem", name="Tomorrow").click()
    await expect(owner.get_by_text("or until they write").first).to_be_visible()
    await owner.get_by_role("button", name="Back to the list").click()
    await owner.get_by_role("button", name="Filter conversations").click()
    await owner.get_by_role("menuitem", name="Snoozed").click()
    await expect(owner.get_by_role("button", name="Anil Joshi")).to_be_visible()


async def test_a_saved_reply_is_made_and_written_with_the_keyboard_alone(owner: Page, site: Site):
    await add_lead(owner, site, "Anil Joshi")
    talk = owner.url
    await owner.goto(f"{site.url}/settings/replies")
    for title, shortcut, body in (("Price list", "price", "Namaste {{first_name|there}}"), ("Way", "way", "Near it")):
        await owner.get_by_role("button", name="New saved reply").click()
        form = owner.get_by_role("dialog")
        await form.locator("[name=title]").fill(title)
        await form.locator("[name=shortcut]").fill(shortcut)
        await form.locator("[name=body]").fill(body)
        await form.get_by_role("button", name="Save", exact=True).click()
        await expect(owner.get_by_role("heading", name=title)).to_be_visible()
    await owner.goto(talk)
    box, replies = owner.get_by_placeholder("Write a reply to Anil Joshi"), owner.get_by_role("listbox")
    await expect(box).to_be_visible()
    press, write = owner.keyboard.press, owner.keyboard.type
    await press("r")
    await write("Is 1/2 enough? /w")
    await expect(replies.get_by_role("option")).to_have_count(1)
    await press("Escape")
    await expect(replies).to_have_count(0)
    await expect(box).to_be_focused()
    await box.fill("")
    await write("/")
    await press("ArrowDown")
    await press("ArrowUp")
    await expect(replies.get_by_role("option", selected=True)).to_contain_text("Price list")
    await press("Enter")
    await expect(box).to_have_value("Namaste Anil")
    await write(", /list")
    await press("Escape")
    await expect(box).to_have_value("Namaste Anil, /list")
    await box.fill("")
    await owner.get_by_role("button", name="Saved replies").click()
    await press("Escape")
    await expect(box).to_have_value("")


async def test_what_was_said_is_found_and_opened_there_with_the_keyboard_alone(owner: Page, site: Site):
    await add_lead(owner, site, "Anil Joshi")
    box = owner.get_by_placeholder("Write a reply to Anil Joshi")
    for number in range(10):
        await box.fill("The terrace flat costs ₹62 lakh" if number == 1 else f"Line {number}\n" * 12)
        await box.press("Control+Enter")
        await expect(box).to_have_value("")
    said = owner.get_by_role("log").get_by_text("The terrace flat costs")
    await expect(said).not_to_be_in_viewport()
    await owner.goto(f"{site.url}/conversations")
    await expect(owner.get_by_role("button", name="Anil Joshi")).to_be_visible()
    await owner.keyboard.press("/")
    await owner.keyboard.type("terrace")
    await expect(owner.locator("mark")).to_have_text("terrace")
    await owner.keyboard.press("ArrowDown")
    await owner.keyboard.press("Enter")
    await expect(said).to_be_in_viewport()
    await owner.reload()
    await expect(said).to_be_in_viewport()
