"""Keeps the fetcher off private networks: checks the URL, then the very addresses that are connected to."""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

from services.core.errors import ProviderRefused

PROVIDER = "web"
PUBLIC_PORTS = frozenset({80, 443, 8080, 8443})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_OFF_THE_WEB = "This address is not on the public web."
# Clients disagree about these: some drop them, some read a backslash as a slash. What is ambiguous is not visited.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
# Names that only mean something inside a network, or that a resolver answers with this machine.
_INSIDE_NAMES = """
localhost localdomain local internal intranet lan home corp private test invalid onion home.arpa cluster.local
"""
_INSIDE = tuple(f".{name}" for name in _INSIDE_NAMES.split())
# Translated and tunnelled addresses carry another address inside (NAT64, 6to4 and its relays, Teredo, IPv4-compatible);
# the others are reserved, or serve a cloud's metadata, though `ipaddress` calls them global.
_NEVER_WORDS = """
64:ff9b::/96 64:ff9b:1::/48 2002::/16 2001::/32 ::/96 fec0::/10 3fff::/20 5f00::/16 192.88.99.0/24 192.0.0.0/24
168.63.129.16/32 100.100.100.200/32
"""
_NEVER = tuple(ipaddress.ip_network(net) for net in _NEVER_WORDS.split())

Lookup = Callable[[str, int], Awaitable[list[str]]]


def refused(message: str, code: str) -> ProviderRefused:
    return ProviderRefused(PROVIDER, message, code)


class AddressGuard:
    """`allowed` holds the `host:port` pairs that may lie on a private address or an odd port."""

    def __init__(self, allowed: frozenset[str] = frozenset(), lookup: Lookup | None = None) -> None:
        self._allowed = frozenset(entry.lower() for entry in allowed)
        self._lookup = lookup or look_up
        self._opened: set[tuple[str, int]] = set()  # what allow-listed names resolved to

    def is_allow_listed(self, host: str, port: int) -> bool:
        return f"{host.lower()}:{port}" in self._allowed

    def check_url(self, url: str) -> tuple[str, int]:
        """The URL's host and port; raises ProviderRefused for what is not a public http(s) address."""
        if _AMBIGUOUS.search(url):
            raise refused("This is not a web address.", "address")
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError as error:
            raise refused("This is not a web address.", "address") from error
        if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
            raise refused("Only http and https addresses without a password are visited.", "address")
        port = _DEFAULT_PORTS[parts.scheme] if port is None else port
        host = host if host.isascii() else _in_ascii(host)
        if not self.is_allow_listed(host, port):
            _check_public_form(host, port)
        return host, port

    async def addresses(self, host: str, port: int) -> list[str]:
        """What `host` resolves to now, every one checked; one private address refuses the whole name."""
        found = await self._lookup(host, port)
        if self.is_allow_listed(host, port):
            self._opened |= {(address, port) for address in found}
        else:
            for address in found:
                check_address(address)
        return found

    def check_connection(self, address: str, port: int) -> None:
        """The last word, about the address a socket is opened to, however its name was spelled."""
        if (address, port) not in self._opened and not self.is_allow_listed(address, port):
            check_address(address)

    def socket(self, info: tuple[Any, ...]) -> socket.socket:
        """For aiohttp's connectors: no socket is made for an address that may not be connected to."""
        family, kind, protocol, _, address = info
        self.check_connection(address[0], address[1])
        return socket.socket(family, kind, protocol)


class PinnedResolver(AbstractResolver):
    """aiohttp connects to exactly what this returns, so that a second DNS answer cannot slip in."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_UNSPEC) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in await self._guard.addresses(host, port)
            if family in {socket.AF_UNSPEC, socket.AF_INET6 if ":" in address else socket.AF_INET}
        ]

    async def close(self) -> None:
        """Nothing is held open."""


def check_address(address: str) -> None:
    """Raise ProviderRefused unless `address` is one that the whole internet can reach."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if not ip.is_global or ip.is_multicast or ip.is_reserved or any(ip in net for net in _NEVER):
        raise refused(_OFF_THE_WEB, "address")


async def look_up(host: str, port: int) -> list[str]:
    """Addresses by the system's resolver; raises OSError when there are none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _check_public_form(host: str, port: int) -> None:
    if port not in PUBLIC_PORTS:
        raise refused(f"Port {port} is not visited.", "port")
    address = _literal(host)
    if address is not None:
        check_address(address)
    elif not _HOST.fullmatch(host) or "." not in host or host.endswith(_INSIDE) or _is_spelled_number(host):
        raise refused(_OFF_THE_WEB, "address")


def _in_ascii(host: str) -> str:
    """The name as resolvers are asked for it: "münchen.de" is "xn--mnchen-3ya.de", wide digits are digits."""
    try:
        return host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError as error:
        raise refused("This is not a web address.", "address") from error


def _literal(host: str) -> str | None:
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return None


def _is_spelled_number(host: str) -> bool:
    """Whether C libraries read it as an address: "2130706433", "0x7f.1", "0177.0.0.1"."""
    try:
        socket.inet_aton(host)
    except OSError:
        return False
    return True
