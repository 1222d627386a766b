"""Who did what, and when."""

from dataclasses import dataclass

from services.audit.queries import AuditRow, page_of_audit
from services.core.paging import Page, PageRequest
from services.db import in_reading
from state.base import AppState
from state.table import TableMixin
from state.words import ago, moment


@dataclass(frozen=True)
class LineView:
    id: str
    who: str
    what: str
    subject: str
    about: str
    when: str
    exact: str


class AuditState(TableMixin, AppState):
    """The newest first."""

    rows: list[LineView] = []

    async def _fetch(self, request: PageRequest) -> Page[LineView]:
        scope = await self._scope()
        page = await in_reading(scope, page_of_audit, scope, request)
        return Page([_view(row) for row in page.rows], page.total, page.next_after)


def _view(row: AuditRow) -> LineView:
    return LineView(str(row.id), row.who, row.what, row.subject, row.about, ago(row.at), moment(row.at))
