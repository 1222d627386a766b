"""JSON-LD as sites really write it: comments, trailing commas, entities and several objects in one script."""

import html
import json
from collections.abc import Iterator
from typing import Any

from services.web.extract.lenient import lenient_values

_DECODER = json.JSONDecoder(strict=False)
_LONGEST = 400_000


def objects_in(script: str) -> list[Any]:
    """Every JSON value of one script; what no reading makes sense of is left out."""
    script = script[:_LONGEST]
    found, is_whole = _values(script)
    if not is_whole:
        found = lenient_values(html.unescape(script) if "&quot;" in script or "&#34;" in script else script)
    return [inner for value in found for inner in _unpacked(value)]


def _unpacked(value: Any) -> Iterator[Any]:
    """A text that holds JSON again is what it holds."""
    if isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
        yield from lenient_values(value)
    else:
        yield value


def _values(text: str) -> tuple[list[Any], bool]:
    """(values in strict JSON, whether they are the whole text)."""
    found: list[Any] = []
    position = 0
    while position < len(text):
        if text[position] in " \t\r\n;,":
            position += 1
            continue
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return found, False
        found.append(value)
    return found, True
