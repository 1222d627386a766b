"""From an ad form to the lead on an open page, and to thanks and notice at the provider, on SQLite and on PostgreSQL.

`python -m tests.bench.bench_enquiries [sqlite|postgresql] [forms]`: seconds from the moment at which somebody sends the
form of Meta or Google (the sandbox signs and posts the webhook), one at a time and five a second.
"""

import asyncio
import os
import shutil
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.async_api import Page, async_playwright
from sqlmodel import select

from services.accounts.passwords import hash_password
from services.core.clock import now
from services.core.scope import Role
from services.db import system_reading, system_transaction, transaction
from services.inbound.alerts import prepare_templates
from services.integrations import sandbox
from services.models import Customer, Membership, Template, TemplateStatus, User, WhatsAppReach
from tests import support
from tests.bench.bench_webhooks import KEY, postgresql, sqlite
from tests.browser.conftest import FLAGS
from tests.databases import forget_settings, migrate, pointed_at
from tests.site import Site, start_site, stop_site

FORMS, A_SECOND, MOST_SECONDS = 50, 5, 2.0
EMAIL, PASSWORD, OWNER = "bench@business.example", "calm-river-stone-9", "+919800000009"
PATIENCE = 30.0

# Writes down when each name is first in the list that the page shows.
_WATCHED = """() => {
  window.seen = {};
  const look = () => {
    for (const row of document.querySelectorAll("tbody tr"))
      for (const [name] of row.textContent.matchAll(/Enquirer [a-z]+/g)) window.seen[name] ??= Date.now() / 1000;
  };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def name_of(number: int) -> str:
    letters = "abcdefghij"
    return f"Enquirer {''.join(letters[int(digit)] for digit in f'{number:04d}')}"


def prepare() -> None:
    """A business that has launched, with simulated accounts, and its owner."""
    hashed = asyncio.run(hash_password(PASSWORD))
    customer = support.add_customer(
        launched_at=now(), phone=OWNER, whatsapp_reach=WhatsAppReach.PUBLISHED, address="1 MG Road, Bengaluru"
    )
    with system_transaction() as session:
        user = User(email=EMAIL, name="Bench", password_hash=hashed)
        session.add(user)
        session.flush()
        session.add(Membership(user_id=user.id or 0, customer_id=customer.id or 0, role=Role.OWNER))
    with transaction(support.Scope(customer.id or 0)) as session:
        kept = session.get_one(Customer, customer.id)
        sandbox.ensure_sandbox(session, kept)
        prepare_templates(session, kept)


async def until(look: Callable[[], Awaitable[Any]]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not (found := await look()):
        assert time.monotonic() < deadline, "nothing came"
        await asyncio.sleep(0.2)
    return found


async def approved() -> bool:
    with system_reading() as session:
        return {row.status for row in session.exec(select(Template))} == {TemplateStatus.APPROVED}


class Watch:
    """What the page and the provider have seen, and when."""

    def __init__(self, page: Page, town: httpx.AsyncClient) -> None:
        self._page, self._town, self._filed = page, town, 0

    async def file(self, number: int) -> tuple[str, float]:
        """Somebody sends a form; returns their name and the moment."""
        name, at = name_of(number), time.time()
        answers = {"full_name": name, "phone_number": f"+9198451{number:05d}", "what_do_you_need?": "Braces"}
        platform = "meta" if number % 2 else "google"
        answer = await self._town.post("/ad_lead", json={"platform": platform, "answers": answers})
        answer.raise_for_status()
        return name, at

    async def waits(self, filed: dict[str, float]) -> dict[str, list[float]]:
        """Seconds until each was on the page, was thanked, and was told to the owner; once all of it has happened."""

        async def everything() -> dict[str, dict[str, float]] | None:
            asked = {"provider": "twilio", "limit": 10_000}
            sent = (await self._town.get("/received", params=asked)).json()["messages"]
            found = {
                "on the page": await self._page.evaluate("() => window.seen"),
                "thanked": {name: one["at"] for one in sent for name in filed if f"Hi {name}," in one["body"]},
                "told": {name: one["at"] for one in sent for name in filed if f"lead! {name} " in one["body"]},
            }
            return found if all(filed.keys() <= moments.keys() for moments in found.values()) else None

        happened = await until(everything)
        return {what: [moments[name] - at for name, at in filed.items()] for what, moments in happened.items()}


async def measure(site: Site, forms: int) -> dict[str, dict[str, list[float]]]:
    found = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    town = httpx.AsyncClient(base_url=f"{site.sandbox}/sandbox/control", timeout=30)
    async with town, async_playwright() as playwright:
        (await town.put("/settings", json={"silent": True, "ad_leads": False})).raise_for_status()
        await until(approved)
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        await page.goto(f"{site.url}/login")
        await page.fill("[name=email]", EMAIL)
        await page.fill("[name=password]", PASSWORD)
        await page.click("button[type=submit]")
        await page.wait_for_url(lambda where: "/login" not in where)
        await page.goto(f"{site.url}/leads")
        await page.wait_for_load_state("networkidle")
        await page.evaluate(_WATCHED)
        watch = Watch(page, town)
        await watch.waits(dict([await watch.file(0)]))  # what is made on first use
        waits = {"one at a time": await _one_at_a_time(watch, range(1, forms + 1))}
        waits[f"{A_SECOND} a second"] = await _by_the_clock(watch, range(forms + 1, 2 * forms + 1))
        await browser.close()
    return waits


async def _one_at_a_time(watch: Watch, numbers: range) -> dict[str, list[float]]:
    waits: dict[str, list[float]] = {}
    for number in numbers:
        for what, seconds in (await watch.waits(dict([await watch.file(number)]))).items():
            waits.setdefault(what, []).extend(seconds)
    return waits


async def _by_the_clock(watch: Watch, numbers: range) -> dict[str, list[float]]:
    began, filing = time.time(), []
    for place, number in enumerate(numbers):
        await asyncio.sleep(began + place / A_SECOND - time.time())
        filing.append(asyncio.create_task(watch.file(number)))
    return await watch.waits(dict(await asyncio.gather(*filing)))


def at(waits: list[float], share: float) -> float:
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * share))]


def main() -> None:
    asked = sys.argv[1:]
    forms = next((int(one) for one in asked if one.isdigit()), FORMS)
    os.environ["LEADGEN_SECRET_KEY"] = KEY
    forget_settings()
    good = True
    print(f"{'seconds from the form':46}{'forms':>6}{'p50':>7}{'p95':>7}{'max':>7}")
    for name, database in (("sqlite", sqlite), ("postgresql", postgresql)):
        if {"sqlite", "postgresql"} & set(asked) and name not in asked:
            continue
        with database() as url, TemporaryDirectory() as folder:
            migrate(url)
            with pointed_at(url):
                prepare()
                settings = {"LEADGEN_DATABASE_URL": url, "LEADGEN_SECRET_KEY": KEY, "LEADGEN_LOG_LEVEL": "WARNING"}
                site = start_site(Path(folder), **settings)
                try:
                    found = asyncio.run(measure(site, forms))
                finally:
                    stop_site(site)
        for pace, by_what in found.items():
            for what, waits in by_what.items():
                figures = "".join(f"{at(waits, share):7.2f}" for share in (0.5, 0.95, 1))
                print(f"{f'{name}, {pace}: {what}':46}{len(waits):6}{figures}", flush=True)
                good = good and at(waits, 0.95) <= MOST_SECONDS
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
