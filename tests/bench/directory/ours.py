"""The same site by our own directory source, as a campaign would read it: `python -m tests.bench.directory.ours URL`.

Prints one line of JSON: seconds, records, and the memory held at 10, 50 and 100 % of `expected` records.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

from services.providers.base import Credentials, SearchCriteria
from services.providers.directory.client import Directory

_MB = 1024 * 1024


def resident_mb() -> float:
    """What the process and those that it started hold now, not their peak."""
    started = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    pages = [int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in ("self", *started)]
    return sum(pages) * 4096 / _MB


def children_seconds() -> float:
    """Processor time of the processes that it started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


async def crawl(start: str, expected: int) -> dict[str, float]:
    criteria = SearchCriteria(directory_urls=(start,), limit=10 * expected)
    marks = {max(int(expected * part), 1): name for part, name in ((0.1, "mb_10"), (0.5, "mb_50"), (0.95, "mb_100"))}
    told: dict[str, float] = {}
    began, records = time.monotonic(), 0
    async for _found in Directory.from_credentials(Credentials("")).search(criteria):
        records += 1
        if records in marks:
            told[marks[records]] = resident_mb()
    return {
        "seconds": time.monotonic() - began,
        "cpu": time.process_time() + children_seconds(),
        "records": records,
        **told,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(crawl(sys.argv[1], int(sys.argv[2])))))
