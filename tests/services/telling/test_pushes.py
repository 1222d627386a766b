"""Web push, from what happened to the words that only the device can read."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from sqlmodel import Session, select

from services.accounts import sessions
from services.accounts.types import Browser
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Scope
from services.db import system_reading, system_transaction, transaction
from services.live import notify
from services.models import NoticeDelivery, NoticeStatus, NoticeWay, PushDevice, PushKey, UserSession
from services.telling import delivering, devices
from services.telling.actions import save_ways
from services.telling.devices import subscription_from
from services.telling.names import browser_name
from services.telling.pushes import payload
from services.telling.rules import Event, Line
from tests import hearing
from tests.databases import forget_settings
from tests.towns import Town

PUSH = NoticeWay.PUSH


def subscribe(town: Town, scope: Scope, name: str = "Chrome on Android", session_id: int = 0) -> dict[str, Any]:
    """A browser allows it; returns what it gave."""
    with transaction(scope) as session:
        key = devices.key_pair(session).public
    asked = httpx.post(f"{town.address}/sandbox/control/push", json={"application_server_key": key})
    given = asked.raise_for_status().json()
    with transaction(scope) as session:
        devices.add_device(session, scope, subscription_from(given), name, session_id)
    return given


def unsubscribe(town: Town, given: dict[str, Any]) -> None:
    name = given["endpoint"].rpartition("/")[2]
    httpx.delete(f"{town.address}/sandbox/control/push/{name}").raise_for_status()


def told(town: Town) -> list[dict[str, Any]]:
    return [json.loads(one["body"]) for one in town.received("webpush")]


def happened(scope: Scope, title: str = "New lead: Neha", body: str = "wants braces\nand a crown") -> None:
    with transaction(scope) as session:
        notify(session, scope.customer_id, "lead_new", title, body, "/conversations?open=c1")


def tell() -> None:
    asyncio.run(delivering.tell())


@pytest.fixture
def pushed(acme_online: Scope) -> Scope:
    """Alice, who wants push alone."""
    with transaction(acme_online) as session:
        save_ways(session, acme_online, {Event.NEW_LEAD: {PUSH}}, hides_text=False)
    return acme_online


def rows(scope: Scope) -> list[NoticeDelivery]:
    return hearing.read_all(scope, NoticeDelivery)


def test_the_name_and_the_first_line_arrive_once_on_each_device(pushed: Scope, town: Town):
    subscribe(town, pushed)
    subscribe(town, pushed, "Firefox on Linux")
    happened(pushed)
    tell()
    tell()
    first, second = town.received("webpush")
    said = json.loads(first["body"])
    assert (said["title"], said["body"], said["link"]) == ("New lead: Neha", "wants braces", "/conversations?open=c1")
    assert (first["data"]["ttl"], first["data"]["urgency"]) == (str(24 * 3600), "high")
    assert first["reference"] == said["tag"]
    assert first["recipient"] != second["recipient"]
    assert {row.status for row in rows(pushed)} == {NoticeStatus.SENT}


def test_a_push_can_keep_name_and_words_to_itself(pushed: Scope, town: Town):
    subscribe(town, pushed)
    with transaction(pushed) as session:
        save_ways(session, pushed, {Event.NEW_LEAD: {PUSH}}, hides_text=True)
    happened(pushed)
    tell()
    (said,) = told(town)
    assert (said["title"], said["body"]) == ("New lead", "")


def test_a_summary_is_short_and_hides_as_well():
    lines = [Line(Event.NEW_LEAD, f"New lead: Number {n}", "words", f"/conversations?open={n}") for n in range(9)]
    shown = payload(lines, "t", hides_text=False)
    assert shown["title"] == "While you were away: 9 new leads"
    assert len(shown["body"].splitlines()) == 4
    hidden = payload(lines, "t", hides_text=True)
    assert (hidden["title"], hidden["body"]) == ("9 new leads", "")


def test_a_payload_of_the_longest_words_fits(pushed: Scope, town: Town):
    subscribe(town, pushed)
    happened(pushed, "न" * 200, "म" * 500)
    tell()
    (said,) = told(town)
    assert len(said["title"]) == 120


def test_a_device_that_is_gone_is_removed_and_not_asked_again(pushed: Scope, town: Town):
    unsubscribe(town, subscribe(town, pushed))
    happened(pushed)
    tell()
    assert hearing.read_all(pushed, PushDevice) == []
    assert [row.status for row in rows(pushed)] == [NoticeStatus.FAILED]
    happened(pushed)
    tell()
    assert len(rows(pushed)) == 1


@pytest.mark.parametrize("fault", ["rate_limited", "error", "drop"])
def test_a_busy_push_service_is_tried_again_through_the_queue(pushed: Scope, town: Town, fault: str):
    subscribe(town, pushed)
    town.settings(faults={"webpush": {fault: 1}})
    happened(pushed)
    tell()
    (row,) = rows(pushed)
    assert (row.status, row.attempts, told(town)) == (NoticeStatus.PENDING, 1, [])
    town.settings(faults={})
    with time_machine.travel(row.due_at + timedelta(seconds=1), tick=True):
        tell()
    assert len(told(town)) == 1


def test_after_a_lost_answer_the_second_attempt_replaces_the_first(pushed: Scope, town: Town):
    subscribe(town, pushed)
    town.settings(faults={"webpush": {"lost_answer": 1}})
    happened(pushed)
    tell()
    town.settings(faults={})
    with time_machine.travel(now() + timedelta(seconds=10), tick=True):
        tell()
    first, second = town.received("webpush")
    assert first["reference"] == second["reference"]  # RFC 8030: the service keeps one of a topic
    assert {said["tag"] for said in told(town)} == {first["reference"]}  # and the browser shows one of a tag


def test_a_process_that_died_in_mid_call_loses_nothing(pushed: Scope, town: Town):
    subscribe(town, pushed)
    happened(pushed)
    tell()
    topic = town.received("webpush")[0]["reference"]
    with transaction(pushed) as session:
        for row in hearing.in_order(session, NoticeDelivery):
            row.status, row.lease_until = NoticeStatus.SENDING, now() - timedelta(seconds=1)
    tell()
    with time_machine.travel(now() + timedelta(seconds=30), tick=True):
        tell()
    assert [one["reference"] for one in town.received("webpush")] == [topic, topic]
    assert [row.status for row in rows(pushed)] == [NoticeStatus.SENT]


def test_each_push_service_is_told_its_own_name(pushed: Scope, town: Town, monkeypatch: pytest.MonkeyPatch):
    """The library writes the service's name into what it is given, and keeps one that is there."""
    port = town.address.rpartition(":")[2]
    monkeypatch.setenv("LEADGEN_FETCH_ALLOW", f"localhost:{port}")
    forget_settings()
    subscribe(town, pushed)
    subscribe(Town(f"http://localhost:{port}"), pushed)
    happened(pushed)
    tell()
    assert len(told(town)) == 2


def test_the_key_pair_is_made_once_and_kept_encrypted(alice: Scope, charlie: Scope):
    with transaction(alice) as session:
        first = devices.key_pair(session)
    with transaction(charlie) as session:
        second = devices.key_pair(session)
    assert first == second
    with system_reading() as session:
        (row,) = session.exec(select(PushKey)).all()
    assert first.private not in row.private_key


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/1",
        "https://127.0.0.1/1",
        "https://localhost/1",
        "https://[::1]/1",
        "https://169.254.169.254/latest/meta-data",
        "https://2130706433/1",
        "https://push.internal/1",
        "https://user:word@push.example.com/1",
        "https://push.example.com:22/1",
        "file:///etc/passwd",
        "",
    ],
)
def test_what_no_push_service_lives_at_is_refused(endpoint: str, settings: None):
    keys = {"p256dh": _POINT, "auth": _SECRET}
    with pytest.raises(Invalid):
        subscription_from({"endpoint": endpoint, "keys": keys})


# RFC 8291, appendix A
_POINT = "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM"
_SECRET = "BTBZMqHH6r4Tts7J_aSIgg"


@pytest.mark.parametrize(
    ("point", "secret"),
    [("", _SECRET), ("AAAA", _SECRET), (_POINT, "AAAA"), (_POINT[:-4] + "AAAA", _SECRET)],
)
def test_keys_that_no_browser_makes_are_refused(point: str, secret: str, settings: None):
    with pytest.raises(Invalid):
        subscription_from({"endpoint": "https://push.example.com/1", "keys": {"p256dh": point, "auth": secret}})


def test_a_real_subscription_is_taken(settings: None):
    given = {"endpoint": "https://push.example.com/1", "keys": {"p256dh": _POINT, "auth": _SECRET}}
    assert subscription_from(given).endpoint == "https://push.example.com/1"


def test_a_browser_belongs_to_whoever_said_so_last(pushed: Scope, charlie: Scope, town: Town):
    given = subscription_from(subscribe(town, pushed))
    with transaction(charlie) as session:
        devices.add_device(session, charlie, given, "Chrome on Android", 0)
    asyncio.run(devices.take_over(given.endpoint, charlie.user_id))
    assert hearing.read_all(pushed, PushDevice) == []
    assert len(hearing.read_all(charlie, PushDevice)) == 1


def test_a_device_is_ones_own(pushed: Scope, bob: Scope, town: Town):
    subscribe(town, pushed)
    with transaction(pushed) as session:
        (device,) = devices.devices_of(session, pushed)
    with transaction(bob) as session:
        assert devices.devices_of(session, bob) == []
        for work in (devices.remove_device, devices.send_test):
            with pytest.raises(NotFound):
                work(session, bob, device.id)
    with transaction(pushed) as session:
        devices.remove_device(session, pushed, device.id)
        assert devices.devices_of(session, pushed) == []


def test_a_test_goes_to_one_device_at_once(pushed: Scope, town: Town):
    subscribe(town, pushed)
    subscribe(town, pushed)
    with transaction(pushed) as session:
        devices.send_test(session, pushed, devices.devices_of(session, pushed)[1].id)
    tell()
    assert [said["title"] for said in told(town)] == ["It works"]


def test_there_is_a_most_of_devices(pushed: Scope, town: Town):
    for _number in range(devices.MOST_DEVICES):
        subscribe(town, pushed)
    with pytest.raises(Conflict):
        subscribe(town, pushed)


def test_signing_out_of_a_browser_ends_it_there(pushed: Scope, town: Town):
    with system_transaction() as session:
        token = sessions.begin(session, pushed.user_id, pushed.customer_id, Browser("", ""))
        session.flush()
        session_id = _last_session(session)
    subscribe(town, pushed, session_id=session_id)
    subscribe(town, pushed)
    with system_transaction() as session:
        sessions.end(session, token)
    assert len(hearing.read_all(pushed, PushDevice)) == 1


def _last_session(session: Session) -> int:
    return max(session.exec(select(UserSession.id)).all()) or 0


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8", "A browser"),
    ],
)
def test_a_device_has_a_name(agent: str, name: str):
    assert browser_name(agent) == name
