"""The learner on a table: leaks stay out, everything else is used, and the probabilities come true."""

import csv
import json
import random
from collections.abc import Iterator, Sequence
from math import exp
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from leadgen_app.measure import measure
from services.scoring.calibration import calibrate, expected_calibration_error
from services.scoring.tables.columns import dates, is_identifier, numbers
from services.scoring.tables.encoding import encoder_for, sources
from services.scoring.tables.leaks import reason_in_cells, reason_in_name
from services.scoring.tables.scoring import score_table

HEAD = ["row", "ref", "age", "trade", "city", "spent", "seen_on", "duration", "label", "split"]


def log_odds(age: int, trade: str, city: str) -> float:
    """What the outcomes of `rows` really follow."""
    alone = -3 + (1.6 if 30 < age < 45 else 0) + (1.2 if trade == "a" else 0)
    return alone + (2.0 if (trade, city) in {("b", "x"), ("c", "y")} else 0)


def rows(number: int, seed: int = 5) -> Iterator[list[str]]:
    """A rare outcome that depends on age (not straight), trade, and trade × city together; some cells are empty."""
    chance = random.Random(seed)
    for row in range(number):
        age, trade, city = chance.randint(18, 80), chance.choice("abcd"), chance.choice(["x", "y", ""])
        label = chance.random() < 1 / (1 + exp(-log_odds(age, trade, city)))
        spent = f"{chance.random() * 100:.2f}" if chance.random() < 0.9 else ""
        talk = chance.randint(200, 900) if label else chance.randint(10, 300)
        day = f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        split = "train" if row % 4 else "ask"
        yield [str(row), f"REF-{row}", str(age), trade, city, spent, day, str(talk), str(int(label)), split]


def put(path: Path, table: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> Path:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([head, *table])
    return path


def test_measuring_a_folder_writes_a_score_for_every_id(tmp_path: Path):
    table = list(rows(4_000))
    truth = {row[0]: int(row[8]) for row in table if row[9] == "ask"}
    hidden = [[*row[:8], "" if row[9] == "ask" else row[8], row[9]] for row in table]
    put(tmp_path / "lead_scoring" / "shop.csv", hidden)
    assert measure(tmp_path / "lead_scoring", tmp_path / "out") == (1, 0)
    with (tmp_path / "out" / "shop.csv").open() as file:
        said = {row["id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert set(said) == {row[0] for row in table}
    asked = np.array([said[name] / 100 for name in truth])
    outcomes = np.array(list(truth.values()))
    best = roc_auc_score(outcomes, [log_odds(int(row[2]), row[3], row[4]) for row in table if row[9] == "ask"])
    assert roc_auc_score(outcomes, asked) > best - 0.05
    assert expected_calibration_error(asked, outcomes) < 0.03
    report = json.loads((tmp_path / "out" / "shop.report.json").read_text())
    assert set(report["left_out"]) == {"duration", "ref"}
    assert any(name.startswith("age > ") for name in report["weights"])


def test_labels_outside_of_train_are_never_looked_at(tmp_path: Path):
    table = list(rows(1_200))
    turned = [[*row[:8], str(1 - int(row[8])) if row[9] == "ask" else row[8], row[9]] for row in table]
    plain, other = (
        score_table(put(tmp_path / f"{name}.csv", made)).scores for name, made in (("a", table), ("b", turned))
    )
    assert plain == other


def test_a_note_beside_the_table_excludes_and_brings_back(tmp_path: Path):
    path = put(tmp_path / "shop.csv", list(rows(800)))
    path.with_suffix(".columns.json").write_text('{"known_after": ["age"], "known_before": ["duration"]}')
    assert set(score_table(path).left_out) == {"age", "ref"}


def test_a_table_with_one_kind_of_label_is_refused_and_the_run_goes_on(tmp_path: Path):
    folder = tmp_path / "lead_scoring"
    put(folder / "none.csv", [[*row[:8], "0", row[9]] for row in rows(200)])
    put(folder / "ragged.csv", [["1", "2"]])
    put(folder / "good.csv", list(rows(400)))
    assert measure(folder, tmp_path / "out") == (3, 2)
    assert "alike" in (tmp_path / "out" / "none.error.txt").read_text()
    assert (tmp_path / "out" / "good.csv").exists()


@pytest.mark.parametrize(
    "name",
    ["duration", "Call Duration", "last_call_duration", "talkTime", "call_seconds", "outcome", "Converted", "won_date",
     "Lost Reason", "deal_value", "Lead Quality", "lead_status", "Tags", "call disposition", "closed at"],
)  # fmt: skip
def test_names_of_what_is_known_only_afterwards(name: str):
    assert reason_in_name(name)


@pytest.mark.parametrize(
    "name",
    ["previous outcome", "poutcome", "Total Time Spent on Website", "ProductRelated_Duration", "page values", "marital",
     "Lead Source", "Lead Origin", "last activity", "contact", "campaign", "landing_page_id", "company_size",
     "result_page"],
)  # fmt: skip
def test_names_of_what_may_be_known_before(name: str):
    assert not reason_in_name(name)


def test_cells_betray_a_leak_too():
    assert "almost surely" in reason_in_cells(["a"], ["a"], 0.99)
    assert "not filled" in reason_in_cells(["1"] * 9 + [""], ["", "", ""], 0.6)
    assert not reason_in_cells(["1", ""], ["1", ""], 0.9)


def test_columns_are_recognised():
    assert numbers(["1", "2.5", "", "1,200", "₹ 30", "12%"]) == pytest.approx(
        [1, 2.5, np.nan, 1200, 30, 12], nan_ok=True
    )
    assert numbers(["1", "two"]) is None
    assert [day and day.month for day in dates(["2026-03-01", "", "2026-04-02 10:00"]) or []] == [3, None, 4]
    assert is_identifier([f"u{n}" for n in range(100)])
    assert not is_identifier([f"{n}.5" for n in range(100)])
    assert not is_identifier(["a", "b"] * 50)


def test_numbers_become_steps_spikes_and_what_is_missing():
    cells = ["0"] * 40 + [str(n) for n in range(1, 60)] + [""]
    (source,) = sources("visits", cells)
    encoder = encoder_for(source, np.arange(100))
    encoded = encoder.encode(source.values)
    assert encoded.shape == (100, len(encoder.statements))
    assert "visits = 0" in encoder.statements
    assert encoded[-1].tolist() == [0.0] * (len(encoder.statements) - 1) + [1.0]


def test_rare_and_unseen_levels_stand_together():
    (source,) = sources("trade", ["a"] * 30 + ["b"] * 30 + ["c", "d"])
    encoder = encoder_for(source, np.arange(61))
    assert encoder.statements == ["trade = a", "trade = b", "trade = (rare)"]
    assert encoder.encode(["d"]).tolist() == [[0, 0, 1]]


def test_calibration_mends_a_score_that_promises_too_much():
    chance = np.random.default_rng(1)
    truth = chance.normal(-2, 1, 6_000)
    outcomes = (chance.random(6_000) < 1 / (1 + np.exp(-truth))).astype(np.int64)
    boastful = truth * 2 + 1
    mended = calibrate(boastful[:3_000], outcomes[:3_000]).probabilities(boastful[3_000:])
    raw = 1 / (1 + np.exp(-boastful[3_000:]))
    assert expected_calibration_error(mended, outcomes[3_000:]) < 0.025
    assert expected_calibration_error(raw, outcomes[3_000:]) > 0.05
    assert calibrate(boastful[:50], np.zeros(50, dtype=np.int64)).probabilities(boastful[:2]).max() < 0.02
