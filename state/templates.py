"""The library of templates, and the form of one."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.live import Topic
from services.models import ApprovalStatus, Channel
from services.outreach.library import TemplateForm, TemplateRow, library, remove_template, save_template, template_named
from services.outreach.previews import Preview, first_text, preview_for
from state.access import needs
from state.base import AppState
from state.toasts import done
from state.trouble import told
from state.writing import LONGEST, LONGEST_SUBJECT, ManyReaders, channel_of

_TONES = {
    ApprovalStatus.WANTED: "neutral",
    ApprovalStatus.PENDING: "busy",
    ApprovalStatus.APPROVED: "good",
    ApprovalStatus.REJECTED: "bad",
    ApprovalStatus.PAUSED: "warm",
    ApprovalStatus.DISABLED: "bad",
}


@dataclass(frozen=True)
class StandingView:
    words: str
    tone: str
    reason: str
    price: str


@dataclass(frozen=True)
class TemplateView:
    id: str
    name: str
    channel: str
    subject: str
    body: str
    used: str
    is_used: bool
    standings: list[StandingView]


def _view(row: TemplateRow) -> TemplateView:
    used = "1 campaign" if row.campaigns == 1 else f"{row.campaigns:,} campaigns"
    standings = [
        StandingView(f"{one.account}: {one.words}", _TONES[one.status], one.reason, one.price) for one in row.standings
    ]
    return TemplateView(
        row.id,
        row.name,
        row.channel.value,
        row.subject,
        row.body,
        f"Used by {used}" if row.campaigns else "Not used by a campaign yet",
        row.campaigns > 0,
        standings,
    )


def _stored(session: Session, scope: Scope, template_id: str) -> tuple[TemplateForm, Preview]:
    found = template_named(session, template_id)
    form = TemplateForm(found.name, found.channel, found.body, found.subject)
    return form, preview_for(session, scope, form.channel, form.body, form.subject)


def _blank(session: Session, scope: Scope, channel: Channel) -> tuple[TemplateForm, Preview]:
    body, subject = first_text(session, scope, channel)
    return TemplateForm("", channel, body, subject), preview_for(session, scope, channel, body, subject)


class TemplatesState(AppState):
    """The templates of the channel that the address names, or of both."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.OUTREACH})
    _dialogs: ClassVar[tuple[str, ...]] = ("removing",)

    ready: bool = False
    problem: str = ""
    tab: str = "whatsapp"
    rows: list[TemplateView] = []
    removing: str = ""
    removing_name: str = ""

    @rx.event
    async def load(self) -> None:
        """Show what the address bar asks for."""
        self.tab = "email" if self.router.url.query_parameters.get("tab") == "email" else "whatsapp"
        self.problem = ""
        try:
            await self.refresh()  # pyright: ignore[reportGeneralTypeIssues]
        except Exception as trouble:  # noqa: BLE001 - told() logs what is not expected
            self.rows, self.problem, self.ready = [], told(trouble), True

    @rx.event
    async def refresh(self) -> None:
        """Read the list again."""
        scope = await self._scope()
        self.rows = [_view(row) for row in await in_reading(scope, library, scope, channel_of(self.tab))]
        self.ready = True

    @rx.event
    def ask_remove(self, template_id: str, name: str) -> None:
        """Open the question before a template is taken away."""
        self.removing, self.removing_name = str(template_id)[:60], str(name)[:200]

    @rx.event
    def close_remove(self, now_open: bool) -> None:
        if not now_open:
            self.removing = ""

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def remove(self) -> Any:
        """Take away the template that was asked about."""
        template_id, self.removing = self.removing, ""
        if not template_id:
            return None
        scope = await self._scope()
        await in_transaction(scope, remove_template, scope, template_id)
        await self.refresh()  # pyright: ignore[reportGeneralTypeIssues]
        return done("Template removed")


class TemplateFormState(ManyReaders, AppState):
    """The boxes keep what is typed."""

    _dialogs: ClassVar[tuple[str, ...]] = ("is_open",)

    is_open: bool = False
    is_new: bool = True
    name: str = ""

    _template_id: str = ""

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def begin(self, channel: str) -> None:
        """A new template on one channel."""
        scope = await self._scope()
        self._fill(*await in_reading(scope, _blank, scope, channel_of(str(channel))), "")

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def edit(self, template_id: str) -> None:
        """Change a template."""
        scope = await self._scope()
        self._fill(*await in_reading(scope, _stored, scope, str(template_id)[:60]), str(template_id)[:60])

    def _fill(self, form: TemplateForm, seen: Preview, template_id: str) -> None:
        self._template_id, self.is_new, self._reader_id = template_id, not template_id, ""
        self.channel, self.name, self.body, self.subject = form.channel.value, form.name, form.body, form.subject
        self.seen, self.problems = seen, {}
        self.version += 1
        self.is_open = True

    @rx.event
    def close(self) -> None:
        """Put the form away."""
        self.is_open = False

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep what the boxes hold; a WhatsApp text goes to review by itself."""
        scope, channel = await self._scope(), channel_of(self.channel)
        written = TemplateForm(
            str(form.get("name", ""))[:200],
            channel,
            str(form.get("message", ""))[:LONGEST],
            str(form.get("subject", ""))[:LONGEST_SUBJECT],
        )
        try:
            await in_transaction(scope, save_template, scope, written, self._template_id)
        except Invalid as refusal:
            self.problems = {refusal.field or "form": refusal.message}
            return None
        self.is_open = False
        detail = "WhatsApp reviews it now. Its standing is shown here." if channel == Channel.WHATSAPP else ""
        return done("Template saved", detail)
