"""The one way out to the public web: polite, capped, and never to a private address."""

from services.web.fetcher import Fetcher, Limits, WebPage
from services.web.guard import AddressGuard
from services.web.rendering import needs_browser

__all__ = ["AddressGuard", "Fetcher", "Limits", "WebPage", "needs_browser"]
