"""Files that people send: where a provider keeps them, read by address over the guarded way out."""

import json
from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable
from urllib.parse import urljoin, urlsplit

from services.core.errors import ProviderDown, ProviderRefused
from services.core.settings import get_settings
from services.providers.base import Credentials
from services.web.guard import AddressGuard
from services.web.transport import REDIRECTS, Transport

LARGEST = 25_000_000  # bytes of one file
_SECONDS = 60.0
_MOST_REDIRECTS = 4
_AGENT = "Leadgen"


@runtime_checkable
class FileKeeper(Protocol):
    """Reads a file that came with a message. Raises ProviderDown, or ProviderRefused (code size: it is too large)."""

    async def file(self, source: Mapping[str, Any]) -> bytes:
        """`source` is what the webhook said: `url` or `id`."""
        ...


class Door:
    """One vendor's way to files. The key is sent to the account's own address and to hosts under `trusted` alone."""

    def __init__(self, name: str, title: str, account: Credentials, key: Mapping[str, str], *trusted: str) -> None:
        self._name, self._title, self._key, self._trusted = name, title, key, trusted
        self._base = urlsplit(account.base_url)
        own = frozenset({f"{self._base.hostname}:{self._base.port}"}) if account.is_sandbox else frozenset()
        self._guard = AddressGuard(get_settings().fetch_allowed_hosts | own)

    async def read(self, url: str, *, largest: int = LARGEST) -> bytes:
        """What lies at `url`, over redirects, each of which has to be on the public web."""
        transport = Transport(self._guard, _SECONDS, 2, _AGENT)
        try:
            for _turn in range(_MOST_REDIRECTS):
                self._guard.check_url(url)
                answer = await transport.get(url, largest, headers=self._key if self._is_own(url) else None)
                if answer.status not in REDIRECTS:
                    return self._checked(answer.status, answer.body)
                url = urljoin(url, answer.headers.get("location", ""))
        finally:
            await transport.close()
        raise self._refused("The file is passed on too often.", "redirects")

    async def json(self, url: str) -> Mapping[str, Any]:
        """The same, for an answer that says where the file is."""
        try:
            told = json.loads(await self.read(url, largest=100_000))
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise ProviderDown(self._name, f"{self._title} sent no usable answer.")
        return told

    def _is_own(self, url: str) -> bool:
        parts = urlsplit(url)
        if (parts.scheme, parts.netloc) == (self._base.scheme, self._base.netloc):
            return True
        host = parts.hostname or ""
        return parts.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in self._trusted)

    def _checked(self, status: int, body: bytes) -> bytes:
        if status == 200 and body:
            return body
        if status == 429 or status >= 500 or status == 200:
            raise ProviderDown(self._name, f"{self._title} did not hand the file over.", str(status))
        raise self._refused(f"{self._title} no longer has the file.", str(status))

    def _refused(self, words: str, code: str) -> ProviderRefused:
        return ProviderRefused(self._name, words, code)
