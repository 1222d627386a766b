"""Two customers: nothing of one is visible or changeable by the other.

Alice's business is filled with one row of each kind, marked. Then every service function that takes a session is
called as Charlie with Alice's ids: none may return a marked word, none may change a row of Alice's.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from services.core.errors import NotAllowed
from services.core.scope import Scope
from services.db import transaction
from services.inbound.statuses import handle_statuses
from services.leads.queries import team
from services.models import InboundEvent, InboundStatus, User
from services.outreach.reply_address import reply_address
from tests import hearing, posting, tenancy
from tests.tenancy import MARK, World, everything_of

LEAST_SHOWN = 20
LEAST_CHANGED = 10


@pytest.fixture
def world(alice: Scope) -> World:
    return World(alice)


def walk(world: World, scope: Scope) -> Iterator[tuple[str, str]]:
    """Every call's function and what it said."""
    for function in tenancy.functions():
        with transaction(scope) as session:
            calls = list(tenancy.filled(function, session, scope, world))
        for arguments in calls:
            given = repr([value for name, value in arguments.items() if name != "session"])
            said = tenancy.called(function, arguments, scope)
            yield f"{function.__module__}.{function.__name__}", said if MARK not in given else ""


def test_no_service_shows_or_changes_anything_of_another_customer(world: World, charlie: Scope) -> None:
    before = everything_of(world.scope)
    shown = {where for where, said in walk(world, charlie) if MARK in said}
    assert shown == set()
    changed = {name: rows for name, rows in everything_of(world.scope).items() if rows != before[name]}
    assert changed == {}


def test_the_walk_would_notice(world: World, sqlite: str) -> None:
    """The same calls by Alice herself show and change plenty: so it is the wall that stops Charlie."""
    before = everything_of(world.scope)
    shown = {where for where, said in walk(world, world.scope) if MARK in said}
    changed = [name for name, rows in everything_of(world.scope).items() if rows != before[name]]
    assert len(shown) >= LEAST_SHOWN, sorted(shown)
    assert len(changed) >= LEAST_CHANGED, changed


def delete(scope: Scope, row: Any) -> None:
    with transaction(scope) as session:
        session.delete(session.merge(row, load=False))


def test_no_row_of_another_customer_can_be_written(world: World, charlie: Scope) -> None:
    for row in world.rows.values():
        with pytest.raises(NotAllowed):
            delete(charlie, row)


async def test_no_webhook_reaches_another_customers_message(world: World, charlie: Scope) -> None:
    """Charlie's own account tells, well signed, of messages and people that are Alice's."""
    before = everything_of(world.scope)
    account = posting.connect_twilio(charlie)
    posting.connect_sendgrid(charlie)
    message = world.rows["outreach_message"]
    told = {"MessageSid": "SM1", "MessageStatus": "read", "To": "whatsapp:+919812345678", "From": "whatsapp:+1415"}
    stop = posting.whatsapp_fields("+919812345678", "STOP", sid="SM2")
    assert await posting.send(
        posting.twilio_post(account, told, query=f"ref={message.public_id}"), posting.twilio_post(account, stop)
    ) == [200, 200]
    handle_statuses(0)
    for event in hearing.read_all(charlie, InboundEvent, InboundEvent.kind == "reply"):
        await hearing.handle(charlie.customer_id, event.id)
    await hearing.email(charlie, "z@zanzibar.example", "STOP", recipient=reply_address(message.public_id, "r.example"))
    assert everything_of(world.scope) == before


async def test_a_job_for_one_customer_does_not_touch_another(world: World, charlie: Scope) -> None:
    stored = hearing.event(world.scope, "reply", channel="whatsapp", sender="+919812345678", text="STOP")
    before = everything_of(world.scope)
    await hearing.handle(charlie.customer_id, stored.id or 0)
    handle_statuses(charlie.customer_id)
    assert everything_of(world.scope) == before
    assert hearing.read(world.scope, InboundEvent).status is InboundStatus.RECEIVED


def test_the_team_of_another_customer_is_not_shown(world: World, charlie: Scope) -> None:
    with transaction(charlie) as session:
        people = team(session, charlie.customer_id)
        alice = session.get_one(User, world.scope.user_id)
    assert alice.public_id not in {member.id for member in people}
