"""Providers that post to one address for all accounts."""

from typing import Protocol, runtime_checkable

from services.providers.base import WebhookSource


@runtime_checkable
class SharedWebhook(WebhookSource, Protocol):
    """One address serves every account: each happening says in its `account` which of these it is about."""

    def accounts(self) -> set[str]:
        """The names under which the provider speaks of this account."""
        ...
