"""E-mail addresses inside text, also where they are written so that machines miss them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from services.core.domains import has_public_suffix
from services.core.emails import RESERVED_TLD, is_automated, normalise_email
from services.core.unhiding import assembled_texts, hidden_texts, plain_text

_LONGEST = 500_000
_LONGEST_REMEMBERED = 300
_WORD = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_LOCAL = r"\w(?:[\w.+&'-]{0,62}[\w-])?"
_PLAIN = re.compile(rf"(?<![\w.+-])({_LOCAL})@({_WORD}(?:\.{_WORD}){{0,8}})(?![\w@]|-\w)")
_OPEN, _CLOSE = r"\s{0,3}(?:[-–]\s?)?[\[({<]{1,2}\s{0,3}", r"\s{0,3}[\])}>]{1,2}(?:\s?[-–])?\s{0,3}"
_AT = rf"(?:{_OPEN}(?:at|@|a|ät|et|arroba|at[ -]?(?:sign|symbol)|[a-z ]{{0,20}}with @){_CLOSE})"
_DOT_WORD = r"(?:dot|\.|punkt|punto|ponto|point|period|d0t)"
_DOT = rf"(?:{_OPEN}{_DOT_WORD}{_CLOSE}|\s{{1,3}}dot\s{{1,3}}|\.)"
_PARTS = rf"{_LOCAL}(?:{_OPEN}{_DOT_WORD}{_CLOSE}{_LOCAL}){{0,3}}"
_BRACKETED = re.compile(rf"(?i)(?<![\w.+-])({_PARTS}){_AT}({_WORD}(?:{_DOT}{_WORD}){{1,6}})")
_DOT_BRACKETED = re.compile(
    rf"(?i)(?<![\w.+-])({_LOCAL})\s?@\s?({_WORD}(?:{_DOT}{_WORD}){{0,5}}"
    rf"(?:{_OPEN}{_DOT_WORD}{_CLOSE}|\s{{1,3}}dot\s{{1,3}}){_WORD}(?:{_DOT}{_WORD}){{0,2}})"
)
_VERBS = (
    "(?i:available|shop|visit|find|us|me|look|buy|order|see|read|online|book|more|here|live|join|meet|only|register)"
)
_SPELLED = re.compile(
    rf"(?i)(?<![\w.+-])({_LOCAL}(?:\sdot\s{_LOCAL})?)\s{{1,3}}at\s{{1,3}}({_WORD}(?:\s{{1,3}}dot\s{{1,3}}{_WORD}){{1,5}})\b"
)
_SPELLED_ELSEWHERE = re.compile(
    rf"(?i)(?<![\w.+-])({_LOCAL})\s{{1,3}}arroba\s{{1,3}}({_WORD}(?:\s{{1,3}}(?:punto|ponto)\s{{1,3}}{_WORD}|\.{_WORD}){{1,5}})\b"
)
_LABELLED = re.compile(rf"(?i)\be-?mail\s?[:=-]\s*({_LOCAL})\s{{1,3}}at\s{{1,3}}({_WORD}(?:\.{_WORD}){{1,5}})")
_ALONE = re.compile(rf"(?m)^\s*(?!(?:{_VERBS})\b)({_LOCAL})\s{{1,3}}at\s{{1,3}}({_WORD}(?:\.{_WORD}){{1,5}})\s*$")
_MARK = r"\s?[_|*~/\"'„“”-]{1,2}\s?"
_JOINED = re.compile(
    rf"(?i)(?<![a-z0-9._+-])([a-z0-9][a-z0-9.+]{{0,60}}?){_MARK}at{_MARK}"
    rf"([a-z0-9-]{{1,60}}?(?:{_MARK}dot{_MARK}[a-z0-9]{{1,60}}?)+)(?![a-z0-9_-])"
)
_LETTERS = re.compile(r"(?<![^\s:])((?:[\w.+-] ){2,40})@((?: [\w-]){1,40}(?: \.(?: [\w-]){2,20}){1,3})(?!\S)")
_SPACED = re.compile(rf"(?<![\w.+-])({_LOCAL})\s{{0,2}}@\s{{0,2}}({_WORD}(?:\s?\.\s?{_WORD}){{1,5}})(?![\w@])")
_SHY = re.compile(r"(?i)at|@|arroba|dot|punkt|[\[({]\s?(?:a|et)\s?[\])}]")
_AT_WORD, _BRACKET = re.compile(r"\sat\s"), re.compile(r"[\[({<]")
_DOTS = re.compile(
    rf"(?i){_OPEN}{_DOT_WORD}{_CLOSE}|{_MARK}dot{_MARK}|\s{{1,3}}(?:dot|punto|ponto)\s{{1,3}}|[\s\[({{<]*\.[\s\])}}>]*"
)
_DECOY = re.compile(
    r"[._-]?(?:NO[._-]?SPAM|REMOVE(?:[._-]?(?:THIS|ME))?|DELETE(?:[._-]?(?:THIS|ME))?|SPAM[._-]?FREE)[._-]?"
)


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
    for part in (*hidden_texts(text), *assembled_texts(text), text):
        for local, domain in _candidates(plain_text(part)):
            _keep(found, f"{local}@{domain}", allow_reserved)
    return tuple(found)


def _candidates(text: str) -> Iterator[tuple[str, str]]:
    """(local part, domain) in their order; what lies inside a longer candidate is a part of it."""
    hits = [hit for pattern in _possible(text) for hit in pattern.finditer(text)]
    hits.sort(key=lambda hit: (hit.start(1), -hit.end(2)))
    end = -1
    for hit in hits:
        if hit.end(2) > end:
            local, domain = _squeezed(hit[1]), _squeezed(hit[2])
            yield local, domain
            end = hit.end(2) if _is_real_domain(domain, allow_reserved=True) else end


def _possible(text: str) -> Iterator[re.Pattern[str]]:
    """The patterns that can fit: each looks for a sign that is quickly seen to be missing from most lines."""
    if "@" in text:
        yield from (_PLAIN, _DOT_BRACKETED, _SPACED, _LETTERS)
    if not _SHY.search(text):
        return
    lower = text.lower()
    says_at = bool(_AT_WORD.search(lower))
    if _BRACKET.search(text):
        yield _BRACKETED
    if "dot" in lower:
        yield from (_SPELLED, _JOINED)
    if "arroba" in lower:
        yield _SPELLED_ELSEWHERE
    if says_at and "mail" in lower:
        yield _LABELLED
    if says_at:
        yield _ALONE


def _squeezed(part: str) -> str:
    """ "firm [dot] co . in" becomes "firm.co.in"; words such as NOSPAM go."""
    part = _DOTS.sub(".", part)
    return _DECOY.sub("", part.replace(" ", ""))


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
    """ "firm.com.Call" is "firm.com" and the next sentence's first word; so is "firm.comCall"."""
    head, _, last = domain.rpartition(".")
    if head.islower() and last[:1].isupper() and last[1:].islower() and "." in head and has_public_suffix(head):
        return head
    glued = re.fullmatch(r"([a-z]{2,})[A-Z][a-z]+", last)
    shorter = f"{head}.{glued[1]}" if glued else ""
    return shorter if shorter and not has_public_suffix(domain.lower()) and has_public_suffix(shorter) else domain
