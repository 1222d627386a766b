"""Posting webhooks to the product: concurrent, retried through errands, sometimes doubled or lost."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import aiohttp

from services.core.log import get_logger
from services.sandbox.errands import Undelivered
from services.sandbox.settings import SandboxSettings

log = get_logger(__name__)

_AT_ONCE = 16
_TIMEOUT = aiohttp.ClientTimeout(total=20)


class Postman:
    """One HTTP session for every webhook; `posted` and `refused` count for the control API."""

    def __init__(self, settings: Callable[[], SandboxSettings]) -> None:
        self._settings = settings
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._dice = random.Random()
        self.posted = 0
        self.refused = 0

    async def close(self) -> None:
        await self._session.close()

    async def post(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        """Post exactly `body`; raises Undelivered unless the answer is 2xx."""
        settings = self._settings()
        if settings.callback_drop and self._dice.random() < settings.callback_drop:
            return
        await self._post_once(url, body, headers)
        if settings.duplicate_rate and self._dice.random() < settings.duplicate_rate:
            await self._post_once(url, body, headers)

    async def get(self, url: str, parameters: dict[str, str] | None = None, agent: str = "") -> str:
        """The text of a 200 answer, as the subscription challenge wants it; raises Undelivered else."""
        return await self._request("GET", url, params=parameters, headers={"User-Agent": agent} if agent else None)

    async def _post_once(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        async with self._slots:
            await self._request("POST", url, data=body, headers=headers)
        self.posted += 1

    async def _request(self, method: str, url: str, **arguments: Any) -> str:
        try:
            async with self._session.request(method, url, allow_redirects=False, **arguments) as answer:
                text = await answer.text(errors="replace")
                if 200 <= answer.status < 300:
                    return text
                problem = str(answer.status)
        except (aiohttp.ClientError, TimeoutError, ValueError) as failure:
            problem = type(failure).__name__
        self.refused += 1
        log.debug("webhook_refused", problem=problem)
        raise Undelivered(problem)
