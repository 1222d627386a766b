"""Whether a domain takes mail at all, by its MX records: asked once, remembered, never waited for long."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable

from dns.asyncresolver import Resolver
from dns.exception import DNSException, Timeout
from dns.resolver import NXDOMAIN, NoAnswer, NoNameservers

ANSWER_SECONDS = 2.0
BATCH_SECONDS = 4.0
_KEPT_SECONDS = 24 * 3600.0
_UNKNOWN_SECONDS = 600.0
_MOST_KEPT = 50_000
_AT_ONCE = 16


class MailHosts:
    """Ask `without_mail` about the domains of a batch. Safe to share between runs of one process.

    `nameserver` and `port` replace the machine's own resolver.
    """

    def __init__(self, nameserver: str = "", port: int = 53) -> None:
        self._resolver = Resolver(configure=not nameserver)
        if nameserver:
            self._resolver.nameservers = [nameserver]
            self._resolver.port = port
        self._resolver.timeout = self._resolver.lifetime = ANSWER_SECONDS
        self._known: OrderedDict[str, tuple[float, bool | None]] = OrderedDict()

    async def without_mail(self, domains: Iterable[str]) -> frozenset[str]:
        """Those that certainly take no mail: no such domain, a null MX (RFC 7505), neither MX nor address.

        A domain whose server is slow or broken is not among them. Takes at most `BATCH_SECONDS`.
        """
        wanted = dict.fromkeys(domain.lower() for domain in domains if domain)
        gate = asyncio.Semaphore(_AT_ONCE)
        asked = [asyncio.ensure_future(self._takes_mail(domain, gate)) for domain in wanted]
        if asked:
            await asyncio.wait(asked, timeout=BATCH_SECONDS)
        for late in (task for task in asked if not task.done()):
            late.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        answers = (None if task.cancelled() else task.result() for task in asked)
        return frozenset(domain for domain, answer in zip(wanted, answers, strict=True) if answer is False)

    async def _takes_mail(self, domain: str, gate: asyncio.Semaphore) -> bool | None:
        until, answer = self._known.get(domain, (0.0, None))
        if until > time.monotonic():
            self._known.move_to_end(domain)
            return answer
        async with gate:
            answer = await self._ask(domain)
        kept = _UNKNOWN_SECONDS if answer is None else _KEPT_SECONDS
        self._known[domain] = (time.monotonic() + kept, answer)
        while len(self._known) > _MOST_KEPT:
            self._known.popitem(last=False)
        return answer

    async def _ask(self, domain: str) -> bool | None:
        try:
            answer = await self._resolver.resolve(domain, "MX")
        except NXDOMAIN:
            return False
        except NoAnswer:
            return await self._has_address(domain)  # RFC 5321: without MX the host itself takes the mail
        except (Timeout, NoNameservers, DNSException, OSError):
            return None
        return any(str(record.exchange) != "." for record in answer)

    async def _has_address(self, domain: str) -> bool | None:
        for kind in ("A", "AAAA"):
            try:
                await self._resolver.resolve(domain, kind)
            except (NoAnswer, NXDOMAIN):
                continue
            except (Timeout, NoNameservers, DNSException, OSError):
                return None
            return True
        return False
