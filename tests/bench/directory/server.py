"""Serves the invented directory on loopback and remembers what was asked for: `python -m tests.bench.directory.server`.

A bare asyncio protocol, so that the server takes as little of the machine as it can from the crawlers it measures.
`GET /__seen` answers with the counts so far as JSON and forgets them.
"""

import asyncio
import json
import sys
from collections import Counter

from tests.bench.directory.firms import SLOW_SECONDS, Plan
from tests.bench.directory.pages import Answer, Pages

_REASONS = {200: "OK", 302: "Found", 404: "Not Found", 500: "Internal Server Error"}


class Seen:
    """Requests by path (with the query), and when each came."""

    def __init__(self) -> None:
        self.paths: Counter[str] = Counter()
        self.moments: list[float] = []


class Connection(asyncio.Protocol):
    """One kept-alive connection; requests on it are answered in their order."""

    def __init__(self, pages: Pages, plan: Plan, seen: Seen, slow: float) -> None:
        self._pages, self._plan, self._seen, self._slow = pages, plan, seen, slow
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while b"\r\n\r\n" in self._rest:
            head, self._rest = self._rest.split(b"\r\n\r\n", 1)
            target = head.split(b" ", 2)[1].decode()
            if target == "/__seen":
                self._say(Answer(body=self._told(), kind="application/json"))
                continue
            self._seen.paths[target] += 1
            loop = asyncio.get_running_loop()
            self._seen.moments.append(loop.time())
            answer = self._pages.answer(target)
            if self._plan.is_slow(target.partition(";")[0]):
                loop.call_later(self._slow, self._say, answer)
            else:
                self._say(answer)

    def _told(self) -> bytes:
        told = json.dumps({"paths": self._seen.paths, "moments": self._seen.moments}).encode()
        self._seen.paths, self._seen.moments = Counter(), []
        return told

    def _say(self, answer: Answer) -> None:
        if self._transport.is_closing():
            return
        place = f"Location: {answer.location}\r\n" if answer.location else ""
        head = (
            f"HTTP/1.1 {answer.status} {_REASONS[answer.status]}\r\nContent-Type: {answer.kind}\r\n{place}"
            f"Content-Length: {len(answer.body)}\r\n\r\n"
        )
        body = answer.body[: len(answer.body) // 2] if answer.cut else answer.body
        self._transport.write(head.encode() + body)
        if answer.cut:
            self._transport.close()


async def serve(
    plan: Plan, port: int, crawl_delay: float = 0.0, slow: float = SLOW_SECONDS
) -> tuple[asyncio.Server, Seen]:
    """Start it on 127.0.0.1; port 0 takes a free one. One page in twenty answers after `slow` seconds."""
    seen, pages = Seen(), Pages(plan, crawl_delay)
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Connection(pages, plan, seen, slow), "127.0.0.1", port), seen


async def main(pages: int, port: int) -> None:
    plan = Plan(pages)
    server, _ = await serve(plan, port)
    print(server.sockets[0].getsockname()[1], len(plan.firms), flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
