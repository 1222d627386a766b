"""Where the look is told to the app: stylesheets, head elements, and names for colours a chart or style needs."""

from typing import Literal

import reflex as rx

from components.ui.hotkeys import HOTKEYS
from components.ui.scripts import PALETTE_OPENS
from components.ui.slash import SLASH
from components.ui.tick import TICKS

STYLESHEETS = [
    "/theme.css",
    "/kit/base.css",
    "/kit/controls.css",
    "/kit/data.css",
    "/kit/overlays.css",
    "/kit/talk.css",
    "/kit/board.css",
    "/kit/inbox.css",
    "/kit/import.css",
    "/kit/duplicates.css",
    "/kit/shell.css",
]
"""Pass to `rx.App(stylesheets=…)`, in this order."""

Tone = Literal["neutral", "accent", "good", "warm", "bad", "busy"]
"""The meaning of a colour: neutral slate, accent indigo, good grass, warm amber, bad tomato, busy blue."""

SCALES: dict[str, str] = {
    "neutral": "slate",
    "accent": "indigo",
    "good": "grass",
    "warm": "amber",
    "bad": "tomato",
    "busy": "blue",
}

# The face is fetched by a script: a preload link that waits long for the first text fills the console with warnings.
# When it cannot be had, the stylesheet that asks for it again says so.
_BEFORE_PAINT = """
new FontFace("Inter", "url(/fonts/inter.woff2)").load().catch(() => {});
try { if (localStorage.getItem("rail") === "thin") document.documentElement.dataset.rail = "thin"; } catch (e) {}
"""


def colour(scale: str, step: int) -> str:
    """Name one Radix colour step (1 to 12), right in light and in dark: `colour("indigo", 9)`."""
    return f"var(--{scale}-{step})"


def tone(name: str, step: int = 9) -> str:
    """Name a step of a tone's scale: `tone("good")` is the green of a won lead."""
    return colour(SCALES[name], step)


def head() -> list[rx.Component]:
    """Give `rx.App(head_components=…)`: its icons, the face early, and the side bar's width before the first paint."""
    return [
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.script(_BEFORE_PAINT + HOTKEYS + PALETTE_OPENS + SLASH + TICKS),
    ]


def toaster() -> rx.Component:
    """Give `rx.App(toaster=…)`: bottom right, quiet ground, a coloured icon."""
    return rx.toast.provider(position="bottom-right", rich_colors=False, close_button=False, gap=8)
