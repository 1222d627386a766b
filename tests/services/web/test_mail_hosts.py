"""MX records are asked of a real name server, on loopback."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from services.web import mail_hosts
from services.web.mail_hosts import MailHosts

RECORDS = {
    ("acme.in.", "MX"): "10 mail.acme.in.",
    ("silent.in.", "MX"): "0 .",
    ("address-only.in.", "A"): "192.0.2.7",
    ("six.in.", "AAAA"): "2001:db8::7",
}
NAMES = {name for name, _ in RECORDS} | {"bare.in."}


@dataclass
class NameServer(asyncio.DatagramProtocol):
    asked: list[str] = field(default_factory=list)
    port: int = 0
    names: set[str] = field(default_factory=lambda: set(NAMES))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        question = dns.message.from_wire(data)
        name, kind = str(question.question[0].name), question.question[0].rdtype.name
        self.asked.append(f"{name} {kind}")
        if name == "slow.in.":
            return
        reply = dns.message.make_response(question)
        reply.flags |= dns.flags.RA
        if name == "broken.in.":
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif name not in self.names:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        elif record := RECORDS.get((name, kind)):
            reply.answer.append(dns.rrset.from_text(name, 300, "IN", kind, record))
        self.transport.sendto(reply.to_wire(), address)  # pyright: ignore


@pytest.fixture
async def name_server() -> AsyncIterator[NameServer]:
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(
        NameServer, ("127.0.0.1", 0), family=socket.AF_INET
    )
    server.port = transport.get_extra_info("sockname")[1]
    yield server
    transport.close()


async def test_domains_that_take_no_mail_are_named(name_server: NameServer) -> None:
    hosts = MailHosts("127.0.0.1", name_server.port)
    domains = ["acme.in", "silent.in", "address-only.in", "six.in", "bare.in", "gone.in", "broken.in", ""]
    assert await hosts.without_mail(domains) == {"silent.in", "bare.in", "gone.in"}


async def test_an_answer_is_remembered(name_server: NameServer) -> None:
    hosts = MailHosts("127.0.0.1", name_server.port)
    for _ in range(3):
        assert await hosts.without_mail(["gone.in", "ACME.in"]) == {"gone.in"}
    assert sorted(name_server.asked) == ["acme.in. MX", "gone.in. MX"]


async def test_nobody_waits_long_for_a_silent_server(name_server: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_hosts, "BATCH_SECONDS", 0.2)
    started = time.monotonic()
    assert await MailHosts("127.0.0.1", name_server.port).without_mail(["slow.in", "gone.in"]) == {"gone.in"}
    assert time.monotonic() - started < 1.5
