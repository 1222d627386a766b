"""The main job in a browser: sign up, seven steps, Launch, contacts, messages, replies, leads, a conversation."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import PASSWORD, sign_up
from tests.browser.wizard import answer_all, answer_business
from tests.site import Site

SECONDS = 180


async def _until(read: Callable[[], Awaitable[bool]], what: str, end: float) -> None:
    while not await read():
        assert time.monotonic() < end, f"{what} did not happen within three minutes of Launch"
        await asyncio.sleep(0.5)


async def _figure(page: Page, name: str) -> int:
    text = await page.locator(".ui-stat", has_text=name).locator(".ui-figure").inner_text()
    return int(re.sub(r"\D", "", text) or 0)


async def _sent(page: Page, kind: str) -> int:
    line = page.locator(".ui-lines > li", has=page.get_by_text(kind, exact=True))
    text = await line.get_by_text(re.compile(r"^[\d,]+ of [\d,]+ messages$")).first.inner_text()
    return int(text.split(" of ")[0].replace(",", ""))


@pytest.mark.timeout(420)
async def test_from_sign_up_to_an_answered_conversation_without_a_reload(visitor: Page, site: Site):
    await sign_up(visitor, site)
    await expect(visitor.get_by_role("heading", name="Tell us about your business")).to_be_visible()
    await answer_all(visitor)
    await visitor.get_by_role("button", name="Launch", exact=True).click()
    await expect(visitor.get_by_role("heading", name="Dashboard", level=1)).to_be_visible()
    loaded = await visitor.evaluate("performance.timeOrigin")
    end = time.monotonic() + SECONDS

    async def contacts() -> bool:
        return await _figure(visitor, "New contacts") >= 20

    async def messages() -> bool:
        return await _sent(visitor, "WhatsApp") >= 5 and await _sent(visitor, "Email") >= 5

    async def leads() -> bool:
        return await _figure(visitor, "New verified leads") >= 3

    await _until(contacts, "20 contacts", end)
    await _until(messages, "five WhatsApp messages and five emails", end)
    await _until(leads, "three leads", end)

    await visitor.get_by_role("link", name="Contacts", exact=False).first.click()
    await expect(visitor.get_by_role("heading", name="Contacts", level=1)).to_be_visible()
    await expect(visitor.locator(".ui-score, .ui-ring").first).to_be_visible()

    await visitor.get_by_role("link", name="Conversations").first.click()
    await expect(visitor.get_by_role("heading", name="Conversations", level=1)).to_be_visible()
    rows = visitor.locator("[aria-label=Inbox] li, [aria-label=Inbox] [role=listitem]")
    await expect(rows.nth(2)).to_be_visible()
    await _answer_somebody(visitor, end)
    assert await visitor.evaluate("performance.timeOrigin") == loaded, "the page was reloaded"


async def _answer_somebody(page: Page, end: float) -> None:
    """Write to the newest lead that can be answered and wait for the persona's own reply."""
    await page.locator("[aria-label=Inbox]").get_by_text(re.compile("WhatsApp reply|Email reply")).first.click()
    box = page.locator("#composer textarea, textarea#composer, .ui-composer-box").first
    await expect(box).to_be_visible()
    theirs = page.locator("[aria-label=Messages] .ui-bubble:not(.is-mine)")
    before = await theirs.count()
    text = "Thank you for writing. When would suit you for a visit?"
    await box.fill(text)
    await page.get_by_role("button", name=re.compile("^Send")).click()
    await expect(page.locator("[aria-label=Messages]").get_by_text(text)).to_be_visible()

    async def answered() -> bool:
        return await theirs.count() > before

    await _until(answered, "an answer to the reply", end)


async def test_a_draft_survives_signing_out(visitor: Page, site: Site):
    email = await sign_up(visitor, site, business="Asha Dental")
    await answer_business(visitor, "Dentists", "Nagpur")
    await visitor.get_by_role("button", name="Continue", exact=True).click()
    await expect(visitor.get_by_role("heading", name="Who should hear from you?")).to_be_visible()
    await visitor.fill("textarea[name=customers]", "Families near the clinic")
    await visitor.get_by_role("button", name="Save and exit").click()
    await expect(visitor).to_have_url(re.compile(r"/login"))
    await visitor.fill("[name=email]", email)
    await visitor.fill("[name=password]", PASSWORD)
    await visitor.click("button[type=submit]")
    await expect(visitor.get_by_role("heading", name="Who should hear from you?")).to_be_visible()
    await expect(visitor.locator("textarea[name=customers]")).to_have_value("Families near the clinic")
    await visitor.get_by_role("button", name="Back", exact=True).click()
    await expect(visitor.locator("textarea[name=description]")).to_have_value("We sell ready and new homes.")


async def test_a_step_says_what_is_missing_at_its_field(person: Page, site: Site):
    await person.get_by_role("button", name="Continue", exact=True).click()
    await expect(person.get_by_text("Say in a sentence what your business does.")).to_be_visible()
    await expect(person.get_by_text("Choose your industry.")).to_be_visible()
    await expect(person.get_by_role("heading", name="Tell us about your business")).to_be_visible()
