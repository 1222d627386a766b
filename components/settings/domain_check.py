"""Whether mail from the account's domain is believed: a button, and a verdict with the record to add for each check."""

from typing import Any

import reflex as rx

from components import ui
from state.settings.integrations import IntegrationsState

State: Any = IntegrationsState


def check_button(account: Any) -> rx.Component:
    return ui.button(
        "Check domain",
        icon="shield-check",
        on_click=State.check(account.provider),
        busy=State.checking == account.provider,
        disabled=~State.may_save | (State.checking != ""),
    )


def domain_findings() -> rx.Component:
    return rx.el.div(
        ui.rule(),
        rx.el.h3("What receivers see of your domain", class_name="ui-label"),
        rx.foreach(State.findings, _finding),
        class_name="grid gap-3",
        role="status",
    )


def _finding(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span(one.name, class_name="ui-dense ui-name"),
            ui.badge(one.verdict, one.tone),
            class_name="flex items-center gap-2",
        ),
        rx.el.p(one.words, class_name="ui-meta pt-1"),
        rx.cond(one.record != "", _record(one), rx.fragment()),
        key=one.name,
    )


def _record(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p("At your DNS host, the TXT record of ", rx.el.code(one.host), " becomes:", class_name="ui-meta"),
        ui.copy_field(one.record, label="DNS record"),
        class_name="grid gap-1 pt-2",
    )
