"""The sending machine with its waits shortened about tenfold, so that a run takes minutes; nothing else is changed."""

from collections.abc import Callable
from typing import Any

from services.integrations import queries
from services.outreach import outcomes, reconciling, rules, standing

TIMES = {"PROVIDER_TIMEOUT_SECONDS": "1", "SEND_LEASE_SECONDS": "3", "SEND_SETTLE_SECONDS": "4"}


def hurry(provider: str, change: Callable[[Any, str, Any], None] = setattr) -> None:
    """Seconds between attempts and between looks; `provider` is whose simulated account sends."""
    change(rules, "FIRST_RETRY_SECONDS", 0.5)
    change(standing, "FIRST_REST_SECONDS", 0.3)
    change(standing, "PROBE_SECONDS", 0.3)
    change(standing, "LONGEST_REST_SECONDS", 10.0)
    change(outcomes, "FIRST_LOOK_SECONDS", 1.0)
    change(reconciling, "LOOK_AGAIN_SECONDS", 2.0)
    change(queries, "PRACTISING", (provider,))
