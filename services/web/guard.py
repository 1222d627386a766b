"""Keeps the fetcher off private networks: checks the URL, then the very addresses that are connected to."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

from services.core.errors import ProviderRefused

PROVIDER = "web"
PUBLIC_PORTS = frozenset({80, 443, 8080, 8443})
_DEFAULT_PORTS = {"http": 80, "https": 443}
# NAT64, 6to4, Teredo and IPv4-compatible addresses carry another address inside.
_HIDING = tuple(
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)

Lookup = Callable[[str, int], Awaitable[list[str]]]


def refused(message: str, code: str) -> ProviderRefused:
    return ProviderRefused(PROVIDER, message, code)


class AddressGuard:
    """`allowed` holds the `host:port` pairs that may lie on a private address or an odd port."""

    def __init__(self, allowed: frozenset[str] = frozenset(), lookup: Lookup | None = None) -> None:
        self._allowed = frozenset(entry.lower() for entry in allowed)
        self._lookup = lookup or look_up

    def is_allow_listed(self, host: str, port: int) -> bool:
        return f"{host.lower()}:{port}" in self._allowed

    def check_url(self, url: str) -> tuple[str, int]:
        """The URL's host and port; raises ProviderRefused for what is not a public http(s) address."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise refused("This is not a web address.", "address") from error
        if parts.scheme not in _DEFAULT_PORTS or not host or parts.username or parts.password:
            raise refused("Only http and https addresses without a password are visited.", "address")
        if not self.is_allow_listed(host, port):
            self._check_public_form(host, port)
        return host, port

    def _check_public_form(self, host: str, port: int) -> None:
        if port not in PUBLIC_PORTS:
            raise refused(f"Port {port} is not visited.", "port")
        address = _literal(host)
        if address is not None:
            check_address(address)
        elif "." not in host or _is_spelled_number(host):
            raise refused("This address is not on the public web.", "address")

    async def addresses(self, host: str, port: int) -> list[str]:
        """What `host` resolves to now, every one checked; one private address refuses the whole name."""
        found = await self._lookup(host, port)
        if not self.is_allow_listed(host, port):
            for address in found:
                check_address(address)
        return found


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
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif any(ip in net for net in _HIDING):
            raise refused("This address is not on the public web.", "address")
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local:
        raise refused("This address is not on the public web.", "address")


async def look_up(host: str, port: int) -> list[str]:
    """Addresses by the system's resolver; raises OSError when there are none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


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
