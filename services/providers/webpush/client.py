"""Encrypts with pywebpush, and posts through the guard: the address of a push service comes from a browser."""

import base64
import binascii
import time
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import aiohttp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode
from pywebpush import WebPusher

from services.core.errors import Invalid, ProviderDown, ProviderRefused, Refusal
from services.core.settings import get_settings
from services.providers.http import retry_after_of
from services.web.guard import AddressGuard, PinnedResolver

NAME = "webpush"
TTL_SECONDS = 24 * 3600  # a service keeps it so long for a device that is switched off; RFC 8030 section 5.2
SIGNED_SECONDS = 12 * 3600  # RFC 8292 allows 24 hours
_GONE = {404, 410}
_POINT, _SECRET = 65, 16  # bytes of an uncompressed P-256 point and of the shared secret


@dataclass(frozen=True)
class Subscription:
    """What a browser gave: where its push service listens, and the keys that only it can open."""

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


@dataclass(frozen=True)
class KeyPair:
    """Ours; `private` and `public` are URL-safe base64 without padding, the public one an uncompressed point."""

    private: str = field(repr=False)
    public: str


def new_key_pair() -> KeyPair:
    """For the whole installation: a new one makes every subscription worthless."""
    private = ec.generate_private_key(ec.SECP256R1())
    number = private.private_numbers().private_value.to_bytes(32, "big")
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return KeyPair(b64urlencode(number), b64urlencode(point))


def check(subscription: Subscription) -> None:
    """Raises Invalid for what no browser would have given; asks no network."""
    try:
        _check_address(subscription.endpoint)
        point, secret = _decoded(subscription.p256dh), _decoded(subscription.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ProviderRefused, ValueError, binascii.Error) as error:
        raise Invalid("This browser's address for push messages cannot be used.") from error
    if len(point) != _POINT or len(secret) != _SECRET:
        raise Invalid("This browser's keys for push messages cannot be used.")


async def push(subscription: Subscription, keys: KeyPair, text: bytes, topic: str) -> None:
    """Hand one message over, of 3,000 bytes at most. `topic` (32 URL-safe characters at most) replaces one of the same
    topic that still waits.

    Raises ProviderDown, which is safe to repeat with the same topic, or ProviderRefused; its `about` is ADDRESS when
    the browser has unsubscribed.
    """
    _check_address(subscription.endpoint)
    given = {"endpoint": subscription.endpoint, "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth}}
    body = bytes(WebPusher(given).encode(text)["body"])
    headers = {
        **_signed(subscription.endpoint, keys),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL_SECONDS),
        "Urgency": "high",
        "Topic": topic,
    }
    status, wait = await _posted(subscription.endpoint, body, headers)
    if status < 300:
        return
    if status in _GONE:
        raise ProviderRefused(NAME, "This device does not take messages any more.", str(status), Refusal.ADDRESS)
    if status == 429 or status >= 500:
        raise ProviderDown(NAME, "The push service is busy.", str(status), wait)
    raise ProviderRefused(NAME, f"The push service refused the message ({status}).", str(status))


async def _posted(endpoint: str, body: bytes, headers: dict[str, str]) -> tuple[int, float | None]:
    """The status, and the seconds that the service wants us to wait; redirects are not followed."""
    seconds = get_settings().provider_timeout_seconds
    guard = _guard()
    connector = aiohttp.TCPConnector(resolver=PinnedResolver(guard), use_dns_cache=False, socket_factory=guard.socket)
    timeout = aiohttp.ClientTimeout(total=seconds)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session,
            session.post(endpoint, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            return answer.status, retry_after_of(answer.headers.get("Retry-After", ""))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ProviderDown(NAME, "The push service did not answer.", type(error).__name__) from error


def _signed(endpoint: str, keys: KeyPair) -> dict[str, str]:
    """A token for this service alone: made anew for each message, since the library writes into what it is given."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + SIGNED_SECONDS,
        "sub": get_settings().push_subject,
    }
    return dict(_vapid(keys.private).sign(claims))


@cache
def _vapid(private: str) -> Vapid02:
    return Vapid02.from_raw(private.encode())


def _guard() -> AddressGuard:
    return AddressGuard(get_settings().fetch_allowed_hosts)


def _check_address(endpoint: str) -> None:
    """Https on the public web alone; the sandbox's own address is allowed."""
    guard = _guard()
    host, port = guard.check_url(endpoint)
    if not endpoint.startswith("https://") and not guard.is_allow_listed(host, port):
        raise ProviderRefused(NAME, "A push service is reached by https.", "address", Refusal.ADDRESS)


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
