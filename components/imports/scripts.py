"""Sending a file: the browser does it, with its progress, because a file must not travel over the page's socket."""

import reflex as rx


def _js(source: str) -> rx.Var:
    return rx.Var(" ".join(source.split()))


_SEND = """
  const bar = zone.querySelector("[data-bar]"), words = zone.querySelector("[data-words]");
  const wrong = zone.querySelector("[data-wrong]");
  const fail = (text) => { delete zone.dataset.busy; wrong.textContent = text; wrong.hidden = false; };
  const send = (file) => {
    if (!file || zone.dataset.busy) return;
    wrong.hidden = true;
    if (file.size > 200e6) { fail("This file is larger than 200 MB. Split it and import the parts one after another.");
      return; }
    zone.dataset.busy = "1"; words.textContent = `Uploading ${file.name}`; bar.style.width = "0%";
    const form = new FormData(); form.append("file", file);
    const call = new XMLHttpRequest(); call.open("POST", "/api/imports"); call.responseType = "json";
    call.upload.onprogress = (e) => {
      if (e.lengthComputable) bar.style.width = `${Math.round(100 * e.loaded / e.total)}%`; };
    call.upload.onload = () => { words.textContent = "Reading the file"; };
    call.onload = () => {
      if (call.status === 201) { window.location.assign(call.response.link); return; }
      const why = call.response && call.response.detail;
      fail(typeof why === "string" ? why : call.status === 401 ? "You are signed out. Sign in again."
        : call.status === 413 ? "This file is too large. Split it and import the parts one after another."
        : "The file did not arrive. Try again."); };
    call.onerror = () => fail("The connection broke. Check it and try again.");
    call.send(form); };
"""

PICKED = _js(f"""(e) => {{ const box = e.currentTarget, zone = box.closest("[data-dropzone]"); {_SEND}
  send(box.files[0]); box.value = ""; }}""")

DROPPED = _js(f"""(e) => {{ e.preventDefault(); const zone = e.currentTarget; delete zone.dataset.over; {_SEND}
  send(e.dataTransfer.files[0]); }}""")

OVER = _js("""(e) => { e.preventDefault(); e.currentTarget.dataset.over = "1"; }""")

LEFT = _js("""(e) => { if (!e.currentTarget.contains(e.relatedTarget)) delete e.currentTarget.dataset.over; }""")
