"""The customer's accounts at providers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from services.core.clock import INDIA
from services.core.errors import AppError
from services.core.scope import Can
from services.core.settings import get_settings
from services.db import in_reading, in_transaction
from services.deliverability.checking import CHECKED, check
from services.deliverability.rules import Finding, Verdict
from services.integrations.actions import disconnect, save, test
from services.integrations.catalogue import CATALOGUE
from services.integrations.queries import FieldRow, IntegrationRow, WebhookRow, list_integrations
from state.access import needs
from state.base import AppState
from state.settings.saving import SavingMixin, typed
from state.toasts import done, failed
from state.words import ago

_STATES = {
    "sandbox": ("Sandbox", "warm"),
    "connected": ("Connected", "good"),
    "failing": ("Failing", "bad"),
    "ready": ("Ready", "good"),
    "not_connected": ("Not connected", "neutral"),
}


@dataclass(frozen=True)
class FieldView:
    name: str
    label: str
    help: str
    is_secret: bool
    value: str
    placeholder: str
    is_consent: bool
    agreed: str


@dataclass(frozen=True)
class AccountView:
    """One provider; `begins` is the heading of its group when it is the first of it.

    `is_own`: the customer's own account, which can be disconnected.
    """

    provider: str
    title: str
    begins: str
    purpose: str
    state: str
    state_words: str
    tone: str
    words: str
    hint: str
    tested: str
    is_own: bool
    is_testable: bool
    is_checkable: bool
    fields: list[FieldView]
    webhooks: list[WebhookRow]


@dataclass(frozen=True)
class FindingView:
    """One check of the sending domain; `record` is what to add at `host`, "" for nothing."""

    name: str
    tone: str
    verdict: str
    words: str
    host: str
    record: str


class IntegrationsState(SavingMixin, AppState):
    """One form is open at a time; no secret ever comes back to the browser."""

    accounts: list[AccountView] = []
    editing: str = ""
    testing: str = ""
    checking: str = ""
    checked: str = ""
    findings: list[FindingView] = []
    is_reachable: bool = False

    @rx.event
    async def load(self) -> None:
        """Read every account's state."""
        scope = await self._scope()
        self._begin(scope, Can.EDIT_INTEGRATIONS)
        asked = str(self.router.url.query_parameters.get("edit", ""))
        self.editing = asked if self.may_save and asked in _NAMES else ""
        self.is_reachable = bool(get_settings().public_url)
        await self._read()
        self.ready = True

    @rx.event
    async def edit(self, provider: str) -> None:
        """Open the form of one account."""
        self.editing = provider if provider in _NAMES else ""
        self.problems, self.saved = {}, ""

    @rx.event
    async def cancel(self) -> None:
        """Close the form; nothing is changed."""
        self.editing, self.problems = "", {}

    @rx.event
    @needs(Can.EDIT_INTEGRATIONS)
    async def save(self, form: dict[str, Any]) -> Any:
        """Store the keys of the account whose form is open, then try them."""
        provider, scope = self.editing, await self._scope()
        if provider not in _NAMES:
            return None
        await self._store(provider, scope, save, provider, typed(form, *_NAMES[provider]))
        if self.problems:
            return self._go_to_problem()
        self.editing = ""
        await self._read()
        return IntegrationsState.test(provider)

    @rx.event(background=True)
    @needs(Can.EDIT_INTEGRATIONS)
    async def test(self, provider: str) -> Any:
        """Call the provider with the stored keys; other clicks are heard meanwhile."""
        async with self:
            if self.testing or provider not in _NAMES:
                return
            self.testing = provider
            scope = await self._scope()
        try:
            result = await test(scope, provider)
        except AppError as trouble:
            yield failed(trouble.message)
        else:
            yield done(result.words) if result.works else failed(result.words)
        finally:
            async with self:
                self.testing = ""
                await self._read()

    @rx.event(background=True)
    @needs(Can.EDIT_INTEGRATIONS)
    async def check(self, provider: str) -> Any:
        """Ask the name servers whether mail from the account's domain is believed."""
        async with self:
            if self.checking or provider not in CHECKED:
                return
            self.checking, self.checked, self.findings = provider, "", []
            scope = await self._scope()
        found: list[Finding] = []
        try:
            found = await check(scope, provider)
        except AppError as trouble:
            yield failed(trouble.message)
        finally:
            async with self:
                self.checking, self.checked = "", provider if found else ""
                self.findings = [_found(one) for one in found]

    @rx.event
    @needs(Can.EDIT_INTEGRATIONS)
    async def disconnect(self, provider: str) -> Any:
        """Forget the keys."""
        scope = await self._scope()
        await in_transaction(scope, disconnect, scope, str(provider))
        self.editing, self.saved = "", ""
        await self._read()
        return done("Disconnected", "The keys are forgotten.")

    async def _read(self) -> None:
        scope = await self._scope()
        rows = await in_reading(scope, list_integrations)
        before = ["", *(row.group for row in rows)]
        self.accounts = [_view(row, is_first=row.group != last) for row, last in zip(rows, before, strict=False)]


_VERDICTS = {
    Verdict.GOOD: ("good", "Right"),
    Verdict.WEAK: ("warm", "Could be better"),
    Verdict.BAD: ("bad", "Wrong"),
    Verdict.UNKNOWN: ("neutral", "Not known"),
}


def _found(one: Finding) -> FindingView:
    return FindingView(one.name, *_VERDICTS[one.verdict], one.words, one.host, one.record)


_NAMES = {entry.name: [field.name for field in entry.fields] for entry in CATALOGUE}


def _view(row: IntegrationRow, *, is_first: bool) -> AccountView:
    words, tone = _STATES[row.state]
    is_own = row.state in {"connected", "failing"}
    return AccountView(
        provider=row.provider,
        title=row.title,
        begins=row.group if is_first else "",
        purpose=row.purpose,
        state=row.state,
        state_words=words,
        tone=tone,
        words=row.words if is_own else "",  # the badge says the rest
        hint=row.hint if is_own else "",
        tested=f"Tested {ago(row.tested_at)}" if row.tested_at else "",
        is_own=is_own,
        is_testable=row.state != "not_connected",
        is_checkable=is_own and row.provider in CHECKED,
        fields=[_field(field, row, is_own) for field in row.fields],
        webhooks=row.webhooks,
    )


def _field(field: FieldRow, row: IntegrationRow, is_own: bool) -> FieldView:
    first_secret = next((one.name for one in row.fields if one.secret), "")
    kept = row.hint if field.name == first_secret else "Stored"
    return FieldView(
        name=field.name,
        label=field.label if field.required else f"{field.label} (optional)",
        help=field.help,
        is_secret=field.secret,
        value=field.value,
        placeholder=f"{kept}, leave empty to keep it" if field.secret and is_own else "",
        is_consent=field.kind == "consent",
        agreed=_agreed(field) if field.kind == "consent" and field.value else "",
    )


def _agreed(field: FieldRow) -> str:
    at = datetime.fromisoformat(field.value).astimezone(ZoneInfo(INDIA))
    return f"Agreed on {at.day} {at:%B %Y}."
