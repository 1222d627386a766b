"""Workers die by SIGKILL in mid-job; every job takes effect and none is lost.

`LEADGEN_TEST_JOBS=1000 LEADGEN_TEST_KILLS=10 pytest tests/jobs/test_kill.py -s` is the long run and prints figures.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from sqlalchemy import insert, select
from sqlmodel import col
from sqlmodel import select as select_rows

from services.db import engine, system_reading, system_transaction
from services.jobs.queries import list_jobs
from services.models import JobFire
from services.queue import JobName, enqueue
from services.queue.leases import GIVEN_UP, MOST_RESCUES
from tests.jobs.killed_worker import EFFECTS, POISON, TICK, fails_at_first

JOBS = int(os.environ.get("LEADGEN_TEST_JOBS", "150"))
KILLS = int(os.environ.get("LEADGEN_TEST_KILLS", "4"))
OWNER = 1
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@contextmanager
def workers(count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Worker processes; whoever takes one out of the list puts another in."""
    running = [start() for _ in range(count)]
    yield running
    for process in running:
        process.kill()
        process.wait()


def start() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.jobs.killed_worker"], stderr=subprocess.DEVNULL)


def kill_one(running: list[subprocess.Popen[bytes]]) -> None:
    victim = running.pop(random.randrange(len(running)))
    victim.kill()
    victim.wait()
    running.append(start())


def queue(numbers: list[int]) -> None:
    EFFECTS.create(engine())
    with system_transaction() as session:
        session.execute(insert(EFFECTS), [{"number": n, "starts": 0, "ends": 0} for n in (*numbers, TICK)])
        for number in numbers:
            enqueue(session, JobName.RUN_SCRAPING, customer_id=OWNER, number=number)


def effects() -> dict[int, tuple[int, int]]:
    with system_reading() as session:
        return {row.number: (row.starts, row.ends) for row in session.execute(select(EFFECTS)).all()}


def unfinished() -> list[str]:
    with system_reading() as session:
        return [row.status for row in list_jobs(session, OWNER)]


def wait_until_done(running: list[subprocess.Popen[bytes]], seconds: float, *, failed: int = 0) -> None:
    deadline = time.monotonic() + seconds
    while unfinished() != ["failed"] * failed:
        assert time.monotonic() < deadline, unfinished()
        running[:] = [process if process.poll() is None else start() for process in running]
        time.sleep(0.1)


def test_killed_workers_lose_nothing(database):
    queue(list(range(JOBS)))
    began = time.monotonic()
    with workers(3) as running:
        for share in range(1, KILLS + 1):
            while sum(ends for _, ends in effects().values()) < JOBS * share / (KILLS + 2):
                time.sleep(0.02)
            kill_one(running)
        wait_until_done(running, 120 + JOBS / 5)
    took = time.monotonic() - began
    seen = effects()
    ticks, _ = seen.pop(TICK)
    with system_reading() as session:
        fired = session.exec(select_rows(JobFire.fire_at).order_by(col(JobFire.fire_at))).all()
    again = sum(starts - 1 - fails_at_first(number) for number, (starts, _) in seen.items())
    twice = sum(ends > 1 for _, ends in seen.values())
    print(f"\n{JOBS} jobs, {KILLS} kills, {took:.1f} s: lost 0, started again {again}, ended twice {twice}")
    assert all(ends >= 1 for _, ends in seen.values())
    assert again <= KILLS * 8
    assert twice <= KILLS * 8
    assert all(seen[number][0] >= 2 for number in seen if fails_at_first(number))
    assert len(fired) - KILLS - 3 <= ticks <= len(fired) + KILLS
    assert all((later - earlier).total_seconds() >= 1 for earlier, later in pairwise(fired))


def test_a_job_that_kills_its_worker_is_given_up_and_the_others_are_done(database):
    queue([POISON, *range(10)])
    with workers(2) as running:
        wait_until_done(running, 120, failed=1)
        time.sleep(0.5)
    seen = effects()
    assert seen[POISON] == (MOST_RESCUES, 0)
    assert all(seen[number][1] >= 1 for number in range(10))
    with system_reading() as session:
        assert [row.reason for row in list_jobs(session, OWNER)] == [GIVEN_UP]
