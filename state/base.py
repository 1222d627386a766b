"""The signed-in person's shell; every page's State inherits from AppState."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.accounts import actions as accounts
from services.accounts import queries as people
from services.accounts.queries import holder
from services.accounts.types import CustomerChoice
from services.core.errors import NotAllowed
from services.core.scope import Scope
from services.core.settings import get_settings
from services.db import in_reading, in_system_reading, in_system_transaction, in_transaction
from services.integrations.queries import sandbox_words
from services.live import Topic
from services.notifications import actions as bell
from services.notifications import queries as bell_lines
from services.search.queries import Hit, everything
from state.words import ago

PLACES = {
    "Dashboard": "/dashboard",
    "Contacts": "/contacts",
    "Duplicates": "/contacts/duplicates",
    "Leads": "/leads",
    "Conversations": "/conversations",
    "Scraping campaigns": "/campaigns/scraping",
    "WhatsApp campaigns": "/outreach/whatsapp",
    "Email campaigns": "/outreach/email",
    "Templates": "/outreach/templates",
    "Sender health": "/outreach/health",
    "Not delivered": "/outreach/failed",
    "Score quality": "/analytics",
    "Settings": "/settings/business",
    "Sending settings": "/settings/sending",
    "Budget": "/settings/budget",
    "Team": "/settings/team",
    "Saved replies": "/settings/replies",
    "Notifications": "/settings/notifications",
    "Integrations": "/settings/integrations",
    "Do not contact": "/settings/suppressions",
    "Background work": "/settings/jobs",
    "Audit log": "/settings/audit",
}
_BELL_LINES = 20
_LISTS = {"lead": "/leads", "contact": "/contacts"}


@dataclass(frozen=True)
class NotificationRow:
    id: int
    title: str
    body: str
    link: str
    ago: str
    unread: bool


@dataclass(frozen=True)
class SearchHit:
    """`kind` is "page", "lead" or "contact"."""

    label: str
    detail: str
    link: str
    kind: str


def leave_for(path: str) -> Any:
    """A full page load of one of our own paths: the browser's socket, cookie and state start afresh."""
    return rx.call_script(f"window.location.assign({json.dumps(path)})")


class AppState(rx.State):
    """What surrounds every page.

    A page's State that shows live data sets `_topics` and defines `async def refresh(self)`, which re-reads what the
    page shows. It is called within 250 ms of a change announced on one of those topics, only in tabs of the same
    customer that have that page open. It takes no arguments and keeps what the person has typed or selected.
    Where nobody announces the change, `_every_seconds` has it called by the clock: then assign only what differs.
    `_dialogs` names the variables that are set while a form or a question is open: see state/dialogs.py.
    """

    _topics: ClassVar[frozenset[Topic]] = frozenset()
    _every_seconds: ClassVar[float] = 0
    _dialogs: ClassVar[tuple[str, ...]] = ()

    user_name: str = ""
    user_initials: str = ""
    customer_name: str = ""
    role: str = ""
    sandbox: bool = False  # whether simulated accounts exist here at all
    sandbox_words: str = ""  # what the line above every page says of simulated accounts
    customers: list[CustomerChoice] = []
    contact_count: str = ""
    lead_count: str = ""
    unread_count: int = 0
    notifications: list[NotificationRow] = []
    unseen_notifications: int = 0
    search_results: list[SearchHit] = []

    _session_id: int = 0  # these three are written by the gate alone, from the HttpOnly cookie
    _user_id: int = 0
    _customer_id: int = 0
    _path: str = ""  # of the page that is shown; also the gate's

    async def _scope(self) -> Scope:
        """Who acts, read again from the database each time; raises NotAllowed once the session has ended."""
        identity = await in_system_reading(holder, self._session_id)
        if identity is None or (identity.user_id, identity.customer_id) != (self._user_id, self._customer_id):
            raise NotAllowed("You are signed out. Sign in again.")
        return identity.scope

    @rx.event
    async def load_shell(self) -> None:
        """Read the names, counts and notifications around the page again."""
        scope = await self._scope()
        shell, bell_shows, self.sandbox_words = await in_reading(scope, _around, scope)
        self.user_name, self.user_initials = shell.user_name, shell.user_initials
        self.customer_name, self.customers = shell.customer_name, shell.customers
        self.role, self.sandbox = scope.role.value, get_settings().sandbox
        self.contact_count, self.lead_count = shell.contact_count, shell.lead_count
        self.unread_count = shell.unread_count
        self._ring(*bell_shows)

    async def _ring_again(self, scope: Scope) -> None:
        self._ring(*await in_reading(scope, _bell, scope))

    def _ring(self, lines: list[bell_lines.NotificationRow], unseen: int) -> None:
        self.notifications = [
            NotificationRow(line.id, line.title, line.body, line.link, ago(line.at), not line.is_read) for line in lines
        ]
        self.unseen_notifications = unseen

    @rx.event
    async def switch_customer(self, public_id: str) -> Any:
        """Work for another of your customers, in every tab of this browser."""
        await self._scope()
        await in_system_transaction(accounts.switch_customer, self._session_id, str(public_id))
        return leave_for("/dashboard")

    @rx.event
    async def mark_notifications_read(self) -> None:
        """Everything in the bell is seen."""
        scope = await self._scope()
        await in_transaction(scope, bell.mark_all_read, scope)
        await self._ring_again(scope)

    @rx.event
    async def read_notification(self, line_id: int) -> None:
        """One line of the bell has been followed."""
        scope = await self._scope()
        await in_transaction(scope, bell.mark_read, scope, int(line_id))
        await self._ring_again(scope)

    @rx.event(supersedes=True)
    async def search_everything(self, text: str) -> None:
        """Pages, leads and contacts that match `text`."""
        text = str(text)[:100]
        scope = await self._scope()
        hits = await in_reading(scope, everything, text)
        self.search_results = [*_pages(text), *map(_hit, hits)]


def _around(session: Session, scope: Scope) -> tuple[people.Shell, tuple[list[bell_lines.NotificationRow], int], str]:
    """All that the shell shows, in one reading."""
    return people.shell(session, scope), _bell(session, scope), sandbox_words(session)


def _bell(session: Session, scope: Scope) -> tuple[list[bell_lines.NotificationRow], int]:
    return bell_lines.newest(session, scope, size=_BELL_LINES), bell_lines.unread_count(session, scope)


def _pages(text: str) -> list[SearchHit]:
    wanted = text.strip().lower()
    return [SearchHit(name, "Page", link, "page") for name, link in PLACES.items() if wanted in name.lower()]


def _hit(hit: Hit) -> SearchHit:
    return SearchHit(hit.label, hit.detail, f"{_LISTS[hit.kind]}?open={hit.public_id}", hit.kind)
