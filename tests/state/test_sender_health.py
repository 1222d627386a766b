"""The page of the accounts that send."""

import pytest

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.integrations import sandbox
from services.models import Customer
from services.outreach.breakers import BOUNCES, Reputation
from state.sender_health import SenderHealthState, _rate
from tests.state.conftest import TabOf


async def test_every_account_is_shown_in_words(sqlite: str, tab_of: TabOf, alice: Scope) -> None:
    with transaction(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        customer.launched_at = now()
    tab = await tab_of(alice)
    await tab.open("/outreach/health")
    page = await tab.state(SenderHealthState)
    assert (page.ready, page.problem, page.senders) == (True, "", [])
    with transaction(alice) as session:
        sandbox.ensure_sandbox(session, session.get_one(Customer, alice.customer_id))
    await tab.send(SenderHealthState.refresh())
    first = (await tab.state(SenderHealthState)).senders[0]
    assert (first.channel, first.today, first.week_note) == ("WhatsApp", "0", "Nothing left in seven days")
    assert [(rate.name, rate.share) for rate in first.rates] == [("Quality", "Nothing heard"), ("New people", "0")]
    assert tab.errors == []


@pytest.mark.parametrize(
    ("sent", "bad", "share", "tone"),
    [(99, 50, "Too few", "neutral"), (100, 2, "2.00 %", "good"), (200, 5, "2.50 %", "warm"), (100, 5, "5.00 %", "bad")],
)
def test_a_share_is_judged_by_what_stops_the_account(sent: int, bad: int, share: str, tone: str) -> None:
    line = _rate("Bounced", bad, Reputation(sent, bad, 0), BOUNCES)
    assert (line.share, line.tone) == (share, tone)
