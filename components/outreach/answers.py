"""Automatic replies: the choice in a campaign's form, and what became of it on the campaign's page."""

from typing import Any

import reflex as rx

from components import ui
from services.suggesting.topics import TOPIC_WORDS

_HOURS = [
    ("always", "At any time"),
    ("between", "Between two times"),
    ("outside", "Only outside your hours for calls"),
]


def answers_editor(form: Any) -> rx.Component:
    """For a State with AnswersMixin and `problems`."""
    switch = ui.toggle(
        "Automatic replies",
        checked=form.answers_on,
        on_change=form.set_answers_on,
        detail="A question that your facts in Settings → Business answer is answered by itself. Everything else "
        "waits for a person, and so does every conversation that one of you has answered.",
    )
    return ui.section("Replies", switch, ui.show(form.answers_on, _choices(form)))


def _choices(form: Any) -> rx.Component:
    topics = [
        ui.checkbox(words, name=f"answers_topic_{topic}", default_checked=form.answers_topics.contains(topic.value))
        for topic, words in TOPIC_WORDS.items()
    ]
    return rx.el.div(
        ui.field(
            "Topics",
            rx.el.div(*topics, class_name="grid grid-cols-1 sm:grid-cols-2 gap-x-4 gap-y-2"),
            hint="Discounts, payments, complaints, the law, and who asks for a person are always left to you.",
            error=form.problems["answers_topics"],
            group=True,
        ),
        ui.field(
            "When",
            ui.select("answers_hours", _HOURS, value=form.answers_hours, on_change=form.set_answers_hours),
            hint="By the clock of your time zone.",
        ),
        ui.show(form.answers_hours == "between", _between(form)),
        rx.el.div(
            ui.field(
                "At most",
                ui.text_input(
                    "answers_most", default_value=form.answers_most, suffix="in a conversation", input_mode="numeric"
                ),
                error=form.problems["answers_most"],
            ),
            ui.field(
                "Understood with",
                ui.text_input(
                    "answers_confidence",
                    default_value=form.answers_confidence,
                    suffix="% or more",
                    input_mode="numeric",
                ),
                error=form.problems["answers_confidence"],
            ),
            class_name="grid grid-cols-1 sm:grid-cols-2 gap-3",
        ),
        class_name="grid gap-4 pt-4",
    )


def _between(form: Any) -> rx.Component:
    return ui.field(
        "From and until",
        rx.el.div(
            ui.text_input("answers_opens", type="time", default_value=form.answers_opens),
            ui.text_input("answers_closes", type="time", default_value=form.answers_closes),
            class_name="grid grid-cols-2 gap-3",
        ),
        error=form.problems["answers_hours"],
        group=True,
    )


def answers_card(answers: Any, *, on_stop: Any) -> rx.Component:
    """For an AnswersView."""
    off = "Every reply waits for a person. Edit the campaign to have questions answered from your facts."
    return ui.card(
        rx.el.p(rx.cond(answers.is_on, answers.words, off), class_name="ui-dense"),
        ui.show(answers.figures, rx.el.p(answers.figures, class_name="ui-dense ui-muted ui-num pt-2")),
        ui.show(
            answers.is_on,
            rx.el.div(ui.button("Switch off", size=28, icon="hand", on_click=on_stop), class_name="pt-3"),
        ),
        title="Automatic replies",
        side=rx.cond(answers.is_on, ui.dot("On", "good"), ui.dot("Off", "neutral")),
    )
