"""Asks the model about people: kept answers first, each new one checked."""

from collections.abc import Sequence
from typing import Any

from services.analysis.asking import Asked, ask, connected, keep, kept, shares
from services.analysis.checking import checked
from services.analysis.prompt import key_of, question
from services.analysis.types import Fit, NextStep, Person, Written
from services.core.log import get_logger
from services.core.scope import Scope
from services.db import in_reading, in_transaction

TOGETHER = 8
log = get_logger(__name__)


async def write_about(scope: Scope, people: Sequence[Person]) -> dict[str, Written]:
    """Ref → what was written; who is missing keeps the words of the facts alone.

    Raises Conflict when no account is connected, OverBudget before a call that the budget does not allow, and the
    provider's errors. What was answered before one is kept.
    """
    asked = await connected(scope)
    keys = {person.ref: key_of(person, asked.name) for person in people}
    known = await in_reading(scope, kept, list(keys.values()))
    found = {ref: _stored(known[key]) for ref, key in keys.items() if known.get(key)}
    left = [person for person in people if keys[person.ref] not in known]
    for start in range(0, len(left), TOGETHER):
        few = left[start : start + TOGETHER]
        written = await _write(scope, asked, few)
        answers = {keys[one.ref]: _kept(written.get(one.ref)) for one in few}
        await in_transaction(scope, keep, asked.name, answers)
        found |= written
    return found


async def _write(scope: Scope, asked: Asked, people: Sequence[Person]) -> dict[str, Written]:
    answer, cost = await ask(scope, asked, question(people))
    written = checked(answer.value or {}, people, answer.model, shares(cost, len(people)))
    log.info("people_analysed", asked=len(people), written=len(written), cost_paise=cost)
    return written


def _kept(written: Written | None) -> tuple[dict[str, Any], int]:
    return (as_json(written), written.cost_paise) if written else ({}, 0)


def as_json(written: Written) -> dict[str, Any]:
    """For the `ai_analysis` column and for keeping."""
    return {**vars(written), "fit": written.fit.value, "next_step": written.next_step.value}


def _stored(answer: dict[str, Any]) -> Written:
    return Written(**{**answer, "fit": Fit(answer["fit"]), "next_step": NextStep(answer["next_step"])})
