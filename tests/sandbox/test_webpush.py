"""The push service: refuses what a real one refuses, opens what it takes. Nothing of the product's code is used."""

import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode
from pywebpush import WebPusher

from tests.sandbox.conftest import Sandbox


@pytest.fixture
def key() -> Vapid02:
    made = Vapid02()
    made.generate_keys()
    return made


def public(key: Vapid02) -> str:
    return b64urlencode(key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


async def posted(sandbox: Sandbox, given: dict[str, Any], key: Vapid02, **changed: str) -> int:
    claims = {"aud": sandbox.address, "exp": int(time.time()) + 3600, "sub": "mailto:ops@example.com"}
    headers = {"TTL": "60", "Content-Encoding": "aes128gcm", "Topic": "lead-42", **key.sign(claims), **changed}
    body = bytes(WebPusher(given).encode(b'{"title": "New lead"}')["body"])
    answer = await sandbox.client.post(given["endpoint"], content=body, headers=headers)
    return answer.status_code


async def test_a_message_is_opened_with_the_devices_own_key(sandbox: Sandbox, key: Vapid02):
    given = await sandbox.control("POST", "push", application_server_key=public(key))
    assert await posted(sandbox, given, key) == 201
    (kept,) = await sandbox.received(provider="webpush")
    assert (kept["body"], kept["reference"]) == ('{"title": "New lead"}', "lead-42")


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"TTL": ""}, 400),
        ({"Content-Encoding": "aesgcm"}, 400),
        ({"Topic": "a topic with blanks"}, 400),
        ({"Authorization": ""}, 403),
        ({"Authorization": "vapid t=a.b.c,k=d"}, 403),
    ],
)
async def test_a_wrong_header_is_refused(sandbox: Sandbox, key: Vapid02, changed: dict[str, str], status: int):
    given = await sandbox.control("POST", "push")
    assert await posted(sandbox, given, key, **changed) == status
    assert await sandbox.received(provider="webpush") == []


@pytest.mark.parametrize("claims", [{"aud": "https://other.example"}, {"exp": 1}, {"exp": 2_000_000_000}])
async def test_a_token_for_another_service_or_time_is_refused(sandbox: Sandbox, key: Vapid02, claims: dict[str, Any]):
    given = await sandbox.control("POST", "push")
    right = {"aud": sandbox.address, "exp": int(time.time()) + 3600, "sub": "mailto:ops@example.com"}
    assert await posted(sandbox, given, key, **key.sign({**right, **claims})) == 403


async def test_another_key_than_the_subscribed_one_is_refused(sandbox: Sandbox, key: Vapid02):
    other = Vapid02()
    other.generate_keys()
    given = await sandbox.control("POST", "push", application_server_key=public(other))
    assert await posted(sandbox, given, key) == 403


async def test_a_subscription_that_ended_is_gone_and_one_that_never_was_is_not_found(sandbox: Sandbox, key: Vapid02):
    given = await sandbox.control("POST", "push")
    await sandbox.control("DELETE", f"push/{given['endpoint'].rpartition('/')[2]}")
    assert await posted(sandbox, given, key) == 410
    assert await posted(sandbox, {**given, "endpoint": f"{sandbox.address}/push/unknown"}, key) == 404


async def test_a_message_for_somebody_else_cannot_be_opened(sandbox: Sandbox, key: Vapid02):
    one = await sandbox.control("POST", "push")
    other = await sandbox.control("POST", "push")
    assert await posted(sandbox, {**one, "endpoint": other["endpoint"]}, key) == 400
