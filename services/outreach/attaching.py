"""Whether files can go out: who will carry an answer, and whether they can reach a file where it lies."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from services.conversations.queries import get_conversation
from services.conversations.sending_rules import hint
from services.core.settings import get_settings
from services.integrations.catalogue import entry_for
from services.models import Channel, ConversationChannel, Customer, Message, Sender
from services.outreach.rules import not_connected
from services.outreach.senders import account_at, accounts_for

_FETCHERS = {"twilio", "gupshup"}  # they take no upload: a file is fetched from an address of ours
UNREACHABLE = (
    "Files are fetched from your public https address, and none is set. Whoever runs this installation can set "
    "LEADGEN_PUBLIC_URL."
)


@dataclass(frozen=True)
class Carrier:
    """The provider that answers go through; `closed` says why it takes no files, `hint` what it takes."""

    provider: str
    closed: str = ""
    hint: str = ""


def may_fetch(provider: str, *, is_sandbox: bool) -> bool:
    """Whether a file can reach the provider: uploaded to it, or fetched by it from an address that it can reach."""
    return provider not in _FETCHERS or is_sandbox or get_settings().address.startswith("https://")


def carrier_of(session: Session, conversation_id: str, channel: ConversationChannel) -> Carrier:
    """Who carries the next answer on `channel` in this conversation."""
    talk, lead = get_conversation(session, conversation_id)
    customer = session.get_one(Customer, lead.customer_id)
    way = Channel(channel.value)
    accounts = accounts_for(session, customer, way)
    named = heard_through(session, talk.id or 0, channel) if way == Channel.WHATSAPP else ""
    own = account_at(session, customer, way, named) if named else None
    account = own or next(iter(accounts), None)
    if account is None:
        return Carrier("", not_connected(way))
    if not may_fetch(account.provider, is_sandbox=account.is_sandbox):
        return Carrier(account.provider, f"{entry_for(account.provider).title}: {UNREACHABLE}")
    return Carrier(account.provider, hint=hint(channel, account.provider))


def heard_through(session: Session, talk_id: int, channel: ConversationChannel) -> str:
    """The provider through which the person wrote last in this conversation."""
    heard = select(Message.provider).where(
        Message.conversation_id == talk_id,
        Message.sender == Sender.LEAD,
        Message.channel == channel,
        Message.provider != "",
    )
    return session.exec(heard.order_by(col(Message.id).desc()).limit(1)).first() or ""
