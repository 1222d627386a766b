"""E-mail addresses inside text, also where they are written so that machines miss them."""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from services.core.domains import has_public_suffix
from services.core.emails import RESERVED_TLD, is_automated, normalise_email

_LONGEST = 500_000
_LONGEST_REMEMBERED = 300
_WIDE = {0xFF20: "@", 0xFE6B: "@", 0xFF0E: ".", 0x3002: ".", 0x00A0: " "}
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, 0xFEFF])
_ESCAPE = re.compile(r"\\u\{?00([0-7][0-9a-fA-F])\}?|\\x([0-7][0-9a-fA-F])|\bu00([0-7][0-9a-fA-F])")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_TAG = re.compile(r"</?[a-zA-Z!][^<>@]{0,500}>")
_CLOUDFLARE = re.compile(r"(?:data-cfemail=[\"']|/cdn-cgi/l/email-protection#)([0-9a-fA-F]{6,400})")
_WORD = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_LOCAL = r"\w(?:[\w.+&'-]{0,62}[\w-])?"
_PLAIN = re.compile(rf"(?<![\w.+-])({_LOCAL})@({_WORD}(?:\.{_WORD}){{0,8}})(?![\w@]|-\w)")
_OPEN, _CLOSE = r"\s{0,3}[\[({<]\s{0,3}", r"\s{0,3}[\])}>]\s{0,3}"
_AT = rf"(?:{_OPEN}(?:at|@|a|ät|arroba){_CLOSE})"
_DOT = rf"(?:{_OPEN}(?:dot|\.|punkt|punto|d0t){_CLOSE}|\s{{1,3}}dot\s{{1,3}}|\.)"
_BRACKETED = re.compile(rf"(?i)(?<![\w.+-])({_LOCAL}){_AT}({_WORD}(?:{_DOT}{_WORD}){{1,6}})")
_DOT_BRACKETED = re.compile(
    rf"(?i)(?<![\w.+-])({_LOCAL})\s?@\s?({_WORD}(?:{_DOT}{_WORD}){{0,5}}{_OPEN}(?:dot|\.){_CLOSE}{_WORD})"
)
_VERBS = (
    "(?i:available|shop|visit|find|us|me|look|buy|order|see|read|online|book|more|here|live|join|meet|only|register)"
)
_SPELLED = re.compile(
    rf"(?i)(?<![\w.+-])({_LOCAL}(?:\sdot\s{_LOCAL})?)\s{{1,3}}at\s{{1,3}}({_WORD}(?:\s{{1,3}}dot\s{{1,3}}{_WORD}){{1,5}})\b"
)
_LABELLED = re.compile(rf"(?i)\be-?mail\s?[:=-]\s*({_LOCAL})\s{{1,3}}at\s{{1,3}}({_WORD}(?:\.{_WORD}){{1,5}})")
_ALONE = re.compile(rf"(?m)^\s*(?!(?:{_VERBS})\b)({_LOCAL})\s{{1,3}}at\s{{1,3}}({_WORD}(?:\.{_WORD}){{1,5}})\s*$")
_JOINED = re.compile(
    r"(?i)(?<![a-z0-9._+-])([a-z0-9][a-z0-9.+]{0,60}?)\s?[_-]at[_-]\s?([a-z0-9-]{1,60}?(?:\s?[_-]dot[_-]\s?[a-z0-9]{1,60}?)+)(?![a-z0-9_-])"
)
_SPACED = re.compile(rf"(?<![\w.+-])({_LOCAL})\s{{0,2}}@\s{{0,2}}({_WORD}(?:\s?\.\s?{_WORD}){{1,5}})(?![\w@])")
_SHY = re.compile(r"(?i)at|@|arroba|dot|punkt")
_DECOY = re.compile(r"[._-]?(?:NO[._-]?SPAM|REMOVE(?:THIS|ME)?|DELETE(?:THIS|ME)?|SPAM[._-]?FREE)[._-]?")


def find_emails(text: str, *, allow_reserved: bool = False) -> list[str]:
    """The distinct addresses of a text or an HTML fragment, in lower case, in their order.

    Reads entities, JavaScript and percent escapes, Cloudflare's `data-cfemail`, and "name [at] firm [dot] in".
    """
    find = _remembered if len(text) <= _LONGEST_REMEMBERED else _found
    return list(find(text[:_LONGEST], allow_reserved))


@lru_cache(maxsize=4096)
def _remembered(text: str, allow_reserved: bool) -> tuple[str, ...]:
    """The lines of a site's frame are the same on each of its pages."""
    return _found(text, allow_reserved)


def _found(text: str, allow_reserved: bool) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for code in _CLOUDFLARE.findall(text):
        _keep(found, decode_cloudflare(code), allow_reserved)
    for local, domain in _candidates(decode_text(text)):
        _keep(found, f"{local}@{domain}", allow_reserved)
    return tuple(found)


def decode_cloudflare(code: str) -> str:
    """The address behind `data-cfemail`: its first byte is XORed into the others; "" when it is none."""
    try:
        key, *rest = bytes.fromhex(code)
    except ValueError:
        return ""
    return bytes(byte ^ key for byte in rest).decode("utf-8", "replace").partition("?")[0]


def decode_text(text: str) -> str:
    """Undo entities, escapes, tags, wide signs and invisible characters."""
    if "&" in text:
        text = html.unescape(text)
    if "00" in text or "\\x" in text:
        text = _ESCAPE.sub(lambda hit: chr(int(hit[1] or hit[2] or hit[3], 16)), text)
    if "%" in text:
        text = _PERCENT.sub(lambda hit: unquote(hit[0], errors="replace"), text)
    if "<" in text:
        text = _TAG.sub("", text)
    return text.translate(_WIDE).translate(_INVISIBLE)


def _candidates(text: str) -> Iterator[tuple[str, str]]:
    seen: list[tuple[int, str, str]] = []
    if "@" in text:
        for pattern in (_PLAIN, _DOT_BRACKETED, _SPACED):
            seen += [(hit.start(), hit[1], hit[2]) for hit in pattern.finditer(text)]
    if _SHY.search(text):
        for pattern in (_BRACKETED, _SPELLED, _LABELLED, _ALONE, _JOINED):
            seen += [(hit.start(), hit[1], hit[2]) for hit in pattern.finditer(text)]
    for _, local, domain in sorted(seen, key=lambda candidate: candidate[0]):
        yield _squeezed(local), _squeezed(domain)


def _squeezed(part: str) -> str:
    """ "firm [dot] co . in" becomes "firm.co.in"; words such as NOSPAM go."""
    part = re.sub(
        r"(?i)[\s\[({<]+(?:dot|d0t|punkt|punto)[\s\])}>]+|\s?[_-]dot[_-]\s?|[\s\[({<]*\.[\s\])}>]*", ".", part
    )
    return _DECOY.sub("", part)


def _keep(found: dict[str, None], candidate: str, allow_reserved: bool) -> None:
    local, _, domain = candidate.rpartition("@")
    domain = _without_glued_sentence(domain)
    if not _is_real_domain(domain, allow_reserved) and _is_real_domain(f"{local}"[::-1], allow_reserved):
        local, domain = domain[::-1], local[::-1]  # written backwards and turned round by a style sheet
    if not _is_real_domain(domain, allow_reserved):
        return
    address = normalise_email(f"{local}@{domain}", allow_reserved=allow_reserved)
    if address and not is_automated(address):
        found[address] = None


def _is_real_domain(domain: str, allow_reserved: bool) -> bool:
    if allow_reserved and domain.lower().endswith(f".{RESERVED_TLD}"):
        return True
    return has_public_suffix(domain.lower())


def _without_glued_sentence(domain: str) -> str:
    """ "firm.com.Call" is "firm.com" and the next sentence's first word."""
    head, _, last = domain.rpartition(".")
    glued = head.islower() and last[:1].isupper() and last[1:].islower() and "." in head
    return head if glued and has_public_suffix(head) else domain
