"""JSON as people type it into templates: comments, unquoted keys, single quotes, missing commas and ends."""

import re
from typing import Any

_SKIPPED = re.compile(r"(?:\s|,|;|//[^\n]*|/\*.*?\*/|<!--|-->|<!\[CDATA\[|\]\]>)+", re.DOTALL)
_QUOTED = {'"': re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL), "'": re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)}
_BARE_KEY = re.compile(r"[@$\w][\w.$@-]*(?:\s*:\s*\w+(?=\s*:))?")
_BARE_VALUE = re.compile(r"[^,\]}\n]+")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": ""}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}
_DEEPEST = 40


def lenient_values(text: str) -> list[Any]:
    """Every object and list in a text, as far as each can be read; never an error."""
    reader = _Reader(text)
    found = []
    while (start := re.compile(r"[{\[]").search(text, reader.at)) is not None:
        reader.at = start.start()
        value = reader.value(0)
        if value:
            found.append(value)
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def value(self, depth: int) -> Any:
        """The value at the place, which moves behind it; at least one character is always used up."""
        self._skip()
        sign = self.text[self.at : self.at + 1]
        if sign == "{" and depth < _DEEPEST:
            return self._object(depth)
        if sign == "[" and depth < _DEEPEST:
            return self._list(depth)
        if sign in _QUOTED and sign:
            return self._string(sign)
        bare = _BARE_VALUE.match(self.text, self.at)
        self.at = bare.end() if bare else self.at + 1
        word = bare[0].strip() if bare else ""
        return _WORDS.get(word, word)

    def _object(self, depth: int) -> dict[str, Any]:
        self.at += 1
        found: dict[str, Any] = {}
        while self._is_inside("}]"):
            before = self.at
            key = self._key()
            self._skip()
            if self.text[self.at : self.at + 1] != ":":
                self.at = max(self.at, before + 1)
                continue
            self.at += 1
            found[key] = self.value(depth + 1)
        if self.text[self.at : self.at + 1] == "}":
            self.at += 1
        return found

    def _list(self, depth: int) -> list[Any]:
        self.at += 1
        found = []
        while self._is_inside("]}"):
            found.append(self.value(depth + 1))
        if self.text[self.at : self.at + 1] == "]":
            self.at += 1
        return found

    def _is_inside(self, ends: str) -> bool:
        self._skip()
        return self.at < len(self.text) and self.text[self.at] not in ends

    def _skip(self) -> None:
        if hit := _SKIPPED.match(self.text, self.at):
            self.at = hit.end()

    def _key(self) -> str:
        sign = self.text[self.at]
        if sign in _QUOTED:
            return self._string(sign)
        bare = _BARE_KEY.match(self.text, self.at)
        self.at = bare.end() if bare else self.at + 1
        return bare[0] if bare else ""

    def _string(self, sign: str) -> str:
        hit = _QUOTED[sign].match(self.text, self.at)
        if hit is None:
            rest = _BARE_VALUE.match(self.text, self.at + 1)
            self.at = rest.end() if rest else self.at + 1
            return rest[0] if rest else ""
        self.at = hit.end()
        return _ESCAPE.sub(lambda one: chr(int(one[1], 16)) if one[1] else _ESCAPES.get(one[2], one[2]), hit[1])
