"""Imports slowly in a process of its own, to be killed: `python -m tests.services.imports.importing_process …`."""

import sys
import time
from collections.abc import Iterator
from typing import Any

from services.imports import run, work

BATCH = 20


def main() -> None:
    """Arguments: the customer's number and the import's."""
    work.BATCH = BATCH
    inner = work.people_of

    def slowly(*args: Any, **kwargs: Any) -> Iterator[Any]:
        for people in inner(*args, **kwargs):
            time.sleep(0.03)
            yield people

    run.people_of = slowly
    run.run_import(int(sys.argv[1]), int(sys.argv[2]))


if __name__ == "__main__":
    main()
