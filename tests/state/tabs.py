"""A browser tab without a browser: events go through the real gate and the real event pipeline.

async def test_a_lead_can_be_moved(tab_of, alice):
    tab = await tab_of(alice)
    await tab.open("/leads")                           # hydrates and runs the page's on_load handlers
    await tab.send(LeadsState.move("lead_1", "won"))   # what a click sends
    assert tab.errors == []
    assert (await tab.state(LeadsState)).rows[0].status == "won"
"""

import asyncio
import itertools
import json
import re
from dataclasses import dataclass, field
from typing import Any, TypeVar

from reflex.event import Event
from reflex.istate.manager.token import BaseStateToken
from reflex.state import BaseState, State
from reflex_base.event.processor import BaseStateEventProcessor

from services.core.errors import AppError

Wanted = TypeVar("Wanted", bound=BaseState)
_TOAST = re.compile(r"""__toast.*?\["(\w+)"\]\(("(?:[^"\\]|\\.)*")""")
_numbers = itertools.count(1)


@dataclass
class Wire:
    """Stands where the websocket is: keeps what would have gone to each tab."""

    deltas: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)

    async def emit_update(self, update: Any, token: str) -> None:
        if update.delta:
            self.deltas.setdefault(token, []).append(update.delta)
        self.events.setdefault(token, []).extend(update.events or [])


@dataclass
class Tab:
    """One open tab; `cookie` is its session, "" for a stranger."""

    processor: BaseStateEventProcessor
    manager: Any
    wire: Wire
    cookie: str = ""
    path: str = "/"
    token: str = field(default_factory=lambda: f"tab-{next(_numbers)}")

    async def open(self, path: str) -> None:
        """Load a page as the browser does: state, then its on_load handlers."""
        self.path = path
        await self._hydrate(hashes=[])

    async def reconnect(self) -> None:
        """The connection was lost and is found again; the page stayed as it was."""
        await self._hydrate()

    async def _hydrate(self, **payload: Any) -> None:
        event = Event.from_event_type(State.event_handlers["hydrate_and_load"]())[0]
        await self.send_raw(event.name, payload)

    async def send(self, handler: Any) -> None:
        """One event, an `EventHandler` or a handler called with its arguments, and all that follows from it."""
        event = Event.from_event_type(handler() if callable(handler) else handler)[0]
        await self.send_raw(event.name, event.payload)

    async def send_raw(self, name: str, payload: dict[str, Any] | None = None) -> None:
        """An event by name, as a hostile client would send it."""
        headers = {"cookie": f"leadgen_session={self.cookie}"} if self.cookie else {}
        query = dict(part.split("=", 1) for part in self.path.partition("?")[2].split("&") if part)
        router = {
            "pathname": self.path.partition("?")[0],
            "asPath": self.path,
            "query": query,
            "headers": headers,
            "token": self.token,
        }
        event = Event(name=name, payload=payload or {}, router_data=router)
        future = await self.processor.enqueue(self.token, event)
        before = len(self.events)
        try:
            await future.wait_all()
        except AppError:
            await self._hear_of_it(before)

    async def _hear_of_it(self, before: int) -> None:
        """Expected trouble becomes a toast, sent by a task of its own; anything else fails the test."""
        for _attempt in range(100):
            if len(self.events) > before:
                return
            await asyncio.sleep(0.01)

    async def state(self, wanted: type[Wanted]) -> Wanted:
        """The tab's State as it is now."""
        root = await self.manager.get_state(BaseStateToken(ident=self.token, cls=State))
        return await root.get_state(wanted)

    @property
    def events(self) -> list[Event]:
        """What the browser was told to do: redirects, toasts, scripts."""
        return self.wire.events.get(self.token, [])

    @property
    def redirects(self) -> list[str]:
        return [event.payload["path"] for event in self.events if event.name == "_redirect"]

    @property
    def scripts(self) -> str:
        """All that was sent to be run, toasts included, as one text."""
        return " ".join(str(event.payload) for event in self.events if event.name != "_redirect")

    @property
    def toasts(self) -> list[str]:
        """Kind and words of every toast, such as "error: The lead was not found."."""
        found = (_TOAST.search(str(event.payload.get("function", ""))) for event in self.events)
        return [f"{match[1]}: {json.loads(match[2])}" for match in found if match]

    @property
    def errors(self) -> list[str]:
        """The words of error toasts."""
        return [toast.removeprefix("error: ") for toast in self.toasts if toast.startswith("error: ")]

    @property
    def received(self) -> str:
        """Everything that reached the browser, as one text to search in."""
        return json.dumps(self.wire.deltas.get(self.token, []), default=str)
