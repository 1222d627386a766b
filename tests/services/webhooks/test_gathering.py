"""Deliveries that come together are stored together, in order, and the bad ones among them are refused alone."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, select
from sqlmodel import col

from services.core.scope import Scope
from services.db import engine, system_reading, system_transaction
from services.models import InboundEvent
from tests import posting
from tests.posting import Post


def kept() -> list[tuple[str, str]]:
    """Sender and text of every stored event, in the order of their ids."""
    with system_reading() as session:
        stored = session.execute(select(InboundEvent).order_by(col(InboundEvent.id))).scalars()
        return [(str(one.payload["sender"]), str(one.payload["text"])) for one in stored]


@contextmanager
def writing() -> Iterator[list[str]]:
    """The inserts of events that are made meanwhile."""
    made: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO inbound_event"):
            made.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    yield made
    event.remove(engine(), "before_cursor_execute", note)


async def at_once(posts: list[Post]) -> list[int]:
    async with posting.web() as client:
        answers = await asyncio.gather(
            *(client.post(post.path, content=post.body, headers=post.headers) for post in posts)
        )
    return [answer.status_code for answer in answers]


def said(account: posting.Integration, person: int, number: int) -> Post:
    fields = posting.whatsapp_fields(f"+91981234{person:04d}", str(number), sid=f"SM{person}-{number}")
    return posting.twilio_post(account, fields)


async def test_a_burst_is_stored_in_few_transactions_once_and_in_order(alice: Scope) -> None:
    account = posting.connect_twilio(alice)
    posts = [said(account, person, number) for number in range(12) for person in range(5)]
    with writing() as made:
        assert await at_once([*posts, *posts[:20]]) == [200] * 80
    assert len(made) < 20
    by_person: dict[str, list[int]] = defaultdict(list)
    for sender, words in kept():
        by_person[sender].append(int(words))
    assert len(by_person) == 5
    assert all(numbers == list(range(12)) for numbers in by_person.values())


async def test_whatever_is_wrong_with_one_delivery_the_others_are_kept(alice: Scope, charlie: Scope) -> None:
    hers, his = posting.connect_twilio(alice), posting.connect_google(charlie)
    good = said(hers, 1, 1)
    wrong = {
        403: posting.twilio_post(hers, posting.whatsapp_fields("+919812345678", "x"), token="another token"),
        400: Post(f"/api/webhooks/google_ads/{his.endpoint_key}", b"not json"),
        404: Post("/api/webhooks/twilio/no-such-key", good.body, good.headers),
    }
    codes = await at_once([*wrong.values(), good, said(hers, 2, 1), *wrong.values()])
    assert codes == [*wrong, 200, 200, *wrong]
    assert len(kept()) == 2


async def test_what_the_database_refuses_is_refused_alone(alice: Scope, sqlite: None) -> None:
    account = posting.connect_twilio(alice)
    with system_transaction() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER poison BEFORE INSERT ON inbound_event WHEN new.external_id LIKE '%SM7-0%'"
            " BEGIN SELECT RAISE(ABORT, 'poison'); END"
        )
    async with posting.web() as client:
        client._transport.raise_app_exceptions = False  # pyright: ignore  a server answers 500 and goes on
        posts = [said(account, person, 0) for person in range(10)]
        answers = await asyncio.gather(
            *(client.post(post.path, content=post.body, headers=post.headers) for post in posts)
        )
    assert [answer.status_code for answer in answers] == [500 if person == 7 else 200 for person in range(10)]
    assert len(kept()) == 9
