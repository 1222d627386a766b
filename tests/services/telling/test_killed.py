"""The process that tells people dies by SIGKILL in mid-call: nobody is told twice, and nothing is lost."""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
import time_machine

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.live import notify
from services.models import NoticeDelivery, NoticeStatus, NoticeWay
from services.telling import delivering
from services.telling.actions import save_ways
from services.telling.rules import Event
from tests import hearing
from tests.services.telling.test_pushes import subscribe
from tests.towns import Town

NAMES = ("Neha", "Ravi", "Amit")
LATENCY = 0.6  # seconds for which the provider keeps an answer back that it has already decided to give


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.2, 0.45])
def test_a_killed_process_tells_nobody_twice_and_loses_nothing(acme_online: Scope, town: Town, after: float):
    subscribe(town, acme_online)
    with transaction(acme_online) as session:
        ways = {Event.NEW_LEAD: {NoticeWay.PUSH, NoticeWay.EMAIL}}
        save_ways(session, acme_online, ways, hides_text=False)
        for name in NAMES:
            notify(session, acme_online.customer_id, "lead_new", f"New lead: {name}", "", "/leads")
    town.settings(faults={"sendgrid": {"latency": LATENCY}, "webpush": {"latency": LATENCY}})
    with subprocess.Popen([sys.executable, "-m", "tests.services.telling.killed_teller"]) as teller:
        while not any(row.status == NoticeStatus.SENDING for row in hearing.read_all(acme_online, NoticeDelivery)):
            assert teller.poll() is None
            time.sleep(0.02)
        time.sleep(after)
        teller.kill()
    assert any(row.status == NoticeStatus.SENDING for row in hearing.read_all(acme_online, NoticeDelivery))
    town.settings(faults={})
    for later in (40, 60, 120, 140, 160):
        with time_machine.travel(now() + timedelta(seconds=later), tick=True):
            asyncio.run(delivering.tell())
    assert Counter(mail["subject"] for mail in town.received("sendgrid")) == {f"New lead: {name}": 1 for name in NAMES}
    said = [(one["reference"], json.loads(one["body"])["title"]) for one in town.received("webpush")]
    assert {title for _, title in said} == {f"New lead: {name}" for name in NAMES}
    assert len({topic for topic, _ in said}) == len(NAMES)  # a second attempt replaces the first
    assert {row.status for row in hearing.read_all(acme_online, NoticeDelivery)} == {NoticeStatus.SENT}
