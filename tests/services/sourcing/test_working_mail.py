"""Addresses nobody can write to are left out where the installation asks for it."""

from collections.abc import Iterable

import pytest

from services.providers.base import Fact, FoundContact
from services.sourcing.mail import with_working_mail
from services.web.mail_hosts import MailHosts
from tests.databases import forget_settings


class Deaf(MailHosts):
    """Knows which domains take no mail, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__("127.0.0.1")
        self.asked: set[str] = set()

    async def without_mail(self, domains: Iterable[str]) -> frozenset[str]:
        self.asked |= set(domains)
        return frozenset({"gone.in"})


def found(email: str) -> FoundContact:
    facts = (Fact("email", email, "https://gone.in/", "text"), Fact("company", "Gone", "https://gone.in/", "title"))
    return FoundContact(company="Gone", email=email, facts=facts)


BATCH = [found("info@gone.in"), found("info@here.in"), found("ravi@gmail.com"), found("asha@clinic.example"), found("")]


async def test_nothing_is_asked_unless_it_is_wanted() -> None:
    hosts = Deaf()
    assert await with_working_mail(BATCH, hosts) == BATCH
    assert hosts.asked == set()


async def test_an_address_without_a_mail_host_goes_with_its_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADGEN_CHECK_MAIL_DOMAINS", "true")
    forget_settings()
    hosts = Deaf()
    kept = await with_working_mail(BATCH, hosts)
    assert [one.email for one in kept] == ["", "info@here.in", "ravi@gmail.com", "asha@clinic.example", ""]
    assert [fact.field for fact in kept[0].facts] == ["company"]
    assert hosts.asked == {"gone.in", "here.in"}
