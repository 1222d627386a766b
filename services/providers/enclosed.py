"""Files of messages: what an e-mail brought with it, what goes out, and what a provider is to fetch."""

import asyncio
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

Made = TypeVar("Made")
_SLOWEST = 200_000  # bytes a second that a line must carry, or the file is given up


@dataclass(frozen=True)
class Media:
    """A file that the provider fetches: `kind` is image, video or document; the message's text is its caption."""

    kind: str
    url: str
    file_name: str = ""


@dataclass(frozen=True)
class CarriedFile:
    """A file that came inside a webhook or a mail. `name` is the sender's; `problem` says why there is no content.

    `content_id` is set when the mail's HTML shows the file among its words; what only a program reads is `is_aside`.
    """

    name: str
    content: bytes = field(default=b"", repr=False)
    content_id: str = ""
    is_aside: bool = False
    problem: str = ""


@dataclass(frozen=True)
class OutgoingFile:
    """A stored file that is sent; `url` is where a provider that fetches files finds it for a while."""

    name: str
    mime_type: str
    size: int
    path: Path = field(repr=False)
    url: str = ""

    def encoded(self) -> str:
        """The content in base64; it is read here, so call it on a thread."""
        return b64encode(self.path.read_bytes()).decode()


async def made_with(files: Sequence[OutgoingFile], make: Callable[[], Made]) -> Made:
    """What `make` gives: on a thread where it reads files, at once where there are none."""
    return await asyncio.to_thread(make) if files else make()


def seconds_for(files: Sequence[OutgoingFile]) -> float:
    """How much longer than usual a call may take that carries these."""
    return sum(one.size for one in files) / _SLOWEST


def disposition(name: str) -> str:
    """A Content-Disposition for any name: plain where it can be, else RFC 2231, in pieces that fit a line."""
    if re.fullmatch(r"[\w .()+,-]{1,60}", name, re.ASCII):
        return f'attachment; filename="{name}"'
    pieces = re.findall(r"(?:%..|[^%]){1,20}", quote(name, safe=""))
    told = [f"filename*{place}*={chr(39) * 2 if not place else ''}{piece}" for place, piece in enumerate(pieces)]
    told[0] = told[0].replace("''", "UTF-8''", 1)
    return ";\r\n ".join(["attachment", *told])
