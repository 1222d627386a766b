"""Short messages in the corner. A handler returns or yields one: `return done("Saved")`."""

from typing import Any

import reflex as rx
from reflex_components_sonner.toast import ToastAction


def done(text: str, detail: str = "") -> Any:
    """Say that something worked, for 4 seconds."""
    return rx.toast.success(text, description=detail or None, duration=4000)


def failed(text: str, detail: str = "") -> Any:
    """Say that something did not work and what to do, for 8 seconds."""
    return rx.toast.error(text, description=detail or None, duration=8000)


def undoable(text: str, undo: Any, detail: str = "") -> Any:
    """Say that something was done, with *Undo* for 8 seconds; `undo` is an event, as in `State.restore(id)`."""
    return rx.toast.success(
        text, description=detail or None, duration=8000, action=ToastAction(label="Undo", on_click=undo)
    )
