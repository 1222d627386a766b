"""Settings → Notifications → Devices: a browser offers its address, is tried and removed."""

import json

import pytest

from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import Customer, NoticeDelivery
from services.telling.devices import devices_of
from state.settings.devices import DevicesState
from tests import hearing
from tests.state.conftest import TabOf
from tests.state.tabs import Tab

POINT = "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM"
GIVEN = {"endpoint": "https://push.example.com/1", "keys": {"p256dh": POINT, "auth": "BTBZMqHH6r4Tts7J_aSIgg"}}


@pytest.fixture
async def tab(sqlite: str, tab_of: TabOf, alice: Scope) -> Tab:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    tab = await tab_of(alice)
    await tab.open("/settings/notifications")
    return tab


async def test_a_browser_is_added_known_again_tried_and_removed(tab: Tab, alice: Scope):
    await tab.send(DevicesState.subscribed(json.dumps(GIVEN)))
    state = await tab.state(DevicesState)
    assert (state.is_known, state.problem, len(state.devices)) == (True, "", 1)
    await tab.open("/settings/notifications")
    assert not (await tab.state(DevicesState)).is_known  # until the browser says which one it is
    await tab.send(DevicesState.recognise(GIVEN["endpoint"]))
    state = await tab.state(DevicesState)
    assert state.is_known
    await tab.send(DevicesState.send_test(state.devices[0].id))
    assert len(hearing.read_all(alice, NoticeDelivery)) == 1
    await tab.send(DevicesState.remove_device(state.devices[0].id))
    assert not (await tab.state(DevicesState)).is_known
    with reading(alice) as session:
        assert devices_of(session, alice) == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ('{"problem": "denied"}', "does not allow"),
        ('{"problem": "unsupported"}', "home screen"),
        ('{"problem": "never heard of"}', "could not be reached"),
        ("null", "could not be reached"),
        ("not json", "could not be reached"),
        (json.dumps({**GIVEN, "endpoint": "https://169.254.169.254/"}), "cannot be used"),
        (json.dumps({**GIVEN, "keys": "none"}), "cannot be used"),
    ],
)
async def test_what_went_wrong_is_said(tab: Tab, alice: Scope, answer: str, words: str):
    await tab.send(DevicesState.subscribed(answer))
    assert words in (await tab.state(DevicesState)).problem
    with reading(alice) as session:
        assert devices_of(session, alice) == []
