"""Files of an answer: the button, dropping and pasting, and what waits over the box."""

from typing import Any

import reflex as rx

from components import ui
from state.conversations import ConversationsState as S

CHIPS: Any = S.chips


def _js(source: str) -> rx.Var:
    return rx.Var(" ".join(source.split()))


# The browser sends files itself, one after another: they must not travel over the page's socket.
_SEND = """
  const form = zone.closest("form"), said = form.querySelector("[data-sending]"), talk = form.dataset.talk;
  const say = (text, wrong) => { said.textContent = text; said.hidden = !text;
    said.classList.toggle("is-wrong", wrong); };
  const one = (file) => new Promise((done) => {
    if (file.size > 100e6) { done(`${file.name} is larger than 100 MB.`); return; }
    const call = new XMLHttpRequest(); call.responseType = "json";
    call.open("POST", `/api/files/${encodeURIComponent(talk)}?name=${encodeURIComponent(file.name)}`);
    call.setRequestHeader("Content-Type", "application/octet-stream");
    call.upload.onprogress = (e) => { if (e.lengthComputable)
      say(`Adding ${file.name}, ${Math.round(100 * e.loaded / e.total)}%`, false); };
    call.onload = () => { const why = call.response && call.response.detail;
      done(call.status === 201 ? "" : `${file.name}: ` + (typeof why === "string" ? why
        : call.status === 401 ? "You are signed out. Sign in again." : "It did not arrive. Try again.")); };
    call.onerror = () => done(`${file.name}: the connection broke. Try again.`);
    call.send(file); });
  const send = async (files) => {
    if (!files.length || form.dataset.adding || zone.dataset.closed) return;
    form.dataset.adding = "1"; let wrong = "";
    for (const file of files) { say(`Adding ${file.name}`, false); wrong = await one(file) || wrong; }
    delete form.dataset.adding; say(wrong, Boolean(wrong));
    document.getElementById("files-added")?.click(); };
"""
_PICKED = _js(f"""(e) => {{ const zone = e.currentTarget; {_SEND} send([...zone.files]); zone.value = ""; }}""")
_PRESSED = _js("""(e) => e.currentTarget.parentElement.querySelector("input[type=file]").click()""")
_DROPPED = _js(f"""(e) => {{ const given = [...(e.dataTransfer?.files || [])]; if (!given.length) return;
  e.preventDefault(); const zone = e.currentTarget.querySelector("input[type=file]");
  delete e.currentTarget.dataset.over; if (!zone) return; {_SEND} send(given); }}""")
_PASTED = _js(f"""(e) => {{ const given = [...(e.clipboardData?.files || [])]; if (!given.length) return;
  const zone = e.currentTarget.querySelector("input[type=file]"); if (!zone) return; e.preventDefault();
  {_SEND} send(given); }}""")
_OVER = _js("""(e) => { if ([...(e.dataTransfer?.types || [])].includes("Files")) { e.preventDefault();
  e.currentTarget.dataset.over = "1"; } }""")
_LEFT = _js("""(e) => { if (!e.currentTarget.contains(e.relatedTarget)) delete e.currentTarget.dataset.over; }""")
DROPPABLE = {"onDrop": _DROPPED, "onDragOver": _OVER, "onDragLeave": _LEFT, "onPaste": _PASTED}


def attach_button() -> rx.Component:
    """Chooses files; where the channel takes none it says so."""
    closed = S.files_closed != ""
    words = rx.cond(
        closed, S.files_closed, rx.cond(S.files_hint != "", "Attach files. " + S.files_hint, "Attach files")
    )
    return rx.el.span(
        rx.el.input(
            type="file",
            multiple=True,
            hidden=True,
            tab_index=-1,
            custom_attrs={"onChange": _PICKED, "data-closed": rx.cond(closed, "1", "")},
        ),
        rx.el.button(
            rx.icon("paperclip", size=16, stroke_width=1.75, aria_hidden="true"),
            type="button",
            class_name="ui-btn is-icon k-plain s32",
            aria_label="Attach files",
            title=words,
            disabled=closed,
            custom_attrs={"onClick": _PRESSED},
        ),
        rx.el.button(id="files-added", type="button", hidden=True, on_click=S.show_files),
        class_name="ui-attach",
    )


def waiting_files() -> rx.Component:
    """What goes out with the answer, and how adding goes on."""
    closed = (S.files_closed != "") & (CHIPS.length() > 0)
    return rx.fragment(
        rx.cond(
            CHIPS.length() > 0,
            rx.el.ul(rx.foreach(CHIPS, _chip), class_name="ui-chips-files", aria_label="Files of this answer"),
            rx.fragment(),
        ),
        rx.cond(closed, rx.el.p(S.files_closed, class_name="ui-error px-3 pb-2", role="alert"), rx.fragment()),
        rx.el.p(class_name="ui-attach-said", role="status", hidden=True, custom_attrs={"data-sending": "1"}),
    )


def _chip(one: Any) -> rx.Component:
    wrong = one.problem != ""
    return rx.el.li(
        rx.icon("file", size=16, stroke_width=1.75, class_name="ui-icon shrink-0", aria_hidden="true"),
        rx.el.span(
            rx.el.span(one.name, class_name="ui-clip block"),
            rx.el.span(rx.cond(wrong, one.problem, one.words), class_name="ui-meta block"),
            class_name="min-w-0",
        ),
        ui.icon_button("x", "Remove " + one.name.to(str), size=28, on_click=S.remove_file(one.id)),
        key=one.id,
        class_name=ui.cx("ui-file", rx.cond(wrong, "is-wrong", "")),
    )
