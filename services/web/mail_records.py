"""A domain's TXT records, asked of the name servers; remembered for a minute, since somebody is just changing them."""

import time

from dns.asyncresolver import Resolver
from dns.exception import DNSException
from dns.rdtypes.txtbase import TXTBase
from dns.resolver import NXDOMAIN, NoAnswer

ANSWER_SECONDS = 3.0
_KEPT_SECONDS = 60.0
_MOST_KEPT = 1_000


class MailRecords:
    """Safe to share between checks of one process. `nameserver` and `port` replace the machine's own resolver."""

    def __init__(self, nameserver: str = "", port: int = 53) -> None:
        self._resolver = Resolver(configure=not nameserver)
        if nameserver:
            self._resolver.nameservers = [nameserver]
            self._resolver.port = port
        self._resolver.timeout = self._resolver.lifetime = ANSWER_SECONDS
        self._known: dict[str, tuple[float, list[str]]] = {}

    async def texts(self, name: str) -> list[str] | None:
        """The texts at `name`, each in one piece; [] when there are none, None when the name server does not say."""
        until, known = self._known.get(name, (0.0, []))
        if until > time.monotonic():
            return known
        try:
            answer = await self._resolver.resolve(name, "TXT")
        except (NXDOMAIN, NoAnswer):
            found: list[str] = []
        except (DNSException, OSError, UnicodeError):
            return None
        else:
            found = [_text(record) for record in answer if isinstance(record, TXTBase)]
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[name] = (time.monotonic() + _KEPT_SECONDS, found)
        return found


def _text(record: TXTBase) -> str:
    return b"".join(record.strings).decode("utf-8", "replace")
