"""One HTTP exchange over shared connections, and what became of it when no answer came."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure, Refusal
from services.core.settings import get_settings
from services.providers.pool import connections, timeouts

_NOTHING_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True)
class Answer:
    """`body` is the JSON object that was answered, {} when it was none."""

    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def retry_after(self) -> float | None:
        """Seconds that the provider wants us to wait, when it says so in a number."""
        given = self.headers.get("Retry-After", "").strip()
        return float(given) if given.isdecimal() else None


@dataclass(frozen=True)
class Caller:
    """`name` is the provider's in our code, `title` in messages; the headers hold the key and are never logged."""

    name: str
    title: str
    base_url: str
    headers: Mapping[str, str]

    async def call(self, method: str, path: str, *, longer: float = 0, **content: Any) -> Answer:
        """The answer, whatever its status; `content` is aiohttp's `json`, `data` or `params`. It may take so many
        seconds `longer` than usual.

        Raises ProviderDown when nothing can have happened, ProviderUnsure when a POST was perhaps carried out.
        """
        try:
            async with (
                connections() as session,
                session.request(
                    method,
                    f"{self.base_url}{path}",
                    headers=self.headers,
                    timeout=timeouts(get_settings().provider_timeout_seconds + longer),
                    allow_redirects=False,
                    **content,
                ) as answer,
            ):
                return Answer(answer.status, answer.headers, _object(await answer.text(errors="replace")))
        except _NOTHING_SENT as error:
            raise ProviderDown(self.name, f"{self.title} cannot be reached. We will try again.", "connect") from error
        except aiohttp.InvalidURL as error:
            words = f"The address of {self.title} is wrong."
            raise ProviderRefused(self.name, words, "address", Refusal.ACCOUNT) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            kind = ProviderDown if method == "GET" else ProviderUnsure
            raise kind(self.name, f"{self.title} did not answer in time. We will check.", "no_answer") from error


def _object(text: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
