"""Both engines keep the promises of `enqueue`, `@job` and `@every`."""

import asyncio
import threading
import time
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlmodel import col, select

from jobs.registry import every, job
from services.core.clock import now
from services.core.errors import Conflict, ProviderDown
from services.db import system_transaction
from services.jobs.queries import list_jobs
from services.models import JobFire
from services.queue import JobName, enqueue
from services.webhooks import burst
from services.webhooks.bursts import MANY

WORK = JobName.RUN_SCRAPING
OTHER = JobName.QUEUE_OUTREACH


def ask(name=WORK, **options):
    with system_transaction() as session:
        return enqueue(session, name, **options)


def ask_and_fail(**options):
    with system_transaction() as session:
        enqueue(session, WORK, **options)
        raise ZeroDivisionError


def until(true, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)


def test_a_job_runs_soon_after_its_transaction_is_saved(run_engine):
    ran = []
    job(WORK)(lambda number: ran.append((number, time.monotonic())))
    run_engine()
    time.sleep(0.3)
    waits = []
    for number in range(5):
        ask(number=number)
        saved = time.monotonic()
        until(lambda number=number: len(ran) > number)
        waits.append(ran[-1][1] - saved)
    assert [number for number, _ in ran] == [0, 1, 2, 3, 4]
    assert sorted(waits)[2] < 0.5, waits  # the poll alone would take up to a second


def test_in_a_burst_of_replies_nothing_is_begun(run_engine, sqlite):
    ran = []
    job(WORK)(lambda: ran.append(burst.must_pass()))
    run_engine()
    burst.count(MANY)
    ask()
    until(lambda: ran)
    assert ran == [False]


def test_an_async_job_runs_on_a_loop_of_its_own(run_engine):
    ran = []

    async def work():
        await asyncio.sleep(0.01)
        ran.append(threading.current_thread() is not threading.main_thread())

    job(WORK)(work)
    run_engine()
    ask()
    until(lambda: ran == [True])


def test_work_asked_for_in_a_transaction_that_fails_never_runs(run_engine):
    ran = []
    job(WORK)(lambda number: ran.append(number))
    run_engine()
    with pytest.raises(ZeroDivisionError):
        ask_and_fail(number=1)
    ask(number=2)
    until(lambda: ran)
    time.sleep(0.2)
    assert ran == [2]


def test_an_equal_job_is_refused_while_one_waits_and_the_transaction_goes_on(database, run_engine):
    ran = []
    job(WORK)(lambda number: ran.append(number))
    with system_transaction() as session:
        assert enqueue(session, WORK, number=1, unique="same")
        assert not enqueue(session, WORK, number=2, unique="same")
        assert enqueue(session, WORK, number=3)
    run_engine()
    until(lambda: len(ran) == 2)
    assert sorted(ran) == [1, 3]
    assert ask(number=4, unique="same")
    until(lambda: 4 in ran)


def test_jobs_of_one_lock_never_overlap(run_engine):
    running, most, done = Counter(), Counter(), []

    def work(which):
        running[which] += 1
        most[which] = max(most[which], running[which])
        time.sleep(0.02)
        running[which] -= 1
        done.append(which)

    job(WORK)(work)
    with system_transaction() as session:
        for number in range(12):
            enqueue(session, WORK, lock=f"lock {number % 2}", which=number % 2)
    run_engine()
    until(lambda: len(done) == 12)
    assert set(most.values()) == {1}


def test_a_job_with_a_lock_cannot_be_put_off(sqlite):
    with pytest.raises(ValueError, match="lock"):
        ask(lock="one", at=now())


def test_a_failing_job_is_tried_again_with_growing_waits_and_then_given_up(run_engine):
    tries = []

    def work():
        tries.append(time.monotonic())
        raise ProviderDown("twilio", "Twilio did not answer.")

    job(WORK, retries=2, backoff=0.5)(work)
    run_engine()
    ask(customer_id=7)
    until(lambda: len(tries) == 3)
    waits = [later - earlier for earlier, later in pairwise(tries)]
    assert 0.4 < waits[0] < 5
    assert 0.9 < waits[1] < 6

    def failed():
        with system_transaction() as session:
            return [row for row in list_jobs(session, 7) if row.status == "failed"]

    until(failed)
    assert failed()[0].reason == "Twilio did not answer."


def test_trouble_that_will_not_pass_is_not_tried_again(run_engine):
    tries = []

    def work():
        tries.append(1)
        raise Conflict("The campaign is paused.")

    job(WORK, retries=3, backoff=0.01)(work)
    run_engine()
    ask()
    until(lambda: tries)
    time.sleep(1.5)
    assert len(tries) == 1


def test_a_provider_that_names_a_pause_is_left_alone_for_that_long(own_jobs):
    registered = job(WORK, retries=3, backoff=2)(lambda: None)
    busy = ProviderDown("twilio", "Too many requests.", retry_after=30)
    assert registered.wait_before_retry(1, busy) == 30
    assert registered.wait_before_retry(2, ProviderDown("twilio", "No answer.")) == 4
    assert registered.wait_before_retry(4, busy) is None


def test_a_retry_steps_aside_when_an_equal_job_waits(run_engine):
    ran, go = [], threading.Event()

    def work(number):
        ran.append(number)
        if number == 1:
            go.wait(10)
            raise ProviderDown("twilio", "No answer.")

    job(WORK, retries=5, backoff=0.1)(work)
    run_engine()
    ask(number=1, unique="same")
    until(lambda: ran == [1])
    with system_transaction() as session:
        enqueue(session, WORK, number=2, unique="same", at=now() + timedelta(seconds=2))
    go.set()
    until(lambda: 2 in ran)
    time.sleep(0.5)
    assert ran == [1, 2]


def test_long_work_of_one_queue_leaves_a_hand_for_the_others(run_engine):
    release, ran = threading.Event(), []
    job(WORK, queue="sourcing")(lambda: release.wait(20))
    job(OTHER, queue="outreach")(lambda: ran.append(1))
    with system_transaction() as session:
        for _ in range(10):
            enqueue(session, WORK)
    run_engine()
    time.sleep(0.5)
    ask(OTHER)
    until(lambda: ran, 5)
    release.set()


def test_several_clocks_fire_once(run_engine):
    fired = []
    every(seconds=1)(job(WORK)(lambda: fired.append(time.monotonic())))
    for _ in range(3):
        run_engine()
    time.sleep(4.5)
    with system_transaction() as session:
        planned = session.exec(select(JobFire.fire_at).order_by(col(JobFire.fire_at))).all()
    assert 4 <= len(planned) <= 5
    assert {(later - earlier).total_seconds() for earlier, later in pairwise(planned)} == {1}
    assert len(planned) - 1 <= len(fired) <= len(planned)


def test_a_job_longer_than_a_heartbeat_is_left_to_the_engine_that_runs_it(run_engine):
    ran = []
    job(WORK)(lambda: (ran.append(1), time.sleep(1.5)))
    for _ in range(2):
        run_engine()
    ask()
    until(lambda: ran)
    time.sleep(1.8)
    assert ran == [1]


def test_stopping_waits_for_the_running_job(run_engine):
    ended = []

    def work():
        time.sleep(0.5)
        ended.append(1)

    job(WORK)(work)
    engine = run_engine()
    began = time.monotonic()
    ask()
    time.sleep(0.3)
    assert engine.stop() is True
    assert ended == [1]
    assert time.monotonic() - began < 15
