"""Sessions, limits and switching, on both databases."""

from datetime import timedelta

import pytest
import time_machine

from services.accounts import sessions
from services.accounts.actions import NewAccount, sign_in, sign_up, switch_customer
from services.accounts.limits import PER_EMAIL, TooManyTries
from services.accounts.queries import LIFETIME, customers_of
from services.accounts.types import Browser
from services.core.clock import now
from services.core.errors import Conflict, NotAllowed, NotFound
from services.core.scope import Role, Scope
from services.db import in_system_transaction, system_reading, system_transaction, transaction
from services.models import Customer, Membership, UserSession
from tests import support

ASHA = NewAccount("Asha Rao", "Asha Dental", "asha@dental.example", "my dog eats idli")
HOME = Browser("203.0.113.7", "Test")


async def test_signing_up_makes_a_customer_its_owner_and_a_session(database: str):
    identity = await sessions.identify(await sign_up(ASHA, HOME))
    assert identity is not None
    assert identity.role is Role.OWNER
    assert not identity.launched
    with system_reading() as session:
        assert [choice.name for choice in customers_of(session, identity.user_id)] == ["Asha Dental"]


async def test_only_the_hash_of_a_cookie_is_stored(database: str):
    token = await sign_up(ASHA, HOME)
    with system_reading() as session:
        stored = session.get_one(UserSession, 1)
    assert token not in str(stored)


async def test_an_email_signs_up_once(database: str):
    await sign_up(ASHA, HOME)
    with pytest.raises(Conflict):
        await sign_up(ASHA, HOME)


async def test_a_session_ends_when_unused_and_lives_on_when_used(database: str):
    token = await sign_up(ASHA, HOME)
    with time_machine.travel(now() + LIFETIME - timedelta(days=1)):
        assert await sessions.identify(token)
    with time_machine.travel(now() + LIFETIME + timedelta(days=1)):
        assert await sessions.identify(token)
    with time_machine.travel(now() + 3 * LIFETIME):
        assert await sessions.identify(token) is None


async def test_wrong_passwords_and_unknown_people_get_the_same_words(database: str):
    await sign_up(ASHA, HOME)
    with pytest.raises(NotAllowed) as known:
        await sign_in(ASHA.email, "wrong password", HOME)
    with pytest.raises(NotAllowed) as unknown:
        await sign_in("nobody@dental.example", "wrong password", HOME)
    assert known.value.message == unknown.value.message


async def test_tries_are_limited_and_the_window_passes(database: str):
    await sign_up(ASHA, HOME)
    for _try in range(PER_EMAIL):
        with pytest.raises(NotAllowed):
            await sign_in(ASHA.email, "wrong password", HOME)
    with pytest.raises(TooManyTries):
        await sign_in(ASHA.email, ASHA.password, HOME)
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert await sign_in(ASHA.email, ASHA.password, HOME)


async def test_signing_in_rightly_is_never_limited(database: str):
    await sign_up(ASHA, HOME)
    for _time in range(PER_EMAIL + 3):
        assert await sign_in(ASHA.email, ASHA.password, HOME)


async def test_one_may_switch_to_ones_own_customers_only(database: str, alice: Scope, charlie: Scope):
    with system_transaction() as session:
        second = Customer(name="Acme Second")
        session.add(second)
        session.flush()
        session.add(Membership(user_id=alice.user_id, customer_id=second.id or 0, role=Role.AGENT))
        second_id = second.public_id
    token = await in_system_transaction(sessions.begin, alice.user_id, alice.customer_id, HOME)
    here = await sessions.identify(token)
    assert here is not None
    with transaction(charlie) as session:
        foreign = session.get_one(Customer, charlie.customer_id).public_id
    with pytest.raises(NotFound):
        await in_system_transaction(switch_customer, here.session_id, foreign)
    await in_system_transaction(switch_customer, here.session_id, second_id)
    there = await sessions.identify(token)
    assert there is not None
    assert there.role is Role.AGENT


async def test_someone_removed_from_a_customer_is_out_at_once(database: str):
    acme = support.add_customer("Short Stay")
    scope = support.add_member(acme.id or 0, "guest@acme.example")
    token = await in_system_transaction(sessions.begin, scope.user_id, scope.customer_id, HOME)
    assert await sessions.identify(token)
    with system_transaction() as session:
        session.delete(session.get_one(Membership, 1))
    assert await sessions.identify(token) is None
