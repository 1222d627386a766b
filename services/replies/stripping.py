"""Leaves of a reply only what was newly written: no quoted history, no signature, no device line."""

import re

_ATTRIBUTION = re.compile(
    r"^\s*>?\s*(on\b.{4,200}?\bwrote\s*:|le\b.{4,200}?\ba écrit\s*:|am\b.{4,200}?\bschrieb\b.{0,100}:|"
    r"el\b.{4,200}?\bescribió\s*:|.{4,120}\bने लिखा\s*:?|\d{4}[-/]\d{1,2}[-/]\d{1,2}.{4,120}:)\s*$",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_DIVIDERS = re.compile(
    r"^\s*(-{2,}\s*(original message|forwarded message|reply above this line|ursprüngliche nachricht|"
    r"message d'origine).*|_{5,}|\*?from:\*?\s.+|\*?von:\*?\s.+|\*?de\s?:\*?\s.+@.+|begin forwarded message:.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE = re.compile(
    r"^(--\s*|—\s*|__\s*|-\s*sent from.*|sent (from|via) (my|yahoo|outlook|mail|the|samsung).*|get outlook for .*)$",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"^(thanks?( you)?( and| &)?( with)?( (best|warm|kind))?( regards)?|"
    r"(best|warm|kind|with)?( (best|warm|kind))?\s*regards|cheers|sincerely|yours (truly|sincerely|faithfully)|"
    r"best( wishes)?|rgds|br|thanking you|सादर|धन्यवाद सहित|भवदीय)[\s,.!-]*$",
    re.IGNORECASE,
)
_SIGN_OFF_LINES = 8


def visible(text: str) -> str:
    """The part of a plain-text reply that its writer wrote now; never raises."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")[:50_000]
    plain = _before_history(plain)
    lines = [line for line in plain.split("\n") if not line.lstrip().startswith(">")]
    return "\n".join(_before_signature(lines)).strip()


def _before_history(text: str) -> str:
    cuts = [match.start() for match in (_attribution(text), _DIVIDERS.search(text)) if match and match.start() > 0]
    if text.lstrip().startswith(">") or not cuts:
        return text
    return text[: min(cuts)]


def _attribution(text: str) -> re.Match[str] | None:
    """An attribution may be folded over two or three lines, never over a paragraph."""
    return next((match for match in _ATTRIBUTION.finditer(text) if match.group().strip().count("\n") <= 3), None)


def _before_signature(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines):
        if _SIGNATURE.match(line.strip()):
            return lines[:index] or lines
        left = [later for later in lines[index + 1 :] if later.strip()]
        has_text = any(before.strip() for before in lines[:index])
        if has_text and len(left) <= _SIGN_OFF_LINES and _SIGN_OFF.match(line.strip()):
            return lines[:index]
    return lines
