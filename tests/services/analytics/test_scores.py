"""The report of scores on a real database, and the words beside a score."""

from services.analytics.scores import curve_csv, score_report, writing
from services.core.scope import Scope
from services.db import reading, transaction
from services.scoring.learning import learn
from services.scoring.opinions import opinion_of
from services.spending.actions import count
from services.spending.rules import Meter
from tests.services.scoring.sending import sent
from tests.services.scoring.test_learning import remembered


def test_the_report_is_of_one_customer_alone(alice: Scope, charlie: Scope):
    remembered(alice, sent(700))
    learn(alice.customer_id)
    with reading(alice) as session:
        report, lines = score_report(session), curve_csv(session).splitlines()
    assert (report.active, report.enough.outcomes) == (1, 700)
    assert report.learned
    assert report.rules
    assert sum(point["cases"] for point in report.curve) == report.learned.cases == 210
    assert lines[0] == "expected_percent,answered_percent,contacts"
    assert len(lines) == 1 + len(report.curve)
    with reading(charlie) as session:
        other = score_report(session)
    assert (other.active, other.enough.outcomes, other.versions, other.curve) == (0, 0, [], [])


def test_what_the_analysis_cost_is_this_customers(alice: Scope, charlie: Scope):
    with transaction(alice) as session:
        count(session, Meter.OPENAI, 2, 345)
    with reading(alice) as session:
        assert writing(session).cost_paise == 345
    with reading(charlie) as session:
        assert writing(session).cost_paise == 0


def test_without_a_language_model_the_words_come_from_the_reasons():
    reasons = [
        {"points": 26, "text": "Starts at 26"},
        {"points": 18, "text": "Manager or owner title"},
        {"points": -10, "text": "Delhi is outside your locations"},
    ]
    opinion = opinion_of({"reasons": reasons})
    assert opinion.text == "Speaks for them: Manager or owner title. Against: Delhi is outside your locations."
    assert opinion.model == ""
    assert opinion_of({}).text == ""


def test_a_language_models_words_come_first():
    written = {
        "summary": "A clinic in Pune.", "fit": "fair", "next_step": "call", "strengths": ["near"], "doubts": [],
        "model": "gpt-4.1-mini", "cost_paise": 2,
    }  # fmt: skip
    opinion = opinion_of({"written": written, "reasons": []})
    assert (opinion.text, opinion.fit, opinion.next_step) == ("A clinic in Pune.", "Fair fit", "Call them")
    assert opinion.cost_paise == 2
