"""Campaigns of both channels and every schedule: made in the form, sent through the sandbox, paused, gone on with."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from playwright.async_api import Locator, Page, expect
from sqlmodel import col, select

from services.core.clock import now
from services.core.scope import Scope, system_scope
from services.db import system_reading, transaction
from services.models import (
    Channel,
    Contact,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    WhatsAppReach,
)
from tests import support
from tests.browser.conftest import Site
from tests.databases import pointed_at

PEOPLE = 9
MANY = 400
SCHEDULES = {"Now": "Now", "On a day and time": "Planned", "Every day at an hour": "Daily"}


@pytest.fixture
async def silent(site: Site) -> AsyncIterator[None]:
    """Nobody answers, so that everybody stays somebody to write to."""
    async with httpx.AsyncClient(base_url=f"{site.sandbox}/sandbox/control") as sandbox:
        await sandbox.put("/settings", json={"silent": True})
        yield
        await sandbox.put("/settings", json={"silent": False})


@pytest.fixture
def business(owner: Page, site: Site) -> Iterator[Scope]:
    """The owner's business: may write to published numbers, and as often as it likes."""
    with pointed_at(f"sqlite:///{site.folder / 'leadgen.db'}"):
        with system_reading() as session:
            newest = session.exec(select(Customer).order_by(col(Customer.id).desc()).limit(1)).one()
        scope = system_scope(newest.id or 0)
        with transaction(scope) as session:
            customer = session.get_one(Customer, scope.customer_id)
            customer.whatsapp_reach, customer.address = WhatsAppReach.PUBLISHED, "1 MG Road, Pune"
            customer.contact_gap_days = 0
            customer.daily_limit_whatsapp = customer.daily_limit_email = 10_000
        yield scope


def add_people(scope: Scope, number: int) -> None:
    for _ in range(number):
        support.add_contact(scope, published_for_enquiries=True, is_sandbox=True)


async def start(page: Page, site: Site, channel: str, name: str, schedule: str, follow_up: str = "") -> None:
    """Fill in the form, read the review, start; ends on the campaign's page. A follow-up goes by e-mail after a day."""
    await page.goto(f"{site.url}/outreach/{channel}")
    await page.get_by_role("button", name="New campaign").first.click()
    form = page.get_by_role("dialog", name="New")
    await form.locator("[name=name]").fill(name)
    if channel == "email":
        await form.locator("[name=subject]").fill(f"About {name}")
    await form.locator("[name=message]").fill(f"Hi {{{{name|there}}}}, this is {name}.")
    await form.locator("[name=schedule]").select_option(label=schedule)
    if schedule == "On a day and time":
        await form.locator("[name=schedule_date]").fill("2036-01-02T10:00")
    await form.locator("[name=daily_limit]").fill("5000")
    if follow_up:
        await form.get_by_role("button", name="Add a follow-up").click()
        step = form.get_by_role("group", name="Follow-up 1")
        await step.get_by_label("How long").fill("1")
        await step.get_by_label("By").select_option(label="Email")
        await step.get_by_label("Subject").fill(follow_up)
        await step.get_by_label("Message").fill(f"Hi {{{{name|there}}}}, this is {follow_up}.")
    await form.get_by_role("button", name="Review").click()
    await expect(form.get_by_text("What will happen")).to_be_visible()
    await form.get_by_role("button", name="Start campaign").click()
    await expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def sent(page: Page) -> Locator:
    return page.locator(".ui-funnel li").first.locator(".ui-figure")


async def received(site: Site, words: str) -> list[dict[str, Any]]:
    """What the sandbox's providers were handed with these words in it."""
    async with httpx.AsyncClient(base_url=f"{site.sandbox}/sandbox/control") as sandbox:
        answer = await sandbox.get("/received", params={"limit": 10_000})
    return [one for one in answer.json()["messages"] if words in one["body"]]


async def test_every_channel_and_schedule_sends_what_its_page_says(
    owner: Page, site: Site, business: Scope, silent: None
):
    add_people(business, PEOPLE)
    pages = {}
    for channel in ("whatsapp", "email"):
        for schedule, word in SCHEDULES.items():
            name = f"{word} by {channel}"
            await start(owner, site, channel, name, schedule)
            pages[name] = owner.url
    with transaction(business) as session:  # the day that was planned has come
        for campaign in session.exec(select(OutreachCampaign)):
            if campaign.status is OutreachCampaignStatus.SCHEDULED:
                campaign.schedule_date = now()
    for name, url in pages.items():
        await owner.goto(url)
        await expect(owner.get_by_role("heading", name=name, level=1)).to_be_visible()
        await expect(sent(owner)).to_have_text(str(PEOPLE), timeout=90_000)
        messages = await received(site, f"this is {name}.")
        assert len(messages) == len({one["recipient"] for one in messages}) == PEOPLE


async def test_who_writes_a_campaign_gets_a_test_of_it_first(owner: Page, site: Site, business: Scope):
    await owner.goto(f"{site.url}/outreach/email")
    await owner.get_by_role("button", name="New campaign").first.click()
    form = owner.get_by_role("dialog", name="New email campaign")
    await form.locator("[name=message]").fill("Hi {{name|there}}, a word before it leaves.")
    await expect(form.locator(".ui-mail")).to_contain_text("a word before it leaves")
    await form.get_by_role("button", name="Send test").click()
    await expect(owner.get_by_text("Test sent to")).to_be_visible()
    (mail,) = await received(site, "a word before it leaves")
    assert mail["subject"].startswith("Test: ")


async def test_a_sequence_goes_on_by_email_to_those_who_did_not_answer(
    owner: Page, site: Site, business: Scope, silent: None
):
    add_people(business, PEOPLE)
    await start(owner, site, "whatsapp", "First words", "In steps (drip), as soon as somebody matches", "second words")
    await expect(sent(owner)).to_have_text(str(PEOPLE), timeout=60_000)
    assert await received(site, "this is second words.") == []
    with transaction(business) as session:  # a day goes by, and one of them has become a lead
        messages = list(session.exec(select(OutreachMessage).order_by(col(OutreachMessage.id))))
        for message in messages:
            message.sent_at = message.send_at = now() - timedelta(days=1, minutes=1)
        session.get_one(Contact, messages[0].contact_id).converted_to_lead = True
    await expect(sent(owner)).to_have_text(str(2 * PEOPLE - 1), timeout=60_000)
    messages = await received(site, "this is second words.")
    assert len(messages) == len({one["recipient"] for one in messages}) == PEOPLE - 1
    rows = owner.get_by_role("table", name="Messages of the sequence").locator("tbody tr")
    await expect(rows.nth(0)).to_contain_text(str(PEOPLE))
    await expect(rows.nth(1)).to_contain_text(str(PEOPLE - 1))


async def test_what_failed_is_sent_again_from_its_page(owner: Page, site: Site, business: Scope, silent: None):
    paused = OutreachCampaignStatus.PAUSED  # while the product runs, it must not write to them first
    campaign = support.add_campaign(
        business, type=Channel.EMAIL, name="Refused", message_template="Hi", failed_count=PEOPLE, status=paused
    )
    for _ in range(PEOPLE):
        contact = support.add_contact(business, published_for_enquiries=True, is_sandbox=True)
        support.add_outreach_message(
            business,
            campaign,
            contact,
            subject="Hello",
            message_content="this is Refused.",
            status=OutreachMessageStatus.FAILED,
            error_message="SendGrid did not answer. We gave up after 60 attempts.",
        )
    with transaction(business) as session:
        session.get_one(OutreachCampaign, campaign.id).status = OutreachCampaignStatus.RUNNING
    await owner.goto(f"{site.url}/outreach/email/{campaign.public_id}")
    await owner.get_by_role("link", name="Look at them and try again").click()
    await expect(owner.get_by_role("table", name="Messages").locator("tbody tr")).to_have_count(PEOPLE, timeout=30_000)
    await owner.get_by_role("button", name="Retry all").click()
    await owner.get_by_role("dialog").get_by_role("button", name="Retry all").click()
    await expect(owner.get_by_text("Nothing failed")).to_be_visible(timeout=30_000)
    await owner.goto(f"{site.url}/outreach/email/{campaign.public_id}")
    await expect(sent(owner)).to_have_text(str(PEOPLE), timeout=60_000)
    messages = await received(site, "this is Refused.")
    assert len(messages) == len({one["recipient"] for one in messages}) == PEOPLE


async def test_pause_holds_within_two_seconds_and_resume_repeats_nothing(
    owner: Page, site: Site, business: Scope, silent: None
):
    add_people(business, MANY)
    await start(owner, site, "whatsapp", "Held up", "Now")
    await expect(sent(owner)).not_to_have_text("0", timeout=60_000)
    await owner.get_by_role("button", name="Pause").click()
    await expect(owner.get_by_role("button", name="Resume")).to_be_visible()
    await asyncio.sleep(2)
    held_at = len(await received(site, "this is Held up."))
    assert held_at < MANY
    await asyncio.sleep(3)
    assert len(await received(site, "this is Held up.")) == held_at
    await expect(sent(owner)).to_have_text(str(held_at))
    await owner.get_by_role("button", name="Resume").click()
    await expect(sent(owner)).to_have_text(str(MANY), timeout=60_000)
    messages = await received(site, "this is Held up.")
    assert len(messages) == len({one["recipient"] for one in messages}) == MANY
