"""One transaction: a happening that was kept before is skipped, each new one is stored and its handling queued."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from services.conversations.parking import Laid, drop, lay_by, park
from services.core.crypto import fingerprint
from services.db import in_turn_with_others, insert_new, system_transaction
from services.models import InboundEvent
from services.providers.base import Happening
from services.queue import JobName, enqueue
from services.webhooks.bursts import burst

READ_FIRST = ("resend",)
"""Whose replies are only named by the webhook: each is read at the provider by a job of its own."""
_LONGEST_ID = 300
_SWEPT = {"status": (JobName.HANDLE_STATUS_EVENTS, "statuses"), "reply": (JobName.HANDLE_REPLIES, "replies")}


@dataclass(frozen=True)
class Told:
    """A happening, by which provider it was told, and to whom."""

    provider: str
    customer_id: int
    happening: Happening

    @property
    def external_id(self) -> str:
        """The provider's own id, never longer than its column."""
        given = self.happening.event_id
        return given if len(given) <= _LONGEST_ID else f"sha256:{hashlib.sha256(given.encode()).hexdigest()}"

    @property
    def key(self) -> tuple[str, int, str]:
        return self.provider, self.customer_id, self.external_id

    @property
    def person(self) -> str:
        """Who must be heard in order, unrecognisable."""
        return fingerprint(str(self.happening.data.get("sender") or self.happening.event_id))[:32]

    def row(self, laid: Sequence[Laid] = ()) -> dict[str, Any]:
        one = self.happening
        named = {"customer_id": self.customer_id, "provider": self.provider, "external_id": self.external_id}
        files = {"files": [file.told for file in laid]} if laid else {}
        return {**named, "kind": one.kind, "payload": {**one.data, **files}}


def keep(told: Sequence[Told]) -> int:
    """Store and queue what is new, in the order given; returns how many were. Durable when it returns."""
    by_key: dict[tuple[str, int, str], Told] = {}
    for one in told:
        by_key.setdefault(one.key, one)
    if not by_key:
        return 0
    laid = {key: lay_by(one.customer_id, one.happening.files) for key, one in by_key.items() if one.happening.files}
    with system_transaction(urgent=True) as session:
        # One after another for each customer: ids grow in the order of arrival, and two batches with the same
        # events never wait for each other in a circle.
        in_turn_with_others(session, "webhooks", {one.customer_id for one in by_key.values()})
        wanted = (InboundEvent.id, InboundEvent.provider, InboundEvent.customer_id, InboundEvent.external_id)
        rows = [one.row(laid.get(key, ())) for key, one in by_key.items()]
        new = insert_new(session, InboundEvent, rows, *wanted)
        for event_id, name, owner, key in new if laid else ():
            park(session, owner, event_id, name, laid.pop((name, owner, key), ()))
        _queue(session, sorted((event_id, by_key[name, owner, key]) for event_id, name, owner, key in new))
    for (_, owner, _), files in laid.items():  # of happenings that were kept before
        drop(owner, files)
    return len(new)


def _queue(session: Session, new: list[tuple[int, Told]]) -> None:
    """Statuses and replies are many and swept together; anything else is a job of its own."""
    burst.count(sum(one.happening.kind == "reply" for _, one in new))
    for kind, customer_id in sorted({(one.happening.kind, one.customer_id) for _, one in new if _is_swept(one)}):
        job, called = _SWEPT[kind]
        key = f"{called}:{customer_id}"
        lock = key if kind == "reply" else None
        enqueue(session, job, unique=key, lock=lock, customer_id=customer_id, owner_id=customer_id)
    for event_id, one in new:
        if not _is_swept(one):
            enqueue(
                session,
                JobName.HANDLE_INBOUND_EVENT,
                lock=f"person:{one.customer_id}:{one.person}",
                customer_id=one.customer_id,
                owner_id=one.customer_id,
                event_id=event_id,
            )


def _is_swept(one: Told) -> bool:
    return one.happening.kind in _SWEPT and not (one.happening.kind == "reply" and one.provider in READ_FIRST)
