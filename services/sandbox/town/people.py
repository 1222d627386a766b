"""Who answers, and what: each person's conversation with each customer of the simulated providers."""

import json
import random
import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from services.sandbox.journal import Journal
from services.sandbox.settings import SandboxSettings
from services.sandbox.town.businesses import LANGUAGES, NATURES
from services.sandbox.town.lines import ANSWERS, ASKED, OPENINGS
from services.sandbox.town.town import Town

EAGER = ("interested", "price", "enquirer")
# A newcomer must not meet only silence: at least this many eager people by the n-th stranger written to.
_PROMISED = ((4, 1), (7, 2), (10, 3))
_MAY_TURN_EAGER = ("silent", "later", "not_interested", "wrong_person", "out_of_office")
WINDOW_SECONDS = 24 * 3600.0


@dataclass
class Talk:
    """One person's side of a conversation; `heard_at` is when they last wrote (Unix time, 0: never)."""

    nature: str
    language: str
    turns: int = 0
    is_over: bool = False
    heard_at: float = 0.0
    name: str = ""
    channels: list[str] = field(default_factory=list)
    suppressed: str = ""  # why SendGrid drops further mail: bounce, unsubscribe, spam


@dataclass(frozen=True)
class Line:
    """Something a person says; `kind` is their nature, or "answer" once in conversation."""

    text: str
    kind: str


class People:
    """All conversations, in memory over the journal, by circle (customer) and address."""

    def __init__(self, journal: Journal, town: Town, settings: Callable[[], SandboxSettings]) -> None:
        self._journal = journal
        self._town = town
        self._settings = settings
        self._talks: dict[tuple[str, str], Talk] = {}
        self._met: dict[tuple[str, str], list[int]] = {}  # circle, channel → people met, eager ones among them

    async def load(self) -> None:
        for row in await self._journal.rows("SELECT * FROM talk ORDER BY rowid"):
            talk = Talk(**json.loads(row["data"]))
            self._talks[row["circle"], row["address"]] = talk
            for channel in talk.channels:
                self._count(row["circle"], channel, talk.nature)

    def forget_all(self) -> None:
        self._talks.clear()
        self._met.clear()

    def name_of(self, circle: str, address: str) -> str:
        talk = self._talks.get((circle, address))
        business = self._town.by_address(address)
        return (talk.name if talk else "") or (business.person if business else "")

    def window_is_open(self, circle: str, address: str) -> bool:
        """WhatsApp's rule: the person wrote to this customer within the last 24 hours."""
        talk = self._talks.get((circle, address))
        return talk is not None and time.time() - talk.heard_at < WINDOW_SECONDS

    def talk_with(self, circle: str, address: str) -> Talk | None:
        return self._talks.get((circle, address))

    def meet(self, circle: str, channel: str, address: str) -> Talk:
        """The talk with `address`, begun now when the customer writes to it for the first time."""
        talk = self._talks.get((circle, address)) or self._talks.get(("", address)) or self._stranger(address)
        talk = Talk(**asdict(talk))
        if channel not in talk.channels:
            if talk.nature in _MAY_TURN_EAGER and not talk.channels and self._owes_an_answer(circle, channel):
                talk.nature = "interested"
            talk.channels = [*talk.channels, channel]
            self._count(circle, channel, talk.nature)
        self._talks[circle, address] = talk
        return talk

    async def keep(self, circle: str, address: str, talk: Talk) -> None:
        self._talks[circle, address] = talk
        await self._journal.run(lambda connection: write(connection, circle, address, talk))

    async def cast(self, circle: str, address: str, **traits: Any) -> Talk:
        """Decide beforehand who `address` is (`nature`, `language`, `name`); circle "" is for every customer."""
        stranger = asdict(self._talks.get((circle, address)) or self._stranger(address))
        talk = Talk(**{**stranger, **traits})
        await self.keep(circle, address, talk)
        return talk

    def answer(self, talk: Talk, address: str, text: str, channel: str) -> Line | None:
        """What the person says to `text`; moves the talk on. None: nothing."""
        if talk.is_over or talk.nature in ("silent", "hard_bounce", "soft_bounce", "complaint"):
            return None
        dice = random.Random(f"{self._settings().seed}:{address}:{talk.turns}")
        if talk.nature == "out_of_office":
            return Line(dice.choice(OPENINGS["out_of_office"][talk.language]), "out_of_office")
        opening = talk.turns == 0
        said = dice.choice(OPENINGS[talk.nature][talk.language]) if opening else _reply(talk, text, dice)
        talk.turns += 1
        talk.heard_at = time.time()
        is_curt = talk.nature in ("not_interested", "wrong_person")
        talk.is_over = talk.nature in ("stop", "wrong_person") or (is_curt and not opening)
        return Line(said, talk.nature if opening else "answer")

    def _stranger(self, address: str) -> Talk:
        business = self._town.by_address(address)
        if business:
            return Talk(business.nature, business.language, name=business.person)
        if not self._settings().strangers_reply:
            return Talk("silent", "en")
        dice = random.Random(f"{self._settings().seed}:{address}")
        return Talk(dice.choice(NATURES), dice.choice(LANGUAGES))

    def _count(self, circle: str, channel: str, nature: str) -> None:
        met = self._met.setdefault((circle, channel), [0, 0])
        met[0] += 1
        met[1] += nature in EAGER

    def _owes_an_answer(self, circle: str, channel: str) -> bool:
        met, eager = self._met.get((circle, channel), (0, 0))
        return any(met < by and promised - eager >= by - met for by, promised in _PROMISED)


def write(connection: sqlite3.Connection, circle: str, address: str, talk: Talk) -> None:
    """Store a talk inside the caller's commit."""
    connection.execute(
        "INSERT INTO talk VALUES (?, ?, ?) ON CONFLICT (circle, address) DO UPDATE SET data = excluded.data",
        (circle, address, json.dumps(asdict(talk))),
    )


def _reply(talk: Talk, text: str, dice: random.Random) -> str:
    kind = talk.nature if talk.nature in ("later", "not_interested", "wrong_person") else _asked(text)
    choices = ANSWERS.get(kind, ANSWERS["other"])[talk.language]
    if kind in ("visit", "price", "question", "thanks", "other"):
        return choices[min(talk.turns - 1, len(choices) - 1)]
    return dice.choice(choices)


def _asked(text: str) -> str:
    return next((kind for kind, pattern in ASKED.items() if re.search(pattern, text.lower())), "other")
