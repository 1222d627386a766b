"""What tells the time stays true on a page that is left open."""

import reflex as rx

from components.ui.types import Handler

TICKS = """
(() => {
  const tick = () => { if (!document.hidden) document.querySelectorAll("[data-tick]").forEach((one) => one.click()); };
  setInterval(tick, 60000);
  document.addEventListener("visibilitychange", tick);
})();
"""


def every_minute(handler: Handler) -> rx.Component:
    """Call `handler` each minute and when the tab is looked at again; a hidden tab stays quiet."""
    return rx.el.span(hidden=True, on_click=handler, custom_attrs={"data-tick": "1"})
