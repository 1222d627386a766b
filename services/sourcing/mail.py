"""Leaves out e-mail addresses of domains that take no mail, where the installation asks for it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from services.core.domains import FREE_MAIL, host_of
from services.core.settings import get_settings
from services.providers.base import FoundContact
from services.web.mail_hosts import MailHosts


@cache
def _hosts() -> MailHosts:
    return MailHosts()


async def with_working_mail(batch: Sequence[FoundContact], hosts: MailHosts | None = None) -> list[FoundContact]:
    """The batch as it is unless `LEADGEN_CHECK_MAIL_DOMAINS` is set. Simulated addresses are never asked about."""
    if not get_settings().check_mail_domains:
        return list(batch)
    domains = {found.email: host_of(found.email) for found in batch if _is_worth_asking(found.email)}
    deaf = await (hosts or _hosts()).without_mail(domains.values())
    return [_without_email(found) if domains.get(found.email) in deaf else found for found in batch]


def _is_worth_asking(email: str) -> bool:
    domain = host_of(email) if email else ""
    return bool(domain) and domain not in FREE_MAIL and not domain.endswith(".example")


def _without_email(found: FoundContact) -> FoundContact:
    facts = tuple(fact for fact in found.facts if (fact.field, fact.value) != ("email", found.email))
    return replace(found, email="", facts=facts)
