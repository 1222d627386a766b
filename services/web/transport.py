"""One HTTP exchange: guarded connections, and no more of a body kept than was asked for, packed or not."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import BadHttpMessage

from services.core.errors import ProviderDown, ProviderRefused
from services.web.guard import PROVIDER, AddressGuard, PinnedResolver, refused

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_LINE = 16_384
_LONGEST_HEAD = 262_144
_PIECE = 65_536
_PACKINGS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


@dataclass(frozen=True)
class Answer:
    """Status, headers by their names in lower case, and the unpacked body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Head(ResponseHandler):
    """aiohttp counts headers when the last has come; a site that never ends them is left before."""

    _left = _LONGEST_HEAD
    _is_read = False

    def set_response_params(self, **params: Any) -> None:
        self._left, self._is_read = _LONGEST_HEAD, False
        super().set_response_params(**params)

    def feed_data(self, data: Any, size: int = 0) -> None:
        self._is_read = True
        super().feed_data(data, size)

    def data_received(self, data: bytes) -> None:
        if not self._is_read:
            self._left -= len(data)
            if self._left < 0:
                self._is_read = True
                self.set_exception(BadHttpMessage("Headers without end"))
                if self.transport is not None:
                    self.transport.abort()
                return
        super().data_received(data)


class _Connector(aiohttp.TCPConnector):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._factory = partial(_Head, loop=self._loop)


class Transport:
    """Opens connections that the guard permits; `timeout` is for a whole exchange, in seconds."""

    def __init__(self, guard: AddressGuard, timeout: float, together: int, agent: str) -> None:
        connector = _Connector(
            resolver=PinnedResolver(guard),
            use_dns_cache=False,
            limit=0,
            limit_per_host=together,
            socket_factory=guard.socket,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers={
                "User-Agent": agent,
                "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
                "Accept-Encoding": "gzip, deflate",
            },
            timeout=aiohttp.ClientTimeout(total=timeout),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
        )

    async def close(self) -> None:
        await self._session.close()

    async def get(
        self, url: str, largest: int, *, cut: bool = False, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One GET without following redirects. A body beyond `largest` bytes is cut there, or refused (code size).

        Raises ProviderRefused for what will never be read, ProviderDown when the site did not answer in full.
        """
        try:
            async with self._session.get(url, allow_redirects=False, headers=headers) as response:
                kept = {name.lower(): value for name, value in response.headers.items()}
                if response.status in REDIRECTS or response.status == 304:
                    return Answer(response.status, kept, b"")
                return Answer(response.status, kept, await _body(response, largest, cut))
        except ProviderRefused:
            raise
        except aiohttp.ClientResponseError as error:
            raise refused("The site does not speak HTTP as browsers do.", "protocol") from error
        except (aiohttp.InvalidURL, UnicodeError, ValueError) as error:
            raise refused("This is not a web address.", "address") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ProviderDown(PROVIDER, "The site did not answer.", type(error).__name__) from error


async def _body(response: aiohttp.ClientResponse, largest: int, cut: bool) -> bytes:
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if not cut and (response.content_length or 0) > largest:
        raise refused("The page is too large.", "size")
    unpacking = None if packing in {"", "identity"} else _Unpacking(packing)
    kept, received = bytearray(), 0
    async for piece in response.content.iter_chunked(_PIECE):
        received += len(piece)
        kept += unpacking.unpack(piece, largest + 1 - len(kept)) if unpacking else piece
        if len(kept) > largest or received > largest:
            if cut:
                return bytes(kept[:largest])
            raise refused("The page is too large.", "size")
    return bytes(kept)


class _Unpacking:
    """Undoes one packing, never making more than is wanted: a bomb of a kilobyte stays one."""

    def __init__(self, packing: str) -> None:
        if packing not in _PACKINGS:
            raise refused("The page is packed in a way that was not asked for.", "packing")
        self._bits = _PACKINGS[packing]
        self._stream = zlib.decompressobj(self._bits)
        self._made = 0

    def unpack(self, piece: bytes, most: int) -> bytes:
        """At most `most` bytes of what `piece` goes on with; what follows the packed text is no part of it."""
        made = bytearray()
        while piece and len(made) < most:
            if self._stream.eof:
                if self._bits < zlib.MAX_WBITS or not piece.startswith(b"\x1f\x8b"):
                    break
                self._stream = zlib.decompressobj(self._bits)  # a gzip file may be several, one after another
            made += self._some(piece, most - len(made))
            piece = self._stream.unconsumed_tail or self._stream.unused_data
        self._made += len(made)
        return bytes(made)

    def _some(self, piece: bytes, most: int) -> bytes:
        try:
            return self._stream.decompress(piece, most)
        except zlib.error as error:
            if self._made or self._bits != zlib.MAX_WBITS:
                raise refused("The page's packing is broken.", "packing") from error
        self._bits = -zlib.MAX_WBITS  # some servers send deflate without its frame
        self._stream = zlib.decompressobj(self._bits)
        try:
            return self._stream.decompress(piece, most)
        except zlib.error as error:
            raise refused("The page's packing is broken.", "packing") from error
