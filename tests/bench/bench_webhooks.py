"""200 signed answers a second for half a minute to a production server at work, on SQLite and on PostgreSQL; then the
same with the server killed in the middle of them, and again while they are handled.

`python -m tests.bench.bench_webhooks [sqlite|postgresql] [kill|steady|apart] [messages]`: milliseconds from the planned
moment to the acknowledgement, seconds until every answer is in its conversation, and what was lost, doubled or
disordered. `apart` leaves the jobs to a process of their own.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import webhook_people
from tests.databases import forget_settings, migrate, pointed_at, postgres_server
from tests.site import Site, kill_site, start_site, stop_site

MESSAGES, A_SECOND = 6_000, 200
AT_WORK_SECONDS = 40.0  # between a few first answers and the burst: nothing is done for the first time in it
REPEATED = 50  # every so manieth delivery comes twice
WAYS = ("steady", "apart", "kill")
MOST_MS = 100.0
PATIENCE = 1_800.0
KEY = "key-of-the-benchmark"


@dataclass(frozen=True)
class Figures:
    """Milliseconds to the acknowledgement, seconds to the last conversation, and what is wrong."""

    waits: list[float]
    resent: int
    handled_after: float
    server_seconds: float
    mistakes: list[str]

    def at(self, share: float) -> float:
        return sorted(self.waits)[min(len(self.waits) - 1, int(len(self.waits) * share))]

    def line(self) -> str:
        waits = "".join(f"{self.at(share):9.1f}" for share in (0.5, 0.95, 0.99, 1))
        return f"{len(self.waits):7}{waits}{self.resent:8}{self.handled_after:9.1f}{self.server_seconds:8.1f}"


@contextmanager
def sqlite() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/leadgen.db"


@contextmanager
def postgresql() -> Iterator[str]:
    """It forgets nothing that it has committed, as in earnest."""
    with postgres_server(autovacuum=True, durable=True) as server:
        yield server.create("burst")


def cpu_seconds(site: Site) -> float:
    """What the server's processes have used so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == site.process.pid:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def jobs_apart(folder: Path, settings: dict[str, str]) -> Iterator[None]:
    """`python -m jobs` beside a server that runs none."""
    environment = {**os.environ, **settings}
    with (
        (folder / "jobs.log").open("wb") as log,
        subprocess.Popen([sys.executable, "-m", "jobs"], env=environment, stdout=log, stderr=log) as jobs,
    ):
        try:
            yield
        finally:
            jobs.terminate()


def measure(url: str, folder: Path, messages: int, before: float, *, kill: bool, apart: bool) -> Figures:
    """`before` are the seconds from the first answers to the burst."""
    migrate(url)
    with pointed_at(url):
        people = webhook_people.prepare()
        plan, result = folder / "plan", folder / "result"
        plan.write_text("\n".join(webhook_people.plan_lines(people, messages, before, A_SECOND, REPEATED)))
        settings = {"LEADGEN_DATABASE_URL": url, "LEADGEN_SECRET_KEY": KEY, "LEADGEN_LOG_LEVEL": "WARNING"}
        own = settings | {"LEADGEN_RUN_JOBS": str(not apart).lower()}
        site = start_site(folder, **own)
        started = cpu_seconds(site)
        with ExitStack() as stack:
            stack.callback(lambda: stop_site(site))
            if apart:
                stack.enter_context(jobs_apart(folder, settings | {"LEADGEN_PORT": str(site.port)}))
            command = [sys.executable, "-m", "tests.bench.webhook_sender", str(site.port), str(plan), str(result)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sender:
                assert sender.stdout
                began = float(sender.stdout.readline())
                if kill:
                    time.sleep(began + before + messages / A_SECOND / 2 - time.time())
                    site = killed_and_started(site, own)
            done = [json.loads(line) for line in result.read_text().splitlines()]
            if kill:
                until_handled(messages // 2)
                site = killed_and_started(site, own)
                started = cpu_seconds(site)
            handled_at = until_handled()
            used = cpu_seconds(site) - started
        waits = [(acknowledged - planned) * 1000 for planned, acknowledged, _ in done]
        resent = sum(attempts - 1 for _, _, attempts in done)
        last = began + max(planned for planned, _, _ in done)
        return Figures(waits, resent, handled_at - last, used, webhook_people.mistakes(messages))


def killed_and_started(site: Site, settings: dict[str, str]) -> Site:
    kill_site(site)
    return start_site(site.folder, site.port, **settings)


def until_handled(but: int = 0) -> float:
    """The moment at which no more than so many wait."""
    deadline = time.time() + PATIENCE
    while webhook_people.unhandled() > but and time.time() < deadline:
        time.sleep(0.5)
    return time.time()


def main() -> None:
    asked = sys.argv[1:]
    messages = next((int(one) for one in asked if one.isdigit()), MESSAGES)
    os.environ["LEADGEN_SECRET_KEY"] = KEY
    forget_settings()
    good = True
    print(f"{'':22}{'answers':>7}{'p50 ms':>9}{'p95':>9}{'p99':>9}{'max':>9}{'resent':>8}{'handled':>9}{'cpu s':>8}")
    for name, database in (("sqlite", sqlite), ("postgresql", postgresql)):
        for way in WAYS:
            if {name, way} & set(asked) != ({"sqlite", "postgresql", *WAYS} & set(asked)):
                continue
            with database() as url, TemporaryDirectory() as folder:
                found = measure(url, Path(folder), messages, AT_WORK_SECONDS, kill=way == "kill", apart=way == "apart")
            print(f"{name + ', ' + way:22}{found.line()}", *found.mistakes[:5], sep="\n  ", flush=True)
            good = good and not found.mistakes and (way == "kill" or found.at(0.99) <= MOST_MS)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
