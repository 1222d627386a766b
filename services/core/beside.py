"""A process beside this one, for work that a second processor may share."""

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor


def process_beside() -> ProcessPoolExecutor:
    """One process, started when it is first asked something. It ends when the pool is shut down, or this one dies."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """A parent that is killed closes nothing: the pool's own pipes would keep this process waiting for ever."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
