"""Rules of leads without a database."""

import pytest

from services.leads import rules
from services.models import LeadStatus


@pytest.mark.parametrize(
    "form",
    [
        {"full_name": "Asha Rao", "phone_number": "98", "email": "a@b.in", "what_is_your_budget?": "80L"},
        {"FULL_NAME": "Asha Rao", "WORK_PHONE": "98", "WORK_EMAIL": "a@b.in", "WHAT_IS_YOUR_BUDGET?": "80L"},
        {"FIRST_NAME": "Asha", "LAST_NAME": "Rao", "PHONE_NUMBER": "98", "EMAIL": "a@b.in", "Budget": "80L"},
    ],
)
def test_a_form_tells_who_and_what(form: dict[str, str]) -> None:
    person = rules.person_in(form)
    assert (person.name, person.phone, person.email) == ("Asha Rao", "98", "a@b.in")
    assert list(person.answers.values()) == ["80L"]
    assert rules.form_text(person).endswith("udget?: 80L") or rules.form_text(person) == "Budget: 80L"


def test_an_empty_form_still_says_something() -> None:
    assert rules.form_text(rules.person_in({})) == "Asked to be contacted."


def test_every_status_can_be_left_and_none_follows_itself() -> None:
    for status in LeadStatus:
        assert rules.NEXT[status]
        assert not rules.may_move(status, status)


def test_a_question_reads_like_one() -> None:
    assert rules.question_words("what_is_your_budget?") == "What is your budget?"
    assert rules.question_words("PRICE_RANGE") == "Price range"
