"""The links by which people agree to be written to: what each says, its addresses and its QR image."""

from typing import Any

import reflex as rx

from components import ui
from components.settings.frame import READ_ONLY, settings_page
from state.settings.opt_in import OptInState

State: Any = OptInState


def opt_in_section() -> rx.Component:
    return settings_page(
        "Opt-in",
        "Put a link on your website, your counter or your card. Whoever uses it has agreed, and the proof is kept.",
        _new(),
        rx.cond(
            State.ready,
            rx.cond(State.links.length() > 0, rx.foreach(State.links, _link), _none()),
            ui.card(ui.skeleton_lines(4)),
        ),
    )


def _new() -> rx.Component:
    name = ui.text_input(
        "name", default_value="", key=State.added, placeholder="Website", disabled=State.ready & ~State.may_save
    )
    words = ui.text_area("words", default_value="", key=State.added, rows=2)
    return rx.el.form(
        ui.card(
            rx.el.div(
                ui.field("Where will you put it?", name, error=State.problems["name"]),
                ui.field(
                    "What people agree to",
                    words,
                    optional=True,
                    error=State.problems["words"],
                    hint="Left empty: your business may send offers and news, until they stop them.",
                ),
                class_name="grid gap-4",
            ),
            title="New link",
            foot=rx.el.div(
                ui.button("Make the link", type="submit", disabled=~State.ready | ~State.may_save),
                rx.cond(
                    State.ready & ~State.may_save, rx.el.span(READ_ONLY, class_name="ui-dense ui-muted"), rx.fragment()
                ),
                class_name="flex items-center gap-3",
            ),
        ),
        on_submit=State.add,
        custom_attrs={"noValidate": True},
    )


def _none() -> rx.Component:
    return ui.card(ui.empty_state("user-check", "No link yet", "Make one, and people can agree by themselves."))


def _link(link: Any) -> rx.Component:
    body = rx.el.div(
        rx.el.div(
            rx.el.p(link.words, class_name="ui-dense"),
            _address("By email: a form, and a mail to confirm", link.page, "address of the form"),
            rx.cond(
                link.whatsapp != "",
                _address("By WhatsApp: a message with the code", link.whatsapp, "WhatsApp link"),
                rx.el.p("Connect WhatsApp to get a WhatsApp link and a QR image.", class_name="ui-meta"),
            ),
            rx.el.p(link.agreed, " agreed · ", link.waiting, " not confirmed yet", class_name="ui-dense ui-muted"),
            class_name="grid grid-cols-1 gap-3 min-w-0 grow content-start",
        ),
        rx.cond(link.qr != "", _image(link), rx.fragment()),
        class_name="flex flex-col sm:flex-row gap-5",
    )
    state = rx.cond(link.is_open, ui.badge("Open", "good"), ui.badge("Closed", "neutral"))
    change = rx.cond(link.is_open, _close(link), _open(link))
    foot = rx.cond(State.may_save, change, rx.fragment())
    return rx.el.div(ui.card(body, title=link.name, side=state, foot=foot), key=link.id)


def _address(words: str, address: Any, label: str) -> rx.Component:
    return rx.el.div(
        rx.el.p(words, class_name="ui-meta"),
        ui.copy_field(address, label=label),
        class_name="grid grid-cols-1 gap-1 min-w-0",
    )


def _image(link: Any) -> rx.Component:
    return rx.el.div(
        rx.el.img(src=link.qr, alt="QR image of the WhatsApp link", width="148", height="148", class_name="rounded-md"),
        rx.el.a(
            "Download",
            href=link.qr,
            download=rx.Var.create("opt-in-") + link.id + ".svg",
            class_name="ui-link ui-dense",
        ),
        class_name="grid gap-2 justify-items-start flex-none content-start",
    )


def _close(link: Any) -> rx.Component:
    return ui.confirm(
        ui.button("Close"),
        rx.Var.create("Close ") + link.name + "?",
        "Its page says that it is closed, and its code no longer counts. Who agreed has agreed.",
        verb="Close",
        on_confirm=State.close_link(link.id),
    )


def _open(link: Any) -> rx.Component:
    return ui.button("Open again", on_click=State.open_link(link.id))
