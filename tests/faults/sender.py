"""A sender to be hurt: dispatches until it is stopped from outside, and again after whatever its database does to it.

`python -m tests.faults.sender PROVIDER`
"""

import asyncio
import sys

from sqlalchemy.exc import DBAPIError

from services.core.log import configure_logs
from services.outreach import sending
from tests.faults.hurry import hurry

AGAIN_SECONDS = 0.5


async def main() -> None:
    while True:
        try:
            await sending.dispatch(linger=0.2)
        except DBAPIError:  # a job that fails is started again
            await asyncio.sleep(AGAIN_SECONDS)


if __name__ == "__main__":
    configure_logs()
    hurry(sys.argv[1])
    asyncio.run(main())
