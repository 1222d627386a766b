"""Liquid, fenced in: no files, no tags that include others, few filters, and bounds on time, loops and size.

Today's short form `{{name|there}}` is written out as `{{ name | default: "there" }}` before Liquid reads it; lines stay
where they are. Values are text (or a list of texts), so that a template reaches nothing of the program. What a value
says is never read as a template.
"""

import re
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from liquid import Environment, RenderContext
from liquid.exceptions import ResourceLimitError
from liquid.filter import string_filter
from liquid.template import BoundTemplate

from services.core.errors import Invalid
from services.templates.variables import OWNERS, PATHS

Values = Mapping[str, str | Sequence[str]]
FILTERS = ("default", "capitalize", "upcase", "downcase", "strip", "truncate", "truncatewords", "replace", "remove",
           "append", "prepend", "join")  # fmt: skip
BLOCKS: dict[str, tuple[str, ...]] = {
    "if": ("elsif", "else"),
    "unless": ("elsif", "else"),
    "case": ("when", "else"),
    "for": ("else", "break", "continue"),
    "capture": (),
    "comment": (),
}
LONE = ("assign",)
MOST_TURNS = 200
MOST_CHARACTERS = 20_000
MOST_SECONDS = 0.25
TOO_MUCH = f"This text repeats, nests or grows too much: at most {MOST_TURNS} turns and {MOST_CHARACTERS:,} characters."
OTHERWISE = "otherwise"  # the fall-backs, out of a writer's way
OUTPUT = re.compile(r"\{\{(-?)((?:(?!\{\{|\}\}|\{%).)*?)(-?)\}\}", re.DOTALL)
TAG = re.compile(r"\{%-?\s*(\w*)((?:(?!\{\{|\{%|%\}).)*?)-?%\}", re.DOTALL)
_HEAD = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)\s*(?:\|(.*))?", re.DOTALL)
_FILTER = re.compile(r"\s*([A-Za-z_]+)\s*(?:(:)\s*([\"'\d])?|\||$)")
_HAS_DEFAULT = re.compile(r"(?:^|\|)\s*default\b")


class _Context(RenderContext):
    """Looks at the clock whenever a variable is read or a loop begins: that of this thread's processor time, so that a
    machine with much to do fails nobody's text."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._until = time.thread_time() + MOST_SECONDS

    def get(self, *given: Any, **named: Any) -> object:
        self._look_at_clock()
        return super().get(*given, **named)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        self._look_at_clock()
        super().raise_for_loop_limit(length)

    def _look_at_clock(self) -> None:
        if time.thread_time() > self._until:
            raise ResourceLimitError("too slow", token=None)


class _Template(BoundTemplate):
    context_class = _Context


class _Fenced(Environment):
    template_class = _Template
    block_nesting_limit = 8
    context_depth_limit = 12
    loop_iteration_limit = MOST_TURNS
    local_namespace_limit = MOST_CHARACTERS * 4
    output_stream_limit = MOST_CHARACTERS * 4  # bytes; no script needs more than four a character


@string_filter
def _append(text: str, more: object) -> str:
    return _bounded(f"{text}{more}")


@string_filter
def _prepend(text: str, more: object) -> str:
    return _bounded(f"{more}{text}")


@string_filter
def _replace(text: str, old: object, new: object = "") -> str:
    before, after = str(old), str(new)
    if not before:
        return text
    if len(text) + text.count(before) * len(after) > MOST_CHARACTERS:
        raise ResourceLimitError("too long", token=None)
    return text.replace(before, after)


def _bounded(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise ResourceLimitError("too long", token=None)
    return text


def _fenced() -> Environment:
    made = _Fenced()
    inner = {name for block in BLOCKS.values() for name in block} & {"break", "continue"}
    own = {"#", "content", "illegal", "output"}  # how Liquid reads what is no tag at all
    made.tags = {name: tag for name, tag in made.tags.items() if name in {*BLOCKS, *LONE, *inner, *own}}
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.filters |= {"append": _append, "prepend": _prepend, "replace": _replace}
    return made


_LIQUID = _fenced()


def liquid_of(template: str) -> str:
    """`template` with each short form written out; what is Liquid already stays as it is."""
    return OUTPUT.sub(lambda found: f"{{{{{found[1]}{_written_out(found[2])}{found[3]}}}}}", template)


def _written_out(inside: str) -> str:
    found = _HEAD.fullmatch(inside)
    if found is None:
        return inside
    name, rest = PATHS.get(found[1].lower(), found[1].lower()), found[2]
    usual = f"default: {OTHERWISE}.{name}"
    if rest is None:
        return f" {name} | {usual} "
    if is_filter(rest):
        return f" {name} |{rest}" if _HAS_DEFAULT.search(rest) else f" {name} | {usual} |{rest}"
    text = rest.strip()
    return f" {name} | default: {_quoted(text)} | {usual} " if text else f" {name} | {usual} "


def is_filter(rest: str) -> bool:
    """Whether what follows `|` is a filter, or looks so much like one that no fall-back can be meant."""
    found = _FILTER.match(rest)
    return "|" in rest or bool(found and (found[1] in FILTERS or (found[2] and found[3])))


def _quoted(text: str) -> str:
    return f"'{text}'" if '"' in text and "'" not in text else '"' + text.replace('"', "”") + '"'


@lru_cache(maxsize=512)
def parsed(template: str) -> BoundTemplate:
    """Raises LiquidError for what Liquid cannot read."""
    return _LIQUID.from_string(liquid_of(template))


def fill(template: str, values: Values, fallbacks: Mapping[str, str]) -> str:
    """`template` with `values`; an empty value counts as none, so that `{% if city %}` means what it says.

    Raises LiquidError when it cannot be read, Invalid (message) when it grows, nests or runs past the bounds.
    """
    known: dict[str, Any] = {name: value for name, value in values.items() if value}
    for owner, names in OWNERS.items():
        known[owner] = {name: known[short] for name, short in names.items() if short in known}
    known[OTHERWISE] = dict(fallbacks)
    try:
        return parsed(template).render(known)
    except (ResourceLimitError, RecursionError) as error:
        raise Invalid(TOO_MUCH, "message") from error
