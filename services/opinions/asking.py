"""Asks the model what replies mean: kept opinions first, then up to eight replies a call."""

from collections.abc import Sequence
from typing import Any

from services.analysis.asking import Asked, ask, connected, keep, kept, shares
from services.core.log import get_logger
from services.core.scope import Scope
from services.db import in_reading, in_transaction
from services.opinions.rules import believed, key_of, question
from services.opinions.types import Doubtful, Opinion
from services.replies.rules import Label

TOGETHER = 8
log = get_logger(__name__)


async def opinions_on(scope: Scope, replies: Sequence[Doubtful]) -> dict[str, Opinion]:
    """Ref → what the model thinks, of at most `TOGETHER` replies; those without a sound answer are missing.

    Raises as `analysis.asking.ask` does, and Conflict when no account is connected.
    """
    asked = await connected(scope)
    keys = {reply.ref: key_of(reply, asked.name) for reply in replies}
    known = await in_reading(scope, kept, list(keys.values()))
    found = {ref: _stored(known[key], asked.name) for ref, key in keys.items() if known.get(key)}
    left = [reply for reply in replies if keys[reply.ref] not in known]
    return found | (await _ask(scope, asked, left) if left else {})


async def _ask(scope: Scope, asked: Asked, replies: Sequence[Doubtful]) -> dict[str, Opinion]:
    """One call. What one reply says must not end what is written to another: a stop is asked about alone."""
    answer, cost = await ask(scope, asked, question(replies))
    found = believed(answer.value or {}, replies, answer.model)
    log.info("opinions_heard", asked=len(replies), heard=len(found), cost_paise=cost)
    paid = dict(zip((reply.ref for reply in replies), shares(cost, len(replies)), strict=True))
    again = [one for one in replies if len(replies) > 1 and one.ref in found and found[one.ref].label is Label.OPT_OUT]
    sure = [one for one in replies if one not in again]
    answers = {key_of(one, asked.name): (_as_json(found.get(one.ref)), paid[one.ref]) for one in sure}
    await in_transaction(scope, keep, asked.name, answers)
    for one in again:
        del found[one.ref]
        found |= await _ask(scope, asked, [one])
    return found


def _as_json(opinion: Opinion | None) -> dict[str, Any]:
    return {"label": opinion.label.value, "confidence": opinion.confidence} if opinion else {}


def _stored(answer: dict[str, Any], model: str) -> Opinion:
    return Opinion(Label(answer["label"]), answer["confidence"], model)
