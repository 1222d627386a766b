"""The people who are never written to."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from services.compliance.actions import lift, suppress_by_hand
from services.compliance.queries import SuppressionRow, page_of_suppressions
from services.contacts.left_alone import paste
from services.core.errors import Invalid
from services.core.paging import Page, PageRequest
from services.core.scope import Can
from services.db import in_reading, in_transaction
from state.access import needs
from state.base import AppState
from state.table import TableMixin
from state.toasts import done
from state.words import ago, moment

_LONGEST_PASTE = 200_000
_KINDS = {"phone": "Phone number", "email": "Email address", "domain": "Whole company"}
_SOURCES = {
    "whatsapp reply": "A WhatsApp reply",
    "email reply": "An email reply",
    "unsubscribe link": "The unsubscribe link",
    "added by hand": "Your team",
    "twilio": "Told by Twilio",
    "whatsapp_cloud": "Told by WhatsApp",
    "gupshup": "Told by Gupshup",
    "wati": "Told by WATI",
    "sendgrid": "Told by SendGrid",
    "resend": "Told by Resend",
    "smtp": "Told by the mail server",
}


@dataclass(frozen=True)
class AddressView:
    id: str
    kind: str
    address: str
    why: str
    source: str
    when: str
    exact: str
    can_lift: bool


class DoNotContactState(TableMixin, AppState):
    """A list that one can add to; only what was added by hand can be taken off."""

    rows: list[AddressView] = []
    may_edit: bool = False
    problem: str = ""
    added: int = 0
    paste_problem: str = ""
    pasted: int = 0

    async def _fetch(self, request: PageRequest) -> Page[AddressView]:
        scope = await self._scope()
        self.may_edit = scope.can(Can.SEND_MESSAGES)
        page = await in_reading(scope, page_of_suppressions, scope, request)
        return Page([_view(row) for row in page.rows], page.total, page.next_after)

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def add(self, form: dict[str, Any]) -> Any:
        """Put a typed address on the list; what waits for that person is stopped."""
        scope = await self._scope()
        try:
            stopped = await in_transaction(scope, suppress_by_hand, scope, str(form.get("address", ""))[:500])
        except Invalid as wrong:
            self.problem = wrong.message
            return None
        self.problem, self.added = "", self.added + 1
        await self._start_over()
        waiting = f"{stopped} waiting message{'' if stopped == 1 else 's'} stopped." if stopped else ""
        return [done("Added to the list", waiting), self._address()]

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def paste(self, form: dict[str, Any]) -> Any:
        """Put a pasted list on the list; what is no address in it is named."""
        scope = await self._scope()
        try:
            found = await in_transaction(scope, paste, scope, str(form.get("addresses", ""))[:_LONGEST_PASTE])
        except Invalid as wrong:
            self.paste_problem = wrong.message
            return None
        left = f"{found.wrong_count} not understood, such as {', '.join(found.wrong)}" if found.wrong_count else ""
        self.paste_problem, self.pasted = left, self.pasted + 1
        await self._start_over()
        return [done(f"{found.read} on the list"), self._address()]

    @rx.event
    async def download(self) -> Any:
        """The list as a file."""
        return rx.download(url="/api/exports/do-not-contact.csv")

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def lift(self, row_id: str) -> Any:
        """Take an address that was added by hand off the list."""
        scope = await self._scope()
        address = await in_transaction(scope, lift, scope, int(row_id) if str(row_id).isdecimal() else 0)
        await self._read()
        return done(f"{address} may be written to again")


def _view(row: SuppressionRow) -> AddressView:
    return AddressView(
        id=str(row.id),
        kind=_KINDS.get(row.kind, ""),
        address=row.address or "Erased",
        why="Added by hand" if row.can_lift else row.why,
        source=_SOURCES.get(row.source, row.source),
        when=ago(row.at),
        exact=moment(row.at),
        can_lift=row.can_lift,
    )
