"""Notifications to every subscribed address, signed; an address is challenged before it is subscribed."""

import hashlib
import hmac
import json
import time
import uuid
from dataclasses import replace
from typing import Any

from services.sandbox import errands, things
from services.sandbox.accounts import Account
from services.sandbox.ads import forms
from services.sandbox.ads.forms import Form
from services.sandbox.errands import Undelivered
from services.sandbox.linkedin.forms import enquirer, form_urn, numbered, predefined
from services.sandbox.things import Thing
from services.sandbox.world import World

PROVIDER = "linkedin"
SUBSCRIPTION = "linkedin.subscription"


class LinkedInCallbacks:
    """Errand handlers of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.errands.handlers |= {"linkedin.tell": self.tell, "linkedin.verify": self.verify}
        world.advertisers[PROVIDER] = self.file
        self._plan_next = world.on_account[PROVIDER]
        world.on_account[PROVIDER] = self.begin

    async def begin(self, account: Account, is_new: bool) -> None:
        """A registered address counts as one that was entered in the developer portal."""
        known = await things.all_of(self._world.journal, SUBSCRIPTION, account.account)
        if account.webhook_url and account.webhook_url not in {one.data["webhook"] for one in known}:
            await self._world.errands.add("linkedin.verify", 0.0, {"account": account.account})
        await self._plan_next(account, is_new)

    async def verify(self, body: dict[str, Any]) -> None:
        account = self._world.accounts.get(PROVIDER, body["account"])
        if account is None:
            return
        if not await proves_itself(self._world, account, account.webhook_url):
            raise Undelivered("challenge")
        await subscribe(self._world, account, account.webhook_url)

    async def file(self, account: Account, given: list[dict[str, Any]]) -> list[str]:
        """Keep the responses and tell of each; {"lead_id", "deleted": true} deletes one and tells of that."""
        filed = [await self._filled(account, one) for one in given if not one.get("deleted")]
        gone = [str(one.get("lead_id")) for one in given if one.get("deleted")]

        def work(connection: Any) -> list[errands.Errand]:
            for form in filed:
                forms.insert(connection, PROVIDER, form)
            for lead_id in gone:
                connection.execute("DELETE FROM lead WHERE lead_id = ? AND account = ?", (lead_id, account.account))
            actions = [(form.lead_id, "CREATED", form.at) for form in filed] + [(one, "DELETED", 0.0) for one in gone]
            return [_errand(connection, account, *action) for action in actions]

        for errand in await self._world.journal.run(work):
            self._world.errands.schedule(errand)
        return [form.lead_id for form in filed] + gone

    async def _filled(self, account: Account, given: dict[str, Any]) -> Form:
        form = await forms.fill(self._world, account, given)
        is_own = bool(given.get("answers"))
        answers = predefined(form.answers) if is_own else enquirer(self._world.dice, form.answers)
        lead_id = str(given.get("lead_id") or f"{uuid.uuid4()}-4")
        return replace(form, lead_id=lead_id, answers=answers, form_id=str(numbered(account)))

    async def tell(self, body: dict[str, Any]) -> None:
        account = self._world.accounts.get(PROVIDER, body["account"])
        if account is None:
            return
        told = json.dumps(_event(account, body["id"], body["action"])).encode()
        digest = hmac.new(account.secret.encode(), b"hmacsha256=" + told, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-LI-Signature": digest, "User-Agent": "LinkedInNotifications"}
        for one in await things.all_of(self._world.journal, SUBSCRIPTION, account.account):
            await self._world.postman.post(one.data["webhook"], told, headers)


async def proves_itself(world: World, account: Account, url: str) -> bool:
    """LinkedIn's challenge: the address must know the app's secret."""
    code = str(uuid.uuid4())
    expected = hmac.new(account.secret.encode(), code.encode(), hashlib.sha256).hexdigest()
    try:
        said = json.loads(await world.postman.get(url, {"challengeCode": code}))
    except (Undelivered, ValueError):
        return False
    return isinstance(said, dict) and said == {"challengeCode": code, "challengeResponse": expected}


async def subscribe(world: World, account: Account, url: str) -> str:
    """Subscribe an address that proved itself; answers the subscription's id."""
    subscription = Thing(SUBSCRIPTION, str(uuid.uuid4().int % 10**8), account.account, {"webhook": url})
    await world.journal.run(lambda connection: things.put(connection, subscription))
    return subscription.id


def _errand(connection: Any, account: Account, lead_id: str, action: str, due: float) -> errands.Errand:
    told = {"account": account.account, "id": lead_id, "action": action}
    return errands.insert(connection, "linkedin.tell", due, told)


def _event(account: Account, lead_id: str, action: str) -> dict[str, Any]:
    return {
        "type": "LEAD_ACTION",
        "leadGenFormResponse": f"urn:li:leadGenFormResponse:{lead_id}",
        "leadGenForm": form_urn(account),
        "owner": {"sponsoredAccount": f"urn:li:sponsoredAccount:{account.account}"},
        "associatedEntity": {"sponsoredCreative": "urn:li:sponsoredCreative:1"},
        "leadType": "SPONSORED",
        "leadAction": action,
        "occurredAt": int(time.time() * 1000),
    }
