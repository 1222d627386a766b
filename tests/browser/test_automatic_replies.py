"""Automatic replies in a browser: switched on for a campaign, a question answered, the next one left to a person."""

import re
from typing import Any

import httpx
from playwright.async_api import Page, expect

from services.core.scope import Scope
from services.db import transaction
from services.models import Customer
from tests import support
from tests.browser.conftest import Site
from tests.browser.test_outreach import business, received, silent, start

__all__ = ["business", "silent"]  # fixtures

PHONE, MODEL = "+919845055501", {"scraping": 100_000}


async def ask(site: Site, to: dict[str, Any], text: str) -> None:
    """The person that a message was sent to writes back."""
    said = {"provider": to["provider"], "account": to["account"], "from": to["recipient"], "text": text}
    async with httpx.AsyncClient(base_url=f"{site.sandbox}/sandbox/control") as sandbox:
        (await sandbox.post("/say", json=said)).raise_for_status()


async def switch_on(page: Page) -> None:
    await page.get_by_role("button", name="Edit").click()
    form = page.get_by_role("dialog", name="Edit campaign")
    for box in (
        form.get_by_role("switch", name="Automatic replies"),
        form.get_by_role("checkbox", name="Prices"),
        form.get_by_role("checkbox", name="Opening hours"),
    ):
        await box.click(force=True)  # the server says what is on
        await expect(box).to_be_checked()
    await form.locator("[name=answers_most]").fill("1")
    await form.get_by_role("button", name="Save", exact=True).click()
    await expect(form).to_have_count(0)


async def test_a_question_is_answered_by_itself_and_the_next_one_waits_for_a_person(
    owner: Page, site: Site, business: Scope, silent: None
):
    with transaction(business) as session:
        customer = session.get_one(Customer, business.customer_id)
        customer.answer_facts = "Cleaning costs ₹1,200\nWe are open Monday to Saturday from 10 am to 7 pm"
        customer.budget_split = MODEL
    support.add_contact(business, name="Neha Singh", phone=PHONE, published_for_enquiries=True, is_sandbox=True)
    await start(owner, site, "whatsapp", "Clean teeth", "Now")
    await switch_on(owner)
    await expect(owner.get_by_text("about prices, opening hours; at most 1 in a conversation").first).to_be_visible()
    await expect(owner.get_by_text("Sent", exact=True).first).to_be_visible()
    await expect(owner.locator(".ui-funnel li").first.locator(".ui-figure")).to_have_text("1", timeout=60_000)
    (hello,) = await received(site, "this is Clean teeth.")
    await owner.goto(f"{site.url}/conversations")

    await ask(site, hello, "How much is the cleaning?")
    row = owner.get_by_role("button", name="Neha Singh")
    await expect(row).to_contain_text(re.compile("Cleaning costs ₹1,200"), timeout=30_000)
    answers = [one for one in await received(site, "Cleaning costs ₹1,200") if one["recipient"] == hello["recipient"]]
    await ask(site, hello, "And are you open on Sunday?")
    await expect(row).to_contain_text("open on Sunday", timeout=30_000)
    await row.click()
    talk = owner.get_by_role("log")
    await expect(talk.get_by_text("This is an automatic reply.")).to_be_visible()
    await expect(talk.get_by_text("Sent automatically. It uses: Fact: Cleaning costs ₹1,200")).to_be_visible()
    await expect(talk.get_by_text("as many automatic replies as the campaign allows")).to_be_visible(timeout=30_000)
    await talk.get_by_role("button", name="Use the draft").click()
    box = owner.get_by_placeholder("Write a reply to Neha Singh")
    await expect(box).to_have_value(re.compile("10 am to 7 pm"))
    await box.press("Control+Enter")
    await expect(talk.get_by_text("10 am to 7 pm")).to_be_visible()
    await expect(talk.get_by_text("as many automatic replies")).to_have_count(0)
    assert len(answers) <= 1
    assert len(await received(site, "This is an automatic reply.")) == 1
