"""Who may call a handler from a browser; the gate reads these marks and lets nothing else through.

Every handler of an `AppState` needs a signed-in person. `@open_to_all` lifts that, `@needs(Can.X)` also asks for a
permission. A handler of any other State is refused.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from services.core.scope import Can

Handler = TypeVar("Handler", bound=Callable[..., Any])

_OPEN = "_leadgen_open"
_NEEDS = "_leadgen_needs"


def open_to_all(handler: Handler) -> Handler:
    """Callable without signing in; put it directly above the function."""
    setattr(handler, _OPEN, True)
    return handler


def needs(permission: Can) -> Callable[[Handler], Handler]:
    """Callable only by roles that include `permission`; put it directly above the function."""

    def mark(handler: Handler) -> Handler:
        setattr(handler, _NEEDS, permission)
        return handler

    return mark


def is_open(handler: Callable[..., Any]) -> bool:
    return getattr(handler, _OPEN, False)


def permission_of(handler: Callable[..., Any]) -> Can | None:
    return getattr(handler, _NEEDS, None)
