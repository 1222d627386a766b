"""What opens over the list: one message, a campaign for chosen contacts, the question before deleting."""

from typing import Any

import reflex as rx

from components import ui
from components.outreach.message import message_fields, message_preview
from state.chosen_campaign import ChosenCampaignState
from state.compose import ComposeState
from state.contacts import ContactsState

C: Any = ChosenCampaignState
W: Any = ComposeState
S: Any = ContactsState


def compose_dialog() -> rx.Component:
    return ui.dialog(
        W.title,
        rx.el.form(
            rx.el.div(
                message_fields(W, key=W.version.to(str)),
                message_preview(W.channel, W.seen),
                class_name="grid gap-4 md:grid-cols-2",
            ),
            rx.el.div(
                ui.closes(ui.button("Cancel")),
                ui.button("Send", kind="primary", icon="send", type="submit"),
                class_name="ui-dialog-actions",
            ),
            on_submit=W.send,
            class_name="grid gap-4",
        ),
        open=W.is_open,
        on_open_change=W.show,
        wide=True,
    )


def campaign_dialog() -> rx.Component:
    new = rx.fragment(
        ui.field("Name", ui.text_input("name", default_value=C.name, key=C.version.to(str)), error=C.problems["name"]),
        ui.field(
            "Channel",
            ui.segmented(
                "channel",
                [("whatsapp", "WhatsApp", "message-circle"), ("email", "Email", "mail")],
                value=C.channel,
                on_change=C.set_channel,
                wide=True,
                size=40,
            ),
            group=True,
        ),
        rx.el.div(
            message_fields(C, key=C.version.to(str)),
            message_preview(C.channel, C.seen),
            class_name="grid gap-4 md:grid-cols-2",
        ),
    )
    existing = ui.field(
        "Campaign",
        ui.select("campaign", C.choices, placeholder="Choose a campaign"),
        hint="The contacts are added to those it writes to. Its text stays as it is.",
        error=C.problems["campaign"],
    )
    return ui.dialog(
        "Send an outreach campaign",
        rx.el.form(
            rx.cond(
                C.choices.length() > 0,
                ui.segmented(
                    "mode",
                    [("new", "New campaign"), ("existing", "Add to a campaign")],
                    value=C.mode,
                    on_change=C.set_mode,
                ),
                rx.fragment(),
            ),
            rx.cond(C.mode == "existing", existing, new),
            ui.show(C.problems["form"], rx.el.p(C.problems["form"], class_name="ui-error", role="alert")),
            rx.el.div(
                ui.closes(ui.button("Cancel")),
                ui.button(
                    rx.cond(C.mode == "existing", "Add to campaign", "Start sending"),
                    kind="primary",
                    icon="send",
                    type="submit",
                ),
                class_name="ui-dialog-actions",
            ),
            on_submit=C.send,
            class_name="grid gap-4",
        ),
        detail=C.who + " selected. Whoever may not be written to on the channel is left out.",
        open=C.is_open,
        on_open_change=C.show,
        wide=True,
    )


def delete_dialog() -> rx.Component:
    who = rx.cond(S.selected_words != "", S.selected_words + " selected", S.detail.name)
    return ui.dialog(
        "Delete contacts?",
        detail=who + ": the details, where they came from and the messages are lost. Leads made from them stay.",
        open=S.asking_delete,
        on_open_change=S.ask_delete,
        actions=[ui.closes(ui.button("Cancel")), ui.button("Delete", kind="danger-filled", on_click=S.delete)],
    )
