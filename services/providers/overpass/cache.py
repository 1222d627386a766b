"""Answers of a day, on disk beside the database, so that no question is asked twice a day by any process."""

import gzip
import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any

from services.core.log import get_logger
from services.core.settings import get_settings

KEPT_SECONDS = 24 * 3600.0
MOST_ANSWERS = 500
log = get_logger(__name__)


def _folder() -> Path:
    return get_settings().data_folder / "overpass"


def _file(server: str, query: str) -> Path:
    return _folder() / f"{hashlib.sha256(f'{server}|{query}'.encode()).hexdigest()[:40]}.json.gz"


def kept_answer(server: str, query: str) -> Any:
    """What the server, or the group of servers, answered within the last day; None when it was not asked."""
    path = _file(server, query)
    try:
        if time.time() - path.stat().st_mtime > KEPT_SECONDS:
            return None
        return json.loads(gzip.decompress(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, EOFError) as error:
        log.warning("overpass_cache_unreadable", reason=type(error).__name__)
        return None


def keep_answer(server: str, query: str, answer: Any) -> None:
    """Whole or not at all, also when two processes write at once; old answers go."""
    path = _file(server, query)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}.{time.monotonic_ns()}")
    half.write_bytes(gzip.compress(json.dumps(answer).encode(), 5))
    half.replace(path)
    _forget_old(path.parent)


def _forget_old(folder: Path) -> None:
    files = sorted(((_age(path), path) for path in folder.iterdir()), reverse=True)
    for number, (age, path) in enumerate(files):
        if age > KEPT_SECONDS or len(files) - number > MOST_ANSWERS:
            path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
