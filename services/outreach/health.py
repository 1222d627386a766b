"""Reads. How each account that sends is doing, in words for a person."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from services.core.scope import Can, Scope
from services.customers.queries import customer_of
from services.integrations.order import Place, send_order
from services.models import Channel, Customer
from services.outreach.senders import account_at
from services.outreach.standing import Standing, standings


@dataclass(frozen=True)
class AccountHealth:
    """One account in its channel's order; `tone` is good, warm, bad or neutral."""

    provider: str
    title: str
    channel: str
    words: str
    tone: str
    is_first: bool
    is_last: bool
    sends: bool  # False: a simulated one that waits to be given a place


def account_health(session: Session, scope: Scope) -> list[AccountHealth]:
    """Every account of every channel, in the order in which they are tried."""
    scope.require(Can.VIEW)
    customer = customer_of(session, scope)
    found: list[AccountHealth] = []
    for channel in Channel:
        places = [place for place in send_order(session, scope) if place.channel == channel]
        found += [_health(session, customer, place, number, len(places)) for number, place in enumerate(places)]
    return found


def _health(session: Session, customer: Customer, place: Place, number: int, of: int) -> AccountHealth:
    account = account_at(session, customer, place.channel, place.provider)
    standing = standings(session, [account])[account.rate_key] if account else Standing()
    is_slow = account is not None and account.is_slow
    words, tone = _words(place, number, standing, customer.zone, is_slow=is_slow)
    is_first, is_last = number == 0, number == of - 1
    return AccountHealth(place.provider, place.title, place.channel.value, words, tone, is_first, is_last, place.sends)


def _words(place: Place, number: int, standing: Standing, zone: str, *, is_slow: bool) -> tuple[str, str]:
    if not place.sends:
        return "Not used. Move it up or down to use it.", "neutral"
    if place.is_failing:
        return "Refuses your keys. The next account sends.", "bad"
    if standing.failures:
        return f"Does not answer. Tried again at {_clock(standing.avoid_until, zone)}.", "warm"
    if standing.avoid_until > time.time():
        return f"Asks us to wait until {_clock(standing.avoid_until, zone)}.", "warm"
    if is_slow:
        return "WhatsApp rates its quality as low: it sends at a quarter of its pace.", "warm"
    if number == 0:
        return "Sends first.", "good"
    return "Stands in for the one above.", "neutral"


def _clock(moment: float, zone: str) -> str:
    """The customer's time of day, such as 14:05."""
    return f"{datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone)):%H:%M}"
