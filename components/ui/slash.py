"""Words behind a slash: a list over a box of text, narrowed while one types, chosen by keys or by pressing."""

from typing import Any

import reflex as rx

from components.ui.types import Text

# `/` at the beginning of a word opens the list that the box names. What was typed behind it goes when one is chosen.
SLASH = """
(() => {
  const typed = (box) => /(?:^|\\s)(\\/([^\\s\\/]{0,30}))$/u.exec(box.value.slice(0, box.selectionStart));
  const watched = new WeakSet();  // what comes into a list while one types is offered at once
  const pane = (box) => box?.dataset.slash ? document.getElementById(box.dataset.slash) : null;
  const shown = (list) => [...list.querySelectorAll("[role=option]")].filter((one) => !one.hidden);
  const isOpen = (box) => { const list = pane(box); return list && !list.hidden ? list : null; };
  const heard = (box) => box.dispatchEvent(new Event("input", {bubbles: true}));
  const mark = (box, list, one) => {
    list.querySelectorAll("[aria-selected=true]").forEach((other) => other.setAttribute("aria-selected", "false"));
    one.setAttribute("aria-selected", "true"); one.scrollIntoView({block: "nearest"});
    box.setAttribute("aria-activedescendant", one.id);
  };
  const shut = (box) => { const list = pane(box); if (list) list.hidden = true;
    box.removeAttribute("aria-activedescendant"); delete box.dataset.slashed; };
  const drop = (box) => { const found = typed(box); if (!found) return;
    box.setRangeText("", box.selectionStart - found[1].length, box.selectionStart, "end"); heard(box); };
  const look = (box) => {
    const list = pane(box), found = typed(box); if (!list) return;
    if (!found) return shut(box);
    if (!watched.has(list)) { watched.add(list);
      new MutationObserver(() => { if (pane(document.activeElement) === list) look(document.activeElement); })
        .observe(list, {childList: true}); }
    const wanted = found[2].toLowerCase();
    list.querySelectorAll("[role=option]").forEach((one) => {
      one.hidden = !(" " + one.dataset.words.toLowerCase()).includes(" " + wanted); });
    const fit = shown(list); if (!fit.length) return shut(box);
    list.hidden = false;
    mark(box, list, fit.find((one) => one.dataset.words.toLowerCase().startsWith(wanted)) || fit[0]);
  };
  document.addEventListener("input", (e) => { if (e.target.dataset?.slash) look(e.target); });
  document.addEventListener("focusout", (e) => { if (e.target.dataset?.slash) shut(e.target); });
  document.addEventListener("mousedown", (e) => { if (e.target.closest?.(".ui-slash")) e.preventDefault(); });
  document.addEventListener("click", (e) => {
    const list = e.target.closest?.(".ui-slash"), opens = e.target.closest?.("[data-slashes]");
    if (list && e.target.closest("[role=option]")) {
      const box = document.querySelector(`[data-slash="${CSS.escape(list.id)}"]`); if (box) { drop(box); shut(box); } }
    const box = opens && document.getElementById(opens.dataset.slashes);
    if (!box || isOpen(box)) return;
    const before = box.value.slice(0, box.selectionStart);
    box.focus(); if (typed(box)) return look(box);
    box.setRangeText(before && !/\\s$/.test(before) ? " /" : "/", box.selectionStart, box.selectionEnd, "end");
    heard(box); box.dataset.slashed = "1";
  }, true);
  document.addEventListener("keydown", (e) => {
    const box = e.target, list = box.dataset?.slash && !e.isComposing ? isOpen(box) : null;
    if (!list || e.ctrlKey || e.metaKey || e.altKey) return;
    const fit = shown(list), at = fit.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const step = {ArrowDown: 1, ArrowUp: -1}[e.key];
    if (step) mark(box, list, fit[(at + step + fit.length) % fit.length]);
    else if ((e.key === "Enter" || e.key === "Tab") && !e.shiftKey && fit[at]) fit[at].click();
    else if (e.key === "Escape") { if (box.dataset.slashed) drop(box); shut(box); }
    else return;
    e.preventDefault(); e.stopImmediatePropagation();
  }, true);
})();
"""


def slash_list(name: str, options: rx.Var[Any], *, label: str, on_choose: Any) -> rx.Component:
    """Draw the list `name` over a box: `options` have `id`, `shortcut`, `title` and `glimpse`.

    Put it beside the box, in an element with the class `relative`, and give the box `slash_keys(name)`.
    """

    def option(one: Any) -> rx.Component:
        return rx.el.div(
            rx.el.span(
                rx.el.b(one.title, class_name="ui-clip"),
                rx.el.span("/", one.shortcut, class_name="ui-menu-hint"),
                class_name="ui-slash-line",
            ),
            rx.el.span(one.glimpse, class_name="ui-meta ui-clip"),
            role="option",
            id=rx.Var.create(f"{name}-").to(str) + one.id.to(str),
            aria_selected="false",
            class_name="ui-slash-option",
            on_click=on_choose(one.id),
            custom_attrs={"data-words": one.shortcut.to(str) + " " + one.title.to(str)},
        )

    return rx.el.div(
        rx.foreach(options, option),
        id=name,
        role="listbox",
        aria_label=label,
        hidden=True,
        class_name="ui-float ui-slash",
    )


def slash_keys(name: Text) -> dict[str, Any]:
    """Attributes of the box that the list `name` belongs to; "" switches it off."""
    return {"data-slash": name, "aria-controls": name, "aria-autocomplete": "list"}


def slash_opens(box: str) -> dict[str, str]:
    """Attributes of a button that writes the slash into the box with the id `box`."""
    return {"data-slashes": box}
