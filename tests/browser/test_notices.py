"""Being told on a device, in a real browser: permission, service worker, keys, and the message that arrives."""

import asyncio
import json
import time
from typing import Any

import httpx
from playwright.async_api import Page, expect

from tests.browser.conftest import Site

# The browser's own push service is on the internet; everything else here is the browser's.
_SUBSCRIBE_AT_THE_SANDBOX = """
PushManager.prototype.subscribe = async function (options) {
  return JSON.parse(await window.atTheSandbox(options.applicationServerKey, options.userVisibleOnly));
};
"""


async def pushed(site: Site, count: int, seconds: float = 10) -> list[dict[str, Any]]:
    """What the push service opened, once there are so many."""
    async with asyncio.timeout(seconds), httpx.AsyncClient(base_url=site.sandbox) as sandbox:
        while True:
            answer = await sandbox.get("/sandbox/control/received", params={"provider": "webpush"})
            found = [json.loads(one["body"]) for one in answer.json()["messages"]]
            if len(found) >= count:
                return found
            await asyncio.sleep(0.05)


async def test_the_site_can_be_put_on_the_home_screen(owner: Page, site: Site):
    await owner.goto(f"{site.url}/dashboard")
    browser = await owner.context.new_cdp_session(owner)
    found = await browser.send("Page.getAppManifest")
    assert found["errors"] == []
    said = json.loads(found["data"])
    assert (said["display"], said["start_url"]) == ("standalone", "/dashboard")
    icons = [icon["src"] for icon in said["icons"]] + ["/apple-touch-icon.png"]
    async with httpx.AsyncClient(base_url=site.url) as client:
        answers = [await client.get(icon) for icon in icons]
    assert {(answer.status_code, answer.headers["content-type"].split("/")[0]) for answer in answers} == {
        (200, "image")
    }


async def test_a_device_is_added_and_told_and_shows_it(owner: Page, site: Site):
    async def at_the_sandbox(key: str, is_visible: bool) -> str:
        assert is_visible
        async with httpx.AsyncClient(base_url=site.sandbox) as sandbox:
            return (await sandbox.post("/sandbox/control/push", json={"application_server_key": key})).text

    await owner.context.grant_permissions(["notifications"], origin=site.url)
    await owner.expose_function("atTheSandbox", at_the_sandbox)
    await owner.add_init_script(_SUBSCRIBE_AT_THE_SANDBOX)
    before = len(await pushed(site, 0))
    await owner.goto(f"{site.url}/settings/notifications")
    await owner.get_by_role("button", name="Notify me on this device").click()
    await expect(owner.get_by_text("You are told on this device.")).to_be_visible()
    await owner.get_by_role("button", name="Send a test").click()
    assert (await pushed(site, before + 1))[-1]["title"] == "It works"

    text = "What does a crown cost?"
    body = {"provider": "twilio", "from": "+917032900417", "text": text, "profile_name": "Neha Singh"}
    account = await _account(site)
    began = time.monotonic()
    async with httpx.AsyncClient(base_url=site.sandbox) as sandbox:
        (await sandbox.post("/sandbox/control/say", json={**body, "account": account})).raise_for_status()
    said = (await pushed(site, before + 2))[-1]
    assert time.monotonic() - began < 5
    assert (said["title"], said["body"]) == ("New lead: Neha Singh", text)
    await asyncio.sleep(1)
    assert len(await pushed(site, before + 2)) == before + 2

    assert await _shown(owner, site, said) == [said["title"], said["body"], said["link"]]
    await owner.goto(site.url + said["link"])
    await expect(owner.get_by_label("Write a reply to Neha Singh")).to_be_visible()


async def _account(site: Site) -> str:
    """The newest customer's: the one who just signed up."""
    async with httpx.AsyncClient(base_url=site.sandbox) as sandbox:
        found = (await sandbox.get("/sandbox/control/accounts")).json()["accounts"]
    return [one["account"] for one in found if one["provider"] == "twilio"][-1]


async def _shown(page: Page, site: Site, said: dict[str, Any]) -> list[str]:
    """Hand the opened message to the service worker, as the browser does; returns what it put on the screen."""
    devtools = await page.context.new_cdp_session(page)
    known: asyncio.Queue[str] = asyncio.Queue()
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: [known.put_nowait(one["registrationId"]) for one in event["registrations"]],
    )
    await devtools.send("ServiceWorker.enable")
    registration = await asyncio.wait_for(known.get(), 5)
    message = {"origin": site.url, "registrationId": registration, "data": json.dumps(said)}
    await devtools.send("ServiceWorker.deliverPushMessage", message)
    find = """async () => {
      const worker = await navigator.serviceWorker.ready;
      for (let tries = 0; tries < 50; tries += 1) {
        const [shown] = await worker.getNotifications();
        if (shown) return [shown.title, shown.body, shown.data.link];
        await new Promise((done) => setTimeout(done, 100));
      }
    }"""
    return await page.evaluate(find)
