"""Asks a customer's language model: money held before each call, answers kept so that nobody pays for one twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure
from services.core.scope import Scope
from services.db import in_reading, in_transaction, insert_ignoring
from services.integrations import sandbox
from services.integrations.queries import credentials_for
from services.models import ModelAnswer
from services.providers.base import TextAnswer, TextModel, TextQuestion
from services.providers.registry import provider
from services.spending.actions import count, hold
from services.spending.rules import Meter


@dataclass(frozen=True)
class Asked:
    """The customer's model, and whether it is the simulated one."""

    model: TextModel
    is_sandbox: bool

    @property
    def name(self) -> str:
        return self.model.model


async def connected(scope: Scope) -> Asked:
    """The model that may be asked; raises Conflict when no account is connected."""
    credentials = await in_reading(scope, credentials_for, "openai")
    if credentials.is_sandbox:
        await sandbox.ensure_registered(scope.customer_id)
    return Asked(provider("openai", TextModel, credentials), credentials.is_sandbox)


async def ask(scope: Scope, asked: Asked, question: TextQuestion) -> tuple[TextAnswer, int]:
    """The answer and what it cost, in paise.

    Raises OverBudget before a call that the budget does not allow, and the provider's errors; one that may be billed
    counts as paid.
    """
    most = asked.model.most_paise(question)
    await in_transaction(scope, hold, Meter.OPENAI, most, is_sandbox=asked.is_sandbox)
    cost = most  # an answer that was lost may be billed
    try:
        answer = await asked.model.answer(question)
        cost = most if answer.paise is None else answer.paise
    except ProviderUnsure:
        raise
    except (ProviderDown, ProviderRefused):
        cost = 0
        raise
    finally:
        await in_transaction(scope, count, Meter.OPENAI, 1, cost - most, is_sandbox=asked.is_sandbox)
    return answer, cost


def shares(cost: int, number: int) -> list[int]:
    """What each of those who shared a call pays, in whole paise."""
    return [cost // number + (place < cost % number) for place in range(number)]


def kept(session: Session, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Key → the kept answer; {} for one that was of no use."""
    found = select(ModelAnswer.key, ModelAnswer.answer).where(col(ModelAnswer.key).in_(keys))
    return {key: dict(answer) for key, answer in session.exec(found)}


def keep(session: Session, model: str, answers: Mapping[str, tuple[dict[str, Any], int]]) -> None:
    """Key → the answer and its cost. One of no use is kept as {}: asking again would cost again and say the same."""
    at = now()
    rows = [
        {"key": key, "model": model, "answer": answer, "cost_paise": cost, "created_at": at, "updated_at": at}
        for key, (answer, cost) in answers.items()
    ]
    insert_ignoring(session, ModelAnswer, rows)
