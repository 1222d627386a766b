"""The companion answers in order, says what failed, and ends when it is told to."""

import asyncio
import math
import operator
import os
import signal
import time
from collections.abc import AsyncIterator

import pytest

from services.core.companion import Companion, CompanionError


@pytest.fixture
async def companion() -> AsyncIterator[Companion]:
    made = Companion("math")
    yield made
    made.close()


async def test_each_question_has_its_answer(companion: Companion) -> None:
    asked = [companion.do(math.factorial, number) for number in range(40)]
    assert await asyncio.gather(*asked) == [math.factorial(number) for number in range(40)]
    assert await companion.do(os.getpid) == companion.process_id != os.getpid()
    assert companion.is_ready
    assert companion.waiting == 0


async def test_large_questions_and_answers_come_whole(companion: Companion) -> None:
    text = "सूरत " * 1_000_000
    assert await companion.do(str.upper, text) == text.upper()


async def test_what_fails_there_fails_here_and_nothing_else_does(companion: Companion) -> None:
    asked = [companion.do(operator.truediv, 1, divisor) for divisor in (1, 0, 4)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert (answers[0], answers[2]) == (1.0, 0.25)
    assert isinstance(answers[1], CompanionError)
    assert "ZeroDivisionError" in str(answers[1])


async def test_a_question_that_nobody_waits_for_does_not_move_the_answers(companion: Companion) -> None:
    await companion.do(os.getpid)
    left = asyncio.ensure_future(companion.do(time.sleep, 0.05))
    await asyncio.sleep(0)
    kept = asyncio.ensure_future(companion.do(math.sqrt, 81))
    await asyncio.sleep(0)
    left.cancel()
    assert await kept == 9.0


async def test_what_is_printed_there_is_no_answer(companion: Companion) -> None:
    assert await companion.do(print, "no answer") is None
    assert await companion.do(math.sqrt, 4) == 2.0


async def test_its_end_fails_what_waits_and_what_is_asked_later(companion: Companion) -> None:
    await companion.do(os.getpid)
    waiting = asyncio.ensure_future(companion.do(time.sleep, 60))
    await asyncio.sleep(0.05)
    os.kill(companion.process_id, signal.SIGKILL)
    with pytest.raises(CompanionError):
        await waiting
    assert companion.has_ended
    with pytest.raises(CompanionError):
        await companion.do(os.getpid)


async def test_closing_ends_it_at_once_also_before_it_has_begun() -> None:
    begun, early = Companion(), Companion()
    await begun.do(os.getpid)
    working = asyncio.ensure_future(begun.do(time.sleep, 60))
    await asyncio.sleep(0.05)
    for one in (begun, early):
        one.close()
        assert one._process.returncode == -signal.SIGKILL
    with pytest.raises(CompanionError):
        await working
