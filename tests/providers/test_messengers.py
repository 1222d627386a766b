"""What every messenger promises, tried over real HTTP against the sandbox."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure, Refusal
from services.providers import base
from services.providers.base import Messenger, Sent, WebhookSource
from services.providers.pool import connections
from services.providers.registry import provider
from tests.providers.conftest import UNSIGNED, Line, Mailbox
from tests.towns import Town

pytestmark = pytest.mark.filterwarnings("default::ResourceWarning")


def messenger(line: Line) -> Messenger:
    return provider(line.name, Messenger, line.credentials)


def since() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


async def test_an_accepted_message_arrives_under_our_reference(line: Line, town: Town) -> None:
    sent = await messenger(line).send(line.message("om_2"))
    (received,) = town.received(line.name)
    assert received["reference"] == ("" if line.name in UNSIGNED else "om_2")
    assert received["provider_id"].startswith(sent.provider_id)
    assert received["recipient"] == line.recipient


async def test_calls_share_connections_inside_the_pool(line: Line, town: Town) -> None:
    async with connections():
        for number in range(3):
            assert isinstance(await messenger(line).send(line.message(f"om_{number}")), Sent)
    assert len(town.received(line.name)) == 3


async def test_a_sent_message_is_found_and_one_never_sent_is_not(line: Line) -> None:
    at = since()
    if not messenger(line).can_look_up:
        with pytest.raises(ProviderRefused):
            await messenger(line).look_up(line.message("om_here"), at)
        return
    sent = await messenger(line).send(line.message("om_here"))
    assert await messenger(line).look_up(line.message("om_here"), at) == sent
    assert await messenger(line).look_up(line.message("om_absent"), at) is None


async def test_too_many_requests_mean_certainly_not_sent(line: Line, town: Town) -> None:
    town.settings(faults={line.name: {"rate_limited": 1}})
    with pytest.raises(ProviderDown) as caught:
        await messenger(line).send(line.message())
    assert not isinstance(caught.value, ProviderUnsure)
    assert town.received(line.name) == []


@pytest.mark.parametrize("fault", [{"error": 1}, {"lost_answer": 1}, {"latency": 3}, {"drop": 1}])
async def test_an_error_or_a_lost_answer_means_perhaps_sent(line: Line, town: Town, fault: dict[str, float]) -> None:
    town.settings(faults={line.name: fault})
    with pytest.raises(ProviderUnsure):
        await messenger(line).send(line.message())


async def test_after_a_lost_answer_the_look_up_tells_or_the_report_does(
    line: Line, town: Town, mailbox: Mailbox
) -> None:
    at = since()
    town.settings(faults={line.name: {"lost_answer": 1}})
    with pytest.raises(ProviderUnsure):
        await messenger(line).send(line.message())
    town.settings(faults={})
    if messenger(line).can_look_up:
        assert await messenger(line).look_up(line.message(), at)
        return
    (told,) = provider(line.name, WebhookSource, line.credentials).happenings((await mailbox.wait_for())[0])
    assert (told.data["reference"], told.data["status"]) == ("" if line.name in UNSIGNED else "om_1", "sent")


async def test_a_closed_port_means_certainly_not_sent(line: Line) -> None:
    nowhere = replace(line, credentials=replace(line.credentials, base_url="http://127.0.0.1:9"))
    with pytest.raises(ProviderDown) as caught:
        await messenger(nowhere).send(line.message())
    assert not isinstance(caught.value, ProviderUnsure)


async def test_a_wrong_key_is_refused_as_a_matter_of_the_account(line: Line) -> None:
    values = {**line.credentials.values, "auth_token": "wrong" * 6, "api_key": "SG." + "wrong" * 8}
    values["access_token"] = "wrong" * 8
    wrong = replace(line, credentials=replace(line.credentials, values=values))
    with pytest.raises(ProviderRefused) as caught:
        await messenger(wrong).send(line.message())
    assert caught.value.about is Refusal.ACCOUNT
    assert "key" in caught.value.message or "token" in caught.value.message


async def test_a_bad_address_is_refused_as_a_matter_of_the_address(line: Line) -> None:
    with pytest.raises(ProviderRefused) as caught:
        await messenger(line).send(replace(line.message(), recipient=line.nobody))
    assert caught.value.about is Refusal.ADDRESS


async def test_the_connection_test_says_what_it_reached(line: Line) -> None:
    assert "Connected" in await provider(line.name, base.Testable, line.credentials).test()


async def test_what_becomes_of_a_message_is_posted_signed_and_understood(line: Line, mailbox: Mailbox) -> None:
    source = provider(line.name, WebhookSource, line.credentials)
    sent = await messenger(line).send(line.message("om_told"))
    requests = await mailbox.wait_for(2)
    told = [one for request in requests for one in source.happenings(request)]
    assert all(source.verify(request) for request in requests)
    assert {one.data["reference"] for one in told} == {"" if line.name in UNSIGNED else "om_told"}
    assert {one.data["provider_id"] for one in told} == {sent.provider_id}
    assert {one.data["status"] for one in told} <= {"sent", "delivered", "read"}
    assert len({one.event_id for one in told}) == len(told) // (2 if line.name == "wati" else 1)


async def test_a_changed_body_or_key_is_not_believed(line: Line, mailbox: Mailbox) -> None:
    await messenger(line).send(line.message())
    (request, *_) = await mailbox.wait_for()
    source = provider(line.name, WebhookSource, line.credentials)
    if line.name not in UNSIGNED:
        assert not source.verify(replace(request, body=request.body.replace(b"e", b"f", 1)))
        assert not source.verify(replace(request, headers={}))
    keyless = replace(line.credentials, values={})
    assert not provider(line.name, WebhookSource, keyless).verify(request)
