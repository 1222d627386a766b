"""Radix primitives: focus, Escape, arrow keys and layers are theirs, the look is the kit's."""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec, passthrough_event_spec
from reflex_base.constants.compiler import MemoizationMode

_WHOLE = MemoizationMode(recursive=False)


class Primitive(rx.Component):
    """One part of a primitive; `as_child` lends its behaviour to its only child."""

    as_child: rx.Var[bool]
    _memoization_mode = _WHOLE


class _Root(Primitive):
    open: rx.Var[bool]
    default_open: rx.Var[bool]
    modal: rx.Var[bool]
    on_open_change: rx.EventHandler[passthrough_event_spec(bool)]


class _Content(Primitive):
    side: rx.Var[str]
    align: rx.Var[str]
    side_offset: rx.Var[int]
    collision_padding: rx.Var[int]


class Dialog(_Root):
    """Root of a dialog or drawer."""

    library = "@radix-ui/react-dialog@1.3.1"
    tag = "Root"
    alias = "KitDialogRoot"


class _DialogPart(Primitive):
    library = "@radix-ui/react-dialog@1.3.1"


class DialogTrigger(_DialogPart):
    """What opens the dialog."""

    tag = "Trigger"
    alias = "KitDialogTrigger"


class DialogPortal(_DialogPart):
    """Lifts the dialog out of the page."""

    tag = "Portal"
    alias = "KitDialogPortal"


class DialogOverlay(_DialogPart):
    """The veil."""

    tag = "Overlay"
    alias = "KitDialogOverlay"


class DialogContent(_DialogPart):
    """The pane itself; keeps focus inside while modal."""

    tag = "Content"
    alias = "KitDialogContent"


class DialogTitle(_DialogPart):
    """Names the dialog to a screen reader."""

    tag = "Title"
    alias = "KitDialogTitle"


class DialogDescription(_DialogPart):
    """Describes the dialog to a screen reader."""

    tag = "Description"
    alias = "KitDialogDescription"


class DialogClose(_DialogPart):
    """What closes the dialog."""

    tag = "Close"
    alias = "KitDialogClose"


class Menu(_Root):
    """Root of a menu."""

    library = "@radix-ui/react-dropdown-menu@2.2.1"
    tag = "Root"
    alias = "KitMenuRoot"


class _MenuPart(_Content):
    library = "@radix-ui/react-dropdown-menu@2.2.1"


class MenuTrigger(_MenuPart):
    """What opens the menu."""

    tag = "Trigger"
    alias = "KitMenuTrigger"


class MenuPortal(_MenuPart):
    """Lifts the menu out of the page."""

    tag = "Portal"
    alias = "KitMenuPortal"


class MenuContent(_MenuPart):
    """The list."""

    tag = "Content"
    alias = "KitMenuContent"


class MenuItem(_MenuPart):
    """One choice."""

    tag = "Item"
    alias = "KitMenuItem"
    disabled: rx.Var[bool]
    on_select: rx.EventHandler[no_args_event_spec]


class MenuLine(_MenuPart):
    """A line between groups."""

    tag = "Separator"
    alias = "KitMenuSeparator"


class Popover(_Root):
    """Root of a popover."""

    library = "@radix-ui/react-popover@1.3.1"
    tag = "Root"
    alias = "KitPopoverRoot"


class _PopoverPart(_Content):
    library = "@radix-ui/react-popover@1.3.1"


class PopoverTrigger(_PopoverPart):
    """What opens the popover."""

    tag = "Trigger"
    alias = "KitPopoverTrigger"


class PopoverPortal(_PopoverPart):
    """Lifts the popover out of the page."""

    tag = "Portal"
    alias = "KitPopoverPortal"


class PopoverContent(_PopoverPart):
    """The pane."""

    tag = "Content"
    alias = "KitPopoverContent"


class PopoverClose(_PopoverPart):
    """Closes the popover as well as doing its own work."""

    tag = "Close"
    alias = "KitPopoverClose"


class _TooltipPart(_Content):
    library = "@radix-ui/react-tooltip@1.4.1"


class TooltipProvider(_TooltipPart):
    """Holds the delay."""

    tag = "Provider"
    alias = "KitTooltipProvider"
    delay_duration: rx.Var[int]


class Tooltip(_TooltipPart):
    """Root of a tooltip."""

    tag = "Root"
    alias = "KitTooltipRoot"


class TooltipTrigger(_TooltipPart):
    """What shows the tooltip on hover and focus."""

    tag = "Trigger"
    alias = "KitTooltipTrigger"


class TooltipPortal(_TooltipPart):
    """Lifts the tooltip out of the page."""

    tag = "Portal"
    alias = "KitTooltipPortal"


class TooltipContent(_TooltipPart):
    """The words."""

    tag = "Content"
    alias = "KitTooltipContent"


def given(**values: Any) -> dict[str, Any]:
    """Drop what was not given, so that Radix keeps its own state."""
    return {name: value for name, value in values.items() if value is not None}
