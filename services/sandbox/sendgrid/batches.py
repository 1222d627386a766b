"""Events that fall due together are posted as one signed JSON array."""

import asyncio
import json
import time
from typing import Any

from services.sandbox.accounts import Account
from services.sandbox.errands import Undelivered
from services.sandbox.sendgrid.wire import signed_headers
from services.sandbox.world import World

_BATCH_SECONDS = 0.2
_LARGEST = 500


class Batches:
    """One open batch an account; whoever opens it posts it for all who join."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: dict[str, tuple[list[dict[str, Any]], asyncio.Future[None]]] = {}

    async def tell(self, account: Account, event: dict[str, Any]) -> None:
        """Return once the batch with `event` was acknowledged; raises Undelivered for everybody in it."""
        batch = self._open.get(account.account)
        if batch is not None and len(batch[0]) < _LARGEST:
            batch[0].append(event)
            await asyncio.shield(batch[1])
            return
        batch = ([event], asyncio.get_running_loop().create_future())
        self._open[account.account] = batch
        try:
            await asyncio.sleep(_BATCH_SECONDS / self._world.settings.speed)
        finally:
            if self._open.get(account.account) is batch:
                del self._open[account.account]
        await self._post(account, *batch)

    async def _post(self, account: Account, events: list[dict[str, Any]], done: asyncio.Future[None]) -> None:
        body = json.dumps(events, separators=(",", ":")).encode() + b"\r\n"
        headers = signed_headers(account, body, str(int(time.time())))
        try:
            await self._world.postman.post(account.webhook_url, body, headers)
        except Undelivered as problem:
            done.set_exception(problem)
            done.exception()  # nobody may have joined
            raise
        done.set_result(None)
