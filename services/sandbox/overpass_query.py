"""Enough of Overpass QL: named areas, tag filters, points and boxes, `out` with a number."""

import re
from dataclasses import dataclass

_STRING = r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[\w:.\-]+'
_FILTER = re.compile(rf"\[\s*(!?)\s*(~?)\s*({_STRING})\s*(?:(=|!=|~|!~)\s*({_STRING})\s*(,\s*i\s*)?)?\]")
_STATEMENT = re.compile(
    r"(?<![\w.:])(area|nwr|nw|nr|wr|node|way|relation|rel)"
    rf"((?:\s*{_FILTER.pattern}|\s*\([^()]*\))+)\s*(?:->\s*\.(\w+))?".replace(r"(!?)", "(?:!?)")
)
_PLACE = re.compile(r"\(([^()]*)\)")
_OUT = re.compile(r"(?<![\w.\[])out\b(?!\s*:)([^;]*);")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


class QueryError(Exception):
    """The query does not parse; the text is Overpass's complaint."""


@dataclass(frozen=True)
class Filter:
    """`operator` is "=", "!=", "~", "!~", "has", "not" or "keys" (`key` is a pattern over keys)."""

    key: str
    operator: str
    value: str = ""
    ignores_case: bool = False

    def admits(self, tags: dict[str, str]) -> bool:
        if self.operator == "keys":
            return any(re.search(self.key, key) and self._matches(held) for key, held in tags.items())
        held = tags.get(self.key)
        if self.operator in ("has", "not"):
            return (held is not None) is (self.operator == "has")
        if self.operator in ("=", "!="):
            return (held == self.value) is (self.operator == "=")
        return self._matches(held or "") is (self.operator == "~")

    def _matches(self, text: str) -> bool:
        return re.search(self.value, text, re.IGNORECASE if self.ignores_case else 0) is not None

    def alternatives(self) -> list[str] | None:
        """The plain words of `^(one|two)$`; None for any other pattern."""
        words = self.value.strip("^$").removeprefix("(").removesuffix(")").removeprefix("?:").split("|")
        return words if all(re.fullmatch(r"[\w \-:.&']+", word) for word in words) else None


@dataclass(frozen=True)
class Statement:
    """One `nwr[…](…)`; `place` is what stands in parentheses, `kinds` what it asks for."""

    kinds: frozenset[str]
    filters: tuple[Filter, ...]
    place: str


@dataclass(frozen=True)
class Query:
    """`areas` maps set names ("" for the default) to names of places; `most` is the number after `out`."""

    areas: dict[str, list[str]]
    statements: list[Statement]
    most: int
    wants_center: bool
    wants_count: bool = False


_KINDS = {
    "nwr": "node way relation", "nw": "node way", "nr": "node relation", "wr": "way relation", "rel": "relation",
}  # fmt: skip


def parse(text: str) -> Query:
    """Raises QueryError for what Overpass would not run, and for what the sandbox does not know."""
    text = _COMMENT.sub(" ", text)
    if "[out:json]" not in text.replace(" ", ""):
        raise QueryError("the sandbox answers [out:json] only")
    output = _OUT.search(text)
    if output is None or not re.search(r";\s*$", text):
        raise QueryError("';' expected - 'out' missing or query not closed")
    areas: dict[str, list[str]] = {}
    statements: list[Statement] = []
    for match in _STATEMENT.finditer(text):
        kind, body, name = match[1], match[2], match.groups()[-1]
        filters = tuple(_filter(found) for found in _FILTER.finditer(body))
        if kind == "area" or (kind in ("rel", "relation") and any(one.key == "boundary" for one in filters)):
            areas.setdefault(name or "", []).extend(_names(filters))
        else:
            outside = _FILTER.sub(" ", body)
            places = _PLACE.findall(outside)
            kinds = frozenset(_KINDS.get(kind, kind).split())
            statements.append(Statement(kinds, filters, places[-1].strip() if places else ""))
    if not statements:
        raise QueryError("no query statement found")
    number = re.search(r"\d+", output[1])
    return Query(areas, statements, int(number[0]) if number else 100_000, "center" in output[1], "count" in output[1])


def _filter(match: re.Match[str]) -> Filter:
    is_not, is_key_pattern, key, operator, value, flag = match.groups()
    if operator is None:
        return Filter(_plain(key), "not" if is_not else "has")
    found = Filter(_plain(key), "keys" if is_key_pattern else operator, _plain(value), bool(flag))
    if "~" in operator:
        try:
            re.compile(found.value)
        except re.error:
            raise QueryError(f"invalid regular expression {found.value}") from None
    return found


def _plain(raw: str) -> str:
    if raw[:1] in ("'", '"'):
        return re.sub(r"\\(.)", r"\1", raw[1:-1]) if "\\\\" not in raw else raw[1:-1].replace("\\\\", "\\")
    return raw


def _names(filters: tuple[Filter, ...]) -> list[str]:
    """The place names that an area statement selects."""
    for one in filters:
        if one.key.partition(":")[0] in ("name", "official_name", "alt_name", "old_name", "int_name"):
            return [one.value] if one.operator == "=" else one.alternatives() or []
    return []
