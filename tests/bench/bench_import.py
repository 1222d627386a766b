"""100,000 rows of CSV: uploaded, checked, imported, killed at half and resumed, on SQLite and on PostgreSQL.

`python -m tests.bench.bench_import [ROWS]` prints seconds, rows a second, the growth of memory and the longest lock.
"""

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import col, func, select

from services.core.scope import Role, Scope, system_scope
from services.db import reading, transaction
from services.imports import actions, run, uploads
from services.imports.check import check_import
from services.imports.types import Choices
from services.imports.undo import undo_import
from services.models import Contact, ContactImport, ImportStatus
from tests import support
from tests.databases import SqliteTemplate, pointed_at, postgres_server
from tests.services.imports.conftest import upload_of

ROWS = 100_000
FIRST = "Asha Ravi Meera Amit Sunil Priya Rohan Kavita Anil Deepa Farhan Gurpreet Lakshmi Joseph Nandini Vikram".split()
LAST = "Verma Iyer Khan Patil Reddy Nair Shah Singh Das Mehta Joshi Rao Gupta Fernandes Bose Chauhan".split()
KIND = "Dental Clinic,Realty,Gym,Coaching,Salon,Traders,Restaurant,Consultants".split(",")
CITY = "Pune,Mumbai,bangalore,New Delhi,Jaipur,Kochi,Chennai,Indore".split(",")


def write_file(path: Path, rows: int) -> None:
    """A believable list: 5 % people twice, 2 % unusable rows, phones in several spellings."""
    rng = random.Random(7)
    lines = ["Name,Mobile,E-mail,Company,Designation,City,State,Website,Remarks"]
    for number in range(rows):
        n = rng.randrange(number) if number and rng.random() < 0.05 else number
        phone = f"{9_000_000_000 + n * 7}"
        phone = (phone, f"+91 {phone[:5]} {phone[5:]}", f"0{phone}", f"91{phone}")[n % 4]
        first, last, kind = FIRST[n % 16], LAST[n // 16 % 16], KIND[n % 8]
        email = f"{first.lower()}.{last.lower()}{n}@{kind.split()[0].lower()}{n % 30_000}.in"
        if number % 50 == 0:
            phone, email = "12345", "not known"
        lines.append(
            f'{first} {last},{phone},{email},"{last} {kind}, {CITY[n % 8]}",Owner,{CITY[n % 8]},,'
            f"www.{kind.split()[0].lower()}{n % 30_000}.in,met in {2000 + n % 26}"
        )
    path.write_text("\n".join(lines))


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Clock:
    """Longest and summed time inside write transactions, as others see the lock."""

    longest = 0.0

    @classmethod
    def watch(cls) -> None:
        cls.longest = 0.0
        inner = run._take

        def timed(*args: object) -> bool:
            began = time.monotonic()
            try:
                return inner(*args)  # type: ignore[arg-type]
            finally:
                cls.longest = max(cls.longest, time.monotonic() - began)

        run._take = timed  # type: ignore[assignment]


@contextmanager
def databases() -> Iterator[dict[str, object]]:
    """Fresh migrated databases of both kinds."""
    with tempfile.TemporaryDirectory() as folder, postgres_server(autovacuum=True) as server:
        yield {"SQLite": (SqliteTemplate(Path(folder)), Path(folder)), "PostgreSQL": (server, Path(folder))}


def owner() -> Scope:
    return support.add_member(support.add_customer("Bench").id or 0, "bench@bench.example", Role.OWNER)


def begin(scope: Scope, source: Path) -> ContactImport:
    target = uploads.path_of(f"up_{time.monotonic_ns()}.csv")
    target.write_bytes(source.read_bytes())
    with transaction(scope) as session:
        found = actions.create(session, scope, upload_of(target.name, source.name))
        actions.set_choices(session, scope, found.public_id, Choices())
    return found


def counted(scope: Scope) -> int:
    with reading(scope) as session:
        return session.exec(select(func.count(col(Contact.id)))).one()


def until_done(scope: Scope, found: ContactImport) -> None:
    while True:
        run.run_import(scope.customer_id, found.id or 0)
        with reading(scope) as session:
            if session.get_one(ContactImport, found.id).status != ImportStatus.RUNNING:
                return


def measure(name: str, source: Path, rows: int) -> None:
    scope = owner()
    before = memory_mb()
    times: dict[str, float] = {}

    def timed(what: str, work: object) -> object:
        began = time.monotonic()
        result = work()  # type: ignore[operator]
        times[what] = time.monotonic() - began
        return result

    found = timed("read", lambda: begin(scope, source))
    timed("check", lambda: check_import(scope.customer_id, found.id or 0, found.check_no))
    with transaction(scope) as session:
        actions.start(session, scope, found.public_id)
    Clock.watch()
    timed("import", lambda: until_done(scope, found))
    added = counted(scope)
    grown = memory_mb() - before
    again = begin(scope, source)
    with transaction(scope) as session:
        actions.start(session, scope, again.public_id)
    timed("again", lambda: until_done(scope, again))
    assert counted(scope) == added
    with transaction(scope) as session:
        actions.take_back(session, scope, again.public_id)
    undo_import(scope.customer_id, again.id or 0, seconds=3600)
    print(
        f"{name:11} read {times['read']:5.1f} s  check {times['check']:5.1f} s  import {times['import']:5.1f} s "
        f"({rows / times['import']:,.0f} rows/s)  again {times['again']:5.1f} s  contacts {added:,}  "
        f"memory +{grown:.0f} MB  longest lock {Clock.longest:.2f} s"
    )


def killed(name: str, source: Path, rows: int) -> None:
    """A process of its own imports, dies by SIGKILL at half, and another goes on."""
    scope = owner()
    found = begin(scope, source)
    with transaction(scope) as session:
        actions.start(session, scope, found.public_id)
    command = [sys.executable, "-m", "tests.bench.bench_import", "--run", str(scope.customer_id), str(found.id)]
    with subprocess.Popen(command, env=os.environ) as process:
        while position(scope, found) < rows / 2:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    half = position(scope, found)
    until_done(scope, found)
    with reading(scope) as session:
        over = session.get_one(ContactImport, found.id)
        repeated = select(Contact.phone).group_by(col(Contact.phone)).having(func.count() > 1).subquery()
        twice = session.exec(select(func.count()).select_from(repeated)).one()
    print(
        f"{name:11} killed at row {half:,}, resumed: {over.counts['rows']:,} rows, "
        f"{counted(scope):,} contacts, {twice} twice"
    )
    assert over.counts["rows"] == rows


def position(scope: Scope, found: ContactImport) -> int:
    with reading(scope) as session:
        return session.get_one(ContactImport, found.id).position


def main() -> None:
    if sys.argv[1:2] == ["--run"]:
        owner_id, import_id = map(int, sys.argv[2:])
        until_done(system_scope(owner_id), ContactImport(id=import_id, file_name=""))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    os.environ.update(LEADGEN_ENV="test", LEADGEN_SECRET_KEY="key-of-the-bench")

    with databases() as kinds, tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "list.csv"
        os.environ["LEADGEN_UPLOADS_FOLDER"] = f"{folder}/uploads"
        write_file(source, rows)
        for name, (server, place) in kinds.items():  # type: ignore[misc]
            with server.copy(place) as url, pointed_at(url):
                measure(name, source, rows)
        for name, (server, place) in kinds.items():  # type: ignore[misc]
            with server.copy(place) as url, pointed_at(url):
                killed(name, source, rows)


if __name__ == "__main__":
    main()
