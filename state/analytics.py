"""How good the scores are, and what follows from it."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.analysis.actions import switch
from services.analytics.losses import Loss, losses
from services.analytics.scores import Figures, ScoreReport, Version, Weight, Writing, score_report, writing
from services.core.errors import Invalid
from services.core.money import Paise, rupees
from services.core.scope import Can
from services.db import in_reading, in_transaction
from services.live import Topic
from services.scoring.learning import ask_to_learn
from services.scoring.versions import choose_version, follow_learning
from state.access import needs
from state.base import AppState
from state.settings.saving import SavingMixin, typed
from state.toasts import done
from state.words import moment


@dataclass(frozen=True)
class FigureView:
    """A row of the comparison."""

    name: str = ""
    auc: str = ""
    lift: str = ""
    calibration: str = ""


@dataclass(frozen=True)
class WeightView:
    title: str
    group: str
    points: int
    learned: str


@dataclass(frozen=True)
class VersionView:
    number: int
    name: str
    when: str
    outcomes: str
    auc: str
    is_active: bool
    note: str


class ScoreQualityState(SavingMixin, AppState):
    """Reads again when something was learned, chosen or noted."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.SCORES, Topic.LEADS})

    losses: list[Loss] = []
    heading: str = ""
    explanation: str = ""
    progress: int = 0
    progress_words: str = ""
    has_figures: bool = False
    auc: str = ""
    auc_note: str = ""
    lift: str = ""
    lift_note: str = ""
    calibration: str = ""
    judged: str = ""
    judged_note: str = ""
    comparison: list[FigureView] = []
    curve: list[dict[str, Any]] = []
    raising: list[WeightView] = []
    lowering: list[WeightView] = []
    versions: list[VersionView] = []
    keeps_version: bool = False
    can_learn: bool = False
    form: dict[str, str] = {}
    is_written: bool = False
    writing_words: str = ""
    writing_note: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the report."""
        scope = await self._scope()
        self._begin(scope, Can.EDIT_SETTINGS)
        await self._look()
        self.ready = True

    @rx.event
    async def refresh(self) -> None:
        """Read it again."""
        await self._look()

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def learn(self) -> Any:
        """Learn from the outcomes there are, in the background."""
        scope = await self._scope()
        await in_transaction(scope, ask_to_learn, scope)
        return done("Learning", "A new version appears here in a moment.")

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def choose(self, number: int) -> Any:
        """Score by this version (0: the starting rules) until somebody chooses again."""
        scope = await self._scope()
        await in_transaction(scope, choose_version, scope, int(number))
        await self._look()
        return done("Chosen", "All contacts are scored again in the background.")

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def follow(self) -> Any:
        """Let better versions take over by themselves."""
        scope = await self._scope()
        await in_transaction(scope, follow_learning, scope)
        await self._look()
        return done("Scores follow what is learned")

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_writing(self, form: dict[str, Any]) -> Any:
        """Switch the written analysis on or off."""
        scope = await self._scope()
        wanted = typed(form, "least_score").get("least_score", "").strip()
        on = form.get("is_written") in {True, "on", "true"}
        try:
            if not wanted.isdecimal() or not wanted.isascii() or len(wanted) > 3:
                raise Invalid("Enter a score from 0 to 100.", "least_score")
            await in_transaction(scope, switch, scope, on=on, least_score=int(wanted))
        except Invalid as wrong:
            self.problems, self.saved = {wrong.field: wrong.message}, ""
            return self._go_to_problem()
        self.problems, self.saved, self.saves = {}, "writing", self.saves + 1
        await self._look()
        return None

    async def _look(self) -> None:
        scope = await self._scope()
        report, written = await in_reading(scope, _read)
        self.losses = await in_reading(scope, losses, scope)
        self._show(report)
        self._show_writing(written)

    def _show(self, report: ScoreReport) -> None:
        self.heading, self.explanation = _heading(report), _explanation(report)
        self.progress, self.progress_words = _progress(report)
        self.can_learn, self.keeps_version = report.enough.is_met, report.keeps_version
        self.has_figures = report.learned is not None
        if report.learned and report.rules:
            self._show_figures(report.learned, report.rules)
        self.curve = [{**point, "label": f"{point['said']:g} %"} for point in report.curve]
        self.raising = [_weight(one, report) for one in report.weights if one.points > 0]
        self.lowering = [_weight(one, report) for one in report.weights if one.points < 0]
        self.versions = [_version(one) for one in report.versions] + [_prior(report)]

    def _show_figures(self, learned: Figures, rules: Figures) -> None:
        self.auc, self.auc_note = f"{learned.auc:.2f}", f"± {learned.auc_error:.2f}; blind order 0.50"
        self.lift, self.lift_note = f"{learned.lift:.1f} ×", "answers in the best tenth, against all"
        self.calibration = f"{100 * learned.calibration_error:.1f} %"
        self.judged, self.judged_note = f"{learned.cases:,}", f"newest first messages, {learned.answers:,} answered"
        self.comparison = [_figures("Learned", learned), _figures("Starting rules", rules), _BLIND]

    def _show_writing(self, written: Writing) -> None:
        self.form = {"least_score": str(written.least_score)}
        self.is_written = written.is_on
        cost = f"{rupees(Paise(written.cost_paise))} this month." if written.cost_paise else "Nothing spent this month."
        self.writing_words = cost if written.is_connected else "OpenAI is not connected."
        self.writing_note = written.note


_BLIND = FigureView("Blind order", "0.50", "1.0 ×", "")


def _read(session: Session) -> tuple[ScoreReport, Writing]:
    return score_report(session), writing(session)


def _heading(report: ScoreReport) -> str:
    if report.active:
        return f"Scored by version {report.active}"
    return f"Scored by the starting rules: {report.prior}"


def _explanation(report: ScoreReport) -> str:
    people = "simulated people" if report.is_practice else "people you wrote to"
    if report.active:
        return f"Learned from what {people} did after your first message."
    if report.versions:
        return f"What was learned from {people} is kept below, and can take over."
    return (
        f"These rules suit your industry. After about {report.fewest} first messages that are a week old, at least "
        f"{report.fewest_of_each} of them answered, the score begins to learn from your own outcomes."
    )


def _progress(report: ScoreReport) -> tuple[int, str]:
    known, answered = report.enough.outcomes, report.enough.answers
    share = min(known / report.fewest, answered / report.fewest_of_each, 1.0)
    return int(100 * share), f"{known:,} first messages can be judged, {answered:,} of them were answered."


def _figures(name: str, figures: Figures) -> FigureView:
    said = f"{100 * figures.calibration_error:.1f} %"
    return FigureView(name, f"{figures.auc:.2f} ± {figures.auc_error:.2f}", f"{figures.lift:.1f} ×", said)


def _weight(weight: Weight, report: ScoreReport) -> WeightView:
    moved = weight.points - weight.prior
    learned = f"{'+' if moved > 0 else '−'}{abs(moved)} by your outcomes" if moved and report.active else ""
    return WeightView(weight.title, weight.group, weight.points, learned)


def _version(version: Version) -> VersionView:
    parts = ["From simulated people" if version.is_practice else "", "" if version.is_better else _NOT_BETTER]
    return VersionView(
        number=version.number,
        name=f"Version {version.number}",
        when=moment(version.at) if version.at else "",
        outcomes=f"{version.outcomes:,} messages, {version.answers:,} answered",
        auc=f"{version.auc:.2f}" if version.auc is not None else "Too few to hold out",
        is_active=version.is_active,
        note=". ".join(part for part in parts if part),
    )


_NOT_BETTER = "No better than the starting rules"


def _prior(report: ScoreReport) -> VersionView:
    return VersionView(0, "Starting rules", "", report.prior, "", report.active == 0, "")
