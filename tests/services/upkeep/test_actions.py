"""Only what is over is deleted."""

from datetime import timedelta

import pytest
from sqlmodel import select

from services.core.clock import now
from services.db import system_transaction
from services.live import Topic, announce
from services.models import Job, JobFire, JobStatus, LiveEvent, SignInAttempt, UserSession
from services.upkeep.actions import delete_expired

LONG_AGO = now() - timedelta(days=40)


def old_and_new(alice):
    """One row of each kind that is over and one that is not."""
    for ended, birth in ((LONG_AGO, LONG_AGO), (now() + timedelta(days=1), now())):
        yield UserSession(
            token_hash=str(ended),
            user_id=alice.user_id,
            customer_id=alice.customer_id,
            expires_at=ended,
            last_seen_at=birth,
        )
        yield LiveEvent(customer_id=alice.customer_id, topic=Topic.LEADS, created_at=birth)
        yield SignInAttempt(subject="hash", created_at=birth)
        yield JobFire(name="tick", fire_at=birth)
        yield Job(name="run_scraping", status=JobStatus.DONE, finished_at=birth)
        yield Job(name="run_scraping", status=JobStatus.FAILED, finished_at=birth)


@pytest.mark.parametrize("kind", [UserSession, LiveEvent, SignInAttempt, JobFire])
def test_what_is_over_goes_and_the_rest_stays(alice, kind):
    with system_transaction() as session:
        session.add_all(list(old_and_new(alice)))
    with system_transaction() as session:
        delete_expired(session)
    with system_transaction() as session:
        assert len(session.exec(select(kind)).all()) == 1
        assert len(session.exec(select(Job)).all()) == 2


def test_an_announcement_lives_long_enough_to_be_seen(alice):
    with system_transaction() as session:
        announce(session, alice.customer_id, Topic.LEADS)
    with system_transaction() as session:
        delete_expired(session)
    with system_transaction() as session:
        assert len(session.exec(select(LiveEvent)).all()) == 1
