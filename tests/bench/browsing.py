"""Times events of the Contacts page in a real browser: from the press to the frame that shows the answer."""

import asyncio
import random
import shutil
from typing import Any

from playwright.async_api import Page, async_playwright
from sqlmodel import select

from services.accounts.passwords import hash_password
from services.core.scope import Role
from services.db import system_transaction
from services.models import Membership, User
from tests.bench.contacts_data import BIG
from tests.browser.conftest import FLAGS

EMAIL, PASSWORD = "bench@business.example", "calm-river-stone-9"
DEBOUNCE = 150  # ms that a search waits for the next letter
ROUNDS = 25

# Presses, then looks at every frame until what the page shows is another; two frames later it is on the screen.
_TIMED = """async ([what, arg]) => {
  const seen = () => [...document.querySelectorAll("tbody, .ui-pager span, .ui-toolbar-end span, .ui-drawer, .ui-bulk")]
    .map((part) => part.innerText).join("|");
  const acts = {
    press: () => document.querySelector(arg).click(),
    button: () => [...document.querySelectorAll("button")].find((one) => one.innerText.trim().startsWith(arg)
      || one.getAttribute("aria-label") === arg).click(),
    row: () => document.querySelectorAll("tr[data-row]")[arg].click(),
    pick: () => { const box = document.querySelector(`[name=${arg[0]}]`);
      Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(box, arg[1]);
      box.dispatchEvent(new Event("change", {bubbles: true})); },
    type: () => { const box = document.querySelector(".ui-toolbar .ui-search input");
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, arg);
      box.dispatchEvent(new Event("input", {bubbles: true})); },
  };
  const before = seen(), began = performance.now();
  acts[what]();
  return await new Promise((done, fail) => {
    const look = () => {
      if (seen() !== before) requestAnimationFrame(() => done(performance.now() - began));
      else if (performance.now() - began > 15000) fail(new Error("nothing changed: " + what + " " + arg));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}"""


async def prepare_person() -> None:
    """Somebody who may sign in for the customer with half a million contacts."""
    hashed = await hash_password(PASSWORD)
    with system_transaction() as session:
        if session.exec(select(User).where(User.email == EMAIL)).first():
            return
        user = User(email=EMAIL, name="Bench", password_hash=hashed)
        session.add(user)
        session.flush()
        session.add(Membership(user_id=user.id or 0, customer_id=BIG, role=Role.OWNER))


async def timed_events(url: str) -> dict[str, list[float]]:
    """Milliseconds of each event of the Contacts page, by its kind."""
    found = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        await page.goto(f"{url}/login")
        await page.fill("[name=email]", EMAIL)
        await page.fill("[name=password]", PASSWORD)
        await page.click("button[type=submit]")
        await page.wait_for_url(lambda where: "/login" not in where)
        times = await _rounds(page, url)
        await browser.close()
    return times


async def _rounds(page: Page, url: str) -> dict[str, list[float]]:
    rng, times = random.Random(3), {}
    await page.goto(f"{url}/contacts")
    await page.wait_for_selector("tr[data-row]")

    async def time(kind: str, what: str, arg: Any, less: float = 0) -> None:
        times.setdefault(kind, []).append(await page.evaluate(_TIMED, [what, arg]) - less)
        await asyncio.sleep(0.05)

    for _ in range(ROUNDS):
        await time("next page", "button", "Next page")
        await time("next page", "button", "Next page")
        await time("previous page", "button", "Previous page")
        await time("sort", "button", "Name")
        await time("sort", "button", "Score")
        await time("search as you type", "type", rng.choice(("den", "dental", "98200", "royal den")), DEBOUNCE)
        await time("search as you type", "type", rng.choice(("sharma", "rohan sharma", "priya", "zans")), DEBOUNCE)
        await time("clear the search", "type", "", DEBOUNCE)
        await time("open a contact", "row", rng.randrange(10))
        await time("close a contact", "button", "Close")
        await time("select the page", "press", "thead input[type=checkbox]")
        await time("select all that match", "press", ".ui-bulk-all")
        await time("clear the selection", "button", "Clear selection")
        await page.get_by_role("button", name="Filter").click()
        await page.wait_for_selector("[name=filter_status]")
        await time("filter", "pick", ["filter_status", "sent"])
        await time("filter", "pick", ["filter_score", rng.choice(("high", "medium", "low"))])
        await time("filter", "pick", ["filter_verification", rng.choice(("verified", "invalid"))])
        await time("clear the filters", "button", "Clear all filters")
        await page.keyboard.press("Escape")
    return times
