"""A run's books for a source that costs money: budget, cost, pace, and what was looked at before."""

import asyncio
import time
from collections.abc import Sequence

from sqlmodel import Session, select

from services.core.errors import ProviderRefused
from services.core.scope import Scope
from services.db import in_reading, in_transaction
from services.models import ScrapingRun
from services.outreach.ledger import reserve_slots
from services.sourcing.references import unseen
from services.spending.actions import count, hold
from services.spending.queries import used_today
from services.spending.rules import Meter


class RunBooks:
    """The `Books` of one run; money that is held counts as the run's cost until it is settled."""

    def __init__(self, scope: Scope, run_id: int, source: str, *, is_sandbox: bool) -> None:
        self._scope, self._run_id, self._source, self._is_sandbox = scope, run_id, source, is_sandbox
        self._meter = Meter(source)

    async def hold(self, most_paise: int) -> None:
        await in_transaction(self._scope, self._hold, most_paise)

    async def settle(self, held_paise: int, cost_paise: int, calls: int = 1) -> None:
        await in_transaction(self._scope, self._settle, held_paise, cost_paise, calls)

    async def wait_turn(self, per_minute: int, per_day: int) -> None:
        if per_day and await in_reading(self._scope, used_today, self._meter, is_sandbox=self._is_sandbox) >= per_day:
            words = f"Today's limit of {per_day:,} calls is used up. The search goes on tomorrow."
            raise ProviderRefused(self._source, words, "day_limit")
        if per_minute:
            start = await in_transaction(self._scope, self._reserve, per_minute)
            await asyncio.sleep(max(0.0, start - time.time()))

    async def unseen(self, outside_ids: Sequence[str]) -> set[str]:
        return await in_reading(self._scope, unseen, outside_ids)

    def _hold(self, session: Session, most_paise: int) -> None:
        hold(session, self._meter, most_paise, is_sandbox=self._is_sandbox)
        self._run(session).cost_paise += most_paise

    def _settle(self, session: Session, held_paise: int, cost_paise: int, calls: int) -> None:
        count(session, self._meter, calls, cost_paise - held_paise, is_sandbox=self._is_sandbox)
        self._run(session).cost_paise += cost_paise - held_paise

    def _run(self, session: Session) -> ScrapingRun:
        return session.exec(select(ScrapingRun).where(ScrapingRun.id == self._run_id).with_for_update()).one()

    def _reserve(self, session: Session, per_minute: int) -> float:
        account = f"{self._source}:{self._scope.customer_id}"
        return reserve_slots(session, account, 1, per_minute / 60, time.time())
