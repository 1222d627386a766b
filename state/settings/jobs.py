"""What the product does in the background for this customer."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.core.clock import now
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.jobs.actions import retry
from services.jobs.queries import JobRow, counts, list_jobs
from state.access import needs
from state.base import AppState
from state.toasts import done
from state.words import ago, moment

TABS = ("all", "failed", "running", "queued")
_WORDS = {"failed": ("Failed", "bad"), "running": ("Running", "busy"), "queued": ("Queued", "neutral")}


@dataclass(frozen=True)
class JobView:
    id: int
    title: str
    status: str
    state_words: str
    tone: str
    when: str
    exact: str
    attempts: str
    reason: str


def _read(session: Session, scope: Scope) -> tuple[list[JobRow], dict[str, int]]:
    return list_jobs(session, scope.customer_id), counts(session, scope.customer_id)


class JobsState(AppState):
    """Read again every second while it is open: work starts and ends without an announcement."""

    _every_seconds: ClassVar[float] = 1.0

    ready: bool = False
    may_retry: bool = False
    tab: str = "all"
    rows: list[JobView] = []
    counts: dict[str, int] = {}

    @rx.event
    async def load(self) -> None:
        """Show the tab that the address bar names."""
        tab = str(self.router.url.query_parameters.get("tab", ""))
        self.tab = tab if tab in TABS else "all"
        self.may_retry = (await self._scope()).can(Can.RUN_CAMPAIGNS)
        await self._look()
        self.ready = True

    @rx.event
    async def refresh(self) -> None:
        """Look again."""
        await self._look()

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def retry(self, job_id: int) -> Any:
        """Queue a failed task once more."""
        scope = await self._scope()
        is_new = await in_transaction(scope, retry, scope, int(job_id))
        await self._look()
        return done("Queued again" if is_new else "The same task is queued already")

    async def _look(self) -> None:
        """Only what differs is sent to the browser."""
        scope = await self._scope()
        found, counted = await in_reading(scope, _read, scope)
        rows = [_view(row) for row in found if self.tab in {"all", row.status}]
        counted = {"all": sum(counted.values()), **counted}
        if rows != self.rows:
            self.rows = rows
        if counted != self.counts:
            self.counts = counted


def _view(row: JobRow) -> JobView:
    words, tone = _WORDS[row.status]
    later = row.status == "queued" and row.at > now()
    return JobView(
        id=row.id,
        title=row.title,
        status=row.status,
        state_words="Waiting" if later else words,
        tone=tone,
        when=f"Starts {moment(row.at)}" if later else ago(row.at),
        exact=moment(row.at),
        attempts=f"Tried {row.attempts} times" if row.attempts > 1 else "",
        reason=row.reason,
    )
