"""Deliveries that arrive while others are being stored are stored together: one thread, one transaction for many."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from services.webhooks.arrivals import Arrival, Delivery
from services.webhooks.bursts import burst
from services.webhooks.checking import told_by
from services.webhooks.keeping import Told, keep

MOST_TOGETHER = 100
GATHERING_SECONDS = 0.02  # in a burst: five stored together cost less than half of five stored one by one

_waiting: deque[tuple[Arrival, Future[None]]] = deque()
_unanswered: set[Future[None]] = set()


def are_pressing() -> bool:
    """Whether a provider waits for this process: what can wait should leave it the processor."""
    return bool(_unanswered)


@cache
def _writer() -> ThreadPoolExecutor:
    """A thread of its own: an acknowledgement waits for no page and no job."""
    return ThreadPoolExecutor(1, thread_name_prefix="webhooks")


async def accept(name: str, endpoint_key: str, delivery: Delivery) -> None:
    """Keep what `delivery` tells the owner of `endpoint_key` ("": of the provider's shared address); returns when
    that is committed.

    Raises NotFound for an unknown address, NotAllowed for a bad signature, Invalid for a body that is not the
    provider's.
    """
    done: Future[None] = Future()
    _unanswered.add(done)
    _waiting.append((Arrival(name, endpoint_key, delivery), done))
    try:
        _writer().submit(_take_turn)
        await asyncio.wrap_future(done)
    finally:
        _unanswered.discard(done)


def _take_turn() -> None:
    """Everything that has come since the last turn; nothing when that took it along."""
    if _waiting and burst.must_pass():
        time.sleep(GATHERING_SECONDS)
    taken: list[tuple[Arrival, Future[None]]] = []
    while _waiting and len(taken) < MOST_TOGETHER:
        arrival, done = _waiting.popleft()
        if done.set_running_or_notify_cancel():  # else the sender has hung up, and will come again
            taken.append((arrival, done))
    if not taken:
        return
    try:
        outcomes = _settle([arrival for arrival, _ in taken])
    except BaseException as error:  # noqa: BLE001  every sender is answered, whatever happened
        outcomes = [error] * len(taken)
    for (_, done), error in zip(taken, outcomes, strict=True):
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)


def _settle(arrivals: Sequence[Arrival]) -> Sequence[BaseException | None]:
    told = told_by(arrivals)
    good = [one for one in told if not isinstance(one, Exception)]
    try:
        keep([one for some in good for one in some])
    except (OperationalError, InterfaceError):
        raise  # the database's trouble is everybody's
    except DBAPIError:
        return [one if isinstance(one, Exception) else _alone(one) for one in told]
    return [one if isinstance(one, Exception) else None for one in told]


def _alone(told: Sequence[Told]) -> Exception | None:
    """One of them cannot be stored: it must not take the others along."""
    try:
        keep(told)
    except DBAPIError as error:
        return error
    return None
