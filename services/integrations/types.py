"""What a provider's entry in the catalogue is made of."""

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What an account is for, in the order of the page."""

    MESSAGES = "Messages"
    ADS = "Ads"
    FINDING = "Finding contacts"
    LANGUAGE = "Language model"


@dataclass(frozen=True)
class CredentialField:
    """One input. `kind` is text, phone, email, host, url, number, digits or consent; a secret is never shown again.

    A consent is a box to tick: its `help` is what is agreed to, and what is stored is when that was.
    """

    name: str
    label: str
    help: str = ""
    secret: bool = False
    required: bool = True
    kind: str = "text"
    starts_with: str = ""


@dataclass(frozen=True)
class WebhookHelp:
    """An address to paste at the provider, and where."""

    label: str
    help: str


@dataclass(frozen=True)
class CatalogueEntry:
    """`identity` names the field that routes app-wide webhooks; `shared_webhook`: one address for all customers."""

    name: str
    title: str
    purpose: str
    fields: tuple[CredentialField, ...]
    webhooks: tuple[WebhookHelp, ...]
    vendor_url: str
    identity: str
    shared_webhook: bool = False
    group: Purpose = Purpose.MESSAGES
    needs_account: bool = True  # without: it works at once, and may be reached at an address of the customer's own
