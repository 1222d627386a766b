"""An answer's own address: it carries our reference and a check, in letters that survive case folding."""

import hmac
import re

from services.core.crypto import fingerprint

_CHECK = 12
_SHAPE = re.compile(r"^r\+([a-z]{1,4}_[0-9a-z]{26})\.([0-9a-f]{12})@", re.IGNORECASE)


def reply_address(reference: str, domain: str) -> str:
    """Where answers to the message `reference` go; "" when the account has no domain for answers."""
    return f"r+{reference}.{_check(reference)}@{domain}" if domain else ""


def reference_in(address: str) -> str:
    """The reference in an address that we made, "" for any other."""
    found = _SHAPE.match(address.strip().lower())
    if not found or not hmac.compare_digest(found[2], _check(found[1])):
        return ""
    return found[1]


def _check(reference: str) -> str:
    return fingerprint(f"reply:{reference}")[:_CHECK]
