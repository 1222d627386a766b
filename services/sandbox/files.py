"""Files that simulated people send: a picture, a paper, a program, and one that is too large for anybody."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGNgYPiPB41KYQEAMgljnUhM5G8AAAAASUVORK5CYII="
)
_PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
KINDS = {"picture": "image", "paper": "document", "program": "document", "huge": "video", "page": "document"}
Check = Callable[[web.Request], object]
Handler = Callable[[web.Request], Awaitable[web.Response]]
_TYPES = {"picture": "image/png", "paper": "application/pdf", "program": "application/pdf", "huge": "video/mp4"}
_CONTENTS = {
    "picture": _PICTURE,
    "paper": _PAPER,
    "program": b"MZ\x90\x00" + b"\x00" * 60,
    "page": b"<html><script>alert(1)</script></html>",
}
_ENDINGS = {"picture": "png", "huge": "mp4", "page": "html"}
_HUGE = 26_000_000
_PATIENCE = aiohttp.ClientTimeout(total=20)
_NUMBER = re.compile(r"\d+")


def named(number: str) -> str:
    """Files have numbers, as Cloud's ids are: the place in `KINDS`, behind a million."""
    place = int(number) - 1_000_000 if _NUMBER.fullmatch(number) else -1
    return list(KINDS)[place] if 0 <= place < len(KINDS) else ""


def number_of(name: str) -> str:
    """The number of a file; raises ValueError for one that there is not."""
    return str(1_000_000 + list(KINDS).index(name))


def mime_type(name: str) -> str:
    return _TYPES.get(name, "text/html")


def content(name: str) -> bytes:
    return b"\x00" * _HUGE if name == "huge" else _CONTENTS[name]


def enclosed(said: Mapping[str, Any]) -> list[dict[str, str]]:
    """What somebody's e-mail brings along: `files` as they are given, or the `file` that a simulated person has."""
    name = str(said.get("file") or "")
    given = said.get("files") or ([{"name": f"{name}.{_ENDINGS.get(name, 'pdf')}"}] if name else [])
    usual = {"type": mime_type(name), "content": base64.b64encode(content(name)).decode()} if name else {}
    return [{**usual, **{key: str(value) for key, value in one.items()}} for one in given]


def recorded(name: str, kind: str, body: bytes) -> dict[str, Any]:
    """What the journal keeps of a file that the product sent: enough to say whether every byte came."""
    return {"name": name, "type": kind, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}


async def fetched(url: str) -> dict[str, Any]:
    """A file that the product told the address of; the sandbox reaches nothing but this machine."""
    if urlsplit(url).hostname not in {"127.0.0.1", "localhost", "::1"}:
        return {"name": url, "type": "", "size": 0, "sha256": ""}
    async with aiohttp.ClientSession(timeout=_PATIENCE) as session, session.get(url, allow_redirects=False) as answer:
        body = await answer.read() if answer.status == 200 else b""
        named = answer.content_disposition.filename if answer.content_disposition else ""
        return recorded(named or "", answer.content_type, body) | {"status": answer.status}


def _handed(number: str) -> web.Response:
    name = named(number)
    return web.Response(body=content(name), content_type=mime_type(name)) if name else web.Response(status=404)


async def at_large(request: web.Request) -> web.Response:
    """Where vendors let a file lie for whoever knows its address."""
    return _handed(request.match_info["number"])


def behind(check: Check) -> Handler:
    """The file itself for those who prove themselves; `check` raises for others."""

    async def handed(request: web.Request) -> web.Response:
        check(request)
        return _handed(request.match_info["number"])

    return handed


def by_name(check: Check) -> Handler:
    """WATI's way: the file is named in the query."""

    async def handed(request: web.Request) -> web.Response:
        check(request)
        return _handed(request.query.get("fileName", "").rpartition("/")[2])

    return handed


def passed_on(check: Check) -> Handler:
    """Twilio's way: led on to where the file lies for anybody."""

    async def led(request: web.Request) -> web.Response:
        check(request)
        raise web.HTTPTemporaryRedirect(f"/files/{request.match_info['number']}")

    return led


def told(check: Check) -> Handler:
    """Meta's way: the answer says where the file is, which asks for the token again."""

    async def answered(request: web.Request) -> web.Response:
        check(request)
        number = request.match_info["number"]
        name = named(number)
        url = f"http://{request.host}/whatsapp_business/attachments/{number}"
        found = {"url": url, "mime_type": mime_type(name), "id": number, "messaging_product": "whatsapp"}
        return web.json_response(found) if name else web.json_response({"error": {"code": 100}}, status=400)

    return answered


ROUTES = (web.get(r"/files/{number:\d+}", at_large),)
