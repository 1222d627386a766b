"""Meta's leadgen webhook: batches of entries and changes, signed with the app's secret; the challenge before it."""

import json
from typing import Any

from services.sandbox import errands, graph
from services.sandbox.accounts import Account
from services.sandbox.ads import forms
from services.sandbox.ads.forms import Form
from services.sandbox.world import World

_CHANGES_AN_ENTRY = 2


class MetaCallbacks:
    """Errand handlers of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.errands.handlers |= {"meta.leads": self.tell, "meta.verify": self.verify}
        world.advertisers["meta"] = self.file
        self._plan_next = world.on_account["meta"]
        world.on_account["meta"] = self.subscribe

    async def subscribe(self, account: Account, is_new: bool) -> None:
        """A page that is new gets its webhook verified, as when an app subscribes."""
        if is_new and account.webhook_url:
            await self._world.errands.add("meta.verify", 0.0, {"account": account.account})
        await self._plan_next(account, is_new)

    async def verify(self, body: dict[str, Any]) -> None:
        await graph.verify(self._world, self._world.accounts.get("meta", body["account"]))

    async def file(self, account: Account, given: list[dict[str, Any]]) -> list[str]:
        """Keep the leads for the Graph API, then name them to the webhook in one batch."""
        filed = [await forms.fill(self._world, account, one) for one in given]
        lead_ids = [form.lead_id for form in filed]

        def work(connection: Any) -> errands.Errand:
            for form in filed:
                forms.insert(connection, "meta", form)
            return errands.insert(connection, "meta.leads", filed[0].at, {"account": account.account, "ids": lead_ids})

        self._world.errands.schedule(await self._world.journal.run(work))
        return lead_ids

    async def tell(self, body: dict[str, Any]) -> None:
        account = self._world.accounts.get("meta", body["account"])
        if account is None or not account.webhook_url:
            return
        marks = ",".join("?" * len(body["ids"]))
        rows = await self._world.journal.rows(
            f"SELECT * FROM lead WHERE lead_id IN ({marks}) ORDER BY seq",  # noqa: S608  question marks only
            *body["ids"],
        )
        told = json.dumps(_batch(account, [forms.from_row(row) for row in rows])).encode()
        await graph.post(self._world, account, told)


def _batch(account: Account, filed: list[Form]) -> dict[str, Any]:
    groups = [filed[start : start + _CHANGES_AN_ENTRY] for start in range(0, len(filed), _CHANGES_AN_ENTRY)]
    entries = [
        {"id": account.account, "time": int(group[0].at), "changes": [_change(account, form) for form in group]}
        for group in groups
    ]
    return {"object": "page", "entry": entries}


def _change(account: Account, form: Form) -> dict[str, Any]:
    value = {
        "leadgen_id": form.lead_id,
        "page_id": account.account,
        "form_id": form.form_id,
        "adgroup_id": form.ad_id,
        "ad_id": form.ad_id,
        "created_time": int(form.at),
    }
    return {"field": "leadgen", "value": value}
