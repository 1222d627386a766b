"""`python -m jobs` is a worker of its own: it finds work of other processes and leaves in good order."""

import os
import signal
import subprocess
import sys
import time

from services.core.clock import now
from services.db import system_reading, system_transaction, transaction
from services.jobs.queries import list_jobs
from services.models import LiveEvent
from services.queue import JobName, enqueue


def waiting(scope):
    with system_reading() as session:
        return list_jobs(session, scope.customer_id)


def test_a_worker_process_does_the_work_of_others_and_stops_when_told(alice):
    with system_transaction() as session:
        session.add(LiveEvent(customer_id=alice.customer_id, topic="leads", created_at=now().replace(year=2020)))
    environment = {**os.environ, "LEADGEN_SANDBOX": "false"}
    command = [sys.executable, "-m", "jobs"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            assert any("jobs_started" in line for line in process.stderr)
            with transaction(alice) as session:
                enqueue(session, JobName.DELETE_EXPIRED)
            asked = time.monotonic()
            while waiting(alice):
                assert time.monotonic() - asked < 60
                time.sleep(0.02)
            process.send_signal(signal.SIGTERM)
            assert "jobs_stopped" in process.stderr.read()
        finally:
            process.kill()
    assert process.returncode == 0
