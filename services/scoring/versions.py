"""Versions of a customer's score card: the one in force, all there are, going back."""

from sqlmodel import Session, col, select, update

from services import audit
from services.core.errors import NotFound
from services.core.scope import Can, Scope
from services.models import Customer, ScoreSettings, ScoreVersion
from services.queue import JobName, enqueue
from services.scoring.cards import Card, prior_for

PRIOR = 0
"""The number that stands for the industry's prior where a version is chosen."""


def card_in_force(session: Session) -> Card:
    """What the session's customer's contacts are scored by."""
    active = active_version(session)
    return card_of(active) if active else prior_of(session)


def active_version(session: Session) -> ScoreVersion | None:
    """None while the prior is in force."""
    mine = ScoreVersion.customer_id == session.info["customer_id"]
    return session.exec(select(ScoreVersion).where(mine, col(ScoreVersion.is_active))).first()


def card_of(version: ScoreVersion) -> Card:
    return Card(version.base, version.points, version.prior, version.number)


def prior_of(session: Session) -> Card:
    """The prior of the session's customer's industry."""
    customer = session.get(Customer, session.info["customer_id"])
    return prior_for(customer.industry if customer else "")


def choose_version(session: Session, scope: Scope, number: int) -> None:
    """Score by version `number` (0: the prior) until a person chooses again; all contacts are scored anew."""
    scope.require(Can.EDIT_SETTINGS)
    version = _numbered(session, number) if number != PRIOR else None
    if number != PRIOR and version is None:
        raise NotFound("This version")
    put_in_force(session, version)
    settings_of(session).keeps_version = True
    audit.record(session, scope, "score_version_chosen", str(number))


def follow_learning(session: Session, scope: Scope) -> None:
    """Let each new version that is no worse take over by itself again, beginning with the newest."""
    scope.require(Can.EDIT_SETTINGS)
    settings_of(session).keeps_version = False
    newest = session.exec(select(ScoreVersion).order_by(col(ScoreVersion.number).desc()).limit(1)).first()
    if newest and not newest.is_active and newest.report.get("is_better"):
        put_in_force(session, newest)
    audit.record(session, scope, "score_follows_learning")


def put_in_force(session: Session, version: ScoreVersion | None) -> None:
    """Exactly one version is active, or none; the contacts follow by a job."""
    mine = col(ScoreVersion.customer_id) == session.info["customer_id"]
    session.exec(update(ScoreVersion).where(mine, col(ScoreVersion.is_active)).values(is_active=False))
    if version:
        session.flush()
        session.exec(update(ScoreVersion).where(mine, col(ScoreVersion.id) == version.id).values(is_active=True))
        session.refresh(version)
    ask_to_rescore(session)


def ask_to_rescore(session: Session) -> None:
    """Score all of the session's customer's contacts anew, in the background."""
    owner = session.info["customer_id"]
    enqueue(session, JobName.RESCORE_CONTACTS, unique=f"rescore:{owner}", customer_id=owner, owner_id=owner, after=0)


def settings_of(session: Session) -> ScoreSettings:
    """The session's customer's row, made when there is none yet."""
    owner = session.info["customer_id"]
    found = session.exec(select(ScoreSettings).where(ScoreSettings.customer_id == owner)).first()
    if found is None:
        found = ScoreSettings(customer_id=owner)
        session.add(found)
    return found


def _numbered(session: Session, number: int) -> ScoreVersion | None:
    return session.exec(select(ScoreVersion).where(ScoreVersion.number == number)).first()
