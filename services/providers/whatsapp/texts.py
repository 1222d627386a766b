"""The variables of a template as vendors want them."""

from collections.abc import Mapping


def in_order(variables: Mapping[str, str]) -> list[str]:
    """{"2": b, "1": a} → [a, b]."""
    return [variables[name] for name in sorted(variables, key=int)]
