"""Everything a provider posts: verified, kept once, queued; answered only after the commit."""

from services.webhooks.arrivals import LARGEST, SHARED, Delivery
from services.webhooks.bursts import burst
from services.webhooks.gathering import accept, are_pressing
from services.webhooks.keeping import READ_FIRST, Told, keep
from services.webhooks.proving import challenge, is_verify_token

__all__ = [
    "LARGEST",
    "READ_FIRST",
    "SHARED",
    "Delivery",
    "Told",
    "accept",
    "are_pressing",
    "burst",
    "challenge",
    "is_verify_token",
    "keep",
]
