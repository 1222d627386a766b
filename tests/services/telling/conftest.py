"""The same town as outreach has."""

from tests.services.outreach.conftest import acme_online, town

__all__ = ["acme_online", "town"]
