"""To whom a new lead is given: in turn, to who has the fewest, or by city; people who are away are passed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from services import audit
from services.cleaning import normalise_city
from services.core.clock import now
from services.core.errors import Invalid, NotFound
from services.core.scope import Can, Role, Scope
from services.leads.rules import OPEN
from services.models import Assignment, Customer, Lead, Membership, User
from services.timeline import record_lead_event

MOST_CITIES = 30
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_HOW = {
    Assignment.IN_TURN: "whose turn it was",
    Assignment.LEAST_LOADED: "who had the fewest open leads",
    Assignment.BY_CITY: "by city",
}


@dataclass(frozen=True)
class Candidate:
    """Somebody who may take a new lead."""

    user_id: int
    given_at: datetime | None
    open_leads: int = 0
    cities: Sequence[str] = ()


@dataclass(frozen=True)
class MemberRow:
    """One person of the team; `is_me` is who asks."""

    id: str
    name: str
    role: Role
    is_away: bool
    cities: list[str]
    open_leads: int
    is_me: bool
    takes_leads: bool


def choose(how: Assignment, people: Sequence[Candidate], city: str) -> int | None:
    """Whose the lead becomes: who waited longest among those that fit; None leaves it to nobody.

    By city those who take this city come first, then those who take any; nobody else is given it.
    """
    fit = list(people)
    if how == Assignment.BY_CITY:
        wanted = city.casefold()
        here = [one for one in fit if wanted and wanted in {name.casefold() for name in one.cities}]
        fit = here or [one for one in fit if not one.cities]
    if how == Assignment.LEAST_LOADED and fit:
        fewest = min(one.open_leads for one in fit)
        fit = [one for one in fit if one.open_leads == fewest]
    if how == Assignment.NOBODY or not fit:
        return None
    return min(fit, key=lambda one: (one.given_at or _LONG_AGO, one.user_id)).user_id


def give(session: Session, lead: Lead) -> None:
    """Give a new lead to somebody, as the customer wants it. Two at once wait for each other."""
    customer = session.get_one(Customer, lead.customer_id)
    how = Assignment(customer.assignment)
    if how == Assignment.NOBODY or lead.assigned_to:
        return
    there = (
        select(Membership)
        .where(
            col(Membership.customer_id) == lead.customer_id,
            col(Membership.role) != Role.VIEWER,
            col(Membership.is_away).is_(False),
        )
        .order_by(col(Membership.id))
        .with_for_update()
    )
    members = {one.user_id: one for one in session.execute(there).scalars()}
    loads = _open_leads(session)
    people = [
        Candidate(one.user_id, one.last_given_at, loads.get(one.user_id, 0), one.lead_cities)
        for one in members.values()
    ]
    city = normalise_city(lead.location, customer.country).city if lead.location else ""
    chosen = choose(how, people, city)
    if chosen is None:
        return
    lead.assigned_to, members[chosen].last_given_at = chosen, now()
    name = session.get_one(User, chosen).name
    record_lead_event(session, lead, "assigned", f"Given to {name}, {_HOW[how]}")


def team_rows(session: Session, scope: Scope) -> list[MemberRow]:
    """Everybody of the team, by name."""
    scope.require(Can.VIEW)
    wanted = (
        select(Membership, User)
        .join(User, col(User.id) == col(Membership.user_id))
        .where(col(Membership.customer_id) == scope.customer_id)
        .order_by(col(User.name))
    )
    loads = _open_leads(session)
    return [
        MemberRow(
            id=user.public_id,
            name=user.name,
            role=member.role,
            is_away=member.is_away,
            cities=list(member.lead_cities),
            open_leads=loads.get(member.user_id, 0),
            is_me=member.user_id == scope.user_id,
            takes_leads=member.role != Role.VIEWER,
        )
        for member, user in session.execute(wanted)
    ]


def set_away(session: Session, scope: Scope, member_id: str, *, is_away: bool) -> None:
    """Somebody is given no new leads, or again; everyone may say it of themselves."""
    scope.require(Can.SEND_MESSAGES)
    member = _member(session, scope, member_id)
    if member.user_id != scope.user_id:
        scope.require(Can.EDIT_SETTINGS)
    member.is_away = is_away
    audit.record(session, scope, "member_away" if is_away else "member_back", member_id)


def set_cities(session: Session, scope: Scope, member_id: str, text: str) -> list[str]:
    """The cities whose leads somebody takes, with commas between; none means any."""
    scope.require(Can.EDIT_SETTINGS)
    member = _member(session, scope, member_id)
    country = session.get_one(Customer, scope.customer_id).country
    words = [" ".join(part.split()) for part in text.split(",")]
    cities = list(dict.fromkeys(normalise_city(word, country).city for word in words if word))
    if len(cities) > MOST_CITIES or any(len(city) > 80 for city in cities):
        raise Invalid(f"Name at most {MOST_CITIES} cities.", "cities")
    member.lead_cities = cities
    audit.record(session, scope, "member_cities_saved", member_id)
    return cities


def _member(session: Session, scope: Scope, member_id: str) -> Membership:
    wanted = (
        select(Membership)
        .join(User, col(User.id) == col(Membership.user_id))
        .where(col(User.public_id) == member_id, col(Membership.customer_id) == scope.customer_id)
    )
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound("This person")
    return found


def _open_leads(session: Session) -> dict[int, int]:
    counted = (
        select(col(Lead.assigned_to), func.count(col(Lead.id)))
        .where(col(Lead.status).in_(OPEN), col(Lead.assigned_to).is_not(None))
        .group_by(col(Lead.assigned_to))
    )
    return {user_id: number for user_id, number in session.execute(counted) if user_id}
