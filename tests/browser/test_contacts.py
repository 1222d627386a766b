"""Finding contacts and writing to them, as a person does it."""

import re

from playwright.async_api import Page, expect

from tests.browser.wizard import add_tags
from tests.site import Site


async def find_contacts(page: Page, site: Site) -> None:
    """Start a small search from the empty list of contacts."""
    await page.goto(f"{site.url}/contacts")
    await page.get_by_role("link", name="Find contacts").click()
    form = page.get_by_role("dialog", name="New search")
    await form.locator("[name=max_leads_per_run]").fill("12")
    for field, words in (("industries", "real estate agents"), ("locations", "Mumbai")):
        await add_tags(page, field, words)
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_be_hidden()


async def test_contacts_arrive_are_narrowed_opened_exported_and_marked(owner: Page, site: Site):
    await find_contacts(owner, site)
    await expect(owner.get_by_text("Contacts found")).to_be_visible()
    await owner.get_by_role("link", name="View contacts").click()
    rows = owner.locator("tr[data-row]")
    await expect(rows.nth(3)).to_be_visible(timeout=30_000)
    await expect(owner.get_by_role("link", name="OpenStreetMap contributors")).to_be_visible()
    await owner.goto(f"{site.url}/contacts?score=high")
    await owner.get_by_role("button", name="Remove filter Score").click()
    await expect(owner).to_have_url(re.compile(r"/contacts/?$"))
    await rows.first.click()
    drawer = owner.get_by_role("dialog")
    await expect(drawer.get_by_text("Permission to write")).to_be_visible()
    await expect(drawer.get_by_role("button", name="Follow up")).to_be_disabled()
    await owner.reload()
    await expect(drawer.get_by_text("Permission to write")).to_be_visible()
    await owner.keyboard.press("Escape")
    await rows.first.get_by_role("checkbox").click()
    async with owner.expect_download() as download:
        await owner.get_by_role("button", name="Export").click()
        await owner.get_by_role("menuitem", name="CSV").click()
    assert (await download.value).suggested_filename.endswith(".csv")
    await owner.get_by_role("toolbar").get_by_role("button", name="Verify").click()
    await expect(owner.get_by_text("1 contact marked verified")).to_be_visible()


async def test_a_campaign_is_written_with_a_live_preview_and_paused(owner: Page, site: Site):
    await owner.goto(f"{site.url}/outreach/whatsapp")
    await owner.get_by_role("button", name="New campaign").first.click()
    form = owner.get_by_role("dialog", name="New WhatsApp campaign")
    await form.locator("[name=name]").fill("नमस्ते पुणे")
    await form.locator("[name=message]").fill("Hello {{name|there}}, we sell homes in {{city}}.")
    await expect(form.locator(".ui-phone-bubble")).to_contain_text("we sell homes in")
    await form.get_by_role("button", name="Review").click()
    await expect(form.get_by_text("What will happen")).to_be_visible()
    await form.get_by_role("button", name="Start campaign").click()
    await expect(owner.get_by_role("heading", name="नमस्ते पुणे", level=1)).to_be_visible()
    await expect(owner.get_by_text("Funnel")).to_be_visible()
    await owner.get_by_role("button", name="Pause").click()
    await expect(owner.get_by_role("button", name="Resume")).to_be_visible()
    await owner.get_by_role("link", name="Messages").click()
    await expect(owner).to_have_url(re.compile(r"\?tab=messages$"))
    await expect(owner.get_by_text("No messages yet")).to_be_visible()
