"""The Contacts page with a million contacts stored: its queries through the product's own functions, its browser.

`python -m tests.bench.bench_contacts [sqlite|postgresql] [queries|browser]`; the first run makes the databases.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from services import db
from services.contacts.queries import campaigns, page_of_contacts
from services.core.scope import Scope
from services.db import reading
from tests.bench import contacts_data as data
from tests.bench.browsing import prepare_person, timed_events
from tests.bench.contacts_asked import askings, requested
from tests.databases import pointed_at
from tests.site import start_site, stop_site

SIZES = {"500,000": data.BIG, "40,000": data.MIDDLE, "500": data.SMALL}


@dataclass
class Times:
    wall: list[float] = field(default_factory=list)
    slowest: str = ""

    @contextmanager
    def taking(self, what: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        took = time.perf_counter() - began
        if took >= max(self.wall, default=0):
            self.slowest = what
        self.wall.append(took)

    def at(self, share: float) -> float:
        ordered = sorted(self.wall)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000

    def line(self) -> str:
        return f"{len(self.wall):5} {self.at(0.5):8.1f} {self.at(0.95):8.1f} {self.at(1):8.1f}  {self.slowest[:90]}"


def measure_queries(customer_id: int) -> dict[str, Times]:
    scope, found = Scope(customer_id), {}
    with reading(scope) as session:
        ids = tuple(public_id for public_id, _ in campaigns(session))
    for kind, asked in askings((ids[0], ids[-1])).items():
        times = found[kind] = Times()
        for asking in asked:
            with reading(scope) as session:
                session.connection()
                with times.taking(repr(asking)):
                    page_of_contacts(session, requested(asking), asking[1])
    return found


def measure_writing(rows: int = 20_000) -> dict[str, float]:
    """Contacts a second into a database of its own, with the text index and without."""
    found = {}
    for name, drop in (("with the text index", False), ("without it", True)):
        with db.system_transaction() as session:
            connection = session.connection()
            if drop:
                on = " ON contact" if connection.dialect.name == "postgresql" else ""
                for trigger in ("added", "removed", "changed"):
                    connection.exec_driver_sql(f"DROP TRIGGER contact_search_{trigger}{on}")
        began = time.perf_counter()
        data.insert_rows(data.contact_rows(1, rows, 1 + rows * drop, seed=11 + drop))
        found[name] = rows / (time.perf_counter() - began)
    return found


def show(found: dict[str, Times], title: str) -> None:
    print(f"\n{title}: n, p50, p95, max (ms), slowest")
    for kind, times in found.items():
        print(f"  {kind:28} {times.line()}")
    print(f"  {'all':28} {Times([one for times in found.values() for one in times.wall]).line()}")


def measure_browser(url: str) -> dict[str, Times]:
    asyncio.run(prepare_person())
    with TemporaryDirectory() as folder:
        site = start_site(Path(folder), LEADGEN_DATABASE_URL=url, LEADGEN_RUN_JOBS="false")
        try:
            times = asyncio.run(timed_events(site.url))
        finally:
            stop_site(site)
    return {kind: Times([one / 1000 for one in taken]) for kind, taken in times.items()}


def main() -> None:
    asked = set(sys.argv[1:])
    for name, database in (("SQLite", data.on_sqlite), ("PostgreSQL", data.on_postgres)):
        if asked & {"sqlite", "postgresql"} and name.lower() not in asked:
            continue
        with database() as url, pointed_at(url):
            if "browser" not in asked:
                for size, customer_id in SIZES.items():
                    show(
                        measure_queries(customer_id), f"{name}, queries of a customer with {size} of 1,000,000 contacts"
                    )
            if "queries" not in asked:
                show(measure_browser(url), f"{name}, browser, customer with 500,000 of 1,000,000 contacts")
    for name, database in (("SQLite", data.empty_sqlite), ("PostgreSQL", data.empty_postgres)):
        if not asked:
            with database() as url, pointed_at(url):
                rates = ", ".join(f"{rate:,.0f} {what}" for what, rate in measure_writing().items())
                print(f"\n{name}, contacts written a second: {rates}")


if __name__ == "__main__":
    main()
