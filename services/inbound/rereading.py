"""Reads stored replies once more with today's rules and classifier. Nobody is ever un-suppressed by it."""

from dataclasses import dataclass

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from services.compliance.actions import suppress
from services.compliance.queries import suppressed_reason
from services.core.addresses import normalise_email, normalise_phone
from services.core.scope import Scope, system_scope
from services.db import system_reading, transaction
from services.models import Channel, Customer, InboundEvent, InboundStatus
from services.replies.learned import Classifier
from services.replies.reading import read
from services.replies.records import label_of, reader_for, record

BATCH = 200


@dataclass(frozen=True)
class Reread:
    """`stopped` are those whose words are now heard as an opt-out and were not before."""

    replies: int = 0
    changed: int = 0
    stopped: int = 0


def reread_replies(customer_id: int = 0) -> Reread:
    """Every stored reply of one customer, or with 0 of all; what a person corrected stands, no lead is made or lost."""
    with system_reading() as session:
        wanted = select(col(Customer.id)).order_by(col(Customer.id))
        owners = [customer_id] if customer_id else [one for one in session.exec(wanted) if one]
    return _sum([_of_customer(system_scope(owner)) for owner in owners])


def _of_customer(scope: Scope) -> Reread:
    done, after = Reread(), 0
    while True:
        with transaction(scope) as session:
            few = list(session.exec(_next(after)))
            reader = reader_for(session)
            done = _sum([done, *(_again(session, scope, event, reader) for event in few)])
            after = few[-1].id or 0 if few else 0
        if len(few) < BATCH:
            return done


def _next(after: int) -> SelectOfScalar[InboundEvent]:
    kinds = (col(InboundEvent.kind) == "reply", col(InboundEvent.status) != InboundStatus.RECEIVED)
    return select(InboundEvent).where(col(InboundEvent.id) > after, *kinds).order_by(col(InboundEvent.id)).limit(BATCH)


def _again(session: Session, scope: Scope, event: InboundEvent, reader: Classifier) -> Reread:
    told = event.payload
    headers = {str(name): str(value) for name, value in (told.get("headers") or {}).items()}
    reading = read(str(told.get("text") or ""), str(told.get("subject") or ""), headers, reader)
    before = label_of(session, event.id or 0)
    row = record(session, event.id or 0, reading)
    stopped = reading.opt_out and _suppress(session, scope, event)
    return Reread(1, int(before != row.label), int(stopped))


def _suppress(session: Session, scope: Scope, event: InboundEvent) -> bool:
    """Only ever adds: a stop that an earlier version did not hear is heard now. True when it was new."""
    sender, channel = str(event.payload.get("sender") or ""), str(event.payload.get("channel") or "")
    phone = normalise_phone(sender) if channel == Channel.WHATSAPP else None
    email = normalise_email(sender, allow_reserved=True) if channel == Channel.EMAIL else None
    if not (phone or email):
        return False
    known = suppressed_reason(session, phone=phone, email=email, channel=Channel(channel))
    if not known:
        suppress(session, scope, phone=phone, email=email, reason="opt_out", source=f"{channel} reply, read again")
    return not known


def _sum(parts: list[Reread]) -> Reread:
    return Reread(*(sum(column) for column in zip(*((p.replies, p.changed, p.stopped) for p in parts), strict=True)))
