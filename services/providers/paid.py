"""Sources that cost money: the books a run keeps for them, and work that the provider does by itself for a while."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from services.providers.base import LeadSource, SearchCriteria


class Books(Protocol):
    """What a run keeps for a source that costs money. Each method saves at once, in a transaction of its own."""

    async def hold(self, most_paise: int) -> None:
        """Before a paid call: reserve the most it can cost. Raises OverBudget, and then nothing may be called."""
        ...

    async def settle(self, held_paise: int, cost_paise: int, calls: int = 1) -> None:
        """After it: replace what was held by what it cost, on the meter and on the run."""
        ...

    async def wait_turn(self, per_minute: int, per_day: int) -> None:
        """Wait for the account's next slot. Raises ProviderRefused when the day's calls are used up; 0: no limit."""
        ...

    async def unseen(self, outside_ids: Sequence[str]) -> set[str]:
        """Those of a page of the source's own ids that no run has looked at in the last months."""
        ...


@runtime_checkable
class PaidSource(LeadSource, Protocol):
    """A source whose calls cost money; it is given the run's books before it searches."""

    def keep(self, books: Books) -> None: ...


class OutsideState(StrEnum):
    """Where a run on somebody else's machines stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class OutsideOrder:
    """What is asked of them, at most `results` for at most `most_usd_micros` (millionths of a dollar).

    `reference` is our own id of the run and `callback` where they may tell us that it ended, "" for nowhere.
    """

    source: str
    target: str
    input: Any
    options: Mapping[str, str]
    results: int
    most_usd_micros: int
    reference: str = ""
    callback: str = ""


@dataclass(frozen=True)
class OutsideNews:
    """What they say of a run; `words` say why it failed. Costs are None as long as they are not known."""

    external_id: str
    state: OutsideState
    words: str = ""
    results: int | None = None
    cost_usd_micros: int | None = None


@runtime_checkable
class OutsideSource(LeadSource, Protocol):
    """A source that is a run on somebody else's machines: ordered, waited for without holding anything, then read.

    `search` reads the results of `criteria.results_of`. Starting twice is paying twice, so `start` raises ProviderDown
    only when nothing was started, and ProviderUnsure when that is not certain.
    """

    def order(self, criteria: SearchCriteria, most_usd_micros: int) -> OutsideOrder: ...

    async def start(self, order: OutsideOrder) -> OutsideNews: ...

    async def look_up(self, order: OutsideOrder, since: datetime, known: Collection[str]) -> OutsideNews | None:
        """The run of this order that was started since then; `known` are runs of other orders. None: there is none."""
        ...

    async def look(self, external_id: str, source: str) -> OutsideNews: ...

    async def stop(self, external_id: str) -> None: ...
