"""The processes beside ours do not outlive us."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_EXECUTOR = """
import os, time
from services.core.beside import process_beside
if __name__ == "__main__":
    pool = process_beside()  # a pool that nobody holds any more ends its process
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""
_COMPANION = """
import asyncio, os
from services.core.companion import Companion
async def main():
    print(await Companion().do(os.getpid), flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def _lives(pid: int) -> bool:
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return told.rsplit(")", maxsplit=1)[1].split()[0] != "Z"  # ended, but nobody has asked after it


@pytest.mark.parametrize("parent_script", [_EXECUTOR, _COMPANION], ids=["executor", "companion"])
def test_it_ends_when_its_parent_is_killed(tmp_path, parent_script):
    script = tmp_path / "parent.py"
    script.write_text(parent_script)
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        beside = int(parent.stdout.readline())
        assert _lives(beside)
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while _lives(beside):
        assert time.monotonic() < deadline, "it is still there"
        time.sleep(0.02)
