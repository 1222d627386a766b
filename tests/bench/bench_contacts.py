"""The Contacts page with a million contacts stored: its queries through the product's own functions."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from services.contacts.queries import page_of_contacts
from services.core.scope import Scope
from services.db import reading
from tests.bench import contacts_data as data
from tests.bench.contacts_asked import askings, requested
from tests.databases import pointed_at

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
        from services.contacts.queries import campaigns

        ids = tuple(public_id for public_id, _ in campaigns(session))
    for kind, asked in askings((ids[0], ids[-1])).items():
        times = found[kind] = Times()
        for asking in asked:
            with reading(scope) as session:
                session.connection()
                with times.taking(repr(asking)):
                    page_of_contacts(session, requested(asking), asking[1])
    return found


def main() -> None:
    for name, database in (("SQLite", data.on_sqlite), ("PostgreSQL", data.on_postgres)):
        if len(sys.argv) > 1 and sys.argv[1] != name.lower():
            continue
        with database() as url, pointed_at(url):
            for size, customer_id in SIZES.items():
                found = measure_queries(customer_id)
                print(f"\n{name}, customer with {size} of 1,000,000 contacts: n, p50, p95, max (ms), slowest")
                for kind, times in found.items():
                    print(f"  {kind:28} {times.line()}")
                every = Times([one for times in found.values() for one in times.wall])
                print(f"  {'all':28} {every.line()}")


if __name__ == "__main__":
    main()
