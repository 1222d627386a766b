"""JSON over HTTP for vendors without an SDK: one call, and what became of it when no answer came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure, Refusal
from services.core.settings import get_settings
from services.providers.pool import trusted

_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True)
class JsonApi:
    """`name` is the provider's in our code, `title` in messages; `headers` hold the key and are never logged."""

    name: str
    title: str
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    longer: float = 0  # seconds beyond the usual that a call may take

    async def send(self, method: str, path: str, *, content: bytes | None = None, **headers: str) -> httpx.Response:
        """The answer, whatever its status. `path` begins with "/" and is sent exactly as written.

        Raises ProviderDown when nothing can have happened, ProviderUnsure when a POST was perhaps carried out.
        """
        seconds = get_settings().provider_timeout_seconds + self.longer
        try:
            async with httpx.AsyncClient(timeout=seconds, verify=trusted()) as client:
                return await client.request(
                    method, f"{self.base_url}{path}", content=content, headers={**self.headers, **headers}
                )
        except _NOTHING_SENT as error:
            raise ProviderDown(self.name, f"{self.title} could not be reached.", type(error).__name__) from error
        except httpx.HTTPError as error:
            words = f"{self.title} did not answer."
            kind = ProviderDown if method == "GET" else ProviderUnsure
            raise kind(self.name, words, type(error).__name__) from error
        except httpx.InvalidURL as error:
            words = f"The address of {self.title} is wrong."
            raise ProviderRefused(self.name, words, "address", Refusal.ACCOUNT) from error

    def unreadable(self, answer: httpx.Response) -> ProviderDown:
        """For a good status with a body that is not what it should be: a proxy in between, as a rule."""
        return ProviderDown(self.name, f"{self.title} sent no usable answer.", str(answer.status_code))


def parsed(answer: httpx.Response) -> Any:
    """The JSON of an answer, None when it is none."""
    try:
        return answer.json()
    except ValueError:
        return None


def retry_after(answer: httpx.Response) -> float | None:
    """Seconds that the provider wants us to wait."""
    return retry_after_of(answer.headers.get("retry-after", ""))


def retry_after_of(header: str) -> float | None:
    """Seconds in a Retry-After, which is a number or a date; None when it says neither."""
    given = header.strip()
    if given.isdigit():
        return float(given)
    try:
        return max(0.0, (parsedate_to_datetime(given) - now()).total_seconds())
    except (TypeError, ValueError):
        return None
