"""Filled-in ad forms: who files them, how they are kept, and when the next one comes by itself."""

import json
import random
import sqlite3
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from services.sandbox.accounts import Account
from services.sandbox.town.businesses import LANGUAGES, PHONE_BLOCK
from services.sandbox.town.cities import CITIES
from services.sandbox.town.names import FIRST, LAST
from services.sandbox.world import World

_WISHES = (
    "Please call me with the price.",
    "Kitna charge hai? Please WhatsApp karein.",
    "मुझे पूरी जानकारी चाहिए।",
    "I want to start this month.",
    "Do you have a slot this weekend?",
)
_LONGEST_PAUSE = 3600.0


@dataclass(frozen=True)
class Form:
    """`answers` uses Meta's field names (full_name, email, phone_number, city, …) or the caller's own."""

    lead_id: str
    account: str
    form_id: str
    answers: dict[str, str]
    is_test: bool = False
    campaign_id: str = ""
    ad_id: str = ""
    at: float = field(default_factory=time.time)


def form_id_of(account: Account) -> str:
    """The account's own lead form, unless it was registered with one."""
    return account.form_id or str(random.Random(f"form:{account.account}").randrange(10**14, 10**15))


def enquirer(world: World) -> dict[str, str]:
    """An invented person and what they typed."""
    dice = world.dice
    first, last = dice.choice(FIRST), dice.choice(LAST)
    number = dice.randrange(10**5)
    return {
        "full_name": f"{first} {last}",
        "email": f"{first}.{last}{number}@mail.example".lower(),
        "phone_number": f"{PHONE_BLOCK}99{number:05d}",
        "city": dice.choice(list(CITIES.values())).name,
        "what_are_you_looking_for?": dice.choice(_WISHES),
    }


async def fill(world: World, account: Account, given: dict[str, Any]) -> Form:
    """The form that `given` (of the control API) describes; its person will answer when written to."""
    answers = {str(name): str(value) for name, value in (given.get("answers") or {}).items()} or enquirer(world)
    number = uuid.uuid4().int
    lead_id = str(given.get("lead_id") or number % 10**16)
    if account.provider == "google_ads" and not given.get("lead_id"):
        lead_id = f"TeSter-{uuid.uuid4().hex}" if given.get("is_test") else uuid.uuid4().hex + uuid.uuid4().hex
    form = Form(
        lead_id=lead_id,
        account=account.account,
        form_id=str(given.get("form_id") or form_id_of(account)),
        answers=answers,
        is_test=bool(given.get("is_test")),
        campaign_id=str(given.get("campaign_id") or number % 10**11),
        ad_id=str(given.get("ad_id") or number % 10**12),
    )
    if not form.is_test:
        await _introduce(world, account, answers)
    return form


async def _introduce(world: World, account: Account, answers: dict[str, str]) -> None:
    name = next((value for key, value in answers.items() if "name" in key.lower()), "")
    language = LANGUAGES[sum(name.encode()) % len(LANGUAGES)]
    for value in answers.values():
        address = value.lower() if "@" in value else "+" + "".join(filter(str.isdigit, value))
        is_address = "@" in value or (value.startswith("+") and len(address) > 10)
        if is_address and world.people.talk_with(account.circle, address) is None:
            await world.people.cast(account.circle, address, nature="enquirer", language=language, name=name)


def insert(connection: sqlite3.Connection, platform: str, form: Form) -> None:
    data = {"answers": form.answers, "is_test": form.is_test, "campaign_id": form.campaign_id, "ad_id": form.ad_id}
    connection.execute(
        "INSERT INTO lead (platform, lead_id, account, form_id, at, data) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (lead_id) DO NOTHING",
        (platform, form.lead_id, form.account, form.form_id, form.at, json.dumps(data)),
    )


def from_row(row: sqlite3.Row) -> Form:
    return Form(
        lead_id=row["lead_id"], account=row["account"], form_id=row["form_id"], at=row["at"], **json.loads(row["data"])
    )


class Enquiries:
    """Now and then somebody fills in a form at every registered account, more and more rarely."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.errands.handlers["ads.next"] = self.next
        for provider in ("meta", "google_ads", "linkedin"):
            world.on_account[provider] = self.begin

    async def begin(self, account: Account, is_new: bool) -> None:
        """Plan the first form of an account that has none planned."""
        del is_new
        plan = {"provider": account.provider, "account": account.account}
        waiting = await self._world.journal.rows(
            "SELECT 1 FROM errand WHERE kind = 'ads.next' AND json_extract(body, '$.account') = ?", account.account
        )
        if not waiting:
            first = time.time() + self._world.settings.ad_first_seconds / self._world.settings.speed
            await self._world.errands.add("ads.next", first, {**plan, "filed": 0})

    async def next(self, body: dict[str, Any]) -> float | None:
        settings = self._world.settings
        account = self._world.accounts.get(body["provider"], body["account"])
        if account is None:
            return None
        if settings.ad_leads and not settings.silent:
            await self._world.advertisers[account.provider](account, [{}])
            body["filed"] += 1
        pause = settings.ad_every_days * settings.day_seconds * 1.5 ** min(body["filed"], 20)
        return time.time() + min(pause, _LONGEST_PAUSE) / settings.speed
