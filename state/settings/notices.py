"""What a person is told of, by which ways, and when they are left alone."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import reflex as rx

from services.core.scope import Can
from services.db import in_reading
from services.models import NoticeWay
from services.telling.actions import save_digest, save_phone, save_quiet, save_ways
from services.telling.queries import Choices, choices_of
from services.telling.rules import WORDS, Event
from state.access import needs
from state.base import AppState
from state.settings.saving import SavingMixin, typed

QUIET = ("quiet_from", "quiet_until")


@dataclass(frozen=True)
class EventView:
    """One line of the matrix."""

    event: str
    label: str
    detail: str
    push: bool
    email: bool
    whatsapp: bool


class NoticesState(SavingMixin, AppState):
    """Every role chooses for itself; each card is saved by itself."""

    events: list[EventView] = []
    form: dict[str, str] = {}
    email: str = ""
    hides_text: bool = False
    has_email: bool = False
    has_whatsapp: bool = False

    @rx.event
    async def load(self) -> None:
        """Read everything as stored."""
        scope = await self._scope()
        self._begin(scope, Can.VIEW)
        await self._read()
        self.ready = True

    @rx.event
    @needs(Can.VIEW)
    async def save_ways(self, form: dict[str, Any]) -> Any:
        """Store which event is told by which way."""
        ways = {event: [way for way in NoticeWay if form.get(f"{event}:{way}")] for event in Event}
        work = partial(save_ways, hides_text=bool(form.get("hides_text")))
        await self._store("ways", await self._scope(), work, ways)
        await self._read()

    @rx.event
    @needs(Can.VIEW)
    async def save_phone(self, form: dict[str, Any]) -> Any:
        """Store the person's own number."""
        return await self._save("phone", save_phone, *typed({"phone": "", **form}, "phone").values())

    @rx.event
    @needs(Can.VIEW)
    async def save_quiet(self, form: dict[str, Any]) -> Any:
        """Store when this person is left alone."""
        return await self._save("quiet", save_quiet, *typed({**dict.fromkeys(QUIET, ""), **form}, *QUIET).values())

    @rx.event
    @needs(Can.VIEW)
    async def save_digest(self, form: dict[str, Any]) -> Any:
        """Store the hour of the daily e-mail."""
        return await self._save("digest", save_digest, *typed({"digest_at": "", **form}, "digest_at").values())

    async def _save(self, card: str, work: Any, *given: str) -> Any:
        await self._store(card, await self._scope(), work, *given)
        if not self.problems:
            await self._read()
        return self._go_to_problem()

    async def _read(self) -> None:
        scope = await self._scope()
        found = await in_reading(scope, choices_of, scope)
        self.events = [_view(event, found) for event in Event]
        self.form = {field: getattr(found, field) for field in ("phone", "digest_at", *QUIET)}
        self.email, self.hides_text = found.email, found.hides_text
        self.has_email, self.has_whatsapp = found.has_email, found.has_whatsapp


def _view(event: Event, found: Choices) -> EventView:
    ways, words = found.ways[event], WORDS[event]
    return EventView(
        event.value,
        words.label,
        words.detail,
        NoticeWay.PUSH in ways,
        NoticeWay.EMAIL in ways,
        NoticeWay.WHATSAPP in ways,
    )
