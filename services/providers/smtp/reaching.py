"""Connections to a mail server that a customer named: never to a private address, never in clear over a network."""

import asyncio
import ipaddress
import socket
import ssl
from functools import cache

from services.core.errors import ProviderDown, ProviderRefused, Refusal
from services.core.settings import get_settings
from services.providers.smtp.errors import NAME
from services.web.guard import AddressGuard

SMTP_PORTS = frozenset({25, 465, 587, 2525})
IMAP_PORTS = frozenset({143, 993})
TLS_PORTS = frozenset({465, 993})  # encrypted from the first byte


async def open_socket(host: str, port: int, ports: frozenset[int], *, is_sandbox: bool) -> socket.socket:
    """A connected socket to an address of `host` that was checked; raises ProviderDown or ProviderRefused."""
    settings = get_settings()
    simulated = {f"{host}:{port}"} if is_sandbox and settings.sandbox else set()
    guard = AddressGuard(settings.mail_allowed_hosts | simulated)
    if port not in ports and not guard.is_allow_listed(host, port):
        words = f"Port {port} is not a mail server's."
        raise ProviderRefused(NAME, words, "port", Refusal.ACCOUNT)
    try:
        addresses = await guard.addresses(host, port)
    except ProviderRefused as error:
        words = f"{host} lies on a private network. Whoever runs this installation can allow it (LEADGEN_MAIL_ALLOW)."
        raise ProviderRefused(NAME, words, "address", Refusal.ACCOUNT) from error
    except OSError as error:
        raise ProviderDown(NAME, f"There is no server named {host}.", "name") from error
    failure: OSError | None = None
    for address in addresses:
        try:
            return await _connected(address, port)
        except OSError as error:
            failure = error
    raise ProviderDown(NAME, f"{host} cannot be reached. We will try again.", "connect") from failure


async def _connected(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setblocking(False)
        await asyncio.get_running_loop().sock_connect(opened, (address, port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        opened.close()
        raise
    return opened


def is_loopback(opened: socket.socket) -> bool:
    """Whether the other end is this very machine: there alone, nothing needs to be encrypted."""
    return ipaddress.ip_address(opened.getpeername()[0].partition("%")[0]).is_loopback


@cache
def tls() -> ssl.SSLContext:
    """One for the process: reading the machine's certificates takes longer than a send."""
    return ssl.create_default_context()
