"""Pages a second of our crawl and of a Scrapy spider on one invented directory, in turns, each in its own process."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.bench.directory.firms import Plan

PAGES = int(os.environ.get("BENCH_PAGES", "10000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "2"))
CONCURRENCY = 16
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def serving(pages: int) -> Iterator[str]:
    """The directory in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.directory.server", str(pages)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = server.stdout.readline().split()[0]
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def run(module: str, url: str, argument: int) -> dict[str, Any]:
    """One crawl; what it says of itself, and what the server saw of it."""
    environment = {**os.environ, "LEADGEN_FETCH_ALLOW": url.removeprefix("http://"), "LEADGEN_LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", f"tests.bench.directory.{module}", f"{url}/", str(argument)]
    httpx.get(f"{url}/__seen")
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.strip().splitlines()[-1])
    seen = httpx.get(f"{url}/__seen").json()
    denied = [path for path in seen["paths"] if path.startswith("/private/") or "?sort=" in path]
    return {**told, "pages": len(seen["paths"]), "requests": sum(seen["paths"].values()), "denied": len(denied)}


def main() -> None:
    records = len(Plan(PAGES).firms)
    runs: dict[str, list[dict[str, Any]]] = {"ours": [], "spider": []}
    with serving(PAGES) as url:
        for _ in range(ROUNDS):
            runs["spider"].append(run("spider", url, CONCURRENCY))
            runs["ours"].append(run("ours", url, records))
    print(f"{'':10}{'pages':>8}{'requests':>10}{'records':>10}{'denied':>8}{'seconds':>9}{'pages/s':>9}{'cpu s':>8}")
    for name, rows in runs.items():
        for row in rows:
            rate = row["pages"] / row["seconds"]
            print(
                f"{name:10}{row['pages']:8}{row['requests']:10}{row['records']:10}{row['denied']:8}"
                f"{row['seconds']:9.1f}{rate:9.0f}{row['cpu']:8.1f}"
            )
    last = runs["ours"][-1]
    print(f"memory of ours at 10, 50 and 100 %: {last['mb_10']:.0f}, {last['mb_50']:.0f}, {last['mb_100']:.0f} MB")
    print(f"of {records} records: {last['records']}")
    rates = {name: statistics.median(row["pages"] / row["seconds"] for row in rows) for name, rows in runs.items()}
    print(f"ours / Scrapy, pages a second: {rates['ours'] / rates['spider']:.2f}")


if __name__ == "__main__":
    main()
