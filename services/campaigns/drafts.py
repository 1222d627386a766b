"""The wizard's answers, saved step by step, restored after signing out."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from services.campaigns.draft import MODELS, Step, problems_of
from services.campaigns.suggest import suggested
from services.core.errors import Conflict, Invalid
from services.core.scope import Can, Scope
from services.db import insert_ignoring
from services.models import Customer, WizardDraft

MOST_BYTES = 60_000


@dataclass(frozen=True)
class Draft:
    """`reached` is the furthest step number; `answers` holds every step, typed values over suggested ones."""

    reached: int
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    saved_at: datetime | None = None
    is_launched: bool = False


def load(session: Session, scope: Scope) -> Draft:
    """The customer's draft, complete with suggestions for what was not answered yet."""
    customer = session.get_one(Customer, scope.customer_id)
    row = session.exec(select(WizardDraft)).first()
    given = {step: dict(answers) for step, answers in (row.answers if row else {}).items()}
    given.setdefault(Step.BUSINESS, {}).setdefault("business_name", customer.name)
    return Draft(
        reached=row.step if row else 1,
        answers=filled_in(given),
        saved_at=row.updated_at if row else None,
        is_launched=customer.launched_at is not None,
    )


def filled_in(given: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every field of every step: what was typed, else what is suggested, else empty."""
    answers: dict[str, dict[str, Any]] = {}
    for step, model in MODELS.items():
        blank = {name: info.get_default(call_default_factory=True) for name, info in model.model_fields.items()}
        answers[step.value] = {**blank, **suggested(step, given), **given.get(step, {})}
    return answers


def save_step(session: Session, scope: Scope, step: Step, answers: dict[str, Any], *, advance: bool) -> dict[str, str]:
    """Keep `answers`, right or wrong, so that nothing typed is lost; returns field → problem.

    `advance` moves on when there is no problem.
    """
    scope.require(Can.LAUNCH)
    if session.get_one(Customer, scope.customer_id).launched_at:
        raise Conflict("You have launched already. Change campaigns on their own pages.")
    kept = {name: value for name, value in answers.items() if name in MODELS[step].model_fields}
    if len(json.dumps(kept)) > MOST_BYTES:
        raise Invalid("That is too much text for one step. Shorten it.")
    insert_ignoring(session, WizardDraft, [{"step": 1, "answers": {}}])  # two tabs may save the first step at once
    row = session.exec(select(WizardDraft).with_for_update()).one()
    row.answers = {**row.answers, step.value: kept}
    problems = problems_of(step, kept)
    if advance and not problems:
        row.step = max(row.step, min(step.number + 1, len(Step)))
    session.add(row)
    return problems


def problems_by_step(draft: Draft) -> dict[Step, dict[str, str]]:
    """The steps that are not complete, with their problems."""
    found = {step: problems_of(step, draft.answers[step.value]) for step in Step}
    return {step: problems for step, problems in found.items() if problems}
