"""The simulated providers in a process of their own, which outlives every sender and can be taken away."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from services.core.settings import ROOT


def started(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """`python -m module`, whose complaints nobody reads."""
    return subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT, stderr=subprocess.DEVNULL)


@dataclass
class Provider:
    """What it accepted is in `journal`, and is still there after an outage."""

    port: int
    journal: Path
    name: str = "twilio"
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._process = started("services.sandbox", "--port", str(self.port), "--journal", str(self.journal))
        for _ in range(400):
            try:
                self.counts()
                return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError("the sandbox did not start")

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    def settings(self, **changes: Any) -> None:
        httpx.put(f"{self.address}/sandbox/control/settings", json=changes).raise_for_status()

    def counts(self) -> dict[str, Any]:
        """`count` accepted, `references` different ones, `repeated` those that came more than once."""
        return httpx.get(f"{self.address}/sandbox/control/received/count", params={"provider": self.name}).json()


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    """Until the block ends."""
    provider.start()
    try:
        yield provider
    finally:
        provider.stop()
