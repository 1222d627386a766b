"""Single keys on a page: what carries `data-hotkey="e"` is pressed by E, unless somebody types or a dialog is open.

Of several with the same key the last is pressed, which is the question that came up and not the page under it.
"""

# A field is focused, a menu opened, anything else clicked. j and k go from row to row from anywhere on the page.
HOTKEYS = """
(() => {
  const floating = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]:not([hidden]), .ui-palette";
  const types = (one) => one.isContentEditable || /^(TEXTAREA|SELECT)$/.test(one.tagName)
    || (one.tagName === "INPUT" && !/^(radio|checkbox|button|submit)$/.test(one.type));
  const press = (one) => {
    const field = one.matches("input, textarea, button, a") ? one : one.querySelector("input, textarea, button");
    if (!field) return;
    if (types(field)) field.focus();
    else if (field.getAttribute("aria-haspopup") === "menu") { field.focus();
      field.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowDown", bubbles: true, cancelable: true})); }
    else field.click();
  };
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => document.querySelector("[data-row][aria-current=true]") || rows()[0];
  document.addEventListener("keydown", (e) => {
    const page = document.querySelector("[data-hotkeys]"), at = e.target;
    if (!page || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || document.querySelector(floating)) return;
    const taken = () => { e.preventDefault(); e.stopImmediatePropagation(); };
    if (types(at)) {
      const down = e.key === "ArrowDown" || e.key === "Enter";
      if (e.key === "Escape" && page.contains(at)) { taken(); at.blur(); current()?.focus(); }
      else if (down && at.closest("[data-hotkey='/']") && rows()[0]) { taken(); rows()[0].focus(); }
      return;
    }
    const step = {j: 1, k: -1, ArrowDown: 1, ArrowUp: -1}[e.key];
    if (step) {
      if (at.closest("[data-row]") || (e.key.startsWith("Arrow") && at !== document.body)) return;
      const all = rows(), here = all.findIndex((row) => row.getAttribute("aria-current") === "true");
      const next = all[here < 0 ? 0 : here + step];
      if (next) { taken(); next.focus(); }
      return;
    }
    const wanted = [...document.querySelectorAll(`[data-hotkey="${CSS.escape(e.key)}"]`)].at(-1);
    if (!wanted || (e.key === "Enter" || e.key === " ")) return;
    taken();
    if (e.key === "Escape") { const row = current(); press(wanted); if (row) row.focus(); } else press(wanted);
  }, true);
})();
"""


def hotkey(key: str) -> dict[str, str]:
    """Attributes of what `key` presses: `custom_attrs=ui.hotkey("e")`."""
    return {"data-hotkey": key}
