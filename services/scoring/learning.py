"""When a customer's score card learns, and what becomes of the result."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, func, select

from services.core.clock import now
from services.core.log import get_logger
from services.core.scope import Can, Scope, system_scope
from services.db import reading, system_reading, transaction
from services.live import Topic, announce, record_activity
from services.models import Customer, ScoreSnapshot, ScoreVersion
from services.queue import JobName, enqueue
from services.scoring.cards import Card
from services.scoring.outcomes import Example, count_outcomes, examples, learns_from_practice
from services.scoring.versions import prior_of, put_in_force, settings_of

FEWEST_OUTCOMES, FEWEST_OF_EACH = 60, 10
MANY_NEW, MANY_NEW_SHARE = 25, 0.05  # so many new outcomes are a reason to learn within the hour
PATIENCE = timedelta(hours=24)  # any new outcome is, after that
log = get_logger(__name__)


@dataclass(frozen=True)
class Enough:
    """How many outcomes there are and how many are needed before anything is learned."""

    outcomes: int
    answers: int

    @property
    def is_met(self) -> bool:
        return self.outcomes >= FEWEST_OUTCOMES and FEWEST_OF_EACH <= self.answers <= self.outcomes - FEWEST_OF_EACH


@dataclass(frozen=True)
class _Lesson:
    """What one round of learning reads."""

    examples: list[Example]
    prior: Card
    is_practice: bool


def ask_to_learn(session: Session, scope: Scope) -> None:
    """Learn now, in the background."""
    scope.require(Can.EDIT_SETTINGS)
    owner = scope.customer_id
    enqueue(session, JobName.LEARN_SCORES, unique=f"learn:{owner}", customer_id=owner, owner_id=owner)


def learn_due(owner_id: int = 0) -> None:
    """Learn for one customer when asked, or for everyone with enough new outcomes."""
    for customer_id in [owner_id] if owner_id else _customers():
        if owner_id or _is_due(customer_id):
            learn(customer_id)


def learn(customer_id: int) -> int:
    """Train, keep the version, and put it in force unless it orders worse or a person chose another.

    Returns its number; 0 when there are too few outcomes. Trains outside any transaction.
    """
    with reading(system_scope(customer_id)) as session:
        lesson = _lesson(session)
    if not Enough(len(lesson.examples), sum(one.answered for one in lesson.examples)).is_met:
        return 0
    from services.scoring.training import as_report, train

    trained = train(lesson.examples, lesson.prior, 0)
    with transaction(system_scope(customer_id)) as session:
        session.exec(select(Customer.id).where(Customer.id == customer_id).with_for_update()).one()  # one at a time
        version = ScoreVersion(
            customer_id=customer_id,
            number=_next_number(session),
            is_practice=lesson.is_practice,
            prior=lesson.prior.name,
            base=trained.card.base,
            points=dict(trained.card.points),
            calibration=[list(knot) for knot in trained.calibration],
            report=as_report(trained),
            outcomes=len(lesson.examples),
            answers=sum(one.answered for one in lesson.examples),
        )
        session.add(version)
        session.flush()
        if trained.is_better and not settings_of(session).keeps_version:
            put_in_force(session, version)
            words = f"Scores learned from {version.outcomes:,} first messages"
            record_activity(session, customer_id, "scores_learned", words, "/analytics")
        announce(session, customer_id, Topic.SCORES)
        log.info("scores_learned", customer_id=customer_id, version=version.number, in_force=version.is_active)
        return version.number


def _lesson(session: Session) -> _Lesson:
    is_practice = learns_from_practice(session)
    return _Lesson(examples(session, is_practice), prior_of(session), is_practice)


def _next_number(session: Session) -> int:
    return int(session.exec(select(func.coalesce(func.max(ScoreVersion.number), 0))).one()) + 1


def _customers() -> list[int]:
    with system_reading() as session:
        return list(session.exec(select(ScoreSnapshot.customer_id).distinct()))


def _is_due(customer_id: int) -> bool:
    with reading(system_scope(customer_id)) as session:
        is_practice = learns_from_practice(session)
        known = count_outcomes(session, is_practice)
        last = session.exec(select(ScoreVersion).order_by(col(ScoreVersion.number).desc()).limit(1)).first()
    if known < FEWEST_OUTCOMES:
        return False
    if last is None or last.is_practice != is_practice:
        return True
    new = known - last.outcomes
    return new >= max(MANY_NEW, MANY_NEW_SHARE * known) or (new > 0 and now() - last.created_at > PATIENCE)
