"""Reads. Pages of leads, the board, one lead in full."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from services.core.clock import now
from services.core.errors import Invalid, NotFound
from services.core.keyset import capped_count, cursor_of, keyset
from services.core.paging import Page, PageRequest
from services.customers.queries import answer_within
from services.leads import rules
from services.leads.types import BoardColumn, LeadRow, TeamMember
from services.models import Conversation, Intent, Lead, LeadCall, LeadStatus, Membership, User
from services.people import display_name, source_words

SORTABLE: dict[str, Mapped[Any]] = {"newest": col(Lead.id), "score": col(Lead.quality_score)}
BOARD_CARDS = 25


def get_lead(session: Session, lead_id: str) -> Lead:
    """The lead with this public id; NotFound also means "not yours"."""
    lead = session.execute(select(Lead).where(col(Lead.public_id) == lead_id)).scalar_one_or_none()
    if lead is None:
        raise NotFound("The lead")
    return lead


def find_lead(session: Session, *, phone: str | None = None, email: str | None = None) -> Lead | None:
    """The newest lead with this phone, else with this e-mail."""
    for column, value in ((col(Lead.phone), phone), (col(Lead.email), email)):
        if value:
            newest = select(Lead).where(column == value).order_by(col(Lead.id).desc()).limit(1)
            lead = session.execute(newest).scalar_one_or_none()
            if lead:
                return lead
    return None


def page_of_leads(
    session: Session,
    request: PageRequest,
    *,
    tab: str = "all",
    status: LeadStatus | None = None,
    intent: Intent | None = None,
) -> Page[LeadRow]:
    """`tab` is one of `rules.TABS`; `request.order_by` is "newest" or "score"."""
    found = _matching(tab, request.search, status, intent)
    order = SORTABLE.get(request.order_by, SORTABLE["newest"])
    leads = list(session.execute(keyset(found, order, col(Lead.id), request)).scalars())
    shown = leads[: request.size]
    more = len(leads) > request.size
    last = shown[-1] if shown else None
    sort_value = last.quality_score if last and request.order_by == "score" else 0
    return Page(
        rows=rows_of(session, shown),
        total=capped_count(session, found),
        next_after=cursor_of(sort_value, last.id or 0) if more and last else "",
    )


def tab_counts(session: Session) -> dict[str, int]:
    """How many leads each tab holds."""
    by_source = dict(
        session.execute(select(col(Lead.source), func.count(col(Lead.id))).group_by(col(Lead.source))).all()
    )
    counts = {tab: by_source.get(source, 0) for tab, source in rules.TABS.items() if source}
    return {"all": sum(by_source.values()), **counts}


def board(session: Session, *, tab: str = "all", search: str = "", intent: Intent | None = None) -> list[BoardColumn]:
    """Seven columns, each with its newest leads."""
    found = _matching(tab, search.strip()[:200], None, intent)
    totals = dict(
        session.execute(
            found.with_only_columns(col(Lead.status), func.count(col(Lead.id))).group_by(col(Lead.status))
        ).all()
    )
    columns: list[BoardColumn] = []
    for status in LeadStatus:
        newest = found.where(col(Lead.status) == status).order_by(col(Lead.id).desc()).limit(BOARD_CARDS)
        cards = rows_of(session, list(session.execute(newest).scalars())) if totals.get(status) else []
        columns.append(BoardColumn(status, rules.STATUS_WORDS[status], totals.get(status, 0), cards))
    return columns


def team(session: Session, customer_id: int) -> list[TeamMember]:
    """Everybody a lead of this customer may be assigned to."""
    people = (
        select(User)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(col(Membership.customer_id) == customer_id)
        .order_by(col(User.name))
    )
    return [TeamMember(user.public_id, user.name) for user in session.execute(people).scalars()]


def _matching(tab: str, search: str, status: LeadStatus | None, intent: Intent | None) -> Select[Any]:
    if tab not in rules.TABS:
        raise Invalid("There is no such tab of leads.")
    found = select(Lead)
    source = rules.TABS[tab]
    if source:
        found = found.where(col(Lead.source) == source)
    if status:
        found = found.where(col(Lead.status) == status)
    if intent:
        found = found.where(col(Lead.intent) == intent)
    if search:
        found = found.where(_says(search))
    return found


def _says(search: str) -> ColumnElement[bool]:
    wanted = [
        column.icontains(search, autoescape=True)
        for column in (col(Lead.name), col(Lead.company), col(Lead.email), col(Lead.location))
    ]
    digits = "".join(letter for letter in search if letter.isdigit())
    if len(digits) >= 4:
        wanted.append(col(Lead.phone).contains(digits, autoescape=True))
    return or_(*wanted)


def rows_of(session: Session, leads: list[Lead]) -> list[LeadRow]:
    """Leads with their conversation, assignee and next call, three look-ups for the whole page."""
    ids = [lead.id for lead in leads]
    conversations = {
        talk.lead_id: talk
        for talk in session.execute(select(Conversation).where(col(Conversation.lead_id).in_(ids))).scalars()
    }
    wanted = {lead.assigned_to for lead in leads if lead.assigned_to}
    names = dict(session.execute(select(col(User.id), col(User.name)).where(col(User.id).in_(wanted))).all())
    upcoming = (
        select(col(LeadCall.lead_id), func.min(col(LeadCall.at)))
        .where(col(LeadCall.lead_id).in_(ids), col(LeadCall.at) >= now(), col(LeadCall.cancelled_at).is_(None))
        .group_by(col(LeadCall.lead_id))
    )
    calls = dict(session.execute(upcoming).all())
    within = answer_within(session, leads[0].customer_id) if leads else 0
    return [
        _row(lead, conversations.get(lead.id or 0), names.get(lead.assigned_to, ""), calls.get(lead.id), within)
        for lead in leads
    ]


def _row(lead: Lead, talk: Conversation | None, assignee: str, next_call: Any, within: int) -> LeadRow:
    return LeadRow(
        id=lead.public_id,
        name=display_name(lead.name, lead.company, lead.phone, lead.email),
        company=lead.company,
        phone=lead.phone or "",
        email=lead.email or "",
        location=lead.location,
        source=lead.source,
        source_words=source_words(lead.source, lead.channel),
        status=lead.status,
        status_words=rules.STATUS_WORDS[lead.status],
        intent=lead.intent,
        score=lead.quality_score,
        snippet=rules.snippet(lead.lead_data),
        assigned_to=assignee,
        received_at=lead.received_at,
        first_answer_at=lead.first_answer_at,
        next_call_at=next_call,
        conversation_id=talk.public_id if talk else "",
        unread=talk.unread_count if talk else 0,
        is_sandbox=lead.is_sandbox,
        answer_within_seconds=within,
    )
