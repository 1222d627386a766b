"""A mail server that takes everything and only counts; `python -m tests.bench.mail_sink` prints its port."""

import asyncio
import re

_MESSAGE_ID = re.compile(rb"^Message-ID: (.+)\r$", re.IGNORECASE | re.MULTILINE)


class Sink(asyncio.Protocol):
    """One session; `seen` holds every Message-ID of all sessions, and how often it came."""

    seen: dict[bytes, int] = {}  # noqa: RUF012  shared on purpose

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self._buffer, self._reads_mail = transport, b"", False
        self._say(b"220 sink ready")

    def _say(self, line: bytes) -> None:
        self._transport.write(line + b"\r\n")  # pyright: ignore

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n.\r\n" if self._reads_mail else b"\r\n")) >= 0:
            taken = self._buffer[:end]
            self._buffer = self._buffer[end + (5 if self._reads_mail else 2) :]
            self._mail(taken) if self._reads_mail else self._command(taken.upper())

    def _mail(self, raw: bytes) -> None:
        self._reads_mail = False
        found = _MESSAGE_ID.search(raw)
        name = found[1] if found else b"?"
        self.seen[name] = self.seen.get(name, 0) + 1
        self._say(b"250 2.0.0 Ok")

    def _command(self, line: bytes) -> None:
        if line == b"DATA":
            self._reads_mail = True
            self._say(b"354 Go ahead")
        elif line == b"XCOUNT":
            self._say(b"250 %d %d" % (sum(self.seen.values()), len(self.seen)))
        elif line == b"QUIT":
            self._say(b"221 Bye")
            self._transport.close()
        else:
            self._say(b"250 Ok")


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
