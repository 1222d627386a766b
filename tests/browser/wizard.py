"""Answering the seven steps in a browser, the way a newcomer does who accepts the suggestions."""

from playwright.async_api import Page, expect


async def _go_on(page: Page, heading: str) -> None:
    await page.get_by_role("button", name="Continue", exact=True).click()
    await expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


async def add_tags(page: Page, field: str, words: str) -> None:
    """Type into a tag box; commas part the tags."""
    box = page.locator(f"input[aria-label$=': {field}']")
    await box.fill(words)
    await box.press("Enter")
    await expect(page.locator(".ui-tag", has_text=words.rsplit(",", maxsplit=1)[-1].strip()).first).to_be_visible()


async def answer_business(page: Page, industry: str = "Real estate", cities: str = "Mumbai, Pune") -> None:
    """Step 1, up to Continue."""
    await page.fill("textarea[name=description]", "We sell ready and new homes.")
    await page.select_option("select[name=industry]", industry)
    await expect(page.locator(".ui-tag").first).to_be_visible()
    await add_tags(page, "cities", cities)
    await page.fill("input[name=phone]", "98200 41735")
    await expect(page.get_by_text("Saved, ")).to_be_visible()


async def answer_all(page: Page, *, meta: bool = True) -> None:
    """All seven steps; stops before Launch is pressed."""
    await answer_business(page)
    await _go_on(page, "Who should hear from you?")
    await _go_on(page, "Find contacts for you")
    await _go_on(page, "Advertise for enquiries")
    if meta:
        await page.get_by_role("switch").first.click()
        await expect(page.locator("input[name=meta_daily_paise]")).to_be_visible()
    await _go_on(page, "Write your first messages")
    await page.locator("input[type=radio][value=published]").click()
    await expect(page.locator("input[type=radio][value=published]")).to_be_checked()
    await _go_on(page, "Set a monthly budget")
    await _go_on(page, "Check and launch")
    await page.get_by_label("I accept the terms").click()
    await expect(page.get_by_label("I accept the terms")).to_be_checked()
