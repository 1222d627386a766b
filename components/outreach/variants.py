"""Several texts of a campaign's first message: the editor in its form, and how each is answered on its page."""

from typing import Any

import reflex as rx

from components import ui
from components.outreach.message import figure, text_boxes


def variants_editor(form: Any) -> rx.Component:
    """For a State with VariantsMixin: inside its form, under the first text."""
    return rx.el.div(
        ui.show(
            form.variants.length() > 0,
            rx.el.p(
                "The contacts are split evenly. Once one text is clearly answered more often, with at least 100 sent "
                "of each, whoever is still to come gets it.",
                class_name="ui-dense ui-muted",
            ),
        ),
        rx.foreach(form.variants, lambda row: _variant(form, row)),
        ui.show(
            form.may_add_variant,
            rx.el.div(ui.button("Try another text (A/B)", icon="plus", on_click=form.add_variant)),
        ),
        class_name="grid gap-4",
    )


def _variant(form: Any, row: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.div(
            rx.el.span(row.title, class_name="ui-name"),
            ui.icon_button("trash-2", "Remove this text", size=28, on_click=form.remove_variant(row.key)),
            class_name="flex items-center justify-between gap-3",
        ),
        *text_boxes("variant", row, lambda box: form.set_variant(row.key, box), form.channel, rows=8),
        key=row.key.to(str),
        aria_label=row.title,
        class_name="grid gap-4 ui-card p-4 min-w-0",
    )


def variants_card(rows: Any, verdict: Any) -> rx.Component:
    """How each text is answered, and how sure that is; nothing for a single text."""
    columns = [
        ui.Column(
            "text",
            "Text",
            lambda row: rx.el.div(
                rx.el.div(row.name, ui.show(row.won, ui.badge("Winner", "good")), class_name="ui-name flex gap-2"),
                rx.el.div(row.excerpt, class_name="ui-meta break-words"),
                rx.el.div(row.words, class_name="ui-meta md:hidden"),
                class_name="min-w-0",
            ),
            phone="lead",
        ),
        *(
            figure(key, words, "6rem")
            for key, words in (
                ("sent", "Sent"),
                ("delivered", "Delivered"),
                ("read", "Read"),
                ("answered", "Interested"),
                ("share", "Share"),
            )
        ),
    ]
    table = ui.data_table(rows, columns, key=lambda row: row.name, label="Texts of the first message", bleed=False)
    words = rx.el.p(verdict, class_name="ui-dense ui-muted pt-3")
    return ui.show(rows.length() > 0, ui.card(table, words, title="A/B test"))
