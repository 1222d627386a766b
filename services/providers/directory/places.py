"""One spelling for one page: without session marks and tracking, with the query in order."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_SESSION = re.compile(r"(?i);(?:jsessionid|sid|phpsessid)=[^/?#;]*")
_MARKS = re.compile(
    r"(?i)^(?:j?sess(?:ion)?_?id|sid|phpsessid|aspsessionid\w*|cfid|cftoken|utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|_ga|ref|referrer"
    r"|from_?page|print|osid|zenid)$"
)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def visited_as(url: str) -> str:
    """The address to visit: as written, without what only tells one visitor or one visit from another."""
    parts = urlsplit(_SESSION.sub("", url))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _MARKS.match(name)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))


@lru_cache(maxsize=4096)
def same_page(url: str) -> str:
    """Equal for addresses of one page: host in lower case, no default port, no last slash, the query sorted."""
    parts = urlsplit(visited_as(url))
    host = parts.netloc.lower().removesuffix(_DEFAULT_PORTS.get(parts.scheme, ""))
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return urlunsplit(("", host.removeprefix("www."), parts.path.rstrip("/"), query, ""))
