"""Writers take turns: the urgent first, the others in the order of asking, and nobody waits for ever."""

import threading
import time

from services.core.turns import Turns

PATIENCE = 5.0


def asking(turns: Turns, who: str, came: list[str], *, urgent: bool = False) -> threading.Thread:
    """A thread that has asked for its turn, and writes down when it has it."""

    def write() -> None:
        assert turns.take(urgent=urgent, patience=PATIENCE)
        came.append(who)
        turns.give_back()

    before = len(turns._queue)
    thread = threading.Thread(target=write)
    thread.start()
    while len(turns._queue) == before:
        time.sleep(0.001)
    return thread


def test_the_urgent_go_first_and_the_others_in_the_order_of_asking() -> None:
    turns, came = Turns(), []
    assert turns.take(urgent=False, patience=0)
    waiting = [asking(turns, "first", came), asking(turns, "second", came)]
    waiting.append(asking(turns, "urgent", came, urgent=True))
    turns.give_back()
    for thread in waiting:
        thread.join(PATIENCE)
    assert came == ["urgent", "first", "second"]


def test_whoever_has_waited_long_enough_goes_away_and_holds_nobody_up() -> None:
    turns = Turns()
    assert turns.take(urgent=False, patience=0)
    assert not turns.take(urgent=True, patience=0.01)
    turns.give_back()
    assert turns.take(urgent=False, patience=0)


def test_one_at_a_time_however_many_ask() -> None:
    turns, inside, most = Turns(), [0], [0]

    def write() -> None:
        for _ in range(50):
            assert turns.take(urgent=False, patience=PATIENCE)
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0)
            inside[0] -= 1
            turns.give_back()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert most == [1]
    assert turns.take(urgent=False, patience=0)
