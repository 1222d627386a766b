"""The learner: it begins at the prior, follows outcomes, keeps points whole, and is measured on what it did not see."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.cards import Card, prior_for
from services.scoring.features import FEATURES
from services.scoring.learner import Belief, fit
from services.scoring.measures import auc_error, lift, measure
from services.scoring.training import MOST_POINTS, train
from tests.services.scoring.sending import ODDS, sent

PRIOR = prior_for("")


@pytest.mark.parametrize("industry", ["", "Dentists", "Real estate", "IT services"])
def test_without_outcomes_the_prior_comes_back_point_for_point(industry: str):
    prior = prior_for(industry)
    card = train([], prior, 1).card
    assert (card.base, dict(card.points), card.version) == (prior.base, dict(prior.points), 1)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-3, 3), min_size=1, max_size=8), st.floats(0.5, 100))
def test_no_rows_leave_the_belief_unchanged(weights: list[float], worth: float):
    belief = Belief(np.array(weights), np.full(len(weights), worth), intercept=-1.0)
    fitted = fit(np.zeros((0, len(weights))), np.zeros(0), belief)
    assert np.array_equal(fitted.weights, belief.weights)
    assert fitted.intercept == -1.0


def test_outcomes_that_agree_with_the_belief_do_not_move_it():
    belief = Belief(np.array([0.8, -0.5]), np.full(2, 50.0), intercept=0.0)
    fitted = fit(np.zeros((2, 2)), np.array([1, 0]), belief)  # neither fact held: nothing is said about either
    assert fitted.weights == pytest.approx(belief.weights, abs=1e-3)


def test_few_outcomes_move_a_weight_less_than_many():
    def distance(number: int) -> int:
        card = train(sent(number), PRIOR, 1).card
        return abs(card.points["mobile"] - PRIOR.points["mobile"])

    few, many = distance(60), distance(4_000)
    assert few < many
    assert few <= 12


def test_with_many_outcomes_the_weights_are_what_the_outcomes_say():
    card = train(sent(8_000), PRIOR, 1).card
    for name, odds in ODDS.items():
        assert card.points[name] == pytest.approx(20 * odds, abs=6), name


def test_a_feature_that_never_held_keeps_its_prior():
    card = train(sent(2_000), PRIOR, 1).card
    assert {name: card.points[name] for name in ("bounced", "silent", "imported", "stale")} == {
        name: PRIOR.points[name] for name in ("bounced", "silent", "imported", "stale")
    }


def test_the_mean_score_stays_where_the_prior_had_it():
    examples = sent(3_000)
    card = train(examples, PRIOR, 1).card

    def mean(one: Card) -> float:
        return float(np.mean([one.base + sum(one.points[name] for name in row.features) for row in examples]))

    assert mean(card) == pytest.approx(mean(PRIOR), abs=1.5)


def test_points_are_whole_and_bounded_however_sure_the_outcomes_are():
    certain = [replace(example, answered="mobile" in example.features) for example in sent(2_000)]
    card = train(certain, PRIOR, 1).card
    assert set(card.points) == set(FEATURES)
    assert all(isinstance(points, int) and abs(points) <= MOST_POINTS for points in card.points.values())
    assert 0 <= card.base <= 60


def test_a_win_counts_more_than_an_answer():
    examples = sent(400, intercept=-1.0)
    won = [replace(one, counts=3.0) if one.answered and "decides" in one.features else one for one in examples]
    assert train(won, PRIOR, 1).card.points["decides"] > train(examples, PRIOR, 1).card.points["decides"]


def test_the_learned_card_is_measured_on_the_newest_outcomes_against_the_rules():
    trained = train(sent(4_000), PRIOR, 1)
    assert trained.learned
    assert trained.rules
    assert trained.learned.cases == 1_200
    assert trained.learned.auc > trained.rules.auc + 0.05
    assert trained.learned.lift > trained.rules.lift
    assert trained.learned.calibration_error < 0.05
    assert trained.is_better


def test_the_newest_outcomes_do_not_reach_the_weights_that_they_judge():
    """Were they seen, turning their outcomes around would not make the measured order worse than chance."""
    examples = sent(2_000)
    cut = 1_400
    turned = examples[:cut] + [replace(one, answered=not one.answered) for one in examples[cut:]]
    learned = train(turned, PRIOR, 1).learned
    assert learned
    assert learned.auc < 0.4


def test_outcomes_of_one_kind_alone_teach_without_a_report():
    silent = [replace(one, answered=False) for one in sent(100)]
    trained = train(silent, PRIOR, 1)
    assert trained.learned is None
    assert not trained.is_better


def test_probabilities_rise_with_the_score_and_come_true():
    examples = sent(6_000)
    knots = train(examples, PRIOR, 1).calibration
    said = [value for _score, value in knots]
    assert said == sorted(said)
    assert [score for score, _value in knots] == list(range(0, 101, 5))


def test_a_blind_order_has_an_area_of_one_half_and_no_lift():
    outcomes = np.array([1, 0] * 500)
    level = measure(np.zeros(1_000), np.full(1_000, 0.5), outcomes)
    assert (level.auc, level.lift, level.calibration_error) == (0.5, 1.0, 0.0)
    assert 0.015 < level.auc_error < 0.02


def test_lift_counts_the_best_tenth():
    points, outcomes = np.arange(100), np.array([0] * 80 + [1] * 20)
    assert lift(points, outcomes) == 5.0
    assert auc_error(1.0, 20, 80) == 0.0
