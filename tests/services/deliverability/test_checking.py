"""The records are asked of a real name server, on loopback."""

import pytest

from services.core.errors import Conflict, NotAllowed
from services.core.scope import Role, Scope
from services.deliverability.checking import check
from services.deliverability.rules import Verdict
from services.web.mail_records import MailRecords
from tests import posting, support
from tests.services.web.test_mail_hosts import RECORDS, NameServer, name_server

__all__ = ["name_server"]  # a fixture


@pytest.fixture
def records(name_server: NameServer, monkeypatch: pytest.MonkeyPatch) -> MailRecords:
    for name, text in {
        "mail.acme.in.": "v=spf1 include:sendgrid.net ~all",
        "s1._domainkey.mail.acme.in.": "k=rsa; p=MIGf",
        "_dmarc.acme.in.": "v=DMARC1; p=reject",
    }.items():
        monkeypatch.setitem(RECORDS, (name, "TXT"), f'"{text[:9]}" "{text[9:]}"')
        name_server.names.add(name)
    return MailRecords("127.0.0.1", name_server.port)


async def test_a_sub_domain_is_judged_by_its_own_records_and_its_domains_policy(
    alice: Scope, records: MailRecords
) -> None:
    posting.connect(alice, "sendgrid", {"api_key": "SG.1", "from": "hello@mail.acme.in"})
    found = await check(alice, "sendgrid", records)
    assert [(one.name, one.verdict) for one in found] == [
        ("SPF", Verdict.GOOD),
        ("DKIM", Verdict.GOOD),
        ("DMARC", Verdict.GOOD),
    ]


async def test_what_cannot_be_checked_is_said_so(alice: Scope, records: MailRecords) -> None:
    posting.connect(alice, "smtp", {"host": "smtp.broken.in", "from": "hello@broken.in"})
    assert (await check(alice, "smtp", records))[0].verdict is Verdict.UNKNOWN
    posting.connect(alice, "resend", {"api_key": "re_1", "from": "acme@gmail.com"})
    with pytest.raises(Conflict, match="not your domain"):
        await check(alice, "resend", records)
    posting.connect(alice, "sendgrid", {"from": "hello@x.example"}, is_sandbox=True)
    with pytest.raises(Conflict, match="made up"):
        await check(alice, "sendgrid", records)
    reader = support.add_member(alice.customer_id, "reader@acme.in", Role.VIEWER)
    with pytest.raises(NotAllowed):
        await check(reader, "smtp", records)
