"""Addresses that a page keeps from machines: encoded attributes, scripts that assemble them, words for signs."""

import base64
import binascii
import codecs
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

_WIDE = {0xFF20: "@", 0xFE6B: "@", 0xFF0E: ".", 0x3002: ".", 0x00A0: " "}
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, 0xFEFF])
_ESCAPE = re.compile(r"\\u\{?00([0-7][0-9a-fA-F])\}?|\\x([0-7][0-9a-fA-F])|\bu00([0-7][0-9a-fA-F])")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_UNSHOWN = re.compile(
    r"<(span|b|i|em|small|font|del)\b[^<>]*(?:display\s*:\s*none|visibility\s*:\s*hidden)[^<>]*>[^<>]*</\1\s*>",
    re.IGNORECASE,
)
_SIGN_TAG = re.compile(r"<\s*(at|dot|@|\.)\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<(?:/?[a-zA-Z]|!)[^<>@]{0,500}>")
_WORDS = (
    (re.compile(r"(?i)\bat[\s-]the[\s-]rate(?:[\s-]of)?(?:[\s-]sign)?\b"), "at"),
    (re.compile(
        r"(?<![\u0900-\u0dff])(?:[एऐऍॲ]ट|अॅट|एैट|अ‍ॅट|અેટ|એટ|ઍટ|ਐਟ|অ্যাট|এট|అట్|ఎట్|యాట్|ಅಟ್|ಎಟ್|ಆಟ್|அட்|ஏட்|അറ്റ്)"
        r"(?:[\s-](?:द|दी)[\s-]रेट)?(?![\u0900-\u0dff])"
    ), "at"),
    (re.compile(
        r"(?<![\u0900-\u0dff])(?:ड[ॉाो]ट|डॅाट|ડ[ોૉ]ટ|ਡ[ੌਾ]ਟ|ডট|డాట్|ಡಾಟ್|டாட்|ഡോട്ട്)(?![\u0900-\u0dff])"
    ), "dot"),
)  # fmt: skip
_CLOUDFLARE = re.compile(r"(?:data-cfemail=[\"']|/cdn-cgi/l/email-protection#)([0-9a-fA-F]{6,400})")
_BASE64 = re.compile(
    r"(?:\batob\(\s*|\bdata-[\w-]*(?:mail|addr|enc|base64|b64|contact)[\w-]*\s*=\s*)[\"']([A-Za-z0-9+/]{10,400}={0,2})[\"']"
)
_ROTATED = re.compile(r"\bdata-enc-e?mail\s*=\s*[\"']([^\"']{6,200})[\"']")
_CAESAR = re.compile(r"(?i)crypt\w*\(\s*(?:&#39;|[\"'])([^\"'&]{8,300})(?:&#39;|[\"'])")
_RINGS = ("+,-./0123456789:", "@ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_PARTED = re.compile(r"\bdata-[\w-]*(?:domain|host|server)\s*=", re.IGNORECASE)
_OPENED = re.compile(r"<[a-zA-Z][^<>]{0,1000}>")
_ATTRIBUTE = re.compile(r"\bdata-([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LOCAL_NAMES = re.compile(r"(?:^|-)(?:user|username|name|local|localpart|mailbox|account|part1)$")
_DOMAIN_NAMES = re.compile(r"(?:^|-)(?:domain|host|hostname|server|part2)$")
_ENDING_NAMES = re.compile(r"(?:^|-)(?:tld|ext|extension|suffix|part3)$")

_STRING = r"(?:\"(?:[^\"\\\n]|\\.){0,300}\"|'(?:[^'\\\n]|\\.){0,300}')"
_CHARACTERS = re.compile(r"String\.fromCharCode\(\s*([\d\s,xXa-fA-F]{5,2000})\)")
_DECODED = re.compile(r"\batob\(\s*[\"']([A-Za-z0-9+/]{4,400}={0,2})[\"']\s*\)")
_REVERSED = re.compile(rf"({_STRING})\s*\.split\(\s*[\"']{{2}}\s*\)\s*\.reverse\(\)\s*\.join\(\s*[\"']{{2}}\s*\)")
_LISTED = re.compile(rf"\[\s*({_STRING}(?:\s*,\s*{_STRING}){{1,12}})\s*\]\s*\.join\(\s*({_STRING})\s*\)")
_ASSIGNED = re.compile(rf"(?<![\w$.])([A-Za-z_$][\w$]{{0,40}})\s*=\s*({_STRING})\s*(?=[;,\n}}]|$)")
_SUM = re.compile(rf"(?:{_STRING}|[A-Za-z_$][\w$]*)(?:\s*\+\s*(?:{_STRING}|[A-Za-z_$][\w$]*)){{1,15}}")
_OPERAND = re.compile(rf"{_STRING}|[A-Za-z_$][\w$]*")
_LINKED = re.compile(r"[\"'](?:\w+=[\"'\\]*)?mailto:[^\"'<>\n]{5,200}[\"']", re.IGNORECASE)
_AT_SIGN = re.compile(r"@|&#0?64;|&#x40;|\\x40|\\u0040|%40|&commat;", re.IGNORECASE)
_LONGEST_SCRIPT = 200_000


def plain_text(text: str) -> str:
    """Undo entities, escapes, tags, wide signs and invisible characters; "at the rate" and "एट" become "at"."""
    if "<" in text:
        text = _ROTATED.sub("", text)
        text = _TAG.sub("", _SIGN_TAG.sub(r"[\1]", _UNSHOWN.sub("", text)))
    if "&" in text:
        text = html.unescape(text)
    if "00" in text or "\\x" in text:
        text = _ESCAPE.sub(lambda hit: chr(int(hit[1] or hit[2] or hit[3], 16)), text)
    if "%" in text:
        text = _PERCENT.sub(lambda hit: unquote(hit[0], errors="replace"), text)
    text = text.translate(_WIDE).translate(_INVISIBLE)
    for pattern, word in _WORDS if "rate" in text or not text.isascii() else ():
        text = pattern.sub(word, text)
    return text


def hidden_texts(markup: str) -> Iterator[str]:
    """What attributes and calls of a piece of HTML hold in coded form, decoded; most of it no address."""
    for code in _CLOUDFLARE.findall(markup):
        yield decode_cloudflare(code)
    if "data-" in markup or "atob" in markup:
        yield from filter(None, map(_from_base64, _BASE64.findall(markup)))
        yield from (codecs.decode(code.replace("[at]", "@"), "rot13") for code in _ROTATED.findall(markup))
        if _PARTED.search(markup):
            yield from filter(None, map(_joined_attributes, _OPENED.findall(markup)))
    if "rypt" in markup:
        yield from filter(None, map(_unshifted, _CAESAR.findall(markup)))


def decode_cloudflare(code: str) -> str:
    """The address behind `data-cfemail`: its first byte is XORed into the others; "" when it is none."""
    try:
        key, *rest = bytes.fromhex(code)
    except ValueError:
        return ""
    return bytes(byte ^ key for byte in rest).decode("utf-8", "replace").partition("?")[0]


def assembled_texts(script: str) -> Iterator[str]:
    """Texts with an @ that a script puts together from strings, variables, character codes or backwards."""
    script = script[:_LONGEST_SCRIPT]
    if "'" not in script and '"' not in script and "fromCharCode" not in script:
        return
    if not _AT_SIGN.search(script) and "fromCharCode" not in script and "atob" not in script:
        return
    made: list[str] = []

    def put(text: str) -> str:
        made.append(text)
        return '"' + re.sub(r"[\"\\\n]", "", text) + '"'

    script = _CHARACTERS.sub(lambda hit: put(_from_codes(hit[1])), script)
    script = _DECODED.sub(lambda hit: put(_from_base64(hit[1])), script)
    script = _REVERSED.sub(lambda hit: put(_value(hit[1])[::-1]), script)
    script = _LISTED.sub(lambda hit: put(_value(hit[2]).join(map(_value, _OPERAND.findall(hit[1])))), script)
    known = {name: _value(text) for name, text in _ASSIGNED.findall(script)}
    for hit in _SUM.finditer(script):
        operands = _OPERAND.findall(hit[0])
        if any(operand[0] in "\"'" or operand in known for operand in operands):
            joined = "".join(_value(one) if one[0] in "\"'" else known.get(one, " ") for one in operands)
            if _AT_SIGN.search(joined):
                yield joined
    yield from (_value(text) for text in _LINKED.findall(script))
    yield from made


def _value(literal: str) -> str:
    return re.sub(r"\\([\"'/])", r"\1", literal[1:-1])


def _from_codes(codes: str) -> str:
    numbers = [int(code, 16 if "x" in code.lower() else 10) for code in re.findall(r"0[xX][0-9a-fA-F]+|\d+", codes)]
    return "".join(chr(number) for number in numbers if number < 0x3000)


def _from_base64(code: str) -> str:
    try:
        text = base64.b64decode(code + "=" * (-len(code) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return text if text.isprintable() else ""


def _joined_attributes(tag: str) -> str:
    """`data-user`, `data-domain` and perhaps `data-tld` of one tag."""
    values = {name.lower(): (first or second).strip() for name, first, second in _ATTRIBUTE.findall(tag)}
    local, domain, ending = (
        next((value for name, value in values.items() if names.search(name)), "")
        for names in (_LOCAL_NAMES, _DOMAIN_NAMES, _ENDING_NAMES)
    )
    if ending and not domain.endswith(f".{ending.strip('.')}"):
        domain = f"{domain}.{ending.strip('.')}"
    return f"{local}@{domain}" if local and domain and "@" not in local + domain else ""


def _unshifted(code: str) -> str:
    """A link whose letters were moved along their alphabets until it no longer begins with "mailto:"."""
    for steps in range(-25, 26):
        text = "".join(_moved(letter, steps) for letter in code[:7])
        if text == "mailto:":
            return "".join(_moved(letter, steps) for letter in code)
    return ""


def _moved(letter: str, steps: int) -> str:
    ring = next((ring for ring in _RINGS if letter in ring), letter)
    return ring[(ring.index(letter) + steps) % len(ring)]
