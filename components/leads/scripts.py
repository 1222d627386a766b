"""Dragging: which column takes a card is known in the browser, and the drop is told to the server by a hidden box."""

import reflex as rx


def _js(source: str) -> rx.Var:
    return rx.Var(" ".join(source.split()))


DRAG_STARTS = _js("""(e) => {
  const card = e.target.closest("[data-lead]"), board = e.currentTarget; if (!card) return;
  e.dataTransfer.setData("text/plain", card.dataset.lead); e.dataTransfer.effectAllowed = "move";
  board.dataset.from = card.dataset.status; card.dataset.dragged = "1";
  board.querySelectorAll("[data-accepts]").forEach((column) => {
    if (!column.dataset.accepts.split(" ").includes(card.dataset.status) && !column.contains(card)) {
      column.dataset.shut = "1"; } }); }""")

DRAG_OVER = _js("""(e) => {
  const board = e.currentTarget, column = e.target.closest("[data-accepts]");
  board.querySelectorAll("[data-over]").forEach((other) => { if (other !== column) delete other.dataset.over; });
  if (column && board.dataset.from && column.dataset.accepts.split(" ").includes(board.dataset.from)) {
    e.preventDefault(); e.dataTransfer.dropEffect = "move"; column.dataset.over = "1"; } }""")

_CLEAN = """delete board.dataset.from;
  board.querySelectorAll("[data-over],[data-shut],[data-dragged]").forEach((one) => {
    delete one.dataset.over; delete one.dataset.shut; delete one.dataset.dragged; });"""

# React hears of a value only when it comes through the prototype's setter, and not of the same one twice.
DROPPED = _js(
    """(e) => {
  const board = e.currentTarget, column = e.target.closest("[data-accepts]");
  const box = column && column.querySelector("[data-drop]"), lead = e.dataTransfer.getData("text/plain");
  if (box && lead && column.dataset.accepts.split(" ").includes(board.dataset.from)) { e.preventDefault();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, lead);
    box.dispatchEvent(new Event("input", {bubbles: true})); box.value = ""; } """
    + _CLEAN
    + "}"
)

DRAG_ENDS = _js("(e) => { const board = e.currentTarget; " + _CLEAN + "}")
