"""A real browser on the production build. One build serves all tests; each worker has a server and a database.

    async def test_a_page(person, site):        # somebody just signed up, in a fresh browser context
        await person.goto(f"{site.url}/dashboard")

`visitor` is a page of somebody who has not signed in. Both fail the test afterwards when the browser's console or
the server's log held an error or a warning; `site.expect("words")` allows one that a test provokes on purpose.
"""

import itertools
import shutil
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from tests.site import Site

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "calm-river-stone-9"
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests in this folder."""
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    found = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def visitor(chromium: Browser, site: Site) -> AsyncIterator[Page]:
    """A page in a browser that nobody has signed in with."""
    context = await chromium.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(20_000)
    page = await context.new_page()
    seen: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not site.forgives(message.text):
            seen.append(f"{message.type}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: seen.append(f"exception: {error}"))
    yield page
    await context.close()
    assert [line for line in seen if not site.forgives(line)] == []


async def sign_up(page: Page, site: Site, *, name: str = "Meera Kulkarni", business: str = "Suvarna Habitat") -> str:
    """Create an account through the form; returns its e-mail. The page ends up in onboarding."""
    fields = _newcomer(name, business)
    await page.goto(f"{site.url}/signup")
    for field, words in fields.items():
        await page.fill(f"[name={field}]", words)
    await page.click("button[type=submit]")
    await page.wait_for_url(lambda url: "/signup" not in url)
    return fields["email"]


def _newcomer(name: str, business: str) -> dict[str, str]:
    email = f"person{next(_numbers)}@business.example"
    return {"name": name, "business": business, "email": email, "password": PASSWORD}


async def _enter(page: Page, site: Site) -> str:
    """The same without its page; the browser holds the cookie, and nothing is shown yet."""
    fields = _newcomer("Meera Kulkarni", "Suvarna Habitat")
    answer = await page.context.request.post(f"{site.url}/api/auth/signup", form=fields, max_redirects=0)
    assert answer.status == 303
    return fields["email"]


async def sign_out(page: Page) -> None:
    """As the menu does: a native form."""
    await page.wait_for_load_state("networkidle")  # a page that is still on its way would take the form with it
    form = "document.body.insertAdjacentHTML('beforeend', '<form id=out method=post action=/api/auth/logout></form>')"
    await page.evaluate(f"{form}; document.getElementById('out').submit()")
    await page.wait_for_url("**/login**", wait_until="commit")
    await page.wait_for_load_state()


@pytest.fixture
async def person(visitor: Page, site: Site) -> Page:
    """Somebody who has just signed up."""
    await sign_up(visitor, site)
    return visitor


@pytest.fixture
async def owner(visitor: Page, site: Site) -> Page:
    """Somebody whose business has finished the wizard, so that every page opens. No page is open yet."""
    email = await _enter(visitor, site)
    with sqlite3.connect(site.folder / "leadgen.db") as database:
        database.execute(
            "UPDATE customer SET launched_at = ? WHERE id IN (SELECT customer_id FROM membership"
            ' JOIN "user" ON "user".id = membership.user_id WHERE email = ?)',
            (datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"), email),
        )
    return visitor
