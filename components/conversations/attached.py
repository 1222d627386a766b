"""Files under a message: pictures to look at, everything else to save."""

from typing import Any

import reflex as rx

from components import ui


def attached(line: Any) -> rx.Component:
    """Draw nothing for a message without files."""
    files: Any = line.files
    folded = rx.el.details(
        rx.el.summary(line.folded_words), _list(line, line.folded, "Other files"), class_name="ui-files-folded"
    )
    return rx.fragment(
        rx.cond(files.length() > 0, _list(line, files, "Files"), rx.fragment()),
        rx.cond(line.folded_words != "", folded, rx.fragment()),
    )


def _list(line: Any, files: Any, label: str) -> rx.Component:
    class_name = ui.cx("ui-files", rx.cond(line.kind == "mine", "is-mine", ""))
    return rx.el.ul(rx.foreach(files, _file), class_name=class_name, aria_label=label)


def _file(one: Any) -> rx.Component:
    link = rx.Var.create("/api/files/").to(str) + one.id.to(str)
    picture = rx.el.a(
        rx.el.img(src=link, alt=one.name, loading="lazy"),
        href=link,
        target="_blank",
        rel="noopener",
        title=one.name,
        class_name="ui-file-picture",
    )
    chip = rx.el.a(
        _words(one, "file-down"), href=link, download=one.name, reload_document=True, class_name="ui-file"
    )  # the router would look for a page of ours at this address
    waiting = rx.el.div(_words(one, "file-x"), class_name="ui-file is-not-there")
    return rx.el.li(rx.cond(one.is_picture, picture, rx.cond(one.is_ready, chip, waiting)), key=one.id)


def _words(one: Any, icon: str) -> rx.Component:
    return rx.fragment(
        rx.icon(icon, size=18, stroke_width=1.75, class_name="ui-icon shrink-0", aria_hidden="true"),
        rx.el.span(
            rx.el.span(one.name, class_name="ui-clip block"),
            rx.el.span(one.words, class_name="ui-meta block"),
            class_name="min-w-0",
        ),
    )
