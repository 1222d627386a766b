"""The customer's accounts at providers: one card each."""

from typing import Any

import reflex as rx

from components import ui
from components.settings.domain_check import check_button, domain_findings
from components.settings.frame import READ_ONLY, locked, settings_page
from state.settings.integrations import IntegrationsState

State: Any = IntegrationsState

_FREE = (
    ("Business directories", "The directories you name in a search."),
    ("Company websites", "Phone numbers and addresses that companies publish."),
)


def integrations_section() -> rx.Component:
    return settings_page(
        "Integrations",
        "Your accounts for messages, ads and finding contacts. Keys are stored encrypted and never shown.",
        locked(~State.ready | State.may_save),
        rx.cond(
            State.ready,
            rx.fragment(rx.foreach(State.accounts, _account)),
            rx.fragment(*[ui.card(ui.skeleton_lines(3)) for _ in range(3)]),
        ),
        _free_sources(),
    )


def _account(account: Any) -> rx.Component:
    is_open = State.editing == account.provider
    hooks = (account.webhooks.length() > 0) & (is_open | account.is_own)
    card = ui.card(
        rx.el.div(
            rx.el.div(rx.el.p(account.purpose, class_name="ui-muted"), _state_line(account), class_name="grid gap-1"),
            rx.cond(is_open, _form(account), rx.fragment()),
            rx.cond(hooks, _webhooks(account), rx.fragment()),
            rx.cond(State.checked == account.provider, domain_findings(), rx.fragment()),
            class_name="grid grid-cols-1 gap-4",  # no wider than the card, however long an address is
        ),
        title=account.title,
        side=ui.badge(account.state_words, account.tone),
        foot=rx.cond(is_open, _form_buttons(), _buttons(account)),
    )
    heading = rx.cond(account.begins != "", rx.el.h2(account.begins, class_name="ui-h2 pt-3"), rx.fragment())
    return rx.el.div(heading, card, key=account.provider, class_name="flex flex-col gap-4")


def _state_line(account: Any) -> rx.Component:
    look = rx.cond(account.state == "failing", "ui-bad", "")
    return rx.el.p(
        rx.cond(account.words != "", rx.el.span(account.words, class_name=look), rx.fragment()),
        rx.cond(account.hint != "", rx.el.span("Key ", account.hint, class_name="ui-muted ui-num"), rx.fragment()),
        rx.cond(account.tested != "", rx.el.span(account.tested, class_name="ui-muted"), rx.fragment()),
        class_name="ui-dense ui-dotted empty:hidden",
    )


def _form(account: Any) -> rx.Component:
    """The inputs; the buttons that belong to this form stand at the foot of the card."""
    return rx.el.form(
        rx.foreach(account.fields, _field),
        id="keys",
        on_submit=State.save,
        class_name="ui-settings-fields",
        custom_attrs={"noValidate": True, "autoComplete": "off"},
    )


def _field(field: Any) -> rx.Component:
    return rx.cond(field.is_consent, _consent(field), _typed(field))


def _consent(field: Any) -> rx.Component:
    """What is agreed to stands beside the box, so that nobody ticks something else."""
    box = ui.checkbox(field.help, name=field.name, default_checked=field.value != "")
    return rx.el.div(
        ui.field(field.label, box, hint=field.agreed, error=State.problems[field.name], group=True),
        key=field.name,
    )


def _typed(field: Any) -> rx.Component:
    control = ui.text_input(
        field.name,
        default_value=field.value,
        placeholder=field.placeholder,
        type=rx.cond(field.is_secret, "password", "text"),
        auto_complete=rx.cond(field.is_secret, "new-password", "off"),
        spell_check=False,
    )
    return rx.el.div(ui.field(field.label, control, hint=field.help, error=State.problems[field.name]), key=field.name)


def _webhooks(account: Any) -> rx.Component:
    unreachable = rx.el.p(
        rx.icon("triangle-alert", size=14, aria_hidden="true"),
        "This installation has no public address yet, so providers cannot reach it. Set LEADGEN_PUBLIC_URL.",
        class_name="ui-hint warn",
    )
    return rx.el.div(
        ui.rule(),
        rx.el.h3("Addresses to paste there", class_name="ui-label"),
        rx.cond(State.is_reachable, rx.fragment(), unreachable),
        rx.foreach(account.webhooks, _webhook),
        class_name="grid grid-cols-1 gap-3",
    )


def _webhook(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(row.label, class_name="ui-dense ui-name"),
        ui.copy_field(row.address, label="webhook address"),
        rx.el.p(row.help, class_name="ui-meta pt-1"),
        key=row.label,
    )


def _form_buttons() -> rx.Component:
    return rx.el.div(
        ui.button("Save and test", kind="primary", type="submit", form="keys"),
        ui.button("Cancel", kind="plain", on_click=State.cancel),
        class_name="flex items-center gap-2",
    )


def _buttons(account: Any) -> rx.Component:
    change: Any = rx.match(
        account.state,
        ("ready", "Use your own server"),
        rx.cond(account.is_own, rx.cond(account.hint != "", "Change keys", "Change"), "Connect account"),
    )
    return rx.el.div(
        ui.button(change, on_click=State.edit(account.provider), disabled=~State.may_save),
        rx.cond(
            account.is_testable,
            ui.button(
                "Test connection",
                icon="plug-zap",
                on_click=State.test(account.provider),
                busy=State.testing == account.provider,
                disabled=~State.may_save | (State.testing != ""),
            ),
            rx.fragment(),
        ),
        rx.cond(account.is_checkable, check_button(account), rx.fragment()),
        rx.cond(
            account.is_own & State.may_save,
            ui.confirm(
                ui.button("Disconnect", kind="plain"),
                rx.Var.create("Disconnect ") + account.title + "?",
                rx.cond(
                    State.sandbox,
                    "Its keys are forgotten, and the sandbox takes its place: nothing leaves this machine through it.",
                    "Its keys are forgotten. What goes through it stops until you connect it again.",
                ),
                verb="Disconnect",
                on_confirm=State.disconnect(account.provider),
            ),
            rx.fragment(),
        ),
        class_name="flex flex-wrap items-center gap-2",
        title=rx.cond(State.may_save, "", READ_ONLY),
    )


def _free_sources() -> rx.Component:
    return ui.card(
        rx.el.ul(
            *[
                rx.el.li(
                    rx.el.span(
                        rx.el.span(name, class_name="ui-name block"), rx.el.span(detail, class_name="ui-meta block")
                    ),
                    ui.badge("Ready", "good"),
                    class_name="flex items-center justify-between gap-3",
                )
                for name, detail in _FREE
            ],
            class_name="grid gap-3",
        ),
        title="Sources that need no key",
    )
