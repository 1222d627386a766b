"""Scores every row of a table: what is learned comes from the rows of split "train" alone."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.scoring.tables.columns import LABEL, SPLIT, Table, is_identifier, read_table
from services.scoring.tables.encoding import Source, sources
from services.scoring.tables.leaks import left_out, note_beside
from services.scoring.tables.learning import TableModel, learn, power_alone

_YES = frozenset({"1", "1.0", "yes", "y", "true", "t"})
MOST_TOLD = 40  # weights in the report


@dataclass(frozen=True)
class Scored:
    """A score from 0 to 100 for each id, the columns that were left out and why, and the heaviest weights."""

    scores: dict[str, float]
    left_out: dict[str, str]
    weights: dict[str, float]


def score_table(path: Path) -> Scored:
    """Learn from the table at `path` and score all its rows. Raises ValueError when there is nothing to learn."""
    table = read_table(path)
    splits, labels = table.columns[SPLIT], table.columns[LABEL]
    rows = np.array([row for row in range(len(table)) if splits[row] == "train" and labels[row]], dtype=np.int64)
    asked = [row for row in range(len(table)) if splits[row] != "train"]
    outcomes = np.array([labels[int(row)].casefold() in _YES for row in rows], dtype=np.int64)
    if len(set(outcomes.tolist())) < 2:
        raise ValueError(f"{path.name}: all labels of split 'train' are alike, so there is nothing to learn.")
    kept, dropped = _kept(path, table, rows, asked, outcomes)
    if not kept:
        raise ValueError(f"{path.name} has no column to learn from.")
    model = learn(kept, rows, outcomes)
    said = model.probabilities(kept, np.arange(len(table)))
    ids = table.columns[table.id_name]
    scores = {name: round(100 * float(value), 4) for name, value in zip(ids, said, strict=True)}
    return Scored(scores, dropped, _heaviest(model))


def _kept(
    path: Path, table: Table, rows: NDArray[np.int64], asked: list[int], outcomes: NDArray[np.int64]
) -> tuple[list[Source], dict[str, str]]:
    facts = {name: cells for name, cells in table.facts.items() if len(set(cells)) > 1}
    dropped = {name: "it names single rows" for name, cells in facts.items() if is_identifier(cells)}
    dropped |= {name: "it says the same of every row" for name in table.facts if name not in facts}
    said = {name: sources(name, cells) for name, cells in facts.items() if name not in dropped}
    powers = {name: max(power_alone(one, rows, outcomes) for one in parts) for name, parts in said.items()}
    told = {name: facts[name] for name in said}
    dropped |= left_out(note_beside(path), told, rows.tolist(), asked, powers)
    return [one for name, parts in said.items() if name not in dropped for one in parts], dropped


def _heaviest(model: TableModel) -> dict[str, float]:
    named = zip(model.statements, model.fitted.weights, strict=True)
    ranked = sorted(named, key=lambda pair: -abs(pair[1]))[:MOST_TOLD]
    return {statement: round(float(weight), 3) for statement, weight in ranked}


def write_scores(scored: Scored, out: Path, name: str) -> None:
    """`<name>.csv` with id and score, and `<name>.report.json` with what was left out and what counts."""
    with (out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "score"])
        writer.writerows(scored.scores.items())
    report = {"left_out": scored.left_out, "weights": scored.weights}
    (out / f"{name}.report.json").write_text(json.dumps(report, indent=2, ensure_ascii=False), "utf-8")
