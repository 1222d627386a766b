"""The list of background work and trying again, on both engines."""

from datetime import timedelta

import pytest
from sqlmodel import select

from services.core.clock import now
from services.core.errors import NotAllowed, NotFound
from services.core.settings import get_settings
from services.db import system_transaction, transaction
from services.jobs.actions import retry
from services.jobs.queries import QueueFigures, counts, figures, list_jobs
from services.models import Job, JobStatus
from services.queue import JobName, enqueue
from services.queue.distributed import JOBS, note


def seen_by(scope):
    with transaction(scope) as session:
        return list_jobs(session, scope.customer_id)


def fail_everything(reason):
    with system_transaction() as session:
        if get_settings().is_sqlite:
            for job in session.exec(select(Job)).all():
                job.status, job.error, job.finished_at = JobStatus.FAILED, reason, now()
            return
        for row in session.execute(JOBS.select()).all():
            note(session, row.id, error=reason)
        session.execute(JOBS.update().values(status="failed"))


def test_queued_work_is_listed_in_plain_words_for_its_own_customer(alice, charlie):
    with transaction(alice) as session:
        enqueue(session, JobName.RUN_SCRAPING, run_id=1)
    [row] = seen_by(alice)
    assert (row.title, row.status, row.attempts, row.reason) == ("Search for contacts", "queued", 0, "")
    assert abs((row.at - now()).total_seconds()) < 30
    assert seen_by(charlie) == []


def test_failed_work_shows_its_reason_first(alice):
    with transaction(alice) as session:
        enqueue(session, JobName.RUN_SCRAPING, run_id=1)
    fail_everything("The directory did not answer.")
    with transaction(alice) as session:
        enqueue(session, JobName.QUEUE_OUTREACH)
    first, second = seen_by(alice)
    assert (first.status, first.reason) == ("failed", "The directory did not answer.")
    assert second.status == "queued"


def test_work_is_counted_by_state_for_its_own_customer(alice, charlie):
    with transaction(alice) as session:
        enqueue(session, JobName.RUN_SCRAPING, run_id=1)
    fail_everything("The directory did not answer.")
    with transaction(charlie) as session:
        assert counts(session, charlie.customer_id) == {"queued": 0, "running": 0, "failed": 0}
        assert counts(session, alice.customer_id)["failed"] == 1


def test_failed_work_is_tried_again_once(alice):
    with transaction(alice) as session:
        enqueue(session, JobName.RUN_SCRAPING, run_id=1, unique="run:1", lock="run")
    fail_everything("It broke.")
    [row] = seen_by(alice)
    with transaction(alice) as session:
        assert retry(session, alice, row.id)
    [again] = seen_by(alice)
    assert (again.status, again.reason, again.attempts) == ("queued", "", 0)
    with transaction(alice) as session, pytest.raises(NotFound):
        retry(session, alice, row.id if again.id != row.id else 0)
    with transaction(alice) as session:
        assert not enqueue(session, JobName.RUN_SCRAPING, run_id=1, unique="run:1")


def test_a_viewer_and_a_stranger_cannot_try_again(alice, bob, charlie):
    with transaction(alice) as session:
        enqueue(session, JobName.RUN_SCRAPING, run_id=1)
    fail_everything("It broke.")
    [row] = seen_by(alice)
    with transaction(bob) as session, pytest.raises(NotAllowed):
        retry(session, bob, row.id)
    with transaction(charlie) as session, pytest.raises(NotFound):
        retry(session, charlie, row.id)


def test_the_operator_sees_the_whole_queue(alice, charlie):
    with system_transaction() as session:
        assert figures(session) == QueueFigures({"queued": 0, "running": 0, "failed": 0}, None)
    for scope in (alice, charlie):
        with transaction(scope) as session:
            enqueue(session, JobName.RUN_SCRAPING, run_id=1)
    fail_everything("It broke.")
    with transaction(alice) as session:
        enqueue(session, JobName.RUN_SCRAPING, run_id=2)
        enqueue(session, JobName.RUN_SCRAPING, run_id=3, at=now() + timedelta(days=1))
    with system_transaction() as session:
        seen = figures(session)
    assert seen.counts == {"queued": 2, "running": 0, "failed": 2}
    assert abs((seen.oldest_due_at - now()).total_seconds()) < 30
