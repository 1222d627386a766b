"""Asks the name servers about the domain of an e-mail account."""

import base64
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from services.core.domains import FREE_MAIL, registrable_domain
from services.core.errors import Conflict
from services.core.scope import Can, Scope
from services.db import in_reading
from services.deliverability.rules import Finding, dkim, dmarc, spf
from services.integrations.queries import credentials_for
from services.providers.base import Credentials
from services.providers.smtp.message import pem
from services.web.mail_records import MailRecords

_USUAL = ("default", "google", "selector1", "selector2", "mail", "dkim", "k1", "s1", "s2", "zoho", "protonmail")


@dataclass(frozen=True)
class _Habit:
    """How a provider signs and sends; `spf_at` is a sub-domain that it uses as the return path."""

    selectors: tuple[str, ...]
    mechanism: str
    help_words: str
    spf_at: str = ""


_HABITS = {
    "sendgrid": _Habit(
        ("s1", "s2"),
        "include:sendgrid.net",
        "Authenticate the domain at SendGrid (Settings → Sender Authentication): it shows three CNAME records to add.",
    ),
    "resend": _Habit(
        ("resend",),
        "include:amazonses.com",
        "Add the domain at Resend (Domains → Add domain): it shows the records to add.",
        "send.",
    ),
    "smtp": _Habit(_USUAL, "", "Ask whoever runs your mail server for its DKIM record."),
}
CHECKED = tuple(_HABITS)


@cache
def _records() -> MailRecords:
    return MailRecords()


async def check(scope: Scope, provider: str, records: MailRecords | None = None) -> list[Finding]:
    """What receivers see of the account's domain. Raises Conflict for the sandbox, whose domain does not exist."""
    scope.require(Can.EDIT_INTEGRATIONS)
    account = await in_reading(scope, credentials_for, provider)
    domain = account["from"].partition("@")[2].lower()
    if account.is_sandbox or provider not in _HABITS or not domain:
        raise Conflict("The sandbox's domain is made up: connect an account of your own, then check.")
    if domain in FREE_MAIL:
        raise Conflict(f"{domain} is not your domain, and its owner decides who is believed. Use a domain of your own.")
    return await findings(account, domain, _HABITS[provider], records or _records())


async def findings(account: Credentials, domain: str, habit: _Habit, records: MailRecords) -> list[Finding]:
    """SPF, DKIM and DMARC, in this order."""
    selectors = (account["dkim_selector"],) if account["dkim_selector"] else habit.selectors
    sender = f"{habit.spf_at}{domain}"
    keys = {selector: await records.texts(f"{selector}._domainkey.{domain}") for selector in selectors}
    policies = await records.texts(f"_dmarc.{domain}")
    if policies == []:  # RFC 7489: a sub-domain without a policy has that of the domain that was registered
        policies = await records.texts(f"_dmarc.{registrable_domain(domain) or domain}")
    return [
        spf(sender, await records.texts(sender), habit.mechanism),
        dkim(domain, keys, habit.help_words, own_record(account)),
        dmarc(domain, policies, account["from"]),
    ]


def own_record(account: Credentials) -> str:
    """The record that fits the account's own DKIM key, "" when it has none that can be read."""
    if not (account["dkim_selector"] and account["dkim_key"]):
        return ""
    try:
        key = serialization.load_pem_private_key(pem(account["dkim_key"]), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return ""
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"
