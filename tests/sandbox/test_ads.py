import asyncio
import hashlib
import hmac
import json

from tests.sandbox.conftest import GOOGLE, META, Product, Sandbox, until

ANSWERS = {"full_name": "Asha Rao", "phone_number": "+919812345678", "what_do_you_need?": "Braces"}


async def test_a_new_page_is_challenged(sandbox: Sandbox, product: Product) -> None:
    await sandbox.control("POST", "accounts", **META, webhook_url=f"{product.address}/meta")
    await until(lambda: product.challenges)
    assert product.challenges[0]["hub.verify_token"] == "word"


async def test_meta_leads_come_in_signed_batches_and_are_read_from_the_graph(
    sandbox: Sandbox, product: Product
) -> None:
    await sandbox.control("PUT", "settings", ad_leads=False)
    await sandbox.control("POST", "accounts", **META, webhook_url=f"{product.address}/meta")
    filed = await sandbox.control("POST", "ad_lead", platform="meta", leads=[{"answers": ANSWERS}, {}, {}])
    await until(lambda: product.at("/meta"))
    batch = product.at("/meta")[0]
    digest = hmac.new(b"app", batch.body, hashlib.sha256).hexdigest()
    assert batch.headers["X-Hub-Signature-256"] == f"sha256={digest}"
    entries = json.loads(batch.body)["entry"]
    named = [change["value"]["leadgen_id"] for entry in entries for change in entry["changes"]]
    assert named == filed["lead_ids"]
    proof = hmac.new(b"app", b"page", hashlib.sha256).hexdigest()
    query = {"access_token": "page", "appsecret_proof": proof, "fields": "id,form_id,field_data"}
    lead = (await sandbox.client.get(f"/v26.0/{named[0]}/", params=query)).json()
    assert {one["name"]: one["values"][0] for one in lead["field_data"]} == ANSWERS
    listed = await sandbox.client.get(f"/v26.0/{lead['form_id']}/leads", params={"access_token": "page", "limit": "2"})
    assert [one["id"] for one in listed.json()["data"]] == [named[2], named[1]]
    following = (await sandbox.client.get(listed.json()["paging"]["next"])).json()
    assert [one["id"] for one in following["data"]] == [named[0]]


async def test_the_graph_refuses_a_wrong_token_and_a_wrong_proof(sandbox: Sandbox) -> None:
    await sandbox.control("POST", "accounts", **META)
    wrong = await sandbox.client.get("/v26.0/me", params={"access_token": "x"})
    assert wrong.json()["error"]["code"] == 190
    unproven = await sandbox.client.get("/v26.0/me", params={"access_token": "page", "appsecret_proof": "0"})
    assert unproven.json()["error"]["code"] == 100
    page = await sandbox.client.get("/v25.0/me", headers={"Authorization": "Bearer page"})
    assert page.json()["id"] == META["account"]


async def test_google_posts_the_whole_lead_with_its_key(sandbox: Sandbox, product: Product) -> None:
    await sandbox.control("PUT", "settings", ad_leads=False)
    await sandbox.control("POST", "accounts", **GOOGLE, webhook_url=f"{product.address}/google")
    await sandbox.control("POST", "ad_lead", platform="google", answers=ANSWERS, is_test=True)
    await until(lambda: product.at("/google"))
    lead = json.loads(product.at("/google")[0].body)
    assert (lead["google_key"], lead["is_test"]) == ("typed-key", True)
    columns = {one["column_id"]: one["string_value"] for one in lead["user_column_data"]}
    assert columns["PHONE_NUMBER"] == "+919812345678"


async def test_enquiries_come_by_themselves_unless_the_town_is_silent(sandbox: Sandbox, product: Product) -> None:
    await sandbox.control("PUT", "settings", ad_first_seconds=5, silent=True)
    await sandbox.control("POST", "accounts", **GOOGLE, webhook_url=f"{product.address}/google")
    await asyncio.sleep(0.4)
    assert product.at("/google") == []
    await sandbox.control("POST", "reset")
    await sandbox.control("PUT", "settings", ad_first_seconds=5, speed=50)
    await sandbox.control("POST", "accounts", **GOOGLE, webhook_url=f"{product.address}/google")
    await until(lambda: product.at("/google"))
