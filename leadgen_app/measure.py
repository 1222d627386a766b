"""Runs one ability over a folder of labelled cases, with the very code that the product uses."""

import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from leadgen_app.measure_replies import bounce_of, intent_of, signature_of, visible_reply
from services.core.addresses import find_emails, find_phones, is_automated, normalise_email
from services.dedupe.sets import cluster_records
from services.web import robots
from services.web.decoding import decoded
from services.web.extract import read_page

Case = dict[str, Any]
Work = Callable[[Path, Case], dict[str, Any]]
Ability = Callable[[Path, Path], tuple[int, int]]


def contacts_of_page(folder: Path, case: Case) -> dict[str, Any]:
    page = read_page(decoded((folder / case["file"]).read_bytes()), case.get("base_url") or "")
    return {
        "emails": [reading.value for reading in page.emails],
        "phones": [reading.value for reading in page.phones],
        "faxes": [reading.value for reading in page.faxes],
        "company": page.company,
        "people": [
            {key: value for key, value in asdict(one).items() if key in {"name", "title"}} for one in page.people
        ],
        "cities": [reading.value for reading in page.cities],
        "city": page.city,
    }


def email_of(_folder: Path, case: Case) -> dict[str, Any]:
    address = normalise_email(case["raw"])
    found = find_emails(case["raw"])
    return {"ok": bool(address and not is_automated(address)), "email": found[0] if found else None}


def phones_of(_folder: Path, case: Case) -> dict[str, Any]:
    return {"e164": find_phones(case["raw"], case.get("region") or "IN")}


def robots_of(_folder: Path, case: Case) -> dict[str, Any]:
    return {"allowed": robots.parse(case["robots"], case["agent"]).allows(case["url"])}


def cases_in(folder: Path) -> Iterable[Case]:
    """Rows of `gold.jsonl` or `vectors.jsonl`, or of the list in `gold.json`."""
    rows = next((path for name in ("gold.jsonl", "vectors.jsonl") if (path := folder / name).exists()), None)
    if rows:
        return [json.loads(line) for line in rows.read_text("utf-8").splitlines() if line.strip()]
    return json.loads((folder / "gold.json").read_text("utf-8"))


def row_by_row(work: Work) -> Ability:
    """The ability that answers each case by itself and writes `pred.jsonl`; a case that fails is one row."""

    def run(folder: Path, out: Path) -> tuple[int, int]:
        cases = failed = 0
        with (out / "pred.jsonl").open("w", encoding="utf-8") as file:
            for case in cases_in(folder):
                cases += 1
                try:
                    answer = work(folder, case)
                except Exception as error:  # noqa: BLE001  one bad case must not end the run; it is reported in its row
                    failed += 1
                    answer = {"error": f"{type(error).__name__}: {error}"}
                file.write(json.dumps({"id": case["id"], **answer}, ensure_ascii=False) + "\n")
        return cases, failed

    return run


def clusters_of_sets(folder: Path, out: Path) -> tuple[int, int]:
    """For each `<set>/records.jsonl` write `<set>.csv` (id, cluster); records of one cluster are the same person."""
    cases = 0
    for rows in sorted(folder.glob("*/records.jsonl")):
        records = [json.loads(line) for line in rows.read_text("utf-8").splitlines() if line.strip()]
        with (out / f"{rows.parent.name}.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(("id", "cluster"))
            for record, cluster in zip(records, cluster_records(records), strict=True):
                lines.writerow((record["id"], cluster))
        cases += len(records)
    return cases, 0


def score_tables(folder: Path, out: Path) -> tuple[int, int]:
    """Learn every `<set>.csv` of the folder and write a table of the same name with a score for each id."""
    from services.scoring.tables.scoring import score_table, write_scores

    tables = sorted(folder.glob("*.csv"))
    failed = 0
    for table in tables:
        try:
            write_scores(score_table(table), out, table.stem)
        except ValueError as error:
            failed += 1
            (out / f"{table.stem}.error.txt").write_text(f"{error}\n", "utf-8")
    return len(tables), failed


# The folder's name to what is run over it: (folder, out) -> (cases, failed cases).
ABILITIES: dict[str, Ability] = {
    "webstruct_contacts": row_by_row(contacts_of_page),
    "structured_data": row_by_row(contacts_of_page),
    "emails": row_by_row(email_of),
    "phones": row_by_row(phones_of),
    "robots": row_by_row(robots_of),
    "reply_intent": row_by_row(intent_of),
    "reply_strip": row_by_row(visible_reply),
    "bounces": row_by_row(bounce_of),
    "webhook_signatures": row_by_row(signature_of),
    "entity_resolution": clusters_of_sets,
    "lead_scoring": score_tables,
}


def measure(folder: Path, out: Path) -> tuple[int, int]:
    """Write the predictions into `out`; returns (cases, failed cases). Raises KeyError for an unknown folder name."""
    ability = ABILITIES[folder.resolve().name]
    out.mkdir(parents=True, exist_ok=True)
    return ability(folder, out)
