"""Webhooks through the real routes, on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from services.core.clock import now
from services.core.scope import Scope
from services.db import system_reading
from services.inbound.handling import handle
from services.models import InboundEvent, Lead, Message
from tests import posting
from tests.posting import Post, send


def events() -> list[InboundEvent]:
    with system_reading() as session:
        return list(session.execute(select(InboundEvent).order_by(col(InboundEvent.id))).scalars())


def how_many(table: type) -> int:
    with system_reading() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


async def test_a_signed_message_is_kept_and_answered_with_empty_twiml(alice: Scope) -> None:
    account = posting.connect_twilio(alice)
    post = posting.twilio_post(account, posting.whatsapp_fields("+919812345678", "Yes"))
    async with posting.web() as client:
        answer = await client.post(post.path, content=post.body, headers=post.headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    assert answer.text.endswith("<Response></Response>")
    [event] = events()
    assert (event.customer_id, event.provider, event.kind) == (alice.customer_id, "twilio", "reply")


async def test_what_is_not_signed_by_the_provider_is_refused_and_keeps_nothing(alice: Scope) -> None:
    twilio, mail = posting.connect_twilio(alice), posting.connect_sendgrid(alice)
    posting.connect_meta(alice)
    google = posting.connect_google(alice)
    fields = posting.whatsapp_fields("+919812345678", "Yes")
    good = posting.twilio_post(twilio, fields)
    event = {"event": "delivered", "sg_event_id": "e1", "sg_message_id": "m1.x", "timestamp": 1}
    signed = posting.sendgrid_post(mail, [event])
    refused = [
        Post(good.path, good.body, {"Content-Type": "application/x-www-form-urlencoded"}),
        posting.twilio_post(twilio, fields, token="another token"),
        Post(good.path, good.body + b"&Extra=1", good.headers),
        Post(good.path + "?ref=om_other", good.body, good.headers),
        Post(signed.path, signed.body, {"Content-Type": "application/json"}),
        Post(signed.path, signed.body + b" ", signed.headers),
        posting.meta_post([posting.meta_entry("1001", "l1")], secret="another secret"),
        Post("/api/webhooks/meta", posting.meta_post([posting.meta_entry("1001", "l1")]).body, {}),
        posting.google_post(google, posting.google_lead(), key="another key"),
        posting.google_post(google, {**posting.google_lead(), "google_key": None}),
    ]
    assert await send(*refused) == [403] * len(refused)
    assert events() == []


async def test_an_old_signature_is_refused(alice: Scope) -> None:
    account = posting.connect_sendgrid(alice)
    event = {"event": "delivered", "sg_event_id": "e1", "sg_message_id": "m1.x", "timestamp": 1}
    old, future = now() - timedelta(minutes=11), now() + timedelta(minutes=11)
    posts = [posting.sendgrid_post(account, [event], at=int(moment.timestamp())) for moment in (old, future)]
    assert await send(*posts) == [403, 403]
    assert events() == []


async def test_an_unknown_address_is_not_found_and_nonsense_is_refused(alice: Scope) -> None:
    twilio, google = posting.connect_twilio(alice), posting.connect_google(alice)
    posting.connect_meta(alice)
    good = posting.twilio_post(twilio, posting.whatsapp_fields("+919812345678", "Yes"))
    assert await send(
        Post("/api/webhooks/twilio/no-such-key", good.body, good.headers),
        Post(f"/api/webhooks/google_ads/{twilio.endpoint_key}", b"{}"),
        Post(f"/api/webhooks/nobody/{twilio.endpoint_key}", b"{}"),
        Post(f"/api/webhooks/meta/{twilio.endpoint_key}", b"{}"),
        posting.meta_post([posting.meta_entry("9999", "l1")]),
    ) == [404, 404, 404, 404, 404]
    assert await send(
        Post(f"/api/webhooks/google_ads/{google.endpoint_key}", b"not json"),
        Post("/api/webhooks/meta", b"[1, 2"),
        Post("/api/webhooks/meta", b'{"object": "user", "entry": []}'),
        posting.twilio_post(twilio, {"Body": "no sid"}),
        posting.google_post(google, {"user_column_data": []}),
        Post(f"/api/webhooks/google_ads/{google.endpoint_key}", b" " * 300_000),
    ) == [400, 400, 400, 400, 400, 413]
    assert events() == []


async def test_a_disconnected_account_is_spoken_to_no_more(alice: Scope) -> None:
    account = posting.connect_twilio(alice, status="disconnected")
    assert await send(posting.twilio_post(account, posting.whatsapp_fields("+919812345678", "Yes"))) == [404]


async def test_metas_challenge_is_returned_as_it_came_when_the_token_is_right(alice: Scope, charlie: Scope) -> None:
    posting.connect_meta(alice, "1001")
    posting.connect_meta(charlie, "2002")
    async with posting.web() as client:
        answers = [
            await client.get(
                "/api/webhooks/meta", params={"hub.mode": mode, "hub.challenge": "42", "hub.verify_token": t}
            )
            for mode, t in [
                ("subscribe", "verify-1001"),
                ("subscribe", "verify-2002"),
                ("subscribe", "wrong"),
                ("subscribe", ""),
                ("other", "verify-1001"),
            ]
        ]
    assert [answer.status_code for answer in answers] == [200, 200, 403, 403, 403]
    assert answers[0].text == "42"
    assert answers[0].headers["content-type"].startswith("text/plain")


async def test_a_batch_of_pages_gives_every_lead_to_its_own_customer(alice: Scope, charlie: Scope) -> None:
    """Three entries of four changes; one page is nobody's."""
    posting.connect_meta(alice, "1001")
    posting.connect_meta(charlie, "2002")
    entries = [
        posting.meta_entry(page, *(f"{page}-{number}" for number in range(4))) for page in ("1001", "2002", "3003")
    ]
    entries[0]["changes"].append({"field": "feed", "value": {"item": "post"}})
    assert await send(posting.meta_post(entries)) == [200]
    kept = [(event.customer_id, event.external_id) for event in events()]
    wanted = [(alice.customer_id, f"lead:1001-{n}") for n in range(4)]
    wanted += [(charlie.customer_id, f"lead:2002-{n}") for n in range(4)]
    assert sorted(kept) == sorted(wanted)


async def test_a_page_that_two_customers_claim_is_heard_by_the_owner_of_the_secret(
    alice: Scope, charlie: Scope
) -> None:
    posting.connect_meta(alice, "1001")
    posting.connect_meta(charlie, "1001", secret="charlie's own app")
    assert await send(posting.meta_post([posting.meta_entry("1001", "l1")])) == [200]
    assert [event.customer_id for event in events()] == [alice.customer_id]


async def test_whatsapp_clouds_one_address_gives_each_number_its_own(alice: Scope, charlie: Scope) -> None:
    """Messages are found by their number, notices by the business account; nobody hears with another's secret."""
    posting.connect_cloud(alice, "11", "22")
    posting.connect_cloud(charlie, "33", "44")
    status = {"statuses": [{"id": "wamid.1", "status": "sent", "timestamp": "1"}]}
    template = {"event": "APPROVED", "message_template_name": "intro"}
    entries = [
        posting.cloud_entry("22", "messages", status, "11"),
        posting.cloud_entry("44", "messages", status, "33"),
        posting.cloud_entry("44", "message_template_status_update", template),
        posting.cloud_entry("99", "messages", status, "98"),
    ]
    wrong = posting.cloud_post(entries, secret="nobody's")
    nobodys = posting.cloud_post(entries[3:])
    assert await send(posting.cloud_post(entries), wrong, nobodys) == [200, 403, 404]
    kept = [(event.customer_id, event.kind) for event in events()]
    wanted = [(alice.customer_id, "status"), (charlie.customer_id, "status"), (charlie.customer_id, "template")]
    assert sorted(kept) == sorted(wanted)
    async with posting.web() as http:
        asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "word"}
        answers = [
            await http.get("/api/webhooks/whatsapp_cloud", params=query)
            for query in (asked, {**asked, "hub.verify_token": "other"}, {**asked, "hub.mode": ""})
        ]
        assert [(one.status_code, one.text) for one in answers[:1]] == [(200, "1158201444")]
        assert [one.status_code for one in answers[1:]] == [403, 403]
        assert (await http.get("/api/webhooks/twilio", params=asked)).status_code == 404
    closed = posting.Post("/api/webhooks/twilio", b"{}")
    assert await send(closed) == [404]


async def test_a_batch_of_statuses_is_kept_whole_and_a_repeat_keeps_nothing(alice: Scope) -> None:
    """Three messages, four times five statuses between them, some of them twice in one batch."""
    account = posting.connect_sendgrid(alice)
    kinds = ["processed", "delivered", "open", "click", "bounce"]
    batch = [
        {"event": kind, "sg_event_id": f"{message}-{copy}-{kind}", "sg_message_id": f"m{message}.x", "timestamp": 9}
        for message in range(3)
        for copy in range(4)
        for kind in kinds
    ]
    posts = [posting.sendgrid_post(account, part) for part in (batch, batch[:30], list(reversed(batch)))]
    assert await send(*posts) == [200, 200, 200]
    assert len(events()) == 60
    assert await send(posting.sendgrid_post(account, [batch[0], batch[0]])) == [200]
    assert len(events()) == 60


async def test_two_hundred_copies_at_once_make_one_message(alice: Scope) -> None:
    account = posting.connect_twilio(alice)
    post = posting.twilio_post(account, posting.whatsapp_fields("+919812345678", "Yes, call me"))
    async with posting.web() as client:
        answers = await asyncio.gather(
            *(client.post(post.path, content=post.body, headers=post.headers) for _ in range(200))
        )
    assert {answer.status_code for answer in answers} == {200}
    [event] = events()
    await asyncio.gather(*(handle(alice.customer_id, event.id or 0) for _ in range(4)))
    with system_reading() as session:
        bubbles = session.execute(select(Message.message_text).where(col(Message.inbound_event_id) == event.id))
        assert list(bubbles.scalars()) == ["Yes, call me"]
    assert how_many(Lead) == 1


async def test_the_key_of_one_customer_with_the_event_of_another_stays_with_the_key(
    alice: Scope, charlie: Scope
) -> None:
    """The same provider id at two customers is two events, each its own."""
    fields = posting.whatsapp_fields("+919812345678", "Yes")
    posts = [posting.twilio_post(posting.connect_twilio(scope), fields) for scope in (alice, charlie)]
    assert await send(*posts) == [200, 200]
    assert sorted(event.customer_id for event in events()) == sorted([alice.customer_id, charlie.customer_id])


@pytest.mark.parametrize("name", ["twilio", "sendgrid", "google_ads"])
async def test_an_account_without_a_secret_is_closed(alice: Scope, name: str) -> None:
    account = posting.connect(alice, name, {})
    post = {
        "twilio": lambda: posting.twilio_post(account, posting.whatsapp_fields("+919812345678", "Yes"), token=""),
        "sendgrid": lambda: posting.sendgrid_post(account, []),
        "google_ads": lambda: posting.google_post(account, posting.google_lead(), key=""),
    }[name]()
    assert await send(post) == [403]
