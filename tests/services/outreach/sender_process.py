"""A sender to be killed: dispatches until it is stopped from outside."""

import asyncio

from services.core.log import configure_logs
from services.outreach import sending


async def main() -> None:
    while True:
        await sending.dispatch(linger=0.2)


if __name__ == "__main__":
    configure_logs()
    asyncio.run(main())
