"""Files both ways: put to an answer and sent with it, byte for byte; one that comes by e-mail is saved."""

import asyncio
import base64
import hashlib
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.test_inbox import add_lead

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 2_000
PAPER: Any = {"name": "Floor plan.pdf", "mimeType": "application/pdf", "buffer": PDF}
OTHER: Any = {"name": "Wrong one.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 wrong"}


async def arrived(sandbox: httpx.AsyncClient, text: str) -> dict[str, Any]:
    """The e-mail with these words as the mail provider took it."""
    asked = {"provider": "sendgrid", "limit": 1000}
    for _ in range(100):
        mails = (await sandbox.get("/received", params=asked)).json()["messages"]
        found = [one for one in mails if one["direction"] == "outbound" and text in one["body"]]
        if found:
            return found[-1]
        await asyncio.sleep(0.2)
    raise AssertionError("the e-mail never came")


async def test_files_go_out_and_come_in(owner: Page, site: Site, tmp_path: Path) -> None:
    await add_lead(owner, site, "Neha Singh")
    box = owner.get_by_placeholder("Write a reply to Neha Singh")
    chips = owner.get_by_role("list", name="Files of this answer")
    async with owner.expect_file_chooser() as choosing:
        await owner.get_by_role("button", name="Attach files").press("Enter")
    await (await choosing.value).set_files([PAPER, OTHER])
    await expect(chips.get_by_role("listitem")).to_have_count(2)
    await owner.reload()
    await expect(chips.get_by_text("Floor plan.pdf")).to_be_visible()
    await owner.get_by_role("button", name="Remove Wrong one.pdf").click()
    await expect(chips.get_by_role("listitem")).to_have_count(1)
    await box.fill("Here is the plan")
    await box.press("Control+Enter")
    await expect(chips).to_have_count(0)
    await expect(owner.get_by_role("log").get_by_role("link", name="Floor plan.pdf")).to_be_visible()
    async with httpx.AsyncClient(base_url=f"{site.sandbox}/sandbox/control") as sandbox:
        mail = await arrived(sandbox, "Here is the plan")
        [file] = mail["data"]["enclosed"]
        assert (file["name"], file["sha256"]) == ("Floor plan.pdf", hashlib.sha256(PDF).hexdigest())
        enclosed = {"name": "Signed.pdf", "type": "application/pdf", "content": base64.b64encode(PDF).decode()}
        said = {
            "provider": "sendgrid",
            "account": mail["account"],
            "from": mail["recipient"],
            "text": "Signed, thank you",
        }
        (await sandbox.post("/say", json={**said, "files": [enclosed]})).raise_for_status()
    link = owner.get_by_role("log").get_by_role("link", name="Signed.pdf")
    await expect(link).to_be_visible(timeout=30_000)
    async with owner.expect_download() as saving:
        await link.click()
    await (await saving.value).save_as(tmp_path / "saved")
    assert await asyncio.to_thread((tmp_path / "saved").read_bytes) == PDF
