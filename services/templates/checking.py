"""What is wrong with a template, found before anybody gets it: the line, what it is, and what was probably meant."""

import re
from collections.abc import Iterable

from liquid.exceptions import LiquidError, ResourceLimitError
from rapidfuzz import fuzz, process

from services.core.errors import Invalid
from services.templates.engine import (
    BLOCKS,
    FILTERS,
    LONE,
    OTHERWISE,
    OUTPUT,
    TAG,
    TOO_MUCH,
    fill,
    is_filter,
    liquid_of,
    parsed,
)
from services.templates.variables import OWNERS, PATHS, VARIABLES

_ALIKE = 70  # per cent, of a slip of the hand
_LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}")
_SHORT = re.compile(r"\s*[\w.]+\s*\|\s*(\w+)\s*")
_WORDS_OF_LIQUID = ("forloop", "true", "false", "nil", "null", "empty", "blank")
_LONGEST_VALUE = "W" * 200
_NOT_CLOSED = "variable is not closed. Write it as {{name}}."
_Fault = tuple[int, str]


def faults(template: str) -> list[str]:
    """Each in words for its writer, in the order of the lines."""
    found = [*_broken(template)] or [*_unreadable(template)]
    found = found or [*_unknown(template), *_mistaken_filters(template)] or [*_overflows(template)]
    several_lines = "\n" in template.strip()
    return [f"Line {line}: {words}" if several_lines else words for line, words in sorted(found)]


def variables_of(template: str) -> list[str]:
    """The short names of what is filled in, in order of first use, each once; also of a template with faults."""
    try:
        used = sorted(_used(template))
    except LiquidError:
        heads = (re.match(r"\s*([A-Za-z_][\w.]*)", found[2]) for found in OUTPUT.finditer(template))
        used = [(0, head[1].lower()) for head in heads if head]
    return list(dict.fromkeys(PATHS.get(name, name) for _, name in used))


def _used(template: str) -> Iterable[_Fault]:
    """(place, path) of each name that the template does not itself assign."""
    for uses in parsed(template).analyze().globals.values():
        for use in uses:
            path = ".".join(str(part) for part in use.segments[:2])
            if use.segments[0] != OTHERWISE:
                yield use.span.index, path


def _broken(template: str) -> Iterable[_Fault]:
    """Braces without their partner, tags that we do not have, blocks that are not closed."""
    bare = TAG.sub(_blank, OUTPUT.sub(_blank, template))
    loose = _LOOSE.search(bare)
    if loose:
        what = "tag is not closed. Write it as {% if city %}." if "%" in loose[0] else _NOT_CLOSED
        yield _line(template, loose.start()), f"A {what}"
        return
    open_blocks: list[tuple[str, int]] = []
    for tag in TAG.finditer(template):
        name, line = tag[1], _line(template, tag.start())
        if name in BLOCKS:
            open_blocks.append((name, line))
        elif name.startswith("end") and open_blocks and name == f"end{open_blocks[-1][0]}":
            open_blocks.pop()
        elif words := _misplaced(name, [block for block, _ in open_blocks]):
            yield line, words
            return
    for name, line in open_blocks:
        yield line, f"{{% {name} %}} is not closed. Write {{% end{name} %}} where it ends."


def _misplaced(name: str, around: list[str]) -> str:
    """Why this tag cannot stand inside the blocks `around`; "" when it can."""
    if name in LONE or any(name in BLOCKS[block] for block in around[-1:]):
        return ""
    if name in ("break", "continue"):
        return "" if "for" in around else f"{{% {name} %}} belongs inside {{% for %}}."
    if name.removeprefix("end") in BLOCKS:
        meant = f" {{% end{around[-1]} %}} comes first." if around else ""
        return f"{{% {name} %}} closes nothing here.{meant}"
    if any(name in inner for inner in BLOCKS.values()):
        return f"{{% {name} %}} belongs inside a block such as {{% if city %}}."
    return f"{{% {name} %}} is not a tag here.{_meant(name, [*BLOCKS, *LONE], '{%% %s %%}')}"


def _unreadable(template: str) -> Iterable[_Fault]:
    """What Liquid itself says, put into our words."""
    try:
        parsed(template)
    except ResourceLimitError:
        yield 1, TOO_MUCH
    except LiquidError as error:
        token = error.token
        at = token.source[: token.start_index].count("\n") + 1 if token and token.start_index >= 0 else 1
        yield at, f"This is not understood near “{token.value if token else ''}”. Write it as {{{{name}}}}."


def _unknown(template: str) -> Iterable[_Fault]:
    known = [*VARIABLES, *PATHS]
    for index, path in dict.fromkeys(_used(template)):
        root = path.partition(".")[0]
        if path in known or root in VARIABLES or root in _WORDS_OF_LIQUID or path in OWNERS:
            continue
        words = "{{" + path + "}} is not a variable."
        usual = " Use " + ", ".join("{{" + name + "}}" for name in VARIABLES) + "."
        yield _line(liquid_of(template), index), words + (_meant(path, known, "{{%s}}") or usual)
    for name, places in parsed(template).analyze().filters.items():
        if name not in FILTERS:
            line = _line(liquid_of(template), places[0].index)
            yield line, f"“{name}” is not a filter.{_meant(name, FILTERS, '%s')}"


def _mistaken_filters(template: str) -> Iterable[_Fault]:
    """A fall-back of one word that is almost a filter's name."""
    for found in OUTPUT.finditer(template):
        short = _SHORT.fullmatch(found[2])
        if short and not is_filter(short[1]) and _nearest(short[1], FILTERS, 80):
            line, word = _line(template, found.start()), short[1]
            hint = f'To say the word itself, write default: "{word}".'
            yield line, f"“{word}” is not a filter.{_meant(word, FILTERS, '%s')} {hint}"


def _overflows(template: str) -> Iterable[_Fault]:
    """What fails or outgrows its bounds once it is filled, for the emptiest and for the longest reader."""
    for value in ("", _LONGEST_VALUE):
        try:
            fill(template, dict.fromkeys(VARIABLES, value), {})
        except Invalid as error:
            yield 1, error.message
            return
        except LiquidError as error:
            yield 1, f"This cannot be filled in: {error.args[0]}."
            return


def _meant(word: str, among: Iterable[str], form: str) -> str:
    near = _nearest(word, among, _ALIKE)
    return f" Did you mean {form % near}?" if near else ""


def _nearest(word: str, among: Iterable[str], least: int) -> str:
    found = process.extractOne(word.lower(), list(among), scorer=fuzz.ratio, score_cutoff=least)
    return found[0] if found else ""


def _blank(found: re.Match[str]) -> str:
    return "".join("\n" if letter == "\n" else " " for letter in found[0])


def _line(template: str, place: int) -> int:
    return template.count("\n", 0, place) + 1
