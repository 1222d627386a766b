"""The production build of the pages: made once for given sources, found again after that."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadgen_app.serving import PLACEHOLDER
from services.core.settings import ROOT

BUILDS = ROOT / ".build"
_SOURCES = (
    "rxconfig.py",
    "requirements.txt",
    "leadgen_app",
    "components",
    "state",
    "services",
    "assets",
    "reflex.lock",
)
_NOT_ON_SCREEN = (
    "leadgen_app/api",
    "leadgen_app/background.py",
    "leadgen_app/gate.py",
    "leadgen_app/live.py",
    "leadgen_app/serve.py",
    "leadgen_app/serving/database.py",
    "services/sandbox",
    "services/providers",
    "services/web",
    "services/queue",
)
_KEPT = 3


class BuildFailed(Exception):
    """The pages could not be built; the message holds the end of the builder's output."""


def _files() -> Iterator[Path]:
    for name in _SOURCES:
        top = ROOT / name
        found = [top] if top.is_file() else sorted(top.rglob("*"))
        yield from (path for path in found if path.is_file() and _counts(path.relative_to(ROOT)))


def _counts(path: Path) -> bool:
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    return not hidden and not path.as_posix().startswith((*_NOT_ON_SCREEN, "assets/external"))


def fingerprint() -> str:
    """Changes whenever a file changes that a page may be made from."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for path in _files():
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """One builder at a time on this machine; the others wait and find its result."""
    BUILDS.mkdir(exist_ok=True)
    with (BUILDS / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def built_frontend(say: object = print) -> Path:
    """The folder to serve from, built now unless these very sources were built before; raises BuildFailed."""
    with _alone():
        folder = BUILDS / fingerprint()
        if not folder.exists():
            if callable(say):
                say("Building the pages. This takes a minute or two, once for each version.")
            _build()
            folder = BUILDS / fingerprint()  # installing packages may have written reflex.lock
            if not folder.exists():
                _keep(folder)
        os.utime(folder)
        _drop_old(folder)
    return folder


def _build() -> None:
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    environment = {**os.environ, "REFLEX_API_URL": PLACEHOLDER, "REFLEX_WEB_WORKDIR": ".web", "LEADGEN_ENV": "prod"}
    log = BUILDS / "build.log"
    with log.open("w") as output:
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False)  # noqa: S603
    if done.returncode:
        raise BuildFailed(f"The pages could not be built. The whole output is in {log}.\n{log.read_text()[-3000:]}")


def _keep(folder: Path) -> None:
    half_done = BUILDS / "half-done"
    shutil.rmtree(half_done, ignore_errors=True)
    shutil.copytree(ROOT / ".web" / "build" / "client", half_done / "build" / "client")
    shutil.copytree(ROOT / ".web" / "backend", half_done / "backend")
    if not folder.exists():
        half_done.rename(folder)


def _drop_old(current: Path) -> None:
    others = [path for path in BUILDS.iterdir() if path.is_dir() and path != current]
    for path in sorted(others, key=lambda found: found.stat().st_mtime, reverse=True)[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
