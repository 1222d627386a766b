"""The other texts of a campaign's first message in its form."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import reflex as rx

from services.campaigns.variants import VariantForm
from services.core.errors import Invalid
from services.models import LETTERS, Channel
from services.outreach.previews import Preview
from state.writing import LONGEST, LONGEST_SUBJECT, channel_of, read_over, wrong_at


@dataclass(frozen=True)
class VariantRow:
    """One text; `key` stays the same while others come and go."""

    key: int
    title: str
    subject: str
    body: str
    seen: Preview = field(default_factory=Preview)
    wrong: dict[str, str] = field(default_factory=dict)


class VariantsMixin(rx.State, mixin=True):
    """`variants` for a State with `channel`, `body`, `subject`, `_scope()` and `_new_key()`."""

    variants: list[VariantRow] = []
    may_add_variant: bool = True

    async def _fill_variants(self: Any, given: Sequence[VariantForm]) -> None:
        rows = [VariantRow(self._new_key(), "", one.subject, one.body) for one in given]
        self._put_variants([await self._seen_variant(row) for row in rows])

    def _put_variants(self, rows: Sequence[VariantRow]) -> None:
        self.variants = [replace(row, title=f"Text {letter}") for row, letter in zip(rows, LETTERS[1:], strict=False)]
        self.may_add_variant = len(self.variants) < len(LETTERS) - 1

    async def _seen_variant(self: Any, row: VariantRow) -> VariantRow:
        scope, channel = await self._scope(), channel_of(self.channel)
        seen, wrong = await read_over(scope, channel, row.body, row.subject)
        return replace(row, seen=seen, wrong=wrong)

    @rx.event
    async def add_variant(self: Any) -> None:
        """Another text, which begins as the first one."""
        if self.may_add_variant:
            row = await self._seen_variant(VariantRow(self._new_key(), "", self.subject, self.body))
            self._put_variants([*self.variants, row])

    @rx.event
    def remove_variant(self, key: int) -> None:
        self._put_variants([row for row in self.variants if row.key != key])

    @rx.event
    async def set_variant(self: Any, key: int, name: str, value: str) -> None:
        """Keep what was typed, and show the message anew."""
        rows = []
        for row in self.variants:
            changed = _changed(row, str(name), str(value)) if row.key == key else row
            rows.append(changed if changed == row else await self._seen_variant(changed))
        self._put_variants(rows)

    def _variants_read(self: Any, form: dict[str, Any]) -> tuple[VariantForm, ...]:
        """What the boxes held when the form was sent."""
        rows = []
        for row in self.variants:
            read = _changed(row, "body", str(form.get(f"variant_body_{row.key}", row.body)))
            rows.append(_changed(read, "subject", str(form.get(f"variant_subject_{row.key}", row.subject))))
        self._put_variants(rows)
        is_mail = self.channel == Channel.EMAIL
        return tuple(VariantForm(row.body, row.subject if is_mail else "") for row in rows)

    def _variants_refused(self, refusal: Invalid) -> bool:
        """Show a refusal at its text; False when it is about something else."""
        wrong = wrong_at(refusal, "variants", len(self.variants))
        if wrong is not None:
            self._put_variants([replace(row, wrong=told) for row, told in zip(self.variants, wrong, strict=True)])
        return wrong is not None


def _changed(row: VariantRow, name: str, value: str) -> VariantRow:
    if name == "body":
        return replace(row, body=value[:LONGEST])
    if name == "subject":
        return replace(row, subject=value[:LONGEST_SUBJECT])
    return row
