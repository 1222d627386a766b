"""What Gupshup and WATI are sent and what they post, against the sandbox and by their own shapes."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from services.core.errors import Invalid, ProviderRefused, Refusal
from services.providers.base import (
    Credentials,
    Happening,
    Media,
    Messenger,
    TemplateHost,
    TemplateState,
    WebhookRequest,
    WebhookSource,
)
from services.providers.registry import provider
from tests.providers.conftest import Line, Mailbox, line_to
from tests.towns import Town

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
KEYS = {"api_key": "key", "access_token": "token", "from": "+15550001111"}
VENDORS = ("gupshup", "wati")
PICTURE = Media("image", "https://x.example/a.png")


def request_of(told: Any) -> WebhookRequest:
    return WebhookRequest("https://x.example", {}, json.dumps(told).encode(), NOW)


def heard(vendor: str, told: Any) -> list[Happening]:
    return provider(vendor, WebhookSource, Credentials("", KEYS)).happenings(request_of(told))


def gupshup(kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {"app": "LeadApp", "timestamp": 1592311842070, "version": 2, "type": kind, "payload": payload}


def event(status: str, **inner: Any) -> dict[str, Any]:
    payload = {"id": "gBEG", "gsId": "853b", "type": status, "destination": "919876543210", "payload": inner}
    return gupshup("message-event", payload)


def inbound(kind: str, **inner: Any) -> dict[str, Any]:
    sender = {"phone": "919876543210", "name": "Neha"}
    payload = {"id": "ABEG", "source": "919876543210", "type": kind, "payload": inner, "sender": sender}
    return gupshup("message", {**payload, "context": {"id": "", "gsId": "853b"}})


def wati(kind: str, **told: Any) -> dict[str, Any]:
    return {"eventType": kind, "localMessageId": "d38f", "id": "640c", "timestamp": "1678544854", **told}


STATUS_UPDATE = {"type": "status-update", "id": "t1"}
FORWARDED = {
    "gs_app_id": "x",
    "object": "whatsapp_business_account",
    "entry": [
        {
            "id": "22",
            "changes": [
                {
                    "field": "messages",
                    "value": {"statuses": [{"id": "wamid.1", "gs_id": "853b", "status": "read", "timestamp": "1"}]},
                }
            ],
        }
    ],
}
STATUSES = [
    ("gupshup", event("sent", ts=1592311836), {"provider_id": "853b", "status": "sent"}),
    ("gupshup", event("read"), {"status": "read", "at": "2020-06-16T12:50:42.070000+00:00"}),
    ("gupshup", event("failed", code=1002, reason="x"), {"status": "failed", "about": "address", "error_code": "1002"}),
    ("gupshup", event("failed", code=1012), {"about": "opted_out"}),
    ("gupshup", event("failed", code=131049), {"about": "resting"}),
    ("gupshup", event("enqueued"), None),
    ("gupshup", gupshup("billing-event", {"deductions": {}}), None),
    ("gupshup", FORWARDED, {"provider_id": "853b", "status": "read"}),
    ("wati", wati("templateMessageSent_v2", statusString="SENT"), {"provider_id": "d38f", "status": "sent"}),
    ("wati", wati("sentMessageDELIVERED"), {"status": "delivered", "at": "2023-03-11T14:27:34+00:00"}),
    ("wati", wati("sentMessageREAD_v2_bsuid"), {"status": "read"}),
    ("wati", wati("templateMessageFailed", failedCode="131026"), {"status": "failed", "about": "address"}),
    ("wati", wati("templateMessageFailed"), {"error_text": "WhatsApp could not deliver the message."}),
    ("wati", wati("sentMessageREPLIED_v2"), None),
    ("wati", wati("message", owner=True, text="ours"), None),
]


@pytest.mark.parametrize(("vendor", "told", "wanted"), STATUSES)
def test_statuses(vendor: str, told: dict[str, Any], wanted: dict[str, str] | None) -> None:
    found = heard(vendor, told)
    assert len(found) == (wanted is not None)
    if wanted:
        assert found[0].kind == "status"
        assert found[0].data.items() >= wanted.items()


def test_twins_of_one_event_are_one_event() -> None:
    twins = [heard("wati", wati(name))[0].event_id for name in ("sentMessageREAD", "sentMessageREAD_v2")]
    assert twins == ["d38f:read"] * 2


@pytest.mark.parametrize(
    ("vendor", "told", "text"),
    [
        ("gupshup", inbound("text", text="Hi"), "Hi"),
        ("gupshup", inbound("button_reply", title="Yes", id="p", reply="Yes 1"), "Yes"),
        ("gupshup", inbound("image", url="https://x", caption="Shop"), "Shop\n[image]"),
        ("gupshup", inbound("location"), "[location]"),
        ("wati", wati("message", text="Hi", type="text"), "Hi"),
        ("wati", wati("message", text=None, type="image"), "[image]"),
    ],
)
def test_what_people_write(vendor: str, told: dict[str, Any], text: str) -> None:
    own = {"waId": "919876543210", "senderName": "Neha", "owner": False, "whatsappMessageId": "ABEG"}
    (one,) = heard(vendor, {**told, **own, "replyContextId": "853b"})
    wanted = {"sender": "+919876543210", "recipient": "+15550001111", "profile_name": "Neha", "references": ["853b"]}
    assert (one.event_id, one.kind) == ("ABEG", "reply")
    assert one.data.items() >= {**wanted, "text": text}.items()


@pytest.mark.parametrize(
    ("vendor", "told", "kind", "wanted"),
    [
        (
            "gupshup",
            gupshup("template-event", {**STATUS_UPDATE, "status": "rejected", "rejectedReason": "x"}),
            "template",
            {"sid": "t1", "state": "rejected", "reason": "x", "category": ""},
        ),
        (
            "gupshup",
            gupshup("template-event", {"type": "category-update", "id": "t1", "category": "MARKETING"}),
            "template",
            {"state": "", "category": "marketing"},
        ),
        ("gupshup", gupshup("user-event", {"phone": "91", "type": "opted-out"}), "opt_out", {"address": "+91"}),
        (
            "wati",
            wati("templateQualityUpdated", templateName="intro", newTemplateQuality=1),
            "template",
            {"sid": "intro", "state": ""},
        ),
    ],
)
def test_notices(vendor: str, told: dict[str, Any], kind: str, wanted: dict[str, str]) -> None:
    (one,) = heard(vendor, told)
    assert one.kind == kind
    assert one.data.items() >= wanted.items()
    assert heard("gupshup", gupshup("user-event", {"phone": "91", "type": "opted-in"})) == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_another_body_is_not_theirs_and_an_account_without_a_key_is_closed(vendor: str) -> None:
    assert not provider(vendor, WebhookSource, Credentials("")).verify(request_of({}))
    for told in ([], {}, "words"):
        with pytest.raises(Invalid):
            heard(vendor, told)


@pytest.mark.parametrize("vendor", VENDORS)
async def test_templates_text_files_and_buttons(vendor: str, town: Town, mailbox: Mailbox) -> None:
    line = line_to(vendor, town, mailbox)
    host, sender = provider(vendor, TemplateHost, line.credentials), provider(vendor, Messenger, line.credentials)
    submitted = await host.submit_template("intro_1", "Hi {{1}}, about {{2}}. Bye", {"1": "a", "2": "b"})
    review = await host.review_template(submitted.sid)
    assert review.state is TemplateState.APPROVED
    message = line.message(template_sid=review.sid, template_variables={"2": "teeth", "1": "Asha"})
    await sender.send(message)
    for changes in ({"media": PICTURE}, {"buttons": ("Yes", "Later")}):
        await sender.send(line.message(**changes))
    bodies = [one["body"] for one in town.received(vendor)]
    kind = "image" if vendor == "gupshup" else "file"
    assert bodies == ["Hi Asha, about teeth. Bye", f"Hello om_1\n[{kind}]", "Hello om_1\n[Yes] [Later]"]
    rejected = await host.submit_template("two_in_a_row", "Hi {{1}} {{2}}, hello", {"1": "a", "2": "b"})
    review = await host.review_template(rejected.sid)
    assert (review.state, bool(review.reason)) == (TemplateState.REJECTED, True)
    with pytest.raises(ProviderRefused) as unknown:
        await host.review_template("unheard_of")
    assert unknown.value.about is Refusal.TEMPLATE


@pytest.mark.parametrize("vendor", VENDORS)
async def test_the_window_and_the_people_of_the_town(vendor: str, town: Town, mailbox: Mailbox) -> None:
    """Outside the window text is refused at once or by webhook; who is not on WhatsApp fails; the eager one answers."""
    town.settings(silent=False, enforce_window=True, reply_delay=[1, 1])
    line = line_to(vendor, town, mailbox)
    for address, nature in (("+919845012345", "interested"), ("+919845012346", "hard_bounce")):
        town.cast(address, nature=nature, name="Asha")
    host, sender = provider(vendor, TemplateHost, line.credentials), provider(vendor, Messenger, line.credentials)
    template = await host.submit_template("intro_1", "Hello there", {})
    for recipient in ("+919845012345", "+919845012346"):
        await sender.send(replace(line.message(template_sid=template.sid), recipient=recipient))
    if vendor == "wati":
        with pytest.raises(ProviderRefused) as refused:
            await sender.send(replace(line.message(), recipient="+919845012347"))
        assert refused.value.code == "131047" or "window" in refused.value.message
    source = provider(vendor, WebhookSource, line.credentials)
    requests = await mailbox.wait_for(7 if vendor == "gupshup" else 11)
    told = [one for request in requests for one in source.happenings(request)]
    assert {one.data["about"] for one in told if one.data.get("status") == "failed"} == {"address"}
    (reply,) = (one for one in told if one.kind == "reply")
    assert (reply.data["sender"], reply.data["profile_name"]) == ("+919845012345", "Asha")


async def test_watis_token_goes_to_wati_alone() -> None:
    values = {**KEYS, "endpoint": "https://evil.example/1"}
    with pytest.raises(ProviderRefused) as refused:
        await provider("wati", Messenger, Credentials("https://live-mt-server.wati.io", values)).send(
            Line("wati", Credentials(""), "+919845012345", "").message()
        )
    assert refused.value.about is Refusal.ACCOUNT
