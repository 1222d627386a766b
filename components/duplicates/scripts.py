"""Keys of the review: m merges, k keeps apart, s skips, while nothing is typed and no dialog is open."""

KEYS = """
if (!window.pairKeys) { window.pairKeys = true;
document.addEventListener("keydown", (e) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.target.isContentEditable;
  const asked = document.querySelector("[role=alertdialog], [role=dialog]");
  if (typing || asked || e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
  const button = {m: "pair-merge", k: "pair-keep", s: "pair-skip"}[e.key.toLowerCase()];
  const found = button && document.getElementById(button);
  if (found) { e.preventDefault(); found.click(); }
}); }
"""
