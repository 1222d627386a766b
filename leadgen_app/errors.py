"""What a person sees when a handler fails."""

import reflex as rx
from reflex.event import EventSpec

from state.trouble import told


def show_error(exception: Exception) -> EventSpec:
    """The words of the trouble, in the corner."""
    return rx.toast.error(told(exception))
