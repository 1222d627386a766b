"""What came by HTTP, and what each provider may send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.core.settings import get_settings
from services.providers.base import WebhookRequest
from services.providers.meta.webhooks import pages_in
from services.providers.whatsapp_cloud.webhooks import accounts_in

LARGEST = {
    "twilio": 256_000,
    "gupshup": 3_000_000,  # version 3 forwards what Meta posts
    "wati": 256_000,
    "google_ads": 256_000,
    "linkedin": 256_000,
    "apify": 1_000_000,
    "brightdata": 1_000_000,
    "meta": 3_000_000,
    "whatsapp_cloud": 3_000_000,
    "resend": 1_000_000,
    "sendgrid": 35_000_000,  # it takes e-mails of 30 MB, and posts their files as they are
}
SHARED: dict[str, Callable[[bytes], list[str]]] = {  # one address for all accounts: which ones a body speaks of
    "meta": pages_in,
    "whatsapp_cloud": accounts_in,
}


@dataclass(frozen=True)
class Delivery:
    """One POST as it arrived; `path` and `query` are of our own address, header names are in lower case."""

    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def request(self, received_at: datetime) -> WebhookRequest:
        """With the address that the provider was given, whatever the proxy in between calls us."""
        url = get_settings().address + self.path + (f"?{self.query}" if self.query else "")
        return WebhookRequest(url, self.headers, self.body, received_at)


@dataclass(frozen=True)
class Arrival:
    """A delivery to provider `name`'s address of the owner of `endpoint_key`; "" is the shared address."""

    name: str
    endpoint_key: str
    delivery: Delivery
