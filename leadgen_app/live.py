"""Carries live events from the database to the open tabs they concern."""

import asyncio
import logging
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from reflex.event import Event, EventHandler
from reflex.utils.format import format_event_handler
from sqlalchemy import func
from sqlmodel import Session, col, select

from services.core.log import get_logger
from services.db import in_system_reading
from services.live import Topic
from services.models import LiveEvent
from state.base import AppState

EVERY_SECONDS = 0.2
_OVERLAP = 200  # ids may be committed out of order: look back this far for late ones
_SHELL = frozenset({Topic.CONTACTS, Topic.LEADS, Topic.CONVERSATIONS, Topic.NOTIFICATIONS})

log = get_logger(__name__)


def _is_news(record: logging.LogRecord) -> bool:
    """A tab that closes while its refresh is under way is no trouble; Reflex warns of each."""
    return not record.getMessage().startswith("Attempting to send delta to disconnected client")


logging.getLogger("reflex.app").addFilter(_is_news)


@dataclass(frozen=True)
class Tab:
    customer_id: int
    route: str


@dataclass
class Seen:
    """How far the outbox has been read."""

    last: int = 0
    recent: set[int] = field(default_factory=set)


_tabs: dict[str, Tab] = {}
_listeners: dict[str, list[EventHandler]] = {}


def listen(route: str, states: list[Any]) -> None:
    """States whose `refresh` handler is called in tabs on `route`."""
    heard = [state for state in states if state is not None and (state._topics or state._every_seconds)]
    found = {state: state.event_handlers["refresh"] for state in heard}
    _listeners[route.partition("?")[0].rstrip("/") or "/"] = list(found.values())


def note(token: str, customer_id: int, route: str) -> None:
    """The gate saw this tab: whose it is and what it shows."""
    if customer_id:
        _tabs[token] = Tab(customer_id, route)
    else:
        forget(token)


def forget(token: str) -> None:
    """Nothing is pushed to this tab until it signs in again."""
    _tabs.pop(token, None)


def _news(session: Session, seen: Seen) -> list[tuple[int, str]]:
    """(customer, topic) of every event not seen before."""
    newest = session.exec(select(func.max(LiveEvent.id))).one() or 0
    if newest == seen.last and not seen.recent:
        return []
    rows = session.exec(
        select(LiveEvent.id, LiveEvent.customer_id, LiveEvent.topic)
        .where(col(LiveEvent.id) > min(seen.last, newest) - _OVERLAP)
        .order_by(col(LiveEvent.id))
    ).all()
    fresh = [(customer_id, topic) for id_, customer_id, topic in rows if id_ not in seen.recent]
    seen.last, seen.recent = newest, {id_ or 0 for id_, _, _ in rows}
    return fresh


def _handlers_for(tab: Tab, topics: set[str]) -> list[EventHandler]:
    pages = [handler for handler in _listeners.get(tab.route, []) if topics & handler.state._topics]  # pyright: ignore
    shell = [AppState.event_handlers["load_shell"]] if topics & _SHELL else []
    return shell + pages


class Watcher:
    """Polls the outbox and refreshes tabs; a tab still busy with one refresh gets the next one after it."""

    def __init__(self, app: rx.App) -> None:
        self._app = app
        self._seen = Seen()
        self._busy: dict[tuple[str, str], Any] = {}
        self._due: dict[tuple[str, str], EventHandler] = {}
        self._looked: dict[tuple[str, str], float] = {}

    async def start(self) -> None:
        """What is already there is no news."""
        await in_system_reading(_news, self._seen)

    async def tick(self) -> None:
        by_customer: dict[int, set[str]] = defaultdict(set)
        for customer_id, topic in await in_system_reading(_news, self._seen):
            by_customer[customer_id].add(topic)
        here = self._tabs_here()
        for token, tab in here.items():
            for handler in _handlers_for(tab, by_customer.get(tab.customer_id, set())):
                self._due[token, format_event_handler(handler)] = handler
        self._look_again(here)
        await self._push(here)

    def _look_again(self, here: dict[str, Tab]) -> None:
        """Pages that show what nobody announces are refreshed by the clock."""
        at = time.monotonic()
        looked, self._looked = self._looked, {}
        for token, tab in here.items():
            for handler in _listeners.get(tab.route, []):
                every = handler.state._every_seconds  # pyright: ignore
                key = (token, format_event_handler(handler))
                if every and at - looked.get(key, at) >= every:
                    self._due[key] = handler
                    self._looked[key] = at
                elif every:
                    self._looked[key] = looked.get(key, at)

    def _tabs_here(self) -> dict[str, Tab]:
        """Tabs whose socket is in this process; others have been closed or belong to another worker."""
        manager = self._app.event_namespace._token_manager  # pyright: ignore[reportOptionalMemberAccess]
        records = manager.token_to_socket
        mine = {token for token, record in records.items() if record.instance_id == manager.instance_id}
        for token in [token for token in _tabs if token not in mine]:
            forget(token)
        return dict(_tabs)

    async def _push(self, here: dict[str, Tab]) -> None:
        for key, handler in list(self._due.items()):
            token, _name = key
            running = self._busy.get(key)
            if running is not None and not running.done():
                continue
            del self._due[key]
            if token in here:
                event = Event.from_event_type(handler())[0]
                self._busy[key] = await self._app.event_processor.enqueue(token, event)
        self._busy = {key: running for key, running in self._busy.items() if not running.done()}


async def watch(app: rx.App) -> None:
    """Runs for as long as the web process; trouble is logged and the next look is made all the same."""
    watcher = Watcher(app)
    started = False
    while True:
        try:
            if not started:
                await watcher.start()
                started = True
            await watcher.tick()
        except Exception:
            log.exception("live_events_failed")
            await asyncio.sleep(2)
        await asyncio.sleep(EVERY_SECONDS)
