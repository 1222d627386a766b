"""What a campaign answers by itself: in its form, and in words on its page."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from services.answering.settings import answers_words
from services.answering.types import AnswerForm
from services.campaigns.types import OutreachDetail
from services.models import AnswerHours
from services.suggesting.topics import Topic
from state.scraping_form import number


@dataclass(frozen=True)
class AnswersView:
    """`figures` is "" while nothing has come in."""

    is_on: bool = False
    words: str = ""
    figures: str = ""


def answers_view(seen: OutreachDetail) -> AnswersView:
    left = f"{seen.left_to_people:,} left to a person"
    figures = f"{seen.answered:,} sent, {left}" if seen.answered or seen.left_to_people else ""
    return AnswersView(seen.answers.is_on, answers_words(seen.answers) if seen.answers.is_on else "", figures)


class AnswersMixin(rx.State, mixin=True):
    """Mixed into the State of a campaign's form; the boxes keep what is typed."""

    answers_on: bool = False
    answers_hours: str = AnswerHours.ALWAYS.value
    answers_opens: str = ""
    answers_closes: str = ""
    answers_topics: list[str] = []
    answers_most: str = "2"
    answers_confidence: str = "70"

    def _fill_answers(self, form: AnswerForm) -> None:
        self.answers_on, self.answers_hours = form.is_on, form.hours.value
        self.answers_opens, self.answers_closes = form.opens, form.closes
        self.answers_topics = [one.value for one in form.topics]
        self.answers_most, self.answers_confidence = str(form.most_answers), str(form.least_confidence)

    @rx.event
    def set_answers_on(self, value: bool) -> None:
        """Show what can be chosen."""
        self.answers_on = bool(value)

    @rx.event
    def set_answers_hours(self, value: str) -> None:
        """Show the two times where they are asked for."""
        if value in set(AnswerHours):
            self.answers_hours = value

    def _answers_read(self, form: dict[str, Any]) -> AnswerForm:
        """What the boxes hold; what was never shown stays as it is stored."""
        if not self.answers_on:
            form = {}
        shown = "answers_most" in form
        topics = [one.value for one in Topic if form.get(f"answers_topic_{one}")] if shown else self.answers_topics
        return AnswerForm(
            self.answers_on,
            AnswerHours(self.answers_hours),
            str(form.get("answers_opens", self.answers_opens))[:5],
            str(form.get("answers_closes", self.answers_closes))[:5],
            [Topic(one) for one in topics],
            number(form.get("answers_most", self.answers_most)),
            number(form.get("answers_confidence", self.answers_confidence)),
        )
