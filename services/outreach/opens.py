"""Opens and clicks of campaign e-mails, kept in one row a message; they change figures and nothing else."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from services.db import insert_ignoring
from services.live import Topic, announce
from services.models import Channel, MessageOpening, OutreachCampaign, OutreachMessage, OutreachMessageStatus
from services.outreach import allowances, ledger
from services.outreach.machines import Act, Sighting, is_burst, why_machine
from services.outreach.texts import click_reference, link_target, open_reference

ACTS = {"opened": Act.OPEN, "clicked": Act.CLICK}
MOST_COUNTED = 1_000  # events of one message; whoever asks for its links again and again changes nothing then


def sighting_of(data: Mapping[str, Any], at: datetime) -> Sighting:
    """A "status" happening (see providers/base.py) that is an open or a click."""
    agent = data.get("agent")
    return Sighting(
        ACTS[str(data["status"])],
        at,
        None if agent is None else str(agent)[:500],
        str(data.get("method") or "GET"),
        str(data.get("purpose") or "")[:100],
        str(data.get("link") or ""),
        bool(data.get("machine")),
    )


def note(session: Session, message: OutreachMessage, seen: Sighting) -> bool:
    """Count one event of a message that the caller holds locked; True when it was a person's.

    Events may come late, twice and out of order. Of a burst of clicks also the first one is a machine's after all.
    """
    row = opening_of(session, message)
    if _is_worn_out(row):
        return False
    link = hashlib.sha256(seen.link.encode("utf-8", "replace")).hexdigest()[:16]
    burst = is_burst(seen, row.last_clicked_at, link == row.last_link)
    if burst and row.last_by_person:
        _take_back(session, message, row)
    by_person = not burst and not why_machine(seen, _arrived_at(session, message, row))
    is_first = _count(row, seen, by_person=by_person)
    if seen.act is Act.CLICK:
        row.last_clicked_at, row.last_link, row.last_by_person = seen.at, link, by_person
    session.add(row)
    if is_first or burst:
        announce(session, message.customer_id, Topic.OUTREACH)
    return by_person


def opening_of(session: Session, message: OutreachMessage) -> MessageOpening:
    """The message's row, made when it has none."""
    wanted = select(MessageOpening).where(MessageOpening.outreach_message_id == message.id)
    found = session.exec(wanted).first()
    if found is not None:
        return found
    blank = MessageOpening(outreach_message_id=message.id or 0).model_dump(exclude={"id", "customer_id"})
    insert_ignoring(session, MessageOpening, [blank | {"customer_id": message.customer_id}])
    return session.exec(wanted).one()


def follow_choice(session: Session, campaign: OutreachCampaign) -> None:
    """E-mails that wait are followed or not as the campaign says now; one that was tried stays as it was written."""
    session.execute(
        update(OutreachMessage)
        .where(
            col(OutreachMessage.outreach_campaign_id) == campaign.id,
            col(OutreachMessage.channel) == Channel.EMAIL,
            col(OutreachMessage.status) == OutreachMessageStatus.PENDING,
            col(OutreachMessage.attempts) == 0,
            col(OutreachMessage.is_tracked) != campaign.tracks_opens,
        )
        .values(is_tracked=campaign.tracks_opens)
    )


@dataclass(frozen=True)
class Followed:
    """Whose e-mail an address of ours belongs to; `target` is where its link leads, "" for the picture's.

    `is_worn_out`: it was asked for so often that nothing more is counted.
    """

    customer_id: int
    reference: str
    target: str = ""
    is_worn_out: bool = False


def followed_link(session: Session, token: str) -> Followed | None:
    """None for an address that we did not make. The session reaches all customers: the address says whose it is."""
    named = click_reference(token)
    message = _named(session, named[0]) if named else None
    target = link_target(message.message_content, named[1]) if message and named else ""
    return _followed(session, message, target) if message and target else None


def followed_mail(session: Session, token: str) -> Followed | None:
    """The same for the picture of a mail."""
    reference = open_reference(token)
    message = _named(session, reference) if reference else None
    return _followed(session, message, "") if message else None


def _named(session: Session, reference: str) -> OutreachMessage | None:
    return session.exec(select(OutreachMessage).where(OutreachMessage.public_id == reference)).first()


def _followed(session: Session, message: OutreachMessage, target: str) -> Followed:
    row = session.exec(select(MessageOpening).where(MessageOpening.outreach_message_id == message.id)).first()
    return Followed(message.customer_id, message.public_id, target, row is not None and _is_worn_out(row))


def _is_worn_out(row: MessageOpening) -> bool:
    return row.person_opens + row.machine_opens + row.person_clicks + row.machine_clicks >= MOST_COUNTED


def _arrived_at(session: Session, message: OutreachMessage, row: MessageOpening) -> datetime | None:
    """When a gateway could first look at it. Simulated people live faster than that."""
    if allowances.is_practice(session, message.provider):
        return None
    sent = message.sent_at or message.send_at
    noted = [at for at in (row.person_opened_at, row.person_clicked_at, row.machine_opened_at) if at]
    noted += [row.machine_clicked_at] if row.machine_clicked_at else []
    delivered = message.delivered_at
    # Not where the first open was what told us of the delivery.
    is_report = delivered is not None and (not noted or delivered < min(noted))
    return max(sent, delivered) if delivered is not None and is_report else sent


def _count(row: MessageOpening, seen: Sighting, *, by_person: bool) -> bool:
    """Add it to its kind; True for the first of its kind."""
    who = "person" if by_person else "machine"
    moment, number = (
        (f"{who}_opened_at", f"{who}_opens") if seen.act is Act.OPEN else (f"{who}_clicked_at", f"{who}_clicks")
    )
    first: datetime | None = getattr(row, moment)
    setattr(row, moment, seen.at if first is None else min(first, seen.at))
    setattr(row, number, getattr(row, number) + 1)
    return first is None


def _take_back(session: Session, message: OutreachMessage, row: MessageOpening) -> None:
    """The click before this one was a machine's too."""
    at = row.last_clicked_at
    row.person_clicks, row.machine_clicks = row.person_clicks - 1, row.machine_clicks + 1
    row.machine_clicked_at = min(filter(None, (row.machine_clicked_at, at)), default=None)
    if row.person_clicks:
        return
    row.person_clicked_at = None
    if row.person_opened_at is None:
        ledger.unsee(session, message)
