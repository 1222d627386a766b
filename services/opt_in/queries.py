"""Reads. The links of a customer with their addresses; the page behind a link."""

from dataclasses import dataclass
from datetime import datetime

import segno
from sqlmodel import Session, col, func, select

from services.core.crypto import sign
from services.core.scope import Can, Scope
from services.core.settings import get_settings
from services.integrations.queries import credentials_of, sending_account
from services.models import Channel, Consent, ConsentStatus, Customer, OptInLink, OptInRequest
from services.opt_in.rules import offer, whatsapp_address

CONFIRM = "opt-in"
MOST_LINKS = 50


@dataclass(frozen=True)
class LinkRow:
    """One link; `whatsapp` is "" while no WhatsApp number is connected, `qr` its image as a data address."""

    id: str
    name: str
    words: str
    is_open: bool
    page: str
    whatsapp: str
    qr: str
    agreed: int
    waiting: int


@dataclass(frozen=True)
class JoinPage:
    """What a visitor sees; `has_mail` when a confirmation can be sent."""

    customer_id: int
    link_id: int
    business: str
    words: str
    whatsapp: str
    has_mail: bool


@dataclass(frozen=True)
class Waiting:
    """A request that can still be confirmed."""

    customer_id: int
    request_id: int
    business: str
    words: str
    email: str
    asked_at: datetime
    is_confirmed: bool


def opt_in_links(session: Session, scope: Scope) -> list[LinkRow]:
    """Every link, the newest first."""
    scope.require(Can.VIEW)
    customer = session.get_one(Customer, scope.customer_id)
    number = _number(session)
    agreed, waiting = _agreed(session), _waiting(session)
    links = session.exec(select(OptInLink).order_by(col(OptInLink.id).desc()).limit(MOST_LINKS)).all()
    return [
        _row(customer, link, number, agreed.get(source_of(link), 0), waiting.get(link.id or 0, 0)) for link in links
    ]


def source_of(link: OptInLink) -> str:
    """How the consent ledger names a link."""
    return f"opt-in {link.public_id}"


def join_page(session: Session, public_id: str) -> JoinPage | None:
    """The page of an open link, whosever it is."""
    wanted = select(OptInLink).where(OptInLink.public_id == public_id, col(OptInLink.is_open).is_(True))
    link = session.exec(wanted).first()
    return JoinPage(link.customer_id, link.id or 0, "", link.words, "", False) if link else None


def shown_page(session: Session, found: JoinPage) -> JoinPage:
    """The same with what only the customer's own session may read."""
    customer = session.get_one(Customer, found.customer_id)
    link = session.exec(select(OptInLink).where(OptInLink.id == found.link_id)).one()
    has_mail = sending_account(session, Channel.EMAIL) is not None
    whatsapp = _whatsapp(customer, link, _number(session))
    return JoinPage(found.customer_id, found.link_id, customer.name, link.words, whatsapp, has_mail)


def request_of(session: Session, public_id: str) -> Waiting | None:
    """The request behind a confirmation link, whosever it is."""
    asked = session.exec(select(OptInRequest).where(OptInRequest.public_id == public_id)).first()
    customer = session.get(Customer, asked.customer_id) if asked else None
    if asked is None or customer is None:
        return None
    confirmed = asked.confirmed_at is not None
    return Waiting(
        asked.customer_id, asked.id or 0, customer.name, asked.words, asked.email, asked.created_at, confirmed
    )


def confirm_address(request: OptInRequest) -> str:
    """The link in the confirmation mail."""
    return f"{get_settings().address}/join/confirm/{sign(CONFIRM, request.public_id)}"


def _row(customer: Customer, link: OptInLink, number: str, agreed: int, waiting: int) -> LinkRow:
    whatsapp = _whatsapp(customer, link, number)
    image = segno.make(whatsapp, error="m").svg_data_uri(scale=4, border=4, light="white") if whatsapp else ""
    page = f"{get_settings().address}/join/{link.public_id}"
    return LinkRow(link.public_id, link.name, link.words, link.is_open, page, whatsapp, image, agreed, waiting)


def _whatsapp(customer: Customer, link: OptInLink, number: str) -> str:
    return whatsapp_address(number, offer(customer.name, link.code)) if number else ""


def _number(session: Session) -> str:
    """The number that the customer's WhatsApp messages come from, "" without one."""
    account = sending_account(session, Channel.WHATSAPP)
    number = credentials_of(account)["from"] if account else ""
    return number if number.startswith("+") else ""


def _agreed(session: Session) -> dict[str, int]:
    """Consents given, by the ledger's name of a link."""
    wanted = (
        select(Consent.source, func.count())
        .where(Consent.status == ConsentStatus.GRANTED, col(Consent.source).startswith("opt-in opt_"))
        .group_by(col(Consent.source))
    )
    return dict(session.exec(wanted).all())


def _waiting(session: Session) -> dict[int, int]:
    wanted = (
        select(OptInRequest.opt_in_link_id, func.count())
        .where(col(OptInRequest.confirmed_at).is_(None))
        .group_by(col(OptInRequest.opt_in_link_id))
    )
    return dict(session.exec(wanted).all())
