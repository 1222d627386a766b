"""The guarded session: what it narrows, what it refuses, and what it cannot see."""

from sqlmodel import select

from services.db import transaction
from services.models import Contact
from tests.support import add_contact


def test_a_contact_is_seen_by_its_own_customer_only(alice, bob, charlie):
    contact = add_contact(alice)
    with transaction(bob) as session:
        assert session.exec(select(Contact)).one().id == contact.id
    with transaction(charlie) as session:
        assert session.exec(select(Contact)).all() == []
        assert session.get(Contact, contact.id) is None


def test_redis_answers(redis_url):
    import redis

    with redis.Redis.from_url(redis_url) as client:
        assert client.ping()
