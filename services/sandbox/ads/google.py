"""Google lead forms: the whole lead is posted to the form's webhook, with the key that was typed in there."""

import json
import random
from typing import Any

from services.sandbox import errands
from services.sandbox.accounts import Account
from services.sandbox.ads import forms
from services.sandbox.ads.forms import Form
from services.sandbox.world import World

_COLUMNS = {
    "full_name": ("FULL_NAME", "Full Name"),
    "name": ("FULL_NAME", "Full Name"),
    "first_name": ("FIRST_NAME", "First Name"),
    "last_name": ("LAST_NAME", "Last Name"),
    "email": ("EMAIL", "User Email"),
    "phone_number": ("PHONE_NUMBER", "User Phone"),
    "phone": ("PHONE_NUMBER", "User Phone"),
    "city": ("CITY", "City"),
    "company_name": ("COMPANY_NAME", "Company Name"),
    "job_title": ("JOB_TITLE", "Job Title"),
}


class GoogleCallbacks:
    """Errand handlers of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.errands.handlers["google.lead"] = self.tell
        world.advertisers["google_ads"] = self.file

    async def file(self, account: Account, given: list[dict[str, Any]]) -> list[str]:
        filed = [await forms.fill(self._world, account, one) for one in given]

        def work(connection: Any) -> list[errands.Errand]:
            for form in filed:
                forms.insert(connection, "google_ads", form)
            return [errands.insert(connection, "google.lead", form.at, {"id": form.lead_id}) for form in filed]

        for errand in await self._world.journal.run(work):
            self._world.errands.schedule(errand)
        return [form.lead_id for form in filed]

    async def tell(self, body: dict[str, Any]) -> None:
        rows = await self._world.journal.rows("SELECT * FROM lead WHERE lead_id = ?", body["id"])
        account = self._world.accounts.get("google_ads", rows[0]["account"]) if rows else None
        if account is None or not account.webhook_url:
            return
        told = json.dumps(_payload(account, forms.from_row(rows[0]))).encode()
        headers = {"Content-Type": "application/json", "User-Agent": "Google-Ads-Notifier"}
        await self._world.postman.post(account.webhook_url, told, headers)


def _payload(account: Account, form: Form) -> dict[str, Any]:
    dice = random.Random(form.lead_id)
    return {
        "lead_id": form.lead_id,
        "user_column_data": [_column(name, value) for name, value in form.answers.items()],
        "api_version": "1.0",
        "form_id": int(form.form_id) if form.form_id.isdigit() else form.form_id,
        "campaign_id": int(form.campaign_id) if form.campaign_id.isdigit() else form.campaign_id,
        "google_key": account.secret,
        "is_test": form.is_test,
        "gcl_id": f"Cj0KCQ{dice.randrange(16**20):020x}",
        "adgroup_id": 20_000_000_000 + dice.randrange(10**9),
        "creative_id": 30_000_000_000 + dice.randrange(10**9),
        "asset_group_id": 0,
    }


def _column(name: str, value: str) -> dict[str, str]:
    known = _COLUMNS.get(name.lower())
    if known:
        return {"column_id": known[0], "column_name": known[1], "string_value": value}
    # A custom question comes without a name now and then: readers must go by its id.
    return {"column_id": name.upper().strip("?").replace(" ", "_"), "string_value": value}
