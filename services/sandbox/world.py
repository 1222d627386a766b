"""Everything the simulated providers share: journal, settings, accounts, town, people, errands."""

import json
import random
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account, Accounts
from services.sandbox.deliver import Postman
from services.sandbox.errands import Errands
from services.sandbox.journal import TABLES, Journal
from services.sandbox.limits import Limits
from services.sandbox.settings import SandboxSettings
from services.sandbox.town.people import People
from services.sandbox.town.town import Town

# Lets a person write to an account: (account, what the control API was given) → the provider's message id.
Speaker = Callable[[Account, dict[str, Any]], Awaitable[str]]
# Files ad forms at an account: (account, one dictionary a form) → the platform's lead ids.
Advertiser = Callable[[Account, list[dict[str, Any]]], Awaitable[list[str]]]


class World:
    """Made by `open`, started once the handlers are in place, closed with the server."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.settings = SandboxSettings()
        self.dice = random.Random(self.settings.seed)
        self.accounts = Accounts(journal)
        self.town = Town(journal, self.settings.seed)
        self.people = People(journal, self.town, lambda: self.settings)
        self.postman = Postman(lambda: self.settings)
        self.errands = Errands(journal, lambda: self.settings.retry_seconds)
        self.limits = Limits()
        self.ratings: dict[str, dict[str, str]] = {}  # Cloud number → the fields that say how it is rated
        self.speakers: dict[str, Speaker] = {}
        self.advertisers: dict[str, Advertiser] = {}
        self.on_account: dict[str, Callable[[Account, bool], Awaitable[None]]] = {}
        self.mail_ports: tuple[int, int] = (0, 0)  # where SMTP and IMAP listen
        self.address = ""  # where people reach this server
        self.trap_hits = 0
        self.questions: deque[dict[str, Any]] = deque(maxlen=200)  # bodies that the language model was sent
        self.places_calls: Counter[str] = Counter()  # by what the field mask made of the call

    @classmethod
    async def open(cls, path: Path | None) -> "World":
        world = cls(Journal(path))
        stored = await world.journal.rows("SELECT name, value FROM setting")
        world.settings = SandboxSettings(**{row["name"]: json.loads(row["value"]) for row in stored})
        world.town.seed = world.settings.seed
        world.dice = random.Random(world.settings.seed)
        await world.accounts.load()
        await world.town.load()
        await world.people.load()
        return world

    async def close(self) -> None:
        await self.errands.stop()
        await self.postman.close()
        await self.journal.close()

    async def change_settings(self, changes: dict[str, Any]) -> None:
        """Merge `changes` over the present settings; raises pydantic's ValidationError."""
        changed = SandboxSettings(**{**self.settings.model_dump(exclude_unset=True), **changes})
        is_new_town = changed.seed != self.settings.seed
        stored = [(name, json.dumps(value)) for name, value in changed.model_dump(exclude_unset=True).items()]
        await self.journal.run(
            lambda connection: connection.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", stored)
        )
        self.settings = changed
        if is_new_town:
            await self.journal.execute("DELETE FROM district")
            await self.town.start_again(changed.seed)

    async def reset(self, accounts: bool) -> None:
        """Forget messages, people, leads and settings; registered accounts too when asked."""
        self.errands.forget_all()
        for table in TABLES:
            await self.journal.run(lambda connection, table=table: connection.execute(f"DELETE FROM {table}"))  # noqa: S608
        self.settings = SandboxSettings()
        self.dice = random.Random(self.settings.seed)
        self.people.forget_all()
        self.limits.forget_all()
        self.trap_hits = 0
        self.places_calls.clear()
        self.questions.clear()
        await self.town.start_again(self.settings.seed)
        if accounts:
            await self.accounts.forget_all()

    def soon(self, low: float, high: float) -> float:
        """A Unix time between `low` and `high` seconds from now at the present speed."""
        return time.time() + self.dice.uniform(low, high) / self.settings.speed


WORLD: web.AppKey[World] = web.AppKey("world", World)


def world_of(request: web.Request) -> World:
    return request.app[WORLD]
