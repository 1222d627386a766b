"""JSON-LD as sites really write it: comments, trailing commas, entities and several objects in one script."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

_WRAPPER = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|/\*.*?\*/|^\s*//[^\n]*$", re.DOTALL | re.MULTILINE)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_DECODER = json.JSONDecoder(strict=False)


def objects_in(script: str) -> list[Any]:
    """Every JSON value of one script; an unreadable rest is left out."""
    unwrapped = _WRAPPER.sub("", script)
    for text in (
        script,
        unwrapped,
        _TRAILING_COMMA.sub("", unwrapped),
        _TRAILING_COMMA.sub("", html.unescape(unwrapped)),
    ):
        if found := list(_values(text)):
            return found
    return []


def _values(text: str) -> Iterator[Any]:
    position = 0
    while position < len(text):
        if text[position] in " \t\r\n;,":
            position += 1
            continue
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value
