"""The product itself as a subprocess: the production build on a port, a database and a sandbox of its own."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from leadgen_app.serving.frontend import built_frontend

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Site:
    """A running product: its address, its log, its database."""

    url: str
    sandbox: str
    folder: Path
    log: Path
    process: "subprocess.Popen[bytes]"
    port: int
    expected: list[str] = field(default_factory=list)
    read_to: int = 0

    def expect(self, words: str) -> None:
        """A log line or console message that holds these words is what the test wants to see."""
        self.expected.append(words)

    def trouble(self) -> list[str]:
        """Warnings and errors logged since the last look."""
        text = self.log.read_text()
        new, self.read_to = text[self.read_to :], len(text)
        return [line for line in new.splitlines() if _is_trouble(line) and not self.forgives(line)]

    def forgives(self, line: str) -> bool:
        return any(words in line for words in self.expected)


def _is_trouble(line: str) -> bool:
    return any(
        mark in line for mark in ("[warning", "[error", "[critical", "[ERROR]", "[WARN", "Traceback", "Warning:")
    )


def _free_ports() -> int:
    """A port with the next one free too: the sandbox listens there. Both lie below the range that outgoing connections
    are given theirs from, so that none takes one before the server does."""
    while True:
        port = random.SystemRandom().randrange(20_000, 31_000, 2)
        with socket.socket() as first, socket.socket() as second:
            if first.connect_ex(("127.0.0.1", port)) != 0 and second.connect_ex(("127.0.0.1", port + 1)) != 0:
                return port


def start_site(folder: Path, port: int = 0, **settings: str) -> Site:
    """The production server on a port and a database of its own; raises when it is not up within a minute."""
    built_frontend()
    folder.mkdir(parents=True, exist_ok=True)
    port = port or _free_ports()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("LEADGEN_", "COV_", "PYTEST"))},
        "LEADGEN_DATABASE_URL": f"sqlite:///{folder / 'leadgen.db'}",
        "LEADGEN_SECRET_KEY": "key-of-the-browser-tests",
        "LEADGEN_PORT": str(port),
        "LEADGEN_SANDBOX_DAY_SECONDS": "2",
        **settings,
    }
    log = folder / "server.log"
    with log.open("ab") as output:
        command = [sys.executable, "-m", "leadgen_app.serve"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    site = Site(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}", folder, log, process, port)
    for _attempt in range(600):
        try:
            with urllib.request.urlopen(f"{site.url}/api/healthz", timeout=1):
                return site
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    _kill(process)
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-4000:]}")


def stop_site(site: Site) -> None:
    site.process.send_signal(signal.SIGTERM)
    try:
        site.process.wait(40)
    except subprocess.TimeoutExpired:
        kill_site(site)


def kill_site(site: Site) -> None:
    """SIGKILL: it has no moment to put anything in order."""
    _kill(site.process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """With its workers, which would outlive it."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = start_site(tmp_path_factory.mktemp("site"))
    yield site
    stop_site(site)


@pytest.fixture
def site(running_site: Site) -> Iterator[Site]:
    """The running product; the test fails when its log gains a warning or an error."""
    running_site.expected = []
    running_site.trouble()
    yield running_site
    trouble = running_site.trouble()
    assert not trouble, "\n".join(trouble)
