"""What a provider asks before it posts anything."""

import hmac
from collections.abc import Mapping

from services.core.errors import NotAllowed, NotFound
from services.db import system_reading
from services.providers.base import Challenged
from services.providers.registry import provider
from services.webhooks import accounts
from services.webhooks.arrivals import LARGEST, SHARED


def challenge(name: str, endpoint_key: str, query: Mapping[str, str]) -> dict[str, str]:
    """What proves to a provider that the owner of `endpoint_key` knows its secret.

    Raises NotFound for an unknown key or a provider that never asks, NotAllowed when nothing sensible was asked.
    """
    with system_reading() as session:
        account = accounts.by_key(session, name, [endpoint_key]).get(endpoint_key)
    if name not in LARGEST or name in SHARED or account is None:
        raise NotFound("This address")
    answer = provider(name, Challenged, account.credentials).challenge(query)
    if answer is None:
        raise NotAllowed("There is nothing to prove.")
    return answer


def is_verify_token(name: str, token: str) -> bool:
    """Whether a connected account was set up with this token: Meta asks before it posts anything."""
    if not token:
        return False
    with system_reading() as session:
        known = accounts.sharing(session, name)
    matches = [hmac.compare_digest(account.credentials["verify_token"].encode(), token.encode()) for account in known]
    return any(matches)
