"""The mail that asks whether it was really them: once, through the account that the customer's e-mails leave by."""

from dataclasses import dataclass

from sqlmodel import Session, select

from services.core.clock import now
from services.core.errors import ProviderRefused, ProviderUnsure
from services.core.log import get_logger
from services.core.scope import system_scope
from services.db import in_transaction
from services.integrations import sandbox
from services.models import Channel, Customer, OptInRequest
from services.opt_in.queries import confirm_address
from services.outreach.senders import Account, account_for
from services.providers.base import OutgoingMessage
from services.templates.identity import identity_of, signature

log = get_logger(__name__)


@dataclass(frozen=True)
class _Letter:
    account: Account
    message: OutgoingMessage


async def send_confirmation(owner_id: int, request_id: int) -> None:
    """Ask to confirm; raises ProviderDown, and is then tried again, while it certainly did not leave."""
    scope = system_scope(owner_id)
    letter = await in_transaction(scope, _letter, request_id)
    if letter is None:
        return
    if letter.account.is_sandbox:
        await sandbox.ensure_registered(owner_id)
    words = ""
    try:
        await letter.account.messenger().send(letter.message)
    except ProviderUnsure as error:  # perhaps it arrived: a second one would be a nuisance
        words = error.message
    except ProviderRefused as error:
        log.warning("confirmation_refused", customer_id=owner_id, reason=error.message)
        await in_transaction(scope, _note, request_id, error.message, sent=False)
        return
    await in_transaction(scope, _note, request_id, words, sent=True)


def _letter(session: Session, request_id: int) -> _Letter | None:
    request = session.exec(select(OptInRequest).where(OptInRequest.id == request_id)).first()
    if request is None or request.mailed_at or request.confirmed_at:
        return None
    customer = session.get_one(Customer, request.customer_id)
    account = account_for(session, customer, Channel.EMAIL)
    if account is None:
        request.error_message = "No account for email is connected."
        return None
    return _Letter(account, _message(request, customer))


def _message(request: OptInRequest, customer: Customer) -> OutgoingMessage:
    identity = identity_of(customer)
    hello = f"Hello {request.name}," if request.name else "Hello,"
    text = (
        f"{hello}\n\nyou asked {customer.name} to write to you by email:\n\n    {request.words}\n\n"
        f"To confirm, open this link and press the button:\n{confirm_address(request)}\n\n"
        "If it was not you, do nothing. You will not hear from us again.\n\n-- \n"
        + "\n".join(line for line in (signature(identity), identity.address) if line)
    )
    return OutgoingMessage(
        request.public_id, request.email, text, subject=f"Please confirm: emails from {customer.name}"[:200]
    )


def _note(session: Session, request_id: int, words: str, *, sent: bool) -> None:
    request = session.exec(select(OptInRequest).where(OptInRequest.id == request_id)).one()
    request.mailed_at, request.error_message = now() if sent else None, words[:300]
