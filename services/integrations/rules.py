"""What may be saved as credentials, and where a provider is reached."""

import re
from collections.abc import Mapping

from services.core.addresses import normalise_email, normalise_phone
from services.core.clock import now
from services.core.errors import Invalid
from services.core.settings import Settings
from services.integrations.types import CatalogueEntry, CredentialField

MOST_LETTERS = 4000
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]{1,253}(?::\d{1,5})?(?:/[A-Za-z0-9._~/-]*)?")
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def checked(entry: CatalogueEntry, given: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """The values to store. A secret left empty keeps what is stored; raises Invalid at the field that is wrong."""
    return {field.name: _checked_one(field, str(given.get(field.name, "")), kept) for field in entry.fields}


def _checked_one(field: CredentialField, given: str, kept: Mapping[str, str]) -> str:
    if field.kind == "consent":
        return _agreed(field, given, kept)
    value = "".join(given.split()) if field.secret else given.strip()
    if not value and field.secret:
        value = kept.get(field.name, "")
    if not value:
        if field.required:
            raise Invalid(f"Enter the {_inside(field.label)}.", field.name)
        return ""
    if len(value) > MOST_LETTERS:
        raise Invalid(f"The {_inside(field.label)} is too long.", field.name)
    if not value.startswith(field.starts_with):
        raise Invalid(f"The {_inside(field.label)} starts with {field.starts_with}", field.name)
    return _normalised(field, value)


def _agreed(field: CredentialField, given: str, kept: Mapping[str, str]) -> str:
    """When the box was ticked first; it must be ticked each time."""
    if given not in {"on", "true", "yes"}:
        raise Invalid("Tick the box when you agree. Without it, this account is not used.", field.name)
    return kept.get(field.name) or now().isoformat(timespec="seconds")


def _inside(label: str) -> str:
    """A label in the middle of a sentence: "Auth token" → "auth token", but "API key" stays."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _normalised(field: CredentialField, value: str) -> str:
    if field.kind == "phone":
        number = normalise_phone(value)
        if not number:
            raise Invalid("Enter the number with its country code, such as +91 98765 43210.", field.name)
        return number
    if field.kind == "email":
        address = normalise_email(value)
        if not address:
            raise Invalid("Enter an email address, such as sales@yourbusiness.in.", field.name)
        return address
    if field.kind in _READ:
        return _READ[field.kind](field, value)
    if field.kind == "digits" and not value.isdecimal():
        raise Invalid(f"The {_inside(field.label)} is a number.", field.name)
    if field.kind == "host" and not _HOST.fullmatch(value.lower()):
        raise Invalid("Enter a domain, such as reply.yourbusiness.in.", field.name)
    return value.lower() if field.kind == "host" else value


def _url(field: CredentialField, value: str) -> str:
    address = value.rstrip("/").removesuffix("/api/interpreter")
    if not _ADDRESS.fullmatch(address):
        raise Invalid(f"{field.label}: enter an address, such as https://overpass.yourbusiness.in.", field.name)
    return address


def _number(field: CredentialField, value: str) -> str:
    plain = value.replace(",", "").replace(" ", "")
    if not plain.isdecimal() or len(plain) > 9 or int(plain) == 0:
        raise Invalid(f"{field.label}: enter a whole number, such as 1,000.", field.name)
    return str(int(plain))


_READ = {"number": _number, "url": _url}


def hint(entry: CatalogueEntry, values: Mapping[str, str]) -> str:
    """What may be shown of the first secret: its last four characters."""
    if not any(field.secret for field in entry.fields):
        return ""
    first = next(field for field in entry.fields if field.secret)
    secret = values.get(first.name, "")
    is_made_up = first.name == "password"  # by a person: its end would give too much away
    return f"••••{secret[-4:]}" if len(secret) >= 8 and not is_made_up else "••••"


def base_url(entry: CatalogueEntry, own: str, is_sandbox: bool, settings: Settings) -> str:
    """The integration's own, else `LEADGEN_<PROVIDER>_URL`, else the sandbox, else the vendor's."""
    configured = str(getattr(settings, f"{entry.name}_url", ""))
    return own or configured or (settings.sandbox_address if is_sandbox else entry.vendor_url)


def webhook_address(entry: CatalogueEntry, endpoint_key: str, settings: Settings) -> str:
    """Where this provider posts for this customer."""
    address = f"{settings.address}/api/webhooks/{entry.name}"
    return address if entry.shared_webhook else f"{address}/{endpoint_key}"
