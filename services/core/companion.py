"""A process that works for one event loop.

An executor's threads take turns with the loop at the interpreter, so that each system call of a busy loop may wait for
them. Here the loop itself writes the questions, several at a time, and reads the answers. The process ends with its
parent, whose end of the line closes however the parent ends.
"""

import asyncio
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, cast

_BEGIN = "from services.core.companion import answer_all; answer_all()"
_LENGTH = struct.Struct("!I")
_RECEIVED = 1 << 20
_TOGETHER = 4  # answers in one piece
_READY = "ready"


class CompanionError(Exception):
    """The process has ended, or what it was asked to do failed there."""


class Companion(asyncio.Protocol):
    """Starts the process; `is_ready` once it has imported `modules`. Raises OSError where there is none to be had.

    `do` has a function of a module called there; `close` ends the process.
    """

    def __init__(self, *modules: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.WriteTransport | None = None
        self._frames = _Frames()
        self._unsent: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []
        self._awaited: deque[asyncio.Future[Any]] = deque()
        self.is_ready = False
        self.has_ended = False
        self._line, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = _started(theirs, modules)
        except OSError:
            self._line.close()
            raise
        self._connecting = self._loop.create_task(self._loop.create_connection(lambda: self, sock=self._line))

    @property
    def waiting(self) -> int:
        """Questions without an answer."""
        return len(self._awaited)

    @property
    def process_id(self) -> int:
        return self._process.pid

    async def do(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What `function` returns there; raises CompanionError when the process ends or the function fails."""
        if self.has_ended:
            raise CompanionError("The process has ended.")
        if not self._unsent:
            self._loop.call_soon(self._send)
        self._unsent.append((function, arguments))
        answer = self._loop.create_future()
        self._awaited.append(answer)
        return await answer

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._connecting.cancel()
        if self._transport is None:
            self._line.close()
        else:
            self._transport.abort()
        self._process.kill()
        self._process.wait()
        self.connection_lost(None)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        for answers in self._frames.read(data):
            if answers == _READY:
                self.is_ready = True
                continue
            for value, trouble in answers:
                awaited = self._awaited.popleft()
                if awaited.done():
                    continue
                if trouble:
                    awaited.set_exception(CompanionError(trouble))
                else:
                    awaited.set_result(value)

    def connection_lost(self, exc: Exception | None) -> None:
        self.has_ended, self.is_ready = True, False
        while self._awaited:
            awaited = self._awaited.popleft()
            if not awaited.done():
                ended = CompanionError("The process has ended.")
                ended.__cause__ = exc
                awaited.set_exception(ended)

    def _send(self) -> None:
        if self._unsent and self._transport is not None and not self.has_ended:
            asked, self._unsent = self._unsent, []
            self._transport.write(_framed(asked))


def _started(line: socket.socket, modules: tuple[str, ...]) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(one or os.getcwd() for one in sys.path)
    command = [sys.executable, "-c", _BEGIN, *modules]
    return subprocess.Popen(command, stdin=line.fileno(), env={**os.environ, "PYTHONPATH": path})  # noqa: S603


class _Frames:
    """Takes pieces of a stream and gives the objects that are whole."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def read(self, data: bytes) -> Iterator[Any]:
        self._rest += data
        while len(self._rest) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(self._rest)[0]
            if len(self._rest) < end:
                return
            whole = bytes(self._rest[_LENGTH.size : end])
            del self._rest[:end]
            yield pickle.loads(whole)  # noqa: S301  from our own process, over a line that nobody else holds


def _framed(thing: Any) -> bytes:
    packed = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(packed)) + packed


def answer_all() -> None:
    """What the process does: answers in the order of the questions, until the line is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # its parent decides when it ends
    with socket.socket(fileno=os.dup(0)) as line:
        for module in sys.argv[1:]:
            __import__(module)
        frames = _Frames()
        try:
            line.sendall(_framed(_READY))
            while data := line.recv(_RECEIVED):
                asked = [one for questions in frames.read(data) for one in questions]
                for first in range(0, len(asked), _TOGETHER):
                    line.sendall(_framed([_answer(*one) for one in asked[first : first + _TOGETHER]]))
        except ConnectionError:
            return


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, str]:
    try:
        return function(*arguments), ""
    except Exception:  # noqa: BLE001  it is raised where it was asked for
        return None, traceback.format_exc()
