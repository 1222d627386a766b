"""The account that a customer writes from on a channel, and the message as that account sends it."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from services.core.clock import INDIA
from services.integrations.queries import callback_address, credentials_of, find, sending_accounts
from services.models import Channel, Customer, Integration, IntegrationStatus, OutreachCampaign
from services.outreach.rules import PER_SECOND
from services.outreach.windows import Hours, zone_of
from services.providers.base import Credentials, Messenger
from services.providers.registry import provider as build

SLOWER = 4
LOW_QUALITY = "low"


@dataclass(frozen=True)
class Account:
    """`rate_key` names the account at the provider: customers who share it share its rate."""

    provider: str
    credentials: Credentials
    callback_url: str
    rate_key: str
    is_slow: bool = False  # its quality is low

    @property
    def is_sandbox(self) -> bool:
        return self.credentials.is_sandbox

    @property
    def per_second(self) -> float:
        """The account's own pace where it names one."""
        pace = float(self.credentials["per_second"] or PER_SECOND[self.provider])
        return pace / SLOWER if self.is_slow else pace

    def messenger(self) -> Messenger:
        return build(self.provider, Messenger, self.credentials)


def account_for(session: Session, customer: Customer, channel: Channel) -> Account | None:
    """The first account that sends; None when the customer has connected none."""
    return next(iter(accounts_for(session, customer, channel)), None)


def accounts_for(session: Session, customer: Customer, channel: Channel) -> list[Account]:
    """All accounts that send, in the order in which they are tried; one that refuses its keys only when all do."""
    rows = sending_accounts(session, channel)
    healthy = [row for row in rows if row.status == IntegrationStatus.CONNECTED]
    return [_account(session, customer, channel, row) for row in healthy or rows]


def account_at(session: Session, customer: Customer, channel: Channel, provider: str) -> Account | None:
    """The customer's account at this one provider; None when there is none any more."""
    row = find(session, provider)
    return _account(session, customer, channel, row) if row else None


def _account(session: Session, customer: Customer, channel: Channel, row: Integration) -> Account:
    provider, credentials = row.provider, credentials_of(row)
    if not credentials["from_name"]:
        name = customer.sender_name or customer.name
        credentials = replace(credentials, values={**credentials.values, "from_name": name})
    callback = callback_address(session, provider) if channel == Channel.WHATSAPP else ""
    account = credentials["account_sid"] or credentials["from"]
    return Account(
        provider,
        credentials,
        callback,
        f"{provider}:{account}:{credentials['from']}"[:200],
        row.detail.get("quality") == LOW_QUALITY,
    )


def hours_for(customer: Customer, recipient: str, campaign: OutreachCampaign | None = None) -> Hours:
    """The customer's quiet hours and days off, and the campaign's own window, in the recipient's own zone."""
    zone = zone_of(recipient, customer.zone)
    rests = customer.keep_holidays and zone == INDIA
    return Hours(
        zone,
        customer.quiet_from,
        customer.quiet_until,
        customer.send_on_sunday,
        campaign.send_from if campaign else "",
        campaign.send_until if campaign else "",
        f"IN-{customer.holiday_state}".rstrip("-") if rests else "",
    )
