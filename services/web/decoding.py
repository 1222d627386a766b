"""Bytes of a page to text: byte-order mark, header, meta tag, then the usual suspects."""

import codecs
import re

from bs4.dammit import UnicodeDammit

_CHARSET = re.compile(r"(?i)charset\s*=\s*[\"']?([\w.:-]+)")
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# "ISO-8859-1" on the web means Windows-1252 (WHATWG): its quotes and dashes lie where Latin-1 has control characters.
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def decoded(body: bytes, content_type_parameters: str = "") -> str:
    """The text of an HTML page; a wrong header is overruled when the bytes are no such text."""
    for mark, encoding in _MARKS.items():
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    named = _CHARSET.search(content_type_parameters)
    known = [named[1]] if named and not _is_wide_in_name_only(named[1], body) else []
    found = UnicodeDammit(body, known_definite_encodings=known, is_html=True).unicode_markup
    return (found if found is not None else body.decode("utf-8", "replace")).translate(_WINDOWS)


def _is_wide_in_name_only(encoding: str, body: bytes) -> bool:
    """Any bytes are some UTF-16 text; markup that really is has a zero in each of its letters."""
    return encoding.lower().startswith(("utf-16", "utf16", "utf-32", "ucs-2")) and b"\0" not in body[:1024]
