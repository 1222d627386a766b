"""Leaves of a reply only what was newly written: no quoted history, no signature, no device line."""

import re

# How mail programs announce what they quote ("On 3 Feb, X wrote:"), in the languages that the common ones speak.
_WROTE = (
    r"\b(?:wrote|writes|a écrit|schrieb|geschrieben|escribió|escreveu|ha scritto|scrisse|schreef|skrev|kirjoitti|"
    r"napisała?|написала?|пишет|yazdı)\b|ने लिखा"
)
_OPENS = r"(?:on|le|am|el|il|em|op|den|dne|dnia|w dniu|van)\b"
_ATTRIBUTION = re.compile(
    rf"^[ \t]*>?[ \t]*{_OPENS}[^\n]{{2,200}}?(?:\n(?![ \t]*{_OPENS})[^\n]{{1,160}}?){{0,2}}?"
    rf"(?:{_WROTE})[^\n]{{0,100}}:[ \t\xa0]*$"
    rf"|^(?![ \t]*{_OPENS})[ \t]*>?[^\n\d]{{0,40}}\d[^\n]{{2,160}}?(?:\n(?![ \t]*{_OPENS})[ \t]*<[^\n]{{1,160}}?)?"
    rf"(?:{_WROTE})[^\n]{{0,60}}:[ \t\xa0]*$"
    r"|^[ \t]*>?[ \t]*\d{4}[-/]\d{1,2}[-/]\d{1,2}[^\n]{4,120}(?:\n[ \t]*<[^\n]{1,120})?:[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_DAY_OR_ADDRESS = re.compile(r"[\d@]")
_DIVIDERS = re.compile(
    r"^\s*(-{2,}\s*(original message|forwarded message|reply above this line|ursprüngliche nachricht|oprindelig besked|"
    r"opprinnelig melding|ursprungligt meddelande|mensaje original|mensagem original|messaggio originale|"
    r"oorspronkelijk bericht|исходное сообщение|मूल संदेश|message d'origine|message original).*|_{5,}|"
    r"\*?from:\*?\s.+|\*?(von|de\s?|da|van|fra|från|od|от|प्रेषक):\*?\s.+@.+|\*?von:\*?\s.+|begin forwarded message:.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_RULE = re.compile(r"\s*[-=_*]{3,}\s*\Z")  # a line drawn above the history, left over when the history is cut
_SIGNATURE = re.compile(
    r"^(--\s*|—\s*|__\s*|-\s*sent from.*|sent (from|via) (my|yahoo|outlook|mail|the|samsung).*|get outlook for .*|"
    r"(sendt fra|skickat från|gesendet von|von meinem|envoyé de|envoyé depuis|enviado desde|enviado do|inviato da|"
    r"verzonden vanaf|lähetetty|отправлено с|wysłane z) .{2,60})$",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"^(thanks?( you)?( and| &)?( with)?( (best|warm|kind))?( regards)?|"
    r"(best|warm|kind|with)?( (best|warm|kind))?\s*regards|cheers|sincerely|yours (truly|sincerely|faithfully)|"
    r"best( wishes)?|rgds|br|thanking you|सादर|धन्यवाद सहित|भवदीय)[\s,.!-]*$",
    re.IGNORECASE,
)
_SIGN_OFF_LINES = 8
_JUST_A_NAME = 40  # characters


def visible(text: str) -> str:
    """The part of a plain-text reply that its writer wrote now; never raises."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")[:50_000]
    plain = _before_history(plain)
    lines = [line for line in plain.split("\n") if not line.lstrip().startswith(">")]
    return "\n".join(_before_signature(lines)).strip()


def without_closing(text: str) -> str:
    """What of `visible` carries meaning: "Thanks, Ravi" below a "STOP" changes nothing about it."""
    lines = visible(text).split("\n")
    for index, line in enumerate(lines):
        later = [one for one in lines[index + 1 :] if one.strip()]
        if index and len(later) <= 1 and _SIGN_OFF.match(line.strip()):
            return "\n".join(lines[:index]).strip() or "\n".join(lines)
    return "\n".join(lines)


def _before_history(text: str) -> str:
    cuts = [match.start() for match in (_attribution(text), _DIVIDERS.search(text)) if match and match.start() > 0]
    if text.lstrip().startswith(">") or not cuts:
        return text
    return _RULE.sub("", text[: min(cuts)])


def _attribution(text: str) -> re.Match[str] | None:
    """Names a day or an address, else it is a sentence of the reply."""
    return next((match for match in _ATTRIBUTION.finditer(text) if _DAY_OR_ADDRESS.search(match.group())), None)


def _before_signature(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines):
        if _SIGNATURE.match(line.strip()):
            return lines[:index] or lines
        left = [later for later in lines[index + 1 :] if later.strip()]
        has_text = any(before.strip() for before in lines[:index])
        is_block = len(left) > 1 or any(len(later.strip()) > _JUST_A_NAME for later in left)
        if has_text and is_block and len(left) <= _SIGN_OFF_LINES and _SIGN_OFF.match(line.strip()):
            return lines[:index]
    return lines
