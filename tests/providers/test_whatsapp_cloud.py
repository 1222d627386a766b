"""What the Cloud API is sent and what it posts, against the sandbox and by Meta's own shapes."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from services.core.errors import Invalid, ProviderDown, ProviderRefused, Refusal
from services.providers.base import Credentials, Happening, Media, OutgoingMessage, TemplateState, WebhookRequest
from services.providers.whatsapp_cloud.client import WhatsAppCloud
from services.providers.whatsapp_cloud.messages import body_of
from services.providers.whatsapp_cloud.webhooks import accounts_in
from tests.providers.conftest import Line, Mailbox, line_to
from tests.towns import Town

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
CLOUD = WhatsAppCloud(
    Credentials("", {"app_secret": "app_secret_123", "phone_number_id": "11", "business_account_id": "22"})
)
METADATA = {"display_phone_number": "15550001111", "phone_number_id": "11"}


@pytest.fixture
def cloud(town: Town, mailbox: Mailbox) -> Line:
    return line_to("whatsapp_cloud", town, mailbox)


def client(line: Line) -> WhatsAppCloud:
    return WhatsAppCloud(line.credentials)


def posted(*changes: tuple[str, dict[str, Any]], entries: int = 1) -> WebhookRequest:
    """Each change once in each entry, unsigned."""
    told = [{"field": field, "value": value} for field, value in changes]
    body = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "22", "time": 1751247548, "changes": told}] * entries,
    }
    return WebhookRequest("https://x.example", {}, json.dumps(body).encode(), NOW)


def heard(field: str, value: dict[str, Any]) -> list[Happening]:
    return CLOUD.happenings(posted((field, value)))


def messages(**told: Any) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "metadata": METADATA, **told}


def test_the_signature_is_metas_and_fails_closed() -> None:
    body = b'{"object":"page","entry":[]}'
    right = "sha256=3b38910fd4c2e5c834930c9fd805f746ee525de8bee6b29c36fbabcbb61670c2"
    for signature, believed in ((right, True), (right[:-1] + "0", False), (right[7:], False), ("", False)):
        assert CLOUD.verify(WebhookRequest("", {"x-hub-signature-256": signature}, body, NOW)) is believed
    empty = "sha256=" + hmac.new(b"", body, hashlib.sha256).hexdigest()
    keyless = WhatsAppCloud(Credentials(""))
    assert not keyless.verify(WebhookRequest("", {"x-hub-signature-256": empty}, body, NOW))


STATUS = {"id": "wamid.1", "timestamp": "1698266945", "biz_opaque_callback_data": "om_1"}


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"status": "sent", "pricing": {"category": "marketing", "billable": True}}, {"category": "marketing"}),
        ({"status": "delivered"}, {"status": "delivered", "at": "2023-10-25T20:49:05+00:00"}),
        ({"status": "played"}, {"status": "read"}),
        ({"status": "failed"}, {"status": "failed", "error_text": "WhatsApp could not deliver the message."}),
        ({"status": "failed", "errors": [{"code": 131049}]}, {"about": "resting", "error_code": "131049"}),
        ({"status": "failed", "errors": [{"code": 131026}]}, {"about": "address"}),
        ({"status": "failed", "errors": [{"code": 999}]}, {"about": "request"}),
        ({"status": "warning"}, None),
    ],
)
def test_statuses(told: dict[str, Any], wanted: dict[str, str] | None) -> None:
    found = heard("messages", messages(statuses=[{**STATUS, **told}]))
    if wanted is None:
        assert found == []
        return
    (one,) = found
    assert one.kind == "status"
    assert one.data.items() >= {"provider_id": "wamid.1", "reference": "om_1", "account": "11", **wanted}.items()


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"type": "text", "text": {"body": "Hello"}}, "Hello"),
        ({"type": "button", "button": {"payload": "p", "text": "No"}}, "No"),
        ({"type": "interactive", "interactive": {"button_reply": {"id": "yes", "title": "Yes"}}}, "Yes"),
        ({"type": "interactive", "interactive": {"list_reply": {"id": "a", "title": "A"}}}, "A"),
        ({"type": "interactive", "interactive": {"nfm_reply": {"body": "Sent"}}}, "Sent"),
        ({"type": "image", "image": {"id": "9", "caption": "Our shop"}}, "Our shop\n[image]"),
        ({"type": "voice", "voice": {"id": "9"}}, "[voice]"),
        ({"type": "location", "location": {"name": "Shop"}}, "Shop\n[location]"),
        ({"type": "reaction", "reaction": {"emoji": "👍"}}, "👍"),
        ({"type": "unsupported", "errors": [{"code": 131051}]}, "[unsupported]"),
        ({"type": "text", "text": None}, "[text]"),
        ({}, "[unsupported]"),
    ],
)
def test_what_people_write_is_never_an_empty_bubble(told: dict[str, Any], text: str) -> None:
    written = {"from": "919812345678", "id": "wamid.A", "timestamp": "1454119029", **told}
    written["context"] = {"from": "15550001111", "id": "wamid.original"}
    contact = {"profile": {"name": "Neha"}, "wa_id": "919812345678"}
    (one,) = heard("messages", messages(messages=[written], contacts=[contact]))
    wanted = {"sender": "+919812345678", "recipient": "+15550001111", "profile_name": "Neha", "text": text}
    assert (one.event_id, one.kind) == ("wamid.A", "reply")
    assert one.data.items() >= {**wanted, "references": ["wamid.original"]}.items()


def test_everything_of_several_entries_and_changes_is_told() -> None:
    """Two entries of three changes, one of which has two statuses and one is not ours to hear."""
    statuses = [{**STATUS, "status": status} for status in ("sent", "delivered")]
    request = posted(
        ("messages", messages(statuses=statuses)),
        ("messages", messages(messages=[{"id": "wamid.B", "from_user_id": "IN.1", "type": "text"}])),
        ("history", {"metadata": METADATA}),
        entries=2,
    )
    told = CLOUD.happenings(request)
    assert [one.kind for one in told] == ["status", "status", "reply"] * 2
    assert told[2].data["sender"] == ""
    assert accounts_in(request.body) == ["11", "22"]


NAMED = {"message_template_id": 1, "message_template_name": "intro", "message_template_language": "en"}
RESTRICTED = {"event": "ACCOUNT_RESTRICTION", "restriction_info": [{"restriction_type": "RESTRICTED_BIZ_INITIATED"}]}


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("message_template_status_update", {**NAMED, "event": "APPROVED", "reason": "NONE"}, {"state": "approved"}),
        ("message_template_status_update", {**NAMED, "event": "PAUSED"}, {"state": "paused", "sid": "intro"}),
        ("message_template_status_update", {**NAMED, "event": "DISABLED"}, {"state": "disabled"}),
        (
            "message_template_status_update",
            {**NAMED, "event": "REJECTED", "reason": "INVALID_FORMAT", "message_template_category": "MARKETING"},
            {"state": "rejected", "reason": "Invalid format", "category": "marketing"},
        ),
        (
            "message_template_status_update",
            {**NAMED, "event": "REJECTED", "rejection_info": {"reason": "Bad.", "recommendation": "Mend it."}},
            {"reason": "Bad. Mend it."},
        ),
        ("message_template_status_update", {**NAMED, "event": "UNHEARD_OF"}, None),
        ("template_category_update", {**NAMED, "new_category": "MARKETING"}, {"state": "", "category": "marketing"}),
        ("message_template_quality_update", {**NAMED, "new_quality_score": "RED"}, {"state": "", "quality": "red"}),
        ("phone_number_quality_update", {"display_phone_number": "1", "event": "FLAGGED"}, {"is_failing": False}),
        (
            "phone_number_quality_update",
            {"display_phone_number": "1", "event": "DOWNGRADE", "current_limit": "TIER_1K"},
            {"quality": "low", "people": 1_000},
        ),
        ("phone_number_quality_update", {"event": "UPGRADE", "current_limit": "TIER_UNLIMITED"}, {"people": 0}),
        ("account_update", RESTRICTED, {"is_failing": True}),
        ("account_update", {"event": "DISABLED_UPDATE", "ban_info": {}}, {"is_failing": True}),
        ("account_update", {"event": "ACCOUNT_VIOLATION"}, {"is_failing": False}),
        ("account_update", {"event": "VOLUME_BASED_PRICING_TIER_UPDATE"}, None),
    ],
)
def test_notices_about_templates_and_the_account(
    field: str, value: dict[str, Any], wanted: dict[str, Any] | None
) -> None:
    found = heard(field, value)
    assert len(found) == (wanted is not None)
    if wanted:
        assert found[0].kind == ("template" if "message_template_id" in value else "account")
        assert found[0].data.items() >= {"account": "22", "at": "2025-06-30T01:39:08+00:00", **wanted}.items()


def test_who_stops_marketing_in_the_app_has_opted_out() -> None:
    told = [{"wa_id": "919812345678", "value": value, "timestamp": 1731705721} for value in ("resume", "stop")]
    (one,) = heard("user_preferences", messages(user_preferences=told))
    assert (one.kind, one.data["address"]) == ("opt_out", "+919812345678")


@pytest.mark.parametrize("body", [b"no json", b"[]", b'{"object":"page","entry":[]}', b'{"object":"x"}'])
def test_another_body_is_not_whatsapps(body: bytes) -> None:
    with pytest.raises(Invalid):
        accounts_in(body)


PICTURE = Media("image", "https://x.example/a.png")
PAPER = Media("document", "https://x.example/a.pdf", "Prices.pdf")


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, {"type": "text", "text": {"body": "Hello", "preview_url": False}}),
        ({"media": PICTURE}, {"type": "image", "image": {"link": PICTURE.url, "caption": "Hello"}}),
        (
            {"media": PAPER, "text": ""},
            {"type": "document", "document": {"link": PAPER.url, "filename": "Prices.pdf"}},
        ),
    ],
)
def test_what_is_sent_within_the_window(changes: dict[str, Any], wanted: dict[str, Any]) -> None:
    message = replace(OutgoingMessage("om_1", "+919812345678", "Hello"), **changes)
    assert body_of(message).items() >= {"to": "919812345678", "biz_opaque_callback_data": "om_1", **wanted}.items()


async def test_files_and_buttons_are_taken(cloud: Line, town: Town) -> None:
    for changes in ({"media": PICTURE}, {"buttons": ("Yes", "Later")}, {"buttons": ("Yes",), "media": PICTURE}):
        await client(cloud).send(cloud.message(**changes))
    assert [one["body"] for one in town.received("whatsapp_cloud")] == [
        "Hello om_1\n[image]",
        "Hello om_1\n[Yes] [Later]",
        "Hello om_1\n[Yes]",
    ]


async def test_a_template_is_reviewed_sent_with_its_variables_and_refused_with_too_few(cloud: Line, town: Town) -> None:
    submitted = await client(cloud).submit_template(
        "intro_" + "x" * 70 + "_1", "Hi {{1}}, about {{2}}. Bye", {"2": "b", "1": "a"}
    )
    assert len(submitted.sid) == 64
    assert (await client(cloud).review_template(submitted.sid)).state is TemplateState.APPROVED
    again = await client(cloud).submit_template(submitted.sid, "Hi {{1}}, about {{2}}. Bye", {"1": "a", "2": "b"})
    assert (again.sid, again.state) == (submitted.sid, TemplateState.APPROVED)
    with pytest.raises(ProviderRefused, match="one example for each parameter"):
        await client(cloud).submit_template("another", "Hi {{1}}", {})
    message = cloud.message(template_sid=submitted.sid, template_variables={"2": "teeth", "1": "Asha"}, media=None)
    await client(cloud).send(message)
    assert town.received("whatsapp_cloud")[0]["body"] == "Hi Asha, about teeth. Bye"
    for wrong, code in (
        ({"template_variables": {"1": "Asha"}}, "132000"),
        ({"template_variables": {"1": "Asha", "2": "a\nb"}}, "132012"),
        ({"template_sid": "unheard_of"}, "132001"),
    ):
        with pytest.raises(ProviderRefused) as refused:
            await client(cloud).send(replace(message, **wrong))
        assert (refused.value.code, refused.value.about) == (code, Refusal.TEMPLATE)


async def test_a_bad_text_is_rejected_in_the_review_and_by_webhook(cloud: Line, mailbox: Mailbox) -> None:
    review = await client(cloud).submit_template("two_in_a_row", "Hi {{1}} {{2}}, hello", {"1": "a", "2": "b"})
    assert review.state is TemplateState.PENDING
    review = await client(cloud).review_template("two_in_a_row")
    assert (review.state, review.reason) == (TemplateState.REJECTED, "Invalid format")
    (request,) = await mailbox.wait_for()
    assert client(cloud).verify(request)
    (told,) = client(cloud).happenings(request)
    assert (told.kind, told.data["state"]) == ("template", "rejected")
    assert told.data["reason"].endswith("Separate parameters with text.")
    with pytest.raises(ProviderRefused):
        await client(cloud).review_template("unheard_of")


@pytest.mark.parametrize(
    ("limits", "code", "only_recipient"),
    [
        ({"whatsapp_pair_seconds": 600}, "131056", True),
        ({"whatsapp_per_second": 1}, "130429", False),
    ],
)
async def test_limits_of_the_number_and_of_a_pair(
    cloud: Line, town: Town, limits: dict[str, float], code: str, only_recipient: bool
) -> None:
    town.settings(**limits)
    await client(cloud).send(cloud.message())
    with pytest.raises(ProviderDown) as refused:
        await client(cloud).send(cloud.message())
    assert (refused.value.code, refused.value.only_recipient) == (code, only_recipient)


async def test_the_limit_of_calls_and_an_unknown_number(cloud: Line, town: Town) -> None:
    town.settings(whatsapp_calls_an_hour=1)
    await client(cloud).test()
    with pytest.raises(ProviderDown) as refused:
        await client(cloud).test()
    assert refused.value.code == "80007"
    values = {**cloud.credentials.values, "phone_number_id": "404"}
    with pytest.raises(ProviderRefused) as unknown:
        await WhatsAppCloud(replace(cloud.credentials, values=values)).test()
    assert unknown.value.about is Refusal.ACCOUNT


async def test_the_window_and_the_people_of_the_town(cloud: Line, town: Town, mailbox: Mailbox) -> None:
    """Outside the window text fails with 131047; people without WhatsApp with 131026; the eager one answers."""
    town.settings(silent=False, enforce_window=True, reply_delay=[1, 1])
    for address, nature in (("+919845012345", "interested"), ("+919845012346", "hard_bounce")):
        town.cast(address, nature=nature, name="Asha")
    await client(cloud).submit_template("intro", "Hello there", {})
    await mailbox.wait_for()
    await client(cloud).send(cloud.message("om_text"))
    for reference, recipient in (("om_yes", "+919845012345"), ("om_no", "+919845012346")):
        message = replace(cloud.message(reference, template_sid="intro"), recipient=recipient)
        await client(cloud).send(message)
    requests = await mailbox.wait_for(8)
    told = [one for request in requests for one in client(cloud).happenings(request)]
    codes = {one.data["reference"]: one.data["error_code"] for one in told if one.data.get("error_code")}
    assert codes == {"om_text": "131047", "om_no": "131026"}
    (reply,) = (one for one in told if one.kind == "reply")
    assert (reply.data["sender"], reply.data["profile_name"]) == ("+919845012345", "Asha")
    assert len(reply.data["references"]) == 1
