"""The button that asks the name servers about an account's domain."""

import pytest

from services.core.scope import Scope
from services.deliverability import checking
from services.web.mail_records import MailRecords
from state.settings.integrations import IntegrationsState
from tests import posting
from tests.services.web.test_mail_hosts import NameServer, name_server
from tests.state.conftest import TabOf

__all__ = ["name_server"]  # a fixture


async def test_a_domains_records_are_shown_with_what_to_add(
    tab_of: TabOf, alice: Scope, name_server: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = MailRecords("127.0.0.1", name_server.port)
    monkeypatch.setattr(checking, "_records", lambda: records)
    posting.connect(alice, "sendgrid", {"api_key": "SG.1", "from": "hello@acme.in"})
    posting.connect(alice, "smtp", {"host": "smtp.gmail.com", "from": "acme@gmail.com"})
    tab = await tab_of(alice)
    await tab.open("/settings/integrations")
    await tab.send(IntegrationsState.check("sendgrid"))
    state = await tab.state(IntegrationsState)
    assert [(one.name, one.verdict) for one in state.findings] == [
        ("SPF", "Wrong"),
        ("DKIM", "Wrong"),
        ("DMARC", "Wrong"),
    ]
    assert state.findings[0].record == "v=spf1 include:sendgrid.net ~all"
    assert (state.checked, state.checking) == ("sendgrid", "")
    await tab.send(IntegrationsState.check("smtp"))
    assert "gmail.com is not your domain" in tab.errors[0]
    assert (await tab.state(IntegrationsState)).findings == []
