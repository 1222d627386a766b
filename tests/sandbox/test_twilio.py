import asyncio
import json
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

from tests.sandbox.conftest import TWILIO, Product, Sandbox, until

SENDER = f"whatsapp:{TWILIO['address']}"


@pytest.fixture
async def client(sandbox: Sandbox, product: Product) -> Client:
    await sandbox.control("POST", "accounts", **TWILIO, webhook_url=f"{product.address}/in")
    client = Client(TWILIO["account"], TWILIO["secret"])
    client.api.base_url = client.content.base_url = sandbox.address
    return client


async def template(client: Client, name: str = "intro", approved: bool = True) -> str:
    types = ContentList.Types({"twilio/text": ContentList.TwilioText({"body": "Hello {{1}}"})})
    wanted = {"friendly_name": name, "language": "en", "variables": {"1": "you"}, "types": types}
    made = await asyncio.to_thread(client.content.v1.contents.create, ContentList.ContentCreateRequest(wanted))
    if approved:
        request = ApprovalCreateList.ContentApprovalRequest({"name": name, "category": "MARKETING"})
        await asyncio.to_thread(client.content.v1.contents(made.sid).approval_create.create, request)
        await asyncio.sleep(0.1)
    return str(made.sid)


async def send(client: Client, to: str, **more: Any) -> Any:
    return await asyncio.to_thread(client.messages.create, to=f"whatsapp:{to}", from_=SENDER, **more)


async def send_template(client: Client, to: str, sid: str, callback: str) -> Any:
    variables = json.dumps({"1": "Asha"})
    return await send(client, to, content_sid=sid, content_variables=variables, status_callback=callback)


async def test_a_template_is_sent_delivered_and_read_and_answered_with_signed_webhooks(
    sandbox: Sandbox, product: Product, client: Client
) -> None:
    to = (await sandbox.people("interested"))[0]
    callback = f"{product.address}/status?ref=msg_1"
    sent = await send_template(client, to, await template(client), callback)
    assert (sent.status, sent.body) == ("queued", "Hello Asha")
    await until(lambda: product.at("/in"))
    statuses = [one.form["MessageStatus"] for one in product.at("/status")]
    assert statuses == ["sent", "delivered", "read"]
    reply = product.at("/in")[0]
    assert reply.form["From"] == f"whatsapp:{to}"
    assert reply.form["Body"]
    validator = RequestValidator(TWILIO["secret"])
    for one in product.posted:
        assert validator.validate(one.url, one.form, one.headers["X-Twilio-Signature"])
    kept = (await sandbox.received(reference="msg_1"))[0]
    assert (kept["provider_id"], kept["recipient"], kept["body"]) == (sent.sid, to, "Hello Asha")


async def test_free_text_fails_outside_the_window_and_passes_once_the_person_wrote(
    sandbox: Sandbox, product: Product, client: Client
) -> None:
    to = (await sandbox.people("silent"))[0]
    first = await send(client, to, body="Hello", status_callback=f"{product.address}/status")
    await until(lambda: product.at("/status"))
    assert product.at("/status")[0].form["ErrorCode"] == "63016"
    fetched = await asyncio.to_thread(client.messages(first.sid).fetch)
    assert (fetched.status, fetched.error_code) == ("failed", 63016)
    await sandbox.control("POST", "say", **{"from": to, "text": "Who is this?"})
    await send(client, to, body="Acme", status_callback=f"{product.address}/later")
    await until(lambda: len(product.at("/later")) >= 2)
    assert product.at("/later")[1].form["MessageStatus"] == "delivered"


async def test_an_unapproved_template_does_not_open_a_conversation(
    sandbox: Sandbox, product: Product, client: Client
) -> None:
    to = (await sandbox.people("interested"))[0]
    sid = await template(client, approved=False)
    await send_template(client, to, sid, f"{product.address}/status")
    await until(lambda: product.at("/status"))
    assert product.at("/status")[0].form["MessageStatus"] == "failed"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": "+911", "body": "x"}, 21211),
        ({"to": "+919812345678"}, 21619),
        ({"to": "+919812345678", "body": "x" * 1601}, 21617),
        ({"to": "+919812345678", "content_sid": "HX" + "0" * 32}, 21655),
        ({"to": "+919812345678", "body": "x", "status_callback": "ftp://x"}, 21609),
    ],
)
async def test_a_bad_message_is_refused_with_twilios_code(client: Client, fields: dict[str, str], code: int) -> None:
    with pytest.raises(TwilioRestException) as refused:
        await send(client, fields.pop("to"), **fields)
    assert (refused.value.status, refused.value.code) == (400, code)


async def test_a_wrong_token_and_a_foreign_sender_are_refused(sandbox: Sandbox, client: Client) -> None:
    stranger = Client(TWILIO["account"], "wrong")
    stranger.api.base_url = sandbox.address
    with pytest.raises(TwilioRestException) as refused:
        await send(stranger, "+919812345678", body="x")
    assert (refused.value.status, refused.value.code) == (401, 20003)
    to = "whatsapp:+919812345678"
    with pytest.raises(TwilioRestException) as foreign:
        await asyncio.to_thread(client.messages.create, to=to, from_="whatsapp:+14150000000", body="x")
    assert foreign.value.code == 63007


async def test_messages_are_listed_by_recipient_over_pages(sandbox: Sandbox, client: Client) -> None:
    await sandbox.control("PUT", "settings", silent=True)
    for number in range(5):
        await send(client, "+919812345678", body=f"Message {number}")
    await send(client, "+919812345679", body="Another")
    listed = await asyncio.to_thread(client.messages.list, to="whatsapp:+919812345678", page_size=2)
    assert [one.body for one in listed] == [f"Message {number}" for number in (4, 3, 2, 1, 0)]
    account = await asyncio.to_thread(client.api.accounts(TWILIO["account"]).fetch)
    assert account.status == "active"


async def test_a_lost_answer_is_found_by_asking_after_a_restart(sandbox: Sandbox, client: Client) -> None:
    await sandbox.control("PUT", "settings", faults={"twilio": {"lost_answer": 1.0}}, silent=True)
    with pytest.raises(requests.ConnectionError):
        await send(client, "+919812345678", body="Once")
    await sandbox.stop()
    await sandbox.start()
    listed = await asyncio.to_thread(client.messages.list, to="whatsapp:+919812345678")
    assert [one.body for one in listed] == ["Once"]


async def test_a_429_certainly_did_nothing(sandbox: Sandbox, client: Client) -> None:
    await sandbox.control("PUT", "settings", faults={"twilio": {"rate_limited": 1.0}})
    with pytest.raises(TwilioRestException) as refused:
        await send(client, "+919812345678", body="x")
    assert (refused.value.status, refused.value.code) == (429, 20429)
    assert await sandbox.received(provider="twilio") == []


async def test_webhooks_are_repeated_until_the_product_is_back_and_survive_a_restart(
    sandbox: Sandbox, product: Product, client: Client
) -> None:
    product.status = 503
    to = (await sandbox.people("interested"))[0]
    await send_template(client, to, await template(client), f"{product.address}/status")
    await asyncio.sleep(0.3)
    await sandbox.stop()
    product.status = 200
    await sandbox.start()
    await until(lambda: product.at("/in"))
    assert [one.form["MessageStatus"] for one in product.at("/status")] == ["sent", "delivered", "read"]


async def test_callbacks_come_twice_and_out_of_order_when_asked(
    sandbox: Sandbox, product: Product, client: Client
) -> None:
    await sandbox.control("PUT", "settings", duplicate_rate=1.0, out_of_order=1.0, silent=True)
    await send_template(client, (await sandbox.people())[0], await template(client), f"{product.address}/status")
    await until(lambda: len(product.at("/status")) == 6)
    statuses = [one.form["MessageStatus"] for one in product.at("/status")]
    assert statuses == ["sent", "sent", "read", "read", "delivered", "delivered"]
