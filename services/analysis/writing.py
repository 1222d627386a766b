"""Asks the model: kept answers first, money held before each call, each answer checked."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from services.analysis.checking import checked
from services.analysis.prompt import key_of, question
from services.analysis.types import Fit, NextStep, Person, Written
from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure
from services.core.log import get_logger
from services.core.scope import Scope
from services.db import in_reading, in_transaction, insert_ignoring
from services.integrations import sandbox
from services.integrations.queries import credentials_for
from services.models import ModelAnswer
from services.providers.base import TextAnswer, TextModel
from services.providers.registry import provider
from services.spending.actions import count, hold
from services.spending.rules import Meter

TOGETHER = 8
log = get_logger(__name__)


async def write_about(scope: Scope, people: Sequence[Person]) -> dict[str, Written]:
    """Ref → what was written; who is missing keeps the words of the facts alone.

    Raises Conflict when no account is connected, OverBudget before a call that the budget does not allow, and the
    provider's errors. What was answered before one is kept.
    """
    credentials = await in_reading(scope, credentials_for, "openai")
    if credentials.is_sandbox:
        await sandbox.ensure_registered(scope.customer_id)
    model = provider("openai", TextModel, credentials)
    keys = {person.ref: key_of(person, model.model) for person in people}
    kept = await in_reading(scope, _kept, list(keys.values()))
    found = {ref: _stored(kept[key]) for ref, key in keys.items() if kept.get(key)}
    left = [person for person in people if keys[person.ref] not in kept]
    for start in range(0, len(left), TOGETHER):
        few = left[start : start + TOGETHER]
        written = await _ask(scope, model, few, is_sandbox=credentials.is_sandbox)
        await in_transaction(scope, _keep, {keys[one.ref]: written.get(one.ref) for one in few}, model.model)
        found |= written
    return {ref: written for ref, written in found.items() if written}


async def _ask(scope: Scope, model: TextModel, people: Sequence[Person], *, is_sandbox: bool) -> dict[str, Written]:
    asked = question(people)
    most = model.most_paise(asked)
    await in_transaction(scope, hold, Meter.OPENAI, most, is_sandbox=is_sandbox)
    cost = most  # an answer that was lost may be billed
    try:
        answer = await model.answer(asked)
        cost = most if answer.paise is None else answer.paise
    except ProviderUnsure:
        raise
    except (ProviderDown, ProviderRefused):
        cost = 0
        raise
    finally:
        await in_transaction(scope, count, Meter.OPENAI, 1, cost - most, is_sandbox=is_sandbox)
    return _checked(answer, people, cost)


def _checked(answer: TextAnswer, people: Sequence[Person], cost: int) -> dict[str, Written]:
    shares = [cost // len(people) + (place < cost % len(people)) for place in range(len(people))]
    written = checked(answer.value or {}, people, answer.model, shares)
    log.info("people_analysed", asked=len(people), written=len(written), cost_paise=cost)
    return written


def _kept(session: Session, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    found = select(ModelAnswer.key, ModelAnswer.answer).where(col(ModelAnswer.key).in_(keys))
    return {key: dict(answer) for key, answer in session.exec(found)}


def _keep(session: Session, answers: dict[str, Written | None], model: str) -> None:
    """Answers that did not pass are kept as empty: asking again would cost again and say the same."""
    at = now()
    rows = [
        {
            "key": key, "model": model, "answer": as_json(written) if written else {},
            "cost_paise": written.cost_paise if written else 0, "created_at": at, "updated_at": at,
        }
        for key, written in answers.items()
    ]  # fmt: skip
    insert_ignoring(session, ModelAnswer, rows)


def as_json(written: Written) -> dict[str, Any]:
    """For the `ai_analysis` column and for keeping."""
    return {**vars(written), "fit": written.fit.value, "next_step": written.next_step.value}


def _stored(answer: dict[str, Any]) -> Written:
    return Written(**{**answer, "fit": Fit(answer["fit"]), "next_step": NextStep(answer["next_step"])})
