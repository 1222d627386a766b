"""`python -m jobs`: a process that only runs jobs, until SIGTERM or SIGINT."""

import os
import signal
import threading

from jobs import worker
from services.core.log import configure_logs
from services.db import close_database

# Python answers a signal between two steps of its own: one that comes in the moment before the main thread falls asleep
# would be heard when it wakes.
LOOKS_SECONDS = 0.5


def main() -> None:
    """Stop at the first signal; what does not end in time is left to another worker."""
    configure_logs()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    engine = worker.start()
    while not stopped.wait(LOOKS_SECONDS):
        pass
    if not worker.stop(engine):
        os._exit(1)
    close_database()


if __name__ == "__main__":
    main()
