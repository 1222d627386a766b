"""A provider in a process of its own: posts what a file plans, each delivery at its moment whatever became of others.

`python -m tests.bench.webhook_sender PORT PLAN RESULT`: a line of PLAN is `[second, person, HTTP request in Base64]`, a
line of RESULT `[second planned, second acknowledged, attempts]`. What is not answered with 200 is sent again, as
providers do; what one person wrote is sent in order. Prints the Unix time of second 0.
"""

import asyncio
import base64
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

AHEAD = 1.0  # seconds between reading the plan and its second 0
ANSWER_SECONDS = 20.0
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 2.0  # before sending again


class Line:
    """One connection that is kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def post(self, request: bytes) -> bool:
        """Whether the answer was 200; raises OSError or EOFError when there was none."""
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        await self._reader.readexactly(int(head.partition(b"content-length:")[2].partition(b"\r\n")[0]))
        return head.startswith(b"http/1.1 200")

    def close(self) -> None:
        self._writer.close()


class Sender:
    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[Line] = []
        self._people: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.done: list[tuple[float, float, int]] = []

    async def deliver(self, began: float, planned: float, person: str, request: bytes) -> None:
        attempts, pause = 1, FIRST_PAUSE
        async with self._people[person]:
            while not await self._posted(request):
                await asyncio.sleep(pause)
                attempts, pause = attempts + 1, min(2 * pause, LONGEST_PAUSE)
        self.done.append((planned, time.time() - began, attempts))

    async def _posted(self, request: bytes) -> bool:
        line = None
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                line = self._idle.pop() if self._idle else Line(*await asyncio.open_connection("127.0.0.1", self._port))
                accepted = await line.post(request)
        except (OSError, EOFError):  # a time-out is an OSError
            if line:
                line.close()
            return False
        self._idle.append(line)
        return accepted


async def send(port: int, plan: list[tuple[float, str, bytes]]) -> list[tuple[float, float, int]]:
    sender, began = Sender(port), time.time() + AHEAD
    print(began, flush=True)
    async with asyncio.TaskGroup() as under_way:
        for planned, person, request in plan:
            await asyncio.sleep(began + planned - time.time())
            under_way.create_task(sender.deliver(began, planned, person, request))
    return sender.done


def main() -> None:
    port, plan, result = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    lines = map(json.loads, plan.read_text().splitlines())
    done = asyncio.run(send(port, [(second, person, base64.b64decode(raw)) for second, person, raw in lines]))
    result.write_text("\n".join(map(json.dumps, done)))


if __name__ == "__main__":
    main()
