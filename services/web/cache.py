"""Pages of the public web between runs: a bounded folder of files, asked for again only when they changed."""

import hashlib
import json
import os
import re
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.core.settings import get_settings
from services.web.transport import Answer

_KEPT = ("content-type", "etag", "last-modified", "cache-control")
_NEVER = re.compile(r"(?i)\b(?:no-store|private)\b")
_ALWAYS_ASK = re.compile(r"(?i)\b(?:no-cache|must-revalidate)\b")
_AGE = re.compile(r"(?i)\bmax-age\s*=\s*(\d{1,9})")
_FRESH_AT_MOST = 24 * 3600.0
_KEPT_SECONDS = 30 * 24 * 3600.0
_SWEPT_EVERY = 200
_LEFT_AFTER_SWEEP = 0.8


@dataclass(frozen=True)
class Kept:
    """An answer of before; `fresh_until` is in epoch seconds."""

    url: str
    answer: Answer
    fresh_until: float

    @property
    def is_fresh(self) -> bool:
        return time.time() < self.fresh_until

    @property
    def question(self) -> dict[str, str]:
        """Headers that ask for the page only if it changed."""
        asked = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
        return {header: value for header, name in asked.items() if (value := self.answer.headers.get(name))}


class PageStore:
    """Answers by address under `folder`, at most `most` bytes of them; safe to share between processes."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most
        self._written = 0

    def find(self, url: str) -> Kept | None:
        """What was kept of `url`; None when nothing was, or what there is cannot be read."""
        try:
            head, _, body = self._file(url).read_bytes().partition(b"\n")
            told = json.loads(head)
            kept = Kept(told["url"], Answer(200, told["headers"], zlib.decompress(body)), told["fresh_until"])
        except (OSError, ValueError, KeyError, TypeError, zlib.error):
            return None
        return kept if kept.url == url else None

    def keep(self, url: str, answer: Answer) -> None:
        """Keep an answer that may be kept and that can be asked about, or stays fresh."""
        headers = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
        until = time.time() + _fresh_seconds(headers)
        can_ask = "etag" in headers or "last-modified" in headers
        if (
            answer.status != 200
            or _NEVER.search(headers.get("cache-control", ""))
            or not (can_ask or until > time.time())
        ):
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        head = json.dumps({"url": url, "headers": headers, "fresh_until": until}).encode()
        target = self._file(url)
        unfinished = target.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(head + b"\n" + zlib.compress(answer.body, 1))
        unfinished.replace(target)
        self._written += 1
        if self._written % _SWEPT_EVERY == 1:
            self.sweep()

    def sweep(self) -> None:
        """Delete what is older than a month and, beyond the cap, the oldest."""
        files = sorted((entry.stat().st_mtime, entry.stat().st_size, entry) for entry in self._folder.iterdir())
        total = sum(size for _, size, _ in files)
        wanted = total if total <= self._most else self._most * _LEFT_AFTER_SWEEP
        for changed, size, entry in files:
            if total > wanted or changed < time.time() - _KEPT_SECONDS:
                entry.unlink(missing_ok=True)
                total -= size

    def _file(self, url: str) -> Path:
        return self._folder / hashlib.sha256(url.encode()).hexdigest()[:40]


def _fresh_seconds(headers: Mapping[str, str]) -> float:
    control = headers.get("cache-control", "")
    hit = _AGE.search(control)
    return 0.0 if not hit or _ALWAYS_ASK.search(control) else min(float(hit[1]), _FRESH_AT_MOST)


@cache
def page_store() -> PageStore | None:
    """This installation's store; None when LEADGEN_FETCH_CACHE_MB is 0."""
    settings = get_settings()
    most = settings.fetch_cache_mb * 1_000_000
    return PageStore(settings.data_folder / "web-cache", most) if most else None
