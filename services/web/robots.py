"""What a site's robots.txt permits (RFC 9309)."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

LARGEST = 512 * 1024
LONGEST_DELAY = 60.0
_LINE = re.compile(r"^\s*(?P<key>(?i:user[ -]agent)|[A-Za-z-]+)\s*(?::|\s)\s*(?P<value>[^#]*)")
_MARK = re.compile("^(?:\ufeff|ï»¿)+")  # a byte-order mark, also one that was read as Latin-1
_PRODUCT = re.compile(r"^[A-Za-z_-]+")
# Misspellings that large crawlers obey: a site that wrote "disalow" did not invite us.
_KEYS = {
    "useragent": "user-agent", "user agent": "user-agent", "dissallow": "disallow", "dissalow": "disallow",
    "disalow": "disallow", "diasllow": "disallow", "disallaw": "disallow",
}  # fmt: skip
_US, _OTHERS = "us", "somebody-else"
_ESCAPED_LETTER = re.compile(r"%(2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])")
_NAMES = ("user-agent", "disallow", "allow", "crawl-delay")


@dataclass(frozen=True)
class RobotsRules:
    """One site's rules for one agent; made by `parse`, `everything` or `nothing`."""

    _readings: tuple[Protego, ...] = field(default=(), repr=False)
    _default: bool = True

    def allows(self, url: str) -> bool:
        """Every reading must permit it: where the RFC and large crawlers differ, the stricter one counts."""
        path = _path_of(url)
        literal = _ESCAPED_LETTER.sub(r"%25\1", path)
        return self._default and all(
            reading.can_fetch(path if index == 0 else literal, _US) for index, reading in enumerate(self._readings)
        )

    def delay(self) -> float:
        """Seconds the site asks to leave between two visits, at most a minute; 0 when it asks nothing."""
        asked = self._readings[0].crawl_delay(_US) if self._readings else None
        return min(max(float(asked or 0), 0.0), LONGEST_DELAY)


def parse(text: str, agent: str) -> RobotsRules:
    """The rules of a robots.txt for the product token `agent`; anything that is no rule is skipped.

    RFC 9309 reads "%62" in a rule as "b", others take it literally; both readings are kept.
    """
    plain = "\n".join(_plain(line, agent.lower().partition("/")[0]) for line in _MARK.sub("", text).splitlines())
    literal = _ESCAPED_LETTER.sub(r"%25\1", plain)
    return RobotsRules(tuple(Protego.parse(reading) for reading in dict.fromkeys([plain, literal])))


def everything() -> RobotsRules:
    """The site has no robots.txt (4xx): all may be visited."""
    return RobotsRules()


def nothing() -> RobotsRules:
    """The site cannot say what it permits (5xx, unreachable): nothing may be visited."""
    return RobotsRules(_default=False)


def _plain(line: str, agent: str) -> str:
    """The line as RFC 9309 writes it; a user agent becomes `*`, us, or somebody else."""
    hit = _LINE.match(line)
    if not hit:
        return ""
    key = hit["key"].lower()
    key = _KEYS.get(key, key)
    value = hit["value"].strip()
    if key == "user-agent":
        product = _PRODUCT.match(value)
        is_us = product is not None and product[0].lower() == agent
        value = "*" if value.startswith("*") else _US if is_us else _OTHERS
    return f"{key}: {value}" if key in _NAMES else ""  # what is no rule must not end a group of agents either


def _path_of(url: str) -> str:
    """Without the fragment, which is never sent."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))
