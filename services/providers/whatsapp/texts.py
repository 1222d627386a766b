"""The variables of a template as vendors want them."""

import re
from collections.abc import Mapping

_VARIABLE = re.compile(r"\{\{(\d+)\}\}")


def in_order(variables: Mapping[str, str]) -> list[str]:
    """{"2": b, "1": a} → [a, b]."""
    return [variables[name] for name in sorted(variables, key=int)]


def with_examples(body: str, examples: Mapping[str, str]) -> str:
    """The body as a recipient might read it."""
    return _VARIABLE.sub(lambda match: examples.get(match[1], match[0]), body)
