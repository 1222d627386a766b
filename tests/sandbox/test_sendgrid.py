import asyncio
import json
from email import message_from_string
from typing import Any

import pytest
from python_http_client.exceptions import BadRequestsError, ForbiddenError, UnauthorizedError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.eventwebhook import EventWebhook

from tests.sandbox.conftest import SENDGRID, Posted, Product, Sandbox, until


class Mailer:
    """The official client on threads."""

    def __init__(self, address: str, public_key: str, key: str = SENDGRID["secret"]) -> None:
        self.public_key = public_key
        self._client = SendGridAPIClient(key, host=address).client

    async def send(self, to: str, **more: Any) -> Any:
        body = {
            "personalizations": [{"to": [{"email": to}]}],
            "from": {"email": SENDGRID["address"], "name": "Acme"},
            "reply_to": {"email": "r+1@reply.acme.example"},
            "subject": "Quick question",
            "content": [{"type": "text/plain", "value": "Hello\nDo you need us?"}],
            "headers": {"Message-ID": "<msg_1@acme.example>"},
            "custom_args": {"leadgen_ref": "msg_1"},
            **more,
        }
        return await asyncio.to_thread(self._client.mail.send.post, request_body=body)

    async def activity(self, query: str) -> list[dict[str, Any]]:
        found = await asyncio.to_thread(self._client.messages.get, query_params={"query": query, "limit": "10"})
        return list(found.to_dict["messages"])

    async def scopes(self) -> list[str]:
        return list((await asyncio.to_thread(self._client.scopes.get)).to_dict["scopes"])


@pytest.fixture
async def mailer(sandbox: Sandbox, product: Product) -> Mailer:
    account = await sandbox.control("POST", "accounts", **SENDGRID, webhook_url=f"{product.address}/mail")
    return Mailer(sandbox.address, account["public_key"])


def events(product: Product) -> list[dict[str, Any]]:
    batches = [one for one in product.at("/mail") if "json" in one.headers["Content-Type"]]
    return [event for batch in batches for event in json.loads(batch.body)]


def inbound(product: Product) -> list[Posted]:
    return [one for one in product.at("/mail") if one.form]


async def test_a_mail_is_processed_delivered_opened_and_answered(
    sandbox: Sandbox, product: Product, mailer: Mailer
) -> None:
    to = (await sandbox.people("interested", "email"))[0]
    answer = await mailer.send(to)
    assert answer.status_code == 202
    await until(lambda: inbound(product))
    told = events(product)
    assert [event["event"] for event in told] == ["processed", "delivered", "open"]
    assert {event["leadgen_ref"] for event in told} == {"msg_1"}
    assert {event["sg_message_id"].partition(".")[0] for event in told} == {answer.headers["X-Message-Id"]}
    mail = inbound(product)[0].form
    headers = message_from_string(mail["headers"])
    assert headers["In-Reply-To"] == "<msg_1@acme.example>"
    assert json.loads(mail["envelope"]) == {"to": ["r+1@reply.acme.example"], "from": to}
    assert "Do you need us?" in mail["text"].splitlines()[-1]


async def test_a_reader_s_program_asks_for_the_picture_and_sendgrid_tells_nothing_when_asked_not_to(
    sandbox: Sandbox, product: Product, mailer: Mailer
) -> None:
    picture = f'<p>Hello</p><img src="{product.address}/t/o/1?a=b&amp;hub.challenge=seen" width="1">'
    content = [{"type": "text/plain", "value": "Hello"}, {"type": "text/html", "value": picture}]
    to = (await sandbox.people("interested", "email"))[0]
    await mailer.send(to, content=content, tracking_settings={"open_tracking": {"enable": False}})
    await until(lambda: inbound(product))
    assert product.challenges == [{"a": "b", "hub.challenge": "seen"}]
    assert [event["event"] for event in events(product)] == ["processed", "delivered"]


async def test_event_batches_are_signed_over_the_raw_body(sandbox: Sandbox, product: Product, mailer: Mailer) -> None:
    await mailer.send((await sandbox.people("interested", "email"))[0])
    await until(lambda: events(product))
    batch = product.at("/mail")[0]
    signature = batch.headers["X-Twilio-Email-Event-Webhook-Signature"]
    stamp = batch.headers["X-Twilio-Email-Event-Webhook-Timestamp"]
    assert EventWebhook(mailer.public_key).verify_signature(batch.body.decode(), signature, stamp)


async def test_a_hard_bounce_suppresses_and_the_next_mail_is_dropped(
    sandbox: Sandbox, product: Product, mailer: Mailer
) -> None:
    await sandbox.control("PUT", "personas", address="gone@nowhere.example", nature="hard_bounce")
    await mailer.send("gone@nowhere.example")
    await until(lambda: len(events(product)) == 2)
    assert (events(product)[1]["event"], events(product)[1]["status"]) == ("bounce", "5.1.1")
    await mailer.send("gone@nowhere.example")
    await until(lambda: len(events(product)) == 3)
    assert (events(product)[2]["event"], events(product)[2]["reason"]) == ("dropped", "Bounced Address")


async def test_an_absent_person_answers_automatically_each_time(
    sandbox: Sandbox, product: Product, mailer: Mailer
) -> None:
    await sandbox.control("PUT", "personas", address="away@firm.example", nature="out_of_office")
    await mailer.send("away@firm.example")
    await until(lambda: inbound(product))
    headers = message_from_string(inbound(product)[0].form["headers"])
    assert headers["Auto-Submitted"] == "auto-replied"
    assert headers["Subject"].startswith("Automatic reply:")


async def test_an_annoyed_person_uses_the_one_click_address(sandbox: Sandbox, product: Product, mailer: Mailer) -> None:
    addresses = (f"a{letter}@firm.example" for letter in "ab")
    odd = next(address for address in addresses if sum(address.encode()) % 2)
    await sandbox.control("PUT", "personas", address=odd, nature="stop")
    link = f"<{product.address}/u/token>"
    await mailer.send(odd, headers={"List-Unsubscribe": link, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"})
    await until(lambda: product.at("/u/token"))
    assert product.at("/u/token")[0].body == b"List-Unsubscribe=One-Click"


async def test_a_lost_answer_is_found_by_its_argument(sandbox: Sandbox, mailer: Mailer) -> None:
    await sandbox.control("PUT", "settings", faults={"sendgrid": {"lost_answer": 1.0}}, silent=True)
    with pytest.raises(ConnectionError):
        await mailer.send("someone@firm.example")
    await sandbox.stop()
    await sandbox.start()
    found = await mailer.activity('(unique_args["leadgen_ref"]="msg_1")')
    kept = (await sandbox.received(provider="sendgrid"))[0]
    assert [one["msg_id"].partition(".")[0] for one in found] == [kept["provider_id"]]
    assert await mailer.activity("unique_args['leadgen_ref']='msg_2'") == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"personalizations": []}, "personalizations"),
        ({"personalizations": [{"to": [{"email": "broken"}]}]}, "personalizations.0.to.0.email"),
        ({"subject": ""}, "subject"),
        ({"content": []}, "content"),
        ({"headers": {"Subject": "x"}}, "headers"),
        ({"custom_args": {"n": 1}}, "custom_args"),
    ],
)
async def test_a_bad_mail_is_refused_at_its_field(mailer: Mailer, change: dict[str, Any], field: str) -> None:
    with pytest.raises(BadRequestsError) as refused:
        await mailer.send("a@firm.example", **change)
    assert refused.value.to_dict["errors"][0]["field"] == field


async def test_the_key_and_the_sender_must_be_the_accounts(sandbox: Sandbox, mailer: Mailer) -> None:
    assert "mail.send" in await mailer.scopes()
    with pytest.raises(UnauthorizedError):
        await Mailer(sandbox.address, "", "SG.wrong").scopes()
    with pytest.raises(ForbiddenError):
        await mailer.send("a@firm.example", **{"from": {"email": "x@other.example"}})
