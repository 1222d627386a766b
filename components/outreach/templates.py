"""The library of templates: where each stands, and the form of one with its preview."""

from typing import Any

import reflex as rx

from components import ui
from components.outreach.message import message_fields, tried_preview
from state.templates import TemplateFormState, TemplatesState

S: Any = TemplatesState
F: Any = TemplateFormState

LINK = "/outreach/templates"
_FORM = "template-form"
_PURPOSE = "Texts to write with again. WhatsApp reviews each of its templates before anybody is written to with it."


def templates_page() -> rx.Component:
    return ui.page_body(
        ui.page_header(
            "Templates", _PURPOSE, ui.button("New template", kind="primary", icon="plus", on_click=F.begin(S.tab))
        ),
        ui.tabs(
            [("whatsapp", "WhatsApp"), ("email", "Email")],
            value=S.tab,
            href=lambda key: LINK + ("?tab=email" if key == "email" else ""),
        ),
        ui.show(S.problem, ui.error_state("The templates did not load", S.problem, on_retry=S.load), _list()),
        _form(),
        _remove_dialog(),
    )


def _list() -> rx.Component:
    nothing = ui.empty_state(
        "file-text",
        "No templates yet",
        "Write a text once and use it again. Campaigns keep theirs here as well.",
        ui.button("New template", kind="primary", icon="plus", on_click=F.begin(S.tab)),
    )
    cards = rx.el.div(rx.foreach(S.rows, _card), class_name="grid md:grid-cols-2 gap-4")
    return rx.cond(S.ready, rx.cond(S.rows.length() > 0, cards, nothing), ui.skeleton_rows())


def _card(row: Any) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2(row.name, class_name="ui-h3 break-words"),
                rx.el.p(row.used, class_name="ui-meta"),
                class_name="min-w-0 grow",
            ),
            rx.el.div(
                ui.button("Edit", icon="pencil", size=28, on_click=F.edit(row.id)),
                rx.cond(
                    row.is_used,
                    rx.fragment(),
                    ui.icon_button("trash-2", "Remove", size=28, on_click=S.ask_remove(row.id, row.name)),
                ),
                class_name="flex gap-2",
            ),
            class_name="flex items-start justify-between gap-3",
        ),
        ui.show(row.subject, rx.el.p(row.subject, class_name="ui-name break-words")),
        rx.el.p(row.body, class_name="ui-dense whitespace-pre-wrap break-words line-clamp-6"),
        rx.cond(row.standings.length() > 0, rx.el.ul(rx.foreach(row.standings, _standing), class_name="grid gap-2")),
        class_name="ui-card p-4 grid gap-3 content-start min-w-0",
    )


def _standing(one: Any) -> rx.Component:
    return rx.el.li(
        ui.dot(one.words, one.tone),
        ui.show(one.price, rx.el.p(one.price, class_name="ui-meta pl-4")),
        ui.show(one.reason, rx.el.p(one.reason, class_name="ui-meta pl-4 break-words")),
        class_name="ui-dense",
    )


def _form() -> rx.Component:
    return ui.drawer(
        rx.el.form(
            ui.section(
                "Template",
                rx.el.div(
                    ui.field(
                        "Name",
                        ui.text_input("name", default_value=F.name, placeholder="First hello", max_length=120),
                        hint="Your readers do not see it.",
                        error=F.problems["name"],
                    ),
                    message_fields(F, key=F.version.to(str)),
                    tried_preview(F),
                    class_name="grid gap-4",
                ),
            ),
            ui.show(F.problems["form"], rx.el.p(F.problems["form"], class_name="ui-error px-6", role="alert")),
            on_submit=F.save,
            id=_FORM,
            key=F.version.to(str),
        ),
        open=F.is_open,
        on_close=F.close,
        title=rx.cond(F.is_new, "New template", "Edit template"),
        modal=True,
        foot=rx.fragment(
            ui.button("Save", kind="primary", type="submit", form=_FORM),
            ui.button("Cancel", on_click=F.close),
        ),
    )


def _remove_dialog() -> rx.Component:
    return ui.dialog(
        "Remove this template?",
        detail=S.removing_name + " is taken away. Nothing was written with it.",
        open=S.removing != "",
        on_open_change=S.close_remove,
        actions=[ui.closes(ui.button("Cancel")), ui.button("Remove", kind="danger-filled", on_click=S.remove)],
    )
