"""The few lines of JavaScript that must not wait for the server: keys, focus, clearing, copying."""

import reflex as rx
from reflex.vars import FunctionStringVar


def _js(source: str) -> rx.Var:
    return rx.Var(" ".join(source.split()))


CLEAR_INPUT = _js("""(e) => {
  const box = e.currentTarget.closest(".ui-affix").querySelector("input");
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, "");
  box.dispatchEvent(new Event("input", {bubbles: true})); box.focus(); }""")

REVEAL_PASSWORD = _js("""(e) => {
  const box = e.currentTarget.closest(".ui-affix").querySelector("input");
  box.type = box.type === "password" ? "text" : "password"; box.focus(); }""")

# Leaving the box is what adds a tag, so Enter and comma leave it for a moment and nothing typed is ever lost.
TAG_KEYS = _js("""(e) => {
  const box = e.currentTarget;
  if (e.key === "Enter" || e.key === ",") { e.preventDefault();
    if (box.value.trim()) { box.blur(); box.focus(); } }
  else if (e.key === "Backspace" && !box.value) {
    const marks = box.closest(".ui-tags").querySelectorAll(".ui-tag button");
    if (marks.length) marks[marks.length - 1].click(); } }""")

TAG_CLEAR = _js(
    """(e) => { const box = e.target; if (box.tagName === "INPUT") setTimeout(() => { box.value = ""; }, 0); }"""
)

TAG_FOCUS = _js("""(e) => { if (e.target === e.currentTarget) e.currentTarget.querySelector("input").focus(); }""")

ROW_KEYS = _js("""(e) => {
  const row = e.target.closest("[data-row]");
  if (!row || e.target !== row) return;
  const rows = [...e.currentTarget.querySelectorAll("[data-row]")];
  const go = (step) => { const next = rows[rows.indexOf(row) + step]; if (next) next.focus(); e.preventDefault(); };
  if (e.key === "ArrowDown" || e.key === "j") go(1);
  else if (e.key === "ArrowUp" || e.key === "k") go(-1);
  else if (e.key === "Enter") { row.click(); e.preventDefault(); }
  else if (e.key === " ") { e.preventDefault(); const box = row.querySelector("input[type=checkbox]");
    if (box) box.click(); } }""")

STOP = _js("(e) => e.stopPropagation()")

KEEP_OPEN = _js("(e) => e.preventDefault()")

TOGGLE_RAIL = _js("""() => {
  const root = document.documentElement, thin = root.dataset.rail === "thin";
  if (thin) delete root.dataset.rail; else root.dataset.rail = "thin";
  try { localStorage.setItem("rail", thin ? "wide" : "thin"); } catch (e) {} }""")

COPY = _js("""(e) => {
  const button = e.currentTarget, words = button.dataset.copy;
  const done = () => { button.dataset.done = "1"; setTimeout(() => delete button.dataset.done, 1600); };
  if (navigator.clipboard) navigator.clipboard.writeText(words).then(done);
  else { const box = document.createElement("textarea"); box.value = words; document.body.append(box); box.select();
    document.execCommand("copy"); box.remove(); done(); } }""")

INITIALS = """((name) => {
  const words = String(name || "").trim().split(/\\s+/).filter((word) => /\\p{L}/u.test(word));
  const first = (word) => word ? (typeof Intl !== "undefined" && Intl.Segmenter
    ? [...new Intl.Segmenter().segment(word)][0].segment : [...word][0]) : "";
  const indic = /[\\u0900-\\u0dff]/.test(words[0] || "");
  const last = indic || words.length < 2 ? "" : first(words[words.length - 1]);
  return words.length ? (first(words[0]) + last).toUpperCase() : name ? "#" : "?"; })"""

SPARK = """((values) => {
  const v = (values || []).map(Number), top = Math.max(...v), low = Math.min(...v), span = top - low || 1;
  return "M" + v.map((y, i) => `${(2 + i * 76 / Math.max(v.length - 1, 1)).toFixed(1)},${(
    22 - (y - low) * 18 / span).toFixed(1)}`).join(" "); })"""

SPARK_END = """((values) => {
  const v = (values || []).map(Number), top = Math.max(...v), low = Math.min(...v), span = top - low || 1;
  return v.length ? (22 - (v[v.length - 1] - low) * 18 / span) : 22; })"""

LAST = """((rows, key) => rows && rows.length ? rows[rows.length - 1][key] : 0)"""

# Two lines that end close together would write their last values over each other.
LAST_SHIFT = """((rows, keys, key) => { if (!rows || !rows.length) return 0;
  const end = rows[rows.length - 1], top = Math.max(1, ...rows.flatMap((r) => keys.map((k) => +r[k] || 0)));
  const order = [...keys].sort((a, b) => (end[b] - end[a]) || keys.indexOf(a) - keys.indexOf(b));
  const close = keys.length > 1 && (end[order[0]] - end[order[order.length - 1]]) / top < 0.12;
  return close ? (order.indexOf(key) - (order.length - 1) / 2) * 16 : 0; })"""


def call(function: str, *values: object) -> rx.Var:
    """Compute on the client from values that may be Vars: `call(INITIALS, row.name)`."""
    return FunctionStringVar.create(function).call(*values)


PALETTE_KEYS = _js("""(e) => {
  const hits = [...e.currentTarget.querySelectorAll("[data-hit]")], at = hits.indexOf(document.activeElement);
  if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault();
    const next = hits[at + (e.key === "ArrowDown" ? 1 : -1)];
    (next || (e.key === "ArrowUp" ? e.currentTarget.querySelector("input") : hits[at]))?.focus(); }
  else if (e.key === "Enter" && at < 0 && hits.length) { e.preventDefault(); hits[0].click(); } }""")

PALETTE_OPENS = """
document.addEventListener("keydown", (e) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.target.isContentEditable;
  if ((e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey)
      || (e.key.toLowerCase() === "k" && (e.ctrlKey || e.metaKey) && !e.shiftKey)) {
    const box = document.querySelector("[data-palette]");
    if (box && !document.querySelector(".ui-palette")) { e.preventDefault(); box.click(); }
  }
});
"""
