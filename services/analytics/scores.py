"""Reads. How good the scores are, what they are made of, and which versions there were."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from services.integrations.queries import find
from services.models import Customer, ScoreSettings, ScoreVersion
from services.scoring.cards import prior_for
from services.scoring.features import FEATURES
from services.scoring.learning import FEWEST_OF_EACH, FEWEST_OUTCOMES, Enough
from services.scoring.outcomes import count_answered, count_outcomes, learns_from_practice
from services.scoring.versions import PRIOR, card_of
from services.spending.queries import spent_on

SHOWN_VERSIONS = 30


@dataclass(frozen=True)
class Figures:
    """One way to order contacts, on outcomes that it had not seen; shares and areas between 0 and 1."""

    auc: float
    auc_error: float
    lift: float
    calibration_error: float
    cases: int
    answers: int


@dataclass(frozen=True)
class Weight:
    """What one feature is worth now, and by the prior."""

    title: str
    group: str
    points: int
    prior: int


@dataclass(frozen=True)
class Version:
    """`number` 0 is the prior; `auc` is None where too few outcomes could be held out."""

    number: int
    at: datetime | None
    outcomes: int
    answers: int
    auc: float | None
    is_active: bool
    is_practice: bool
    is_better: bool


@dataclass(frozen=True)
class Writing:
    """The language model's part: switched on, from which score, what it cost this month, and why it stopped."""

    is_on: bool
    least_score: int
    note: str
    is_connected: bool
    cost_paise: int


@dataclass(frozen=True)
class ScoreReport:
    """All that the page shows. `learned` and `rules` are of the version in force, or of the newest."""

    prior: str
    active: int
    enough: Enough
    is_practice: bool
    keeps_version: bool
    shown: int
    learned: Figures | None
    rules: Figures | None
    curve: list[dict[str, Any]] = field(default_factory=list)
    weights: list[Weight] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    fewest: int = FEWEST_OUTCOMES
    fewest_of_each: int = FEWEST_OF_EACH


def score_report(session: Session) -> ScoreReport:
    """The report of the session's customer."""
    customer = session.get_one(Customer, session.info["customer_id"])
    prior = prior_for(customer.industry)
    newest = select(ScoreVersion).order_by(col(ScoreVersion.number).desc()).limit(SHOWN_VERSIONS)
    versions = list(session.exec(newest))
    active = next((one for one in versions if one.is_active), None)
    shown = active or (versions[0] if versions else None)
    is_practice = learns_from_practice(session)
    card = card_of(active) if active else prior
    settings = session.exec(select(ScoreSettings)).first()
    return ScoreReport(
        prior=prior.name,
        active=active.number if active else PRIOR,
        enough=Enough(count_outcomes(session, is_practice), count_answered(session, is_practice)),
        is_practice=is_practice,
        keeps_version=bool(settings and settings.keeps_version),
        shown=shown.number if shown else PRIOR,
        learned=_figures(shown, "learned"),
        rules=_figures(shown, "rules"),
        curve=_curve(shown),
        weights=_weights(card.points, prior.points),
        versions=[_version(one) for one in versions],
    )


def writing(session: Session) -> Writing:
    """How the written analysis stands."""
    row = session.exec(select(ScoreSettings)).first() or ScoreSettings()
    account = find(session, "openai")
    return Writing(
        is_on=row.is_written,
        least_score=row.written_from,
        note=row.written_note,
        is_connected=account is not None,
        cost_paise=spent_on(session, "openai", is_sandbox=bool(account and account.is_sandbox)),
    )


def curve_csv(session: Session) -> str:
    """The calibration curve as CSV with a head."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(["expected_percent", "answered_percent", "contacts"])
    lines.writerows([point["said"], point["came"], point["cases"]] for point in score_report(session).curve)
    return out.getvalue()


def _figures(version: ScoreVersion | None, which: str) -> Figures | None:
    told: Mapping[str, Any] | None = version.report.get(which) if version else None
    if not told:
        return None
    return Figures(**{name: told[name] for name in Figures.__dataclass_fields__})


def _curve(version: ScoreVersion | None) -> list[dict[str, Any]]:
    told: Mapping[str, Any] = (version.report.get("learned") if version else None) or {}
    points: Sequence[Mapping[str, Any]] = told.get("curve", [])
    return [
        {
            "said": round(100 * float(point["said"]), 1),
            "came": round(100 * float(point["came"]), 1),
            "cases": int(point["cases"]),
        }
        for point in points
    ]


def _weights(points: Mapping[str, Any], prior: Mapping[str, int]) -> list[Weight]:
    found = [
        Weight(feature.title, feature.group.value, int(points.get(name, 0)), int(prior.get(name, 0)))
        for name, feature in FEATURES.items()
    ]
    return sorted(found, key=lambda weight: (-abs(weight.points), weight.title))


def _version(row: ScoreVersion) -> Version:
    learned = row.report.get("learned")
    return Version(
        number=row.number,
        at=row.created_at,
        outcomes=row.outcomes,
        answers=row.answers,
        auc=float(learned["auc"]) if learned else None,
        is_active=row.is_active,
        is_practice=row.is_practice,
        is_better=bool(row.report.get("is_better")),
    )
