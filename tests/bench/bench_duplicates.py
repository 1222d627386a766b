"""How long 300,000 contacts take to be compared with each other, in how much memory, and how well it is done."""

import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations, islice
from pathlib import Path

from sqlmodel import select

from services.core.scope import Scope
from services.db import close_database, insert_ignoring, reading, transaction
from services.dedupe.everything import check_everything
from services.models import Contact, ContactMerge, MergeCandidate
from tests.bench.duplicates_data import contacts
from tests.databases import SqliteTemplate, forget_settings, postgres_server
from tests.support import add_customer

NUMBER = 300_000
MOST_SECONDS, MOST_MEGABYTES = 300, 1_024
_CHUNK = 2_000


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        (folder / "own").mkdir()
        with SqliteTemplate(folder).copy(folder / "own") as url:
            yield url
    else:
        with postgres_server(autovacuum=True) as server, server.copy(folder) as url:
            yield url


def _fill(scope: Scope, number: int) -> dict[int, int]:
    """Row id → the entity that the contact really is."""
    entity: dict[str, int] = {}
    made = contacts(number)
    while some := list(islice(made, _CHUNK)):
        with transaction(scope) as session:
            insert_ignoring(session, Contact, [one.row for one in some])
        entity |= {one.row["public_id"]: one.entity for one in some}
    with reading(scope) as session:
        return {row_id or 0: entity[public] for row_id, public in session.exec(select(Contact.id, Contact.public_id))}


def _quality(scope: Scope, entity: dict[int, int]) -> tuple[float, float, float, float]:
    """Precision of automatic merges and of all proposals; recall of merges and of both."""
    groups: dict[int, list[int]] = defaultdict(list)
    for row_id, one in entity.items():
        groups[one].append(row_id)
    true = {pair for group in groups.values() for pair in combinations(sorted(group), 2)}
    with reading(scope) as session:
        merged = {
            tuple(sorted((kept["stays"]["id"], kept["goes"]["id"])))
            for kept in session.exec(select(ContactMerge.snapshot))
        }
        filed = set(session.exec(select(MergeCandidate.first_id, MergeCandidate.second_id)))
    wanted = len(true)
    proposed = merged | filed
    return (
        len(merged & true) / max(1, len(merged)),
        len(merged & true) / wanted,
        len(proposed & true) / max(1, len(proposed)),
        len(proposed & true) / wanted,
    )


def measured(kind: str, number: int) -> None:
    """One line: seconds, processor seconds, memory and quality on one kind of database."""
    with tempfile.TemporaryDirectory() as folder, _database(kind, Path(folder)) as url:
        os.environ["LEADGEN_DATABASE_URL"] = url
        forget_settings()
        scope = Scope(add_customer(f"Bench {kind}").id or 0)
        entity = _fill(scope, number)
        before, used = time.perf_counter(), time.process_time()
        done = check_everything(scope)
        seconds, used = time.perf_counter() - before, time.process_time() - used
        figures = _quality(scope, entity)
        close_database()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{kind:10} {done.contacts:8,} {seconds:7.1f} s {used:7.1f} s {memory:7.0f} MB"
        f" {done.merged:8,} {done.filed:8,}   {figures[0]:.4f} / {figures[1]:.3f}   {figures[2]:.4f} / {figures[3]:.3f}"
    )
    print(f"{'':10} target   {MOST_SECONDS:7} s {'':9} {MOST_MEGABYTES:7} MB", flush=True)


def main(number: int = NUMBER) -> None:
    print("duplicates  contacts    elapsed  processor    memory   merged    filed   merges P / R    proposals P / R")
    for kind in ("sqlite", "postgres"):
        measured(kind, number)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER)
