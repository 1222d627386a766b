"""The order in which a channel's accounts send: the first one, and those that stand in for it."""

from dataclasses import dataclass

from sqlmodel import Session

from services import audit
from services.core.errors import Conflict, NotFound
from services.core.scope import Can, Scope
from services.integrations.catalogue import entry_for
from services.integrations.queries import SENDERS, listed_accounts, sending_accounts
from services.live import Topic, announce
from services.models import Channel, IntegrationStatus

CHANNEL_TITLES = {Channel.WHATSAPP: "WhatsApp", Channel.EMAIL: "Email"}


@dataclass(frozen=True)
class Place:
    """One account in its channel's order. `sends` False: a simulated one that waits to be given a place."""

    provider: str
    title: str
    channel: Channel
    sends: bool
    is_failing: bool


def send_order(session: Session, scope: Scope) -> list[Place]:
    """The accounts of every channel, each channel's first choice first."""
    scope.require(Can.VIEW)
    found: list[Place] = []
    for channel in SENDERS:
        sending = {row.provider for row in sending_accounts(session, channel)}
        found += [
            Place(
                row.provider,
                entry_for(row.provider).title,
                channel,
                row.provider in sending,
                row.status == IntegrationStatus.FAILING,
            )
            for row in listed_accounts(session, channel)
        ]
    return found


def move_account(session: Session, scope: Scope, provider: str, *, up: bool) -> None:
    """Swap an account with its neighbour. Raises NotFound, and Conflict at either end."""
    scope.require(Can.EDIT_SETTINGS)
    channel = next((one for one, names in SENDERS.items() if provider in names), None)
    rows = listed_accounts(session, channel) if channel else []
    names = [row.provider for row in rows]
    if channel is None or provider not in names:
        raise NotFound("The account")
    place = names.index(provider)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        raise Conflict(f"{entry_for(provider).title} is already {'first' if up else 'last'}.")
    rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows):
        row.send_order = number
    session.flush()
    detail = {"channel": channel.value, "order": [row.provider for row in rows]}
    audit.record(session, scope, "send_order_changed", provider, detail)
    announce(session, scope.customer_id, Topic.OUTREACH)
