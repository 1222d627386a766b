"""What providers say of their own accord."""

from sqlalchemy import select

from services.core.scope import Scope
from services.db import reading
from services.inbound.handling import handle
from services.models import InboundEvent, InboundStatus, Integration, IntegrationStatus, Notification, Suppression
from tests import hearing, posting


async def test_a_stop_in_the_app_suppresses_and_trouble_with_the_account_is_shown(alice: Scope) -> None:
    posting.connect_cloud(alice, "11", "22")
    told = [
        hearing.event(alice, "opt_out", "whatsapp_cloud", channel="whatsapp", address="+919812345678"),
        hearing.event(alice, "opt_out", "whatsapp_cloud", channel="whatsapp", address=""),
        hearing.event(alice, "account", "whatsapp_cloud", is_failing=False, words="The limit was raised."),
        hearing.event(alice, "account", "whatsapp_cloud", is_failing=True, words="The account was disabled."),
    ]
    for event in told:
        await handle(alice.customer_id, event.id or 0)
    with reading(alice) as session:
        stopped = list(session.execute(select(Suppression)).scalars())
        assert [(one.reason, one.source) for one in stopped] == [("opt_out", "whatsapp_cloud")]
        words = [one.body for one in session.execute(select(Notification).order_by(Notification.id)).scalars()]
        assert words == ["The limit was raised.", "The account was disabled."]
        account = session.execute(select(Integration)).scalar_one()
        assert (account.status, account.error_message) == (IntegrationStatus.FAILING, words[1])
        ends = {one.status for one in session.execute(select(InboundEvent)).scalars()}
        assert ends == {InboundStatus.DONE, InboundStatus.IGNORED}
