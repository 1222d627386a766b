"""The follow-ups in a campaign's form: added, moved, removed, each with its message as its reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import reflex as rx

from services.campaigns.steps import StepForm
from services.contacts.follow_up import suggested_text
from services.core.errors import Invalid
from services.customers.queries import sending_settings
from services.db import in_reading
from services.models import MOST_STEPS, Channel, StepCondition
from services.outreach.previews import Preview
from state.scraping_form import number
from state.writing import LONGEST, LONGEST_SUBJECT, channel_of, read_over, wrong_at

DAY = 24
FIRST_WAIT = "3"
UNITS = {"days": DAY, "hours": 1}
CONDITION_WORDS = {
    StepCondition.NONE: "Everybody who has not answered",
    StepCondition.NOT_READ: "Only who left WhatsApp unread",
}
_MOST_KEY = 10_000


@dataclass(frozen=True)
class StepRow:
    """One follow-up; `key` stays the same while it is moved. `wrong` is field → message, `note` what slows it."""

    key: int
    id: int
    title: str
    channel: str
    wait: str
    unit: str
    condition: str
    subject: str
    body: str
    note: str = ""
    seen: Preview = field(default_factory=Preview)
    wrong: dict[str, str] = field(default_factory=dict)


def row_of(step: StepForm, key: int) -> StepRow:
    """A stored or suggested follow-up in the form's boxes."""
    is_days = step.wait_hours % DAY == 0
    wait, unit = (step.wait_hours // DAY, "days") if is_days else (step.wait_hours, "hours")
    return StepRow(key, step.id, "", step.channel.value, str(wait), unit, step.condition.value, step.subject, step.body)


def step_of(row: StepRow) -> StepForm:
    """What the boxes hold; a wait that is no number is 0 hours, which the rules refuse."""
    hours = number(row.wait) * UNITS[row.unit]
    return StepForm(channel_of(row.channel), row.body, row.subject, hours, StepCondition(row.condition), row.id)


def wait_words(hours: int) -> str:
    """Such as "after 3 days"."""
    amount, unit = (hours // DAY, "day") if hours % DAY == 0 else (hours, "hour")
    return f"after 1 {unit}" if amount == 1 else f"after {amount} {unit}s"


def numbered(rows: Sequence[StepRow], gap_days: int) -> list[StepRow]:
    """Titles by place, and a word where the customer's own gap is longer than the wait."""
    return [
        replace(row, title=f"Follow-up {place}", note=_gap_words(row, gap_days)) for place, row in enumerate(rows, 1)
    ]


def _gap_words(row: StepRow, gap_days: int) -> str:
    if number(row.wait) * UNITS[row.unit] >= gap_days * DAY:
        return ""
    days = "1 day" if gap_days == 1 else f"{gap_days} days"
    return (
        f"Leaves after {days}: your gap between messages to one person (Settings → Sending) is longer than this wait."
    )


class StepsMixin(rx.State, mixin=True):
    """`steps` for a State with `_scope()`."""

    steps: list[StepRow] = []
    may_add_step: bool = True
    has_email_steps: bool = False

    _gap_days: int = 0
    _next_key: int = 1

    async def _fill_steps(self: Any, given: Sequence[StepForm]) -> None:
        scope = await self._scope()
        self._gap_days = (await in_reading(scope, sending_settings, scope)).contact_gap_days
        self._put([await self._seen(row_of(step, self._new_key())) for step in given])

    def _new_key(self) -> int:
        self._next_key = self._next_key % _MOST_KEY + 1
        return self._next_key

    def _put(self, rows: Sequence[StepRow]) -> None:
        self.steps = numbered(rows, self._gap_days)
        self.may_add_step = len(self.steps) < MOST_STEPS - 1
        self.has_email_steps = any(row.channel == Channel.EMAIL for row in self.steps)

    async def _seen(self: Any, row: StepRow) -> StepRow:
        scope = await self._scope()
        subject = row.subject if row.channel == Channel.EMAIL else ""
        seen, wrong = await read_over(scope, channel_of(row.channel), row.body, subject)
        return replace(row, seen=seen, wrong=wrong)

    @rx.event
    async def add_step(self: Any) -> None:
        """One more, on the channel of the one before."""
        if not self.may_add_step:
            return
        channel = channel_of(self.steps[-1].channel if self.steps else self.channel)
        text = suggested_text(channel)
        step = StepForm(channel, text.body, text.subject, int(FIRST_WAIT) * DAY)
        self._put([*self.steps, await self._seen(row_of(step, self._new_key()))])

    @rx.event
    def remove_step(self, key: int) -> None:
        self._put([row for row in self.steps if row.key != key])

    @rx.event
    def raise_step(self, key: int) -> None:
        """Let it change places with the one before."""
        rows = list(self.steps)
        place = next((place for place, row in enumerate(rows) if row.key == key), 0)
        if place:
            rows[place - 1], rows[place] = rows[place], rows[place - 1]
            self._put(rows)

    @rx.event
    async def set_step(self: Any, key: int, name: str, value: str) -> None:
        """Keep what was typed or chosen, and show the message anew."""
        rows = []
        for row in self.steps:
            changed = _changed(row, str(name), str(value)) if row.key == key else row
            rows.append(changed if changed == row else await self._seen(changed))
        self._put(rows)

    def _steps_read(self, form: dict[str, Any]) -> tuple[StepForm, ...]:
        """What the boxes held when the form was sent, also when it was sent while somebody typed."""
        rows = []
        for row in self.steps:
            for name in ("wait", "subject", "body"):
                row = _changed(row, name, str(form.get(f"step_{name}_{row.key}", getattr(row, name))))  # noqa: PLW2901
            rows.append(row)
        self._put(rows)
        return tuple(step_of(row) for row in self.steps)

    def _steps_refused(self, refusal: Invalid) -> bool:
        """Show a refusal at its follow-up; False when it is about something else."""
        wrong = wrong_at(refusal, "steps", len(self.steps))
        if wrong is not None:
            self._put([replace(row, wrong=told) for row, told in zip(self.steps, wrong, strict=True)])
        return wrong is not None


def _changed(row: StepRow, name: str, value: str) -> StepRow:
    if name == "body":
        return replace(row, body=value[:LONGEST])
    if name == "subject":
        return replace(row, subject=value[:LONGEST_SUBJECT])
    if name == "wait":
        return replace(row, wait=value[:10])
    if name == "unit" and value in UNITS:
        return replace(row, unit=value)
    if name == "condition" and value in set(StepCondition):
        return replace(row, condition=value)
    if name == "channel" and value in set(Channel):
        return replace(row, channel=value, subject=row.subject or suggested_text(Channel(value)).subject)
    return row
