"""Writes. Links are made, closed and opened; people ask by the form, confirm by mail, or send the code on WhatsApp."""

from datetime import timedelta

from sqlmodel import Session, col, func, select

from services import audit
from services.compliance.actions import ConsentLine, record_consent
from services.compliance.queries import suppressed_reason
from services.core.addresses import normalise_email, registrable_domain
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Can, Scope, system_scope
from services.live import Topic, announce
from services.models import (
    Channel,
    Consent,
    ConsentStatus,
    Contact,
    ContactSource,
    Customer,
    OptInLink,
    OptInRequest,
)
from services.opt_in.queries import MOST_LINKS, source_of
from services.opt_in.rules import (
    CONFIRM_WITHIN_DAYS,
    PER_ADDRESS_A_DAY,
    PER_CUSTOMER_AN_HOUR,
    PER_VISITOR_AN_HOUR,
    Asked,
    checked,
    codes_in,
    is_only_the_offer,
    new_code,
)
from services.queue import JobName, enqueue


def add_link(session: Session, scope: Scope, name: str, words: str) -> OptInLink:
    """A new link for one place; raises Invalid at the first wrong field."""
    scope.require(Can.EDIT_SETTINGS)
    customer = session.get_one(Customer, scope.customer_id)
    name, words = checked(name, words, customer.name)
    if session.exec(select(func.count()).select_from(OptInLink)).one() >= MOST_LINKS:
        raise Invalid(f"There are {MOST_LINKS} links already.", "name")
    link = OptInLink(customer_id=scope.customer_id, name=name, words=words, code="")
    link.code = new_code(customer.public_id, link.public_id)
    session.add(link)
    audit.record(session, scope, "opt_in_link_added", entity=link.public_id, detail={"name": name, "words": words})
    return link


def set_open(session: Session, scope: Scope, link_id: str, *, is_open: bool) -> OptInLink:
    """Close a link, so that its page and its code no longer count, or open it again."""
    scope.require(Can.EDIT_SETTINGS)
    link = session.exec(select(OptInLink).where(OptInLink.public_id == link_id)).first()
    if link is None:
        raise NotFound("The link")
    link.is_open = is_open
    action = "opt_in_link_opened" if is_open else "opt_in_link_closed"
    audit.record(session, scope, action, entity=link.public_id, detail={"name": link.name})
    return link


def ask(session: Session, scope: Scope, link_id: int, asked: Asked) -> bool:
    """Somebody filled in the form; returns whether a mail will ask them to confirm.

    Nobody is told why not: not that an address is known, nor that its owner once said stop. Raises Invalid for what is
    no address, and Conflict when too much was asked for.
    """
    email = normalise_email(asked.email, allow_reserved=True)
    if not email:
        raise Invalid("Enter your email address, such as name@example.com.", "email")
    link = session.exec(select(OptInLink).where(OptInLink.id == link_id, col(OptInLink.is_open).is_(True))).first()
    if link is None:
        raise NotFound("This page")
    _hold_back(session, email, asked.visitor)
    request = OptInRequest(
        customer_id=scope.customer_id,
        opt_in_link_id=link_id,
        email=email,
        name=" ".join(asked.name.replace("\x00", "").split())[:120],
        words=link.words,
        page=asked.page[:300],
        visitor=asked.visitor,
    )
    session.add(request)
    session.flush()
    if suppressed_reason(session, email=email) or _has_agreed(session, email, Channel.EMAIL):
        return False
    enqueue(
        session,
        JobName.SEND_CONFIRMATION,
        unique=f"confirmation:{request.id}",
        customer_id=scope.customer_id,
        owner_id=scope.customer_id,
        request_id=request.id,
    )
    return True


def _hold_back(session: Session, email: str, visitor: str) -> None:
    hour, day = now() - timedelta(hours=1), now() - timedelta(days=1)
    recent = col(OptInRequest.created_at)
    counts = (
        ((OptInRequest.visitor == visitor, recent > hour), PER_VISITOR_AN_HOUR),
        ((OptInRequest.email == email, recent > day), PER_ADDRESS_A_DAY),
        ((recent > hour,), PER_CUSTOMER_AN_HOUR),
    )
    for conditions, most in counts:
        found = session.exec(select(func.count()).select_from(OptInRequest).where(*conditions)).one()
        if found >= most:
            raise Conflict("That was asked for too often. Try again tomorrow.")


def confirm(session: Session, scope: Scope, request_id: int) -> bool:
    """Consent, by the link in the mail; twice is once. False when the link is too old."""
    asked = session.exec(select(OptInRequest).where(OptInRequest.id == request_id).with_for_update()).first()
    if asked is None:
        raise NotFound("The request")
    if asked.confirmed_at is not None:
        return True
    if asked.created_at < now() - timedelta(days=CONFIRM_WITHIN_DAYS):
        return False
    asked.confirmed_at = now()
    link = session.exec(select(OptInLink).where(OptInLink.id == asked.opt_in_link_id)).one()
    evidence = (
        f"Confirmed by the link in our mail at {asked.confirmed_at:%Y-%m-%d %H:%M:%S} UTC."
        f" Form “{link.name}”, sent at {asked.created_at:%Y-%m-%d %H:%M:%S} UTC"
        f"{f' from {asked.page}' if asked.page else ''}, address hash {asked.visitor}. Shown: {asked.words}"
    )
    line = ConsentLine(asked.email, Channel.EMAIL, ConsentStatus.GRANTED, evidence, source_of(link))
    record_consent(session, scope, line)
    _know(session, scope, name=asked.name, email=asked.email, is_sandbox=False)
    announce(session, scope.customer_id, Topic.CONTACTS)
    return True


def hear_code(session: Session, customer_id: int, phone: str, text: str, name: str, *, is_sandbox: bool) -> bool:
    """Consent to WhatsApp when `text` carries the code of one of the customer's open links.

    True when the message says nothing else, so that there is nothing to answer. The second time nothing is written.
    """
    codes = codes_in(text)
    wanted = select(OptInLink).where(col(OptInLink.code).in_(codes), col(OptInLink.is_open).is_(True))
    link = session.exec(wanted).first() if codes else None
    if link is None:
        return False
    scope = system_scope(customer_id)
    if not _has_agreed(session, phone, Channel.WHATSAPP):
        evidence = f"They wrote: {text[:300]} — link “{link.name}”, code {link.code}. It says: {link.words}"
        line = ConsentLine(phone, Channel.WHATSAPP, ConsentStatus.GRANTED, evidence, source_of(link))
        record_consent(session, scope, line)
    _know(session, scope, name=name, phone=phone, is_sandbox=is_sandbox)
    announce(session, customer_id, Topic.CONTACTS)
    return is_only_the_offer(text, session.get_one(Customer, customer_id).name, link.code)


def _has_agreed(session: Session, address: str, channel: Channel) -> bool:
    last = select(Consent.status).where(Consent.address == address, Consent.channel == channel)
    return session.exec(last.order_by(col(Consent.id).desc()).limit(1)).first() == ConsentStatus.GRANTED


def _know(
    session: Session, scope: Scope, *, name: str, is_sandbox: bool, phone: str | None = None, email: str | None = None
) -> None:
    """A contact for whoever agreed, unless there is one."""
    same = Contact.phone == phone if phone else Contact.email == email
    if session.exec(select(Contact.id).where(same)).first() is not None:
        return
    session.add(
        Contact(
            customer_id=scope.customer_id,
            name=name.replace("\x00", "")[:200],
            phone=phone,
            email=email,
            domain=registrable_domain(email or ""),
            source=ContactSource.MANUAL_IMPORT,
            is_sandbox=is_sandbox,
        )
    )
