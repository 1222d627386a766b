import asyncio
import hashlib
import hmac
import json
from typing import Any

import pytest

from tests.sandbox.conftest import Product, Sandbox, until

LINKEDIN = {"provider": "linkedin", "account": "5001", "secret": "app", "access_token": "member"}
HEADERS = {
    "Authorization": "Bearer member",
    "LinkedIn-Version": "202609",
    "X-Restli-Protocol-Version": "2.0.0",
}
OWNER = "owner=(sponsoredAccount:urn%3Ali%3AsponsoredAccount%3A5001)"
LEADS = f"/rest/leadFormResponses?q=owner&{OWNER}&leadType=(leadType:SPONSORED)"


async def begin(sandbox: Sandbox, webhook: str = "") -> None:
    await sandbox.control("PUT", "settings", ad_leads=False)
    await sandbox.control("POST", "accounts", **LINKEDIN, webhook_url=webhook)


async def test_an_address_that_cannot_prove_itself_is_told_nothing(sandbox: Sandbox, product: Product) -> None:
    await begin(sandbox, f"{product.address}/linkedin")
    await until(lambda: product.challenges)
    assert product.challenges[0]["challengeCode"]
    await sandbox.control("POST", "ad_lead", platform="linkedin")
    await asyncio.sleep(0.3)
    assert product.at("/linkedin") == []


async def test_leads_are_told_signed_read_with_their_form_and_deleted(sandbox: Sandbox, product: Product) -> None:
    product.secret = "app"
    await begin(sandbox, f"{product.address}/linkedin")
    await until(lambda: product.challenges)
    await asyncio.sleep(0.2)
    answers = {"full_name": "Asha Rao", "email": "asha@rao.example", "Budget?": "2 lakh"}
    filed = await sandbox.control("POST", "ad_lead", platform="linkedin", answers=answers)
    await until(lambda: product.at("/linkedin"))
    told = product.at("/linkedin")[0]
    signed = hmac.new(b"app", b"hmacsha256=" + told.body, hashlib.sha256).hexdigest()
    assert told.headers["X-LI-Signature"] == signed
    event = json.loads(told.body)
    assert (event["leadAction"], event["leadGenFormResponse"].rpartition(":")[2]) == ("CREATED", filed["lead_id"])
    lead = (await sandbox.client.get(f"/rest/leadFormResponses/{filed['lead_id']}", headers=HEADERS)).json()
    form_id = lead["versionedLeadGenFormUrn"].split(":")[-1].split(",")[0]
    form = (await sandbox.client.get(f"/rest/leadForms/{form_id}", headers=HEADERS)).json()
    names = {one["questionId"]: one.get("predefinedField") for one in form["content"]["questions"]}
    said = {
        names[one["questionId"]]: one["answerDetails"]["textQuestionAnswer"]["answer"]
        for one in lead["formResponse"]["answers"]
    }
    assert said == {"FIRST_NAME": "Asha", "LAST_NAME": "Rao", "EMAIL": "asha@rao.example", None: "2 lakh"}
    await sandbox.control("POST", "ad_lead", platform="linkedin", lead_id=filed["lead_id"], deleted=True)
    await until(lambda: len(product.at("/linkedin")) == 2)
    assert json.loads(product.at("/linkedin")[1].body)["leadAction"] == "DELETED"
    gone = await sandbox.client.get(f"/rest/leadFormResponses/{filed['lead_id']}", headers=HEADERS)
    assert gone.status_code == 404


@pytest.mark.parametrize(
    ("path", "change", "status"),
    [
        (LEADS, {"Authorization": "Bearer other"}, 401),
        (LEADS, {"LinkedIn-Version": "202401"}, 426),
        (LEADS, {"LinkedIn-Version": ""}, 400),
        (LEADS, {"X-Restli-Protocol-Version": "1.0.0"}, 400),
        (LEADS.replace("5001", "1"), {}, 403),
        (LEADS.replace("urn%3Ali%3A", "urn:li:"), {}, 400),
        (LEADS + "&submittedAtTimeRange=(from:1)", {}, 400),
        (f"/rest/leadFormResponses?q=owner&{OWNER}", {}, 400),
        ("/rest/leadForms/1", {}, 404),
    ],
)
async def test_what_linkedin_would_refuse_is_refused(
    sandbox: Sandbox, path: str, change: dict[str, Any], status: int
) -> None:
    await begin(sandbox)
    answer = await sandbox.client.get(path, headers={**HEADERS, **change})
    assert (answer.status_code, answer.json()["status"]) == (status, status)


async def test_lists_are_paged_and_subscriptions_kept_apart(sandbox: Sandbox, product: Product) -> None:
    product.secret = "app"
    await begin(sandbox)
    await sandbox.control("POST", "ad_lead", platform="linkedin", leads=[{}] * 12)
    page = (await sandbox.client.get(LEADS + "&count=10&start=10", headers=HEADERS)).json()
    assert (len(page["elements"]), page["paging"]["total"]) == (2, 12)
    wanted = {"webhook": f"{product.address}/linkedin", "owner": {"sponsoredAccount": "urn:li:sponsoredAccount:5001"}}
    made = [
        await sandbox.client.post("/rest/leadNotifications", json={**wanted, "leadType": "SPONSORED"}, headers=HEADERS)
        for _ in range(2)
    ]
    assert [one.status_code for one in made] == [201, 409]
    gone = await sandbox.client.delete(f"/rest/leadNotifications/{made[0].headers['x-restli-id']}", headers=HEADERS)
    assert gone.status_code == 204
