"""A process that tells people what is due; the test that runs it as a module kills it."""

import asyncio

from services.telling import delivering

if __name__ == "__main__":
    asyncio.run(delivering.tell())
