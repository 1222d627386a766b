"""Types of the kit's arguments, and three small tools for values that may be Vars."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

Text: TypeAlias = str | rx.Var[str] | rx.Var[Any]
Number: TypeAlias = int | float | rx.Var[Any]
Flag: TypeAlias = bool | rx.Var[bool] | rx.Var[Any]
Node: TypeAlias = rx.Component | str | rx.Var[Any]
Handler: TypeAlias = Any
"""A State's event handler, `State.handler(argument)`, a lambda, or a list of these; None for nothing."""


def cx(*parts: Text) -> Any:
    """Join class names; a part may be a Var, and an empty one is dropped."""
    kept = [part for part in parts if isinstance(part, rx.Var) or part]
    return kept if any(isinstance(part, rx.Var) for part in kept) else " ".join(str(part) for part in kept)


def show(value: Any, component: Any, otherwise: Any = None) -> rx.Component:
    """Draw the component if the value, now or on the client, is true and not empty."""
    other = rx.fragment() if otherwise is None else otherwise
    if isinstance(value, rx.Var):
        return rx.cond(value, component, other)
    return component if value else other


def flag_class(value: Flag, name: str) -> Text:
    """Give the class name when the flag is true."""
    if isinstance(value, rx.Var):
        return rx.cond(value, name, "")
    return name if value else ""


def on(**handlers: Handler) -> dict[str, Handler]:
    """Drop the events nobody listens to."""
    return {name: handler for name, handler in handlers.items() if handler is not None}


def given(condition: Any, **props: Any) -> dict[str, Any]:
    """Give these props only under the condition, so that the others keep their defaults."""
    return props if condition else {}


def each(rows: Sequence[Any] | rx.Var[Any], draw: Any) -> Any:
    """Draw each row of a plain sequence or of a Var."""
    if isinstance(rows, rx.Var):
        return rx.foreach(rows, draw)
    return rx.fragment(*[draw(row) for row in rows])


def link_to(href: Text, *children: Node, **props: Any) -> rx.Component:
    """Link inside the app without a full reload (`rx.el.a` reloads the page)."""
    return ReactRouterLink.create(*children, to=href, **props)
