import re

import pytest

from services.providers.base import SearchCriteria
from services.providers.directory.client import Directory
from services.sandbox.sites.page import cloudflare
from tests.databases import forget_settings
from tests.sandbox.conftest import Sandbox


async def test_every_business_is_reached_through_next_links_and_leads_to_contact_details(sandbox: Sandbox) -> None:
    address, details = "/directory/jaipur/dental-clinic", []
    while address:
        text = (await sandbox.client.get(address)).text
        details += re.findall(r'href="(/directory/business/[^"]+)"', text)
        following = re.search(r'<a rel="next"[^>]*href="([^"]+)"', text)
        address = following[1] if following else ""
    assert len(set(details)) == 48
    with_site = 0
    for detail in details:
        text = (await sandbox.client.get(detail)).text
        site = re.search(r'href="(/site/[^"]+)"', text)
        if site:
            with_site += 1
            home = (await sandbox.client.get(site[1])).text
            inner = [link for link in re.findall(r"<nav>.*?</nav>", home)[0].split('"') if link.startswith("/site/")]
            assert all([(await sandbox.client.get(link)).status_code == 200 for link in inner])
    assert with_site >= 30


async def test_words_lead_to_a_list(sandbox: Sandbox) -> None:
    answer = await sandbox.client.get("/directory/find", params={"what": "dentists", "where": "Gurgaon"})
    assert answer.headers["Location"] == "/directory/gurugram/dental-clinic"


async def test_a_visit_to_what_robots_forbids_is_counted(sandbox: Sandbox) -> None:
    assert "Disallow: /directory/private/" in (await sandbox.client.get("/robots.txt")).text
    await sandbox.client.get("/directory/private/full-list")
    assert (await sandbox.control("GET", "status"))["trap_hits"] == 1


def test_cloudflares_encoding_is_undone_by_its_own_key() -> None:
    encoded = re.search(r'data-cfemail="(\w+)"', cloudflare("asha@firm.example", 0x42))
    assert encoded
    key, *rest = bytes.fromhex(encoded[1])
    assert bytes(byte ^ key for byte in rest).decode() == "asha@firm.example"


@pytest.mark.parametrize(("trade", "way"), [("dental-clinic", "next"), ("clinic", "numbers"), ("hospital", "button")])
async def test_each_way_to_go_on_leads_our_own_crawl_through_the_whole_list(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, trade: str, way: str
) -> None:
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", sandbox.address.rpartition(":")[2])
    forget_settings()
    listing = f"/directory/jaipur/{trade}"
    first = (await sandbox.client.get(listing)).text
    assert ("load-more" in first, 'rel="next"' in first) == (way == "button", way == "next")
    members, number = set[str](), 1
    while (answer := await sandbox.client.get(f"{listing}/more", params={"page": number})).status_code == 200:
        members |= set(re.findall(r"/directory/business/[^\"]+", answer.json()["html"]))
        number += 1
    criteria = SearchCriteria(directory_urls=(f"{sandbox.address}{listing}",), limit=1_000)
    found = {contact.company async for contact in Directory().search(criteria)}
    assert number > 3
    assert 0.8 * len(members) <= len(found) <= len(members)  # some have neither phone nor e-mail
    assert (await sandbox.control("GET", "status"))["trap_hits"] == 0


async def test_a_trade_that_the_catalogue_lacks_has_a_list_too(sandbox: Sandbox) -> None:
    answer = await sandbox.client.get("/directory/mumbai/companies")
    assert answer.status_code == 200
    assert "/directory/business/" in answer.text
