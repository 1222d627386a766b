"""What tells the time stays true on a page that is left open."""

import reflex as rx

from components.ui.types import Handler

TICKS = """
(() => {
  let seconds = 0;
  const tick = (all) => { if (!document.hidden) document.querySelectorAll("[data-tick]").forEach((one) => {
    if (all || seconds % one.dataset.tick === 0) one.click(); }); };
  setInterval(() => { seconds += 1; tick(false); }, 1000);
  document.addEventListener("visibilitychange", () => tick(true));
})();
"""


def every(seconds: int, handler: Handler) -> rx.Component:
    """Call `handler` each `seconds` and when the tab is looked at again; a hidden tab stays quiet."""
    return rx.el.span(hidden=True, on_click=handler, custom_attrs={"data-tick": str(seconds)})


def every_minute(handler: Handler) -> rx.Component:
    """Call `handler` each minute and when the tab is looked at again; a hidden tab stays quiet."""
    return every(60, handler)
