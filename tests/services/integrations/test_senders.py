"""Which account a customer writes from."""

from services.core.scope import Scope
from services.db import reading, transaction
from services.integrations.actions import disconnect, save
from services.integrations.queries import sending_account
from services.integrations.sandbox import ensure_sandbox
from services.models import Channel, Customer

RESEND = {"api_key": "re_123456789", "from": "hello@acme.in", "webhook_secret": "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw=="}
SENDGRID = {"api_key": "SG.secret-of-the-tests", "from": "hello@acme.in"}


def sender(scope: Scope, channel: Channel) -> tuple[str, bool] | None:
    with reading(scope) as session:
        row = sending_account(session, channel)
        return (row.provider, row.is_sandbox) if row else None


def test_an_account_of_ones_own_keeps_the_sandbox_out_and_the_order_decides_among_several(alice: Scope, sqlite: str):
    with transaction(alice) as session:
        ensure_sandbox(session, session.get_one(Customer, alice.customer_id))
    assert sender(alice, Channel.EMAIL) == ("sendgrid", True)
    assert sender(alice, Channel.WHATSAPP) == ("twilio", True)
    with transaction(alice) as session:
        save(session, alice, "resend", RESEND)
    assert sender(alice, Channel.EMAIL) == ("resend", False)
    with transaction(alice) as session:
        save(session, alice, "sendgrid", SENDGRID)
    assert sender(alice, Channel.EMAIL) == ("sendgrid", False)
    with transaction(alice) as session:
        disconnect(session, alice, "sendgrid")
    assert sender(alice, Channel.EMAIL) == ("resend", False)
