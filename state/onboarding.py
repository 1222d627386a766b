"""The seven-step wizard: every change is saved, nothing typed is lost, Launch starts everything."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from services.campaigns import drafts
from services.campaigns.draft import CHANNEL_WORDS, CHANNELS, MODELS, Step
from services.campaigns.fields import entries
from services.campaigns.launch import launch
from services.campaigns.preview import Example, examples, texts
from services.campaigns.rules import default_split, rebalance
from services.campaigns.suggest import suggested
from services.core.clock import clock_time, now
from services.core.errors import Invalid
from services.core.money import grouped, parse_rupees, rupees
from services.core.scope import Can
from services.db import in_reading, in_transaction
from services.playbooks import industries
from state.access import needs
from state.base import AppState
from state.toasts import done

_STEPS = list(Step)
_LONGEST = 12_000
_MONEY = ("meta_daily_paise", "google_daily_paise", "total_paise", *(f"{channel}_paise" for channel in CHANNELS))
_LEAVE = (
    "const form = document.createElement('form'); form.method = 'post'; form.action = '/api/auth/logout';"
    "document.body.append(form); form.submit()"
)


@dataclass(frozen=True)
class ExampleView:
    name: str
    detail: str
    points: int


@dataclass(frozen=True)
class ShareView:
    """One channel's share of the budget; `text` is rupees without the sign."""

    channel: str
    name: str
    text: str
    amount: str
    percent: int


class OnboardingState(AppState):
    """`answers` holds one dict a step; money in them is paise once it can be read, else what was typed."""

    ready: bool = False
    step: int = 1
    reached: int = 1
    answers: dict[str, dict[str, Any]] = {}
    problems: dict[str, str] = {}
    money: dict[str, str] = {}
    version: int = 0  # uncontrolled inputs are drawn anew when it changes
    saved: str = ""
    industry_names: list[str] = []
    examples: list[ExampleView] = []
    whatsapp_preview: str = ""
    subject_preview: str = ""
    email_preview: str = ""
    shares: list[ShareView] = []
    split_words: str = ""
    launching: bool = False

    @rx.event
    async def load(self) -> Any:
        """The draft as it was left, on the step that was reached."""
        scope = await self._scope()
        draft = await in_reading(scope, drafts.load, scope)
        if draft.is_launched:
            return rx.redirect("/dashboard")
        self.answers, self.reached = draft.answers, draft.reached
        asked = str(self.router.url.query_parameters.get("step", ""))
        self.step = min(int(asked), self.reached) if asked in set("1234567") else self.reached
        self.industry_names = industries()
        self.problems, self.launching = {}, False
        self.saved = f"Saved, {clock_time(draft.saved_at)}" if draft.saved_at else ""
        self._draw()
        self.ready = True
        return None

    @rx.event
    @needs(Can.LAUNCH)
    async def set_text(self, step: str, field: str, text: str) -> None:
        """A line or several lines were typed in `step`, which may have been left by the time it is heard."""
        if step not in set(Step):
            raise Invalid("There is no such step.")
        self._put(field, str(text)[:_LONGEST], Step(step))
        await self._keep(Step(step))

    @rx.event
    @needs(Can.LAUNCH)
    async def choose_industry(self, industry: str) -> None:
        """Another industry brings its own suggestions for what was not typed."""
        before = suggested(Step.BUSINESS, self.answers)["services"]
        self._put("industry", str(industry)[:80])
        business = self.answers[Step.BUSINESS]
        if not business["services"] or business["services"] == before:
            self._put("services", suggested(Step.BUSINESS, self.answers)["services"])
        await self._keep()

    @rx.event
    @needs(Can.LAUNCH)
    async def set_number(self, field: str, value: str) -> None:
        """One of a few numbers was chosen."""
        self._put(field, int(value) if str(value).isdecimal() and len(str(value)) < 7 else 0)
        await self._keep()

    @rx.event
    @needs(Can.LAUNCH)
    async def set_flag(self, field: str, on: bool) -> None:
        """Something was switched on or off."""
        self._put(field, bool(on))
        if field in {"enabled", "meta_enabled", "google_enabled"}:
            self.version += 1
        await self._keep()

    @rx.event
    @needs(Can.LAUNCH)
    async def add_tags(self, field: str, text: str) -> None:
        """Words typed into a list; commas part them."""
        words = {word.casefold(): word for word in self._list(field)}
        for word in entries(field, str(text)):
            words.setdefault(word.casefold(), word)
        if list(words.values()) != self._list(field):
            self._put(field, list(words.values()))
            await self._keep()

    @rx.event
    @needs(Can.LAUNCH)
    async def remove_tag(self, field: str, tag: str) -> None:
        """A word was taken off a list."""
        self._put(field, [kept for kept in self._list(field) if kept != tag])
        await self._keep()

    @rx.event
    @needs(Can.LAUNCH)
    async def set_member(self, field: str, value: str, on: bool) -> None:
        """One of many was ticked or unticked."""
        rest = [kept for kept in self._list(field) if kept != value]
        self._put(field, [*rest, str(value)[:80]] if on else rest)
        await self._keep()

    @rx.event
    @needs(Can.LAUNCH)
    async def set_money(self, field: str, text: str) -> None:
        """An amount in rupees; shares of the budget keep adding up to the total."""
        try:
            amount: int | str = parse_rupees(str(text)[:30], field)
        except Invalid:
            amount = str(text)[:30]
        channel = field.removesuffix("_paise")
        if isinstance(amount, int) and self._step() is Step.BUDGET:
            self._split_anew(channel, amount)
        else:
            self._put(field, amount)
        self.version += 1
        await self._keep()

    @rx.event
    @needs(Can.LAUNCH)
    async def suggest_split(self) -> None:
        """Share the total the way the industry usually does."""
        values = suggested(Step.BUDGET, self.answers)
        for field, amount in values.items():
            self._put(field, amount)
        self.version += 1
        await self._keep()

    @rx.event
    @needs(Can.LAUNCH)
    async def go(self, number: int) -> None:
        """Show a step that was reached before."""
        await self._save(advance=False)
        self._show_step(min(max(int(number), 1), self.reached))

    @rx.event
    @needs(Can.LAUNCH)
    async def back(self) -> None:
        """One step back; what is typed here is kept, right or wrong."""
        await self._save(advance=False)
        self._show_step(max(self.step - 1, 1))

    @rx.event
    @needs(Can.LAUNCH)
    async def forward(self) -> Any:
        """Check this step and go on, or launch from the last one."""
        self.problems = await self._save(advance=True)
        if self.problems:
            return rx.call_script("document.querySelector('.ui-error')?.scrollIntoView({block: 'center'})")
        if self.step < len(_STEPS):
            scope = await self._scope()
            draft = await in_reading(scope, drafts.load, scope)
            self.answers, self.reached = draft.answers, draft.reached
            self._show_step(self.step + 1)
            return rx.call_script("window.scrollTo(0, 0)")
        return OnboardingState.start

    @rx.event
    @needs(Can.LAUNCH)
    async def start(self) -> Any:
        """Launch: everything in one transaction, once however often it is pressed."""
        self.launching = True
        yield
        scope = await self._scope()
        try:
            await in_transaction(scope, launch, scope)
        finally:
            self.launching = False
        yield [done("You are live", "Contacts arrive within a minute."), rx.redirect("/dashboard")]

    @rx.event
    @needs(Can.LAUNCH)
    async def leave(self) -> Any:
        """Keep everything and sign out; signing in again comes back here."""
        await self._save(advance=False)
        return rx.call_script(_LEAVE)

    def _step(self) -> Step:
        return _STEPS[self.step - 1]

    def _list(self, field: str) -> list[str]:
        value = self.answers[self._step()].get(field)
        return list(value) if isinstance(value, list) else []

    def _put(self, field: str, value: Any, step: Step | None = None) -> None:
        step = step or self._step()
        if field not in MODELS[step].model_fields:
            raise Invalid("There is no such question.")
        self.answers = {**self.answers, step.value: {**self.answers[step], field: value}}
        self.problems = {name: words for name, words in self.problems.items() if name not in {field, "split"}}

    def _split_anew(self, channel: str, amount: int) -> None:
        budget = self.answers[Step.BUDGET]
        split = {name: _paise(budget.get(f"{name}_paise")) for name in CHANNELS}
        if channel == "total":
            self._put("total_paise", amount)
            split = default_split(amount, split, {})
        else:
            split = rebalance(_paise(budget.get("total_paise")), split, channel, amount)
        for name, share in split.items():
            self._put(f"{name}_paise", share)

    async def _save(self, step: Step | None = None, *, advance: bool) -> dict[str, str]:
        scope = await self._scope()
        step = step or self._step()
        problems = await in_transaction(scope, drafts.save_step, scope, step, self.answers[step], advance=advance)
        self.saved = f"Saved, {clock_time(now())}"
        return problems

    async def _keep(self, step: Step | None = None) -> None:
        await self._save(step, advance=False)
        self._draw()

    def _show_step(self, number: int) -> None:
        self.step, self.problems = number, {}
        self.version += 1
        self._draw()

    def _draw(self) -> None:
        """Everything beside the questions, from the answers."""
        self.examples = [_example(one) for one in examples(self.answers)]
        filled = texts(self.answers, self.user_name)
        self.whatsapp_preview, self.subject_preview, self.email_preview = filled.whatsapp, filled.subject, filled.email
        values = {**self.answers[Step.ADS], **self.answers[Step.BUDGET]}
        self.money = {field: _amount(values.get(field)) for field in _MONEY}
        budget = self.answers[Step.BUDGET]
        total = _paise(budget.get("total_paise"))
        self.shares = [_share(channel, _paise(budget.get(f"{channel}_paise")), total) for channel in CHANNELS]
        gap = total - sum(_paise(budget.get(f"{channel}_paise")) for channel in CHANNELS)
        self.split_words = f"{rupees(abs(gap))} {'left to share' if gap > 0 else 'too much'}" if gap else "All shared"


def _example(one: Example) -> ExampleView:
    return ExampleView(one.name, one.detail, one.points)


def _paise(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _amount(value: Any) -> str:
    return grouped(value // 100) if isinstance(value, int) else str(value or "")


def _share(channel: str, paise: int, total: int) -> ShareView:
    percent = round(100 * paise / total) if total else 0
    return ShareView(channel, CHANNEL_WORDS[channel], _amount(paise), rupees(paise), percent)
