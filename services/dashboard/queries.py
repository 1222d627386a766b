"""Reads. Today's figures, the trend, the feed and the set-up checklist."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from services.core.clock import local_day, now, start_of_day
from services.core.errors import Invalid
from services.core.scope import Scope
from services.dashboard import rules
from services.dashboard.types import ActivityLine, DayPoint, Figure, SetupStep, SpeedToLead, Today
from services.integrations.queries import SENDERS
from services.models import (
    Activity,
    Channel,
    Contact,
    Customer,
    Integration,
    Lead,
    LeadStatus,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    RunStatus,
    ScrapingCampaign,
    ScrapingRun,
    ScrapingStatus,
    Template,
)
from services.outreach.rules import DIRECT_NAME

PERIODS = (7, 30, 90)
SPARK_DAYS = 10
FEED = 8
_WEEK = timedelta(days=7)


def customer_of(session: Session, scope: Scope) -> Customer:
    """The row of the customer in reach."""
    return session.execute(select(Customer).where(col(Customer.id) == scope.customer_id)).scalar_one()


def today(session: Session, scope: Scope) -> Today:
    """The four figures, each with yesterday's and a spark line."""
    zone = customer_of(session, scope).zone
    return Today(
        contacts=_figure(
            zone, lambda start, end: _count(session, col(Contact.id), col(Contact.created_at), start, end)
        ),
        leads=_figure(zone, lambda start, end: _count(session, col(Lead.id), col(Lead.received_at), start, end)),
        campaigns=_figure(zone, lambda _start, end: _active_campaigns(session, end)),
        response_rate=_figure(zone, lambda _start, end: _response_rate(session, end)),
    )


def _figure(zone: str, measure: Callable[[datetime, datetime], float]) -> Figure:
    day = local_day(now(), zone)
    spark = [measure(*_bounds(day - timedelta(days=back), zone)) for back in range(SPARK_DAYS - 1, -1, -1)]
    return Figure(today=spark[-1], yesterday=spark[-2], spark=spark)


def _bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    return start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)


def _count(session: Session, key: Mapped[int | None], at: Mapped[datetime], start: datetime, end: datetime) -> int:
    return session.execute(select(func.count(key)).where(at >= start, at < end)).scalar_one()


def _active_campaigns(session: Session, end: datetime) -> int:
    """Campaigns active now that existed by `end`: the past's pauses are not kept."""
    total = 0
    for table, active in (
        (ScrapingCampaign, (ScrapingStatus.ACTIVE,)),
        (OutreachCampaign, (OutreachCampaignStatus.RUNNING, OutreachCampaignStatus.SCHEDULED)),
    ):
        named = col(table.name) != DIRECT_NAME  # messages by hand are no campaign
        statement = select(func.count(col(table.id))).where(
            col(table.status).in_(active), col(table.created_at) < end, named
        )
        total += session.execute(statement).scalar_one()
    return total


def _response_rate(session: Session, end: datetime) -> float:
    sent = (col(OutreachMessage.sent_at) >= end - _WEEK, col(OutreachMessage.sent_at) < end)
    statement = select(func.count(col(OutreachMessage.id)), func.count(col(OutreachMessage.responded_at))).where(*sent)
    whole, answered = session.execute(statement).one()
    return rules.percent(answered, whole)


def trend(session: Session, scope: Scope, days: int) -> list[DayPoint]:
    """Contacts and leads of each of the last `days` days in the customer's zone, oldest first."""
    if days not in PERIODS:
        raise Invalid("Choose 7, 30 or 90 days.")
    zone = customer_of(session, scope).zone
    last = local_day(now(), zone)
    points: list[DayPoint] = []
    for back in range(days - 1, -1, -1):
        day = last - timedelta(days=back)
        start, end = _bounds(day, zone)
        contacts = _count(session, col(Contact.id), col(Contact.created_at), start, end)
        points.append(DayPoint(day, contacts, _count(session, col(Lead.id), col(Lead.received_at), start, end)))
    return points


def feed(session: Session) -> list[ActivityLine]:
    """What happened last, newest first."""
    statement = select(Activity).order_by(col(Activity.id).desc()).limit(FEED)
    return [
        ActivityLine(line.kind, line.text, line.link, line.created_at) for line in session.execute(statement).scalars()
    ]


def speed_to_lead(session: Session) -> SpeedToLead:
    """How fast leads of the last seven days got a first answer."""
    end = now()
    waits, before = _waits(session, end - _WEEK, end), _waits(session, end - 2 * _WEEK, end - _WEEK)
    median, earlier = rules.median_seconds(waits), rules.median_seconds(before)
    waiting = select(func.count(col(Lead.id))).where(
        col(Lead.first_answer_at).is_(None), col(Lead.status) == LeadStatus.NEW
    )
    return SpeedToLead(
        median_seconds=median,
        change_seconds=median - earlier if median is not None and earlier is not None else None,
        within_goal=rules.within_goal(waits),
        buckets=rules.buckets(waits),
        waiting=session.execute(waiting).scalar_one(),
    )


def _waits(session: Session, start: datetime, end: datetime) -> list[float]:
    statement = select(col(Lead.received_at), col(Lead.first_answer_at)).where(
        col(Lead.received_at) >= start, col(Lead.received_at) < end, col(Lead.first_answer_at).is_not(None)
    )
    rows = session.execute(statement)
    return [(answered - received).total_seconds() for received, answered in rows if answered]


def checklist(session: Session, scope: Scope) -> list[SetupStep]:
    """What a new customer still has to do; the page hides it once all are done."""
    customer = customer_of(session, scope)
    connected = select(col(Integration.provider)).where(col(Integration.is_sandbox).is_(False))
    own = set(session.execute(connected).scalars())
    writes = {channel: not own.isdisjoint(names) for channel, names in SENDERS.items()}
    ran = select(col(ScrapingRun.id)).where(col(ScrapingRun.status) == RunStatus.DONE)
    steps = (
        ("Business details", "What you do and where", "/settings/business", bool(customer.description)),
        ("First search", "Find contacts", "/campaigns/scraping", _any(session, ran)),
        ("Message template", "What we write", "/outreach/whatsapp", _any(session, select(col(Template.id)))),
        ("First lead", "A reply or an enquiry", "/leads", _any(session, select(col(Lead.id)))),
        (
            "Connect WhatsApp",
            "Use your own number",
            "/settings/integrations",
            writes[Channel.WHATSAPP],
        ),
        (
            "Connect email",
            "Use your own address",
            "/settings/integrations",
            writes[Channel.EMAIL],
        ),
    )
    return [SetupStep(label, "Done" if done else detail, link, done) for label, detail, link, done in steps]


def _any(session: Session, statement: Select[Any]) -> bool:
    return session.execute(statement.limit(1)).first() is not None
