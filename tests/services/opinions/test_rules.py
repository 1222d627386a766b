"""What a model is asked about replies, and what of its answer is believed."""

import json
from typing import Any

import pytest

from services.opinions.rules import INSTRUCTIONS, believed, decides, key_of, question
from services.opinions.types import Doubtful, Opinion
from services.replies.rules import Label

TWO = [Doubtful(1, "peepal"), Doubtful(2, "haan")]


def claim(ref: str = "r1", label: Any = "meeting", confidence: Any = 80) -> dict[str, Any]:
    return {"ref": ref, "label": label, "confidence": confidence}


def test_every_reply_is_asked_about_inside_one_fence_with_every_label_to_choose_from() -> None:
    asked, again = question(TWO), question(TWO)
    first, inside, last = asked.data.split("\n")
    assert (json.loads(inside), last) == (
        [{"ref": "r1", "text": "peepal"}, {"ref": "r2", "text": "haan"}],
        "</" + first[1:],
    )
    assert again.data.split("\n")[0] != first
    told = asked.schema["properties"]["replies"]["items"]["properties"]
    assert set(told["label"]["enum"]) == set(Label)
    assert all(f"{label.value}: " in INSTRUCTIONS for label in Label)


def test_the_same_words_have_the_same_key_whoever_wrote_them() -> None:
    assert key_of(Doubtful(1, "haan"), "m") == key_of(Doubtful(2, "haan"), "m")
    assert (
        len({key_of(Doubtful(1, "haan"), "m"), key_of(Doubtful(1, "ha"), "m"), key_of(Doubtful(1, "haan"), "n")}) == 3
    )


@pytest.mark.parametrize(
    "replies",
    [
        [claim(label="hot")],
        [claim(confidence="80")],
        [claim(confidence=True)],
        [claim(confidence=101)],
        [claim(confidence=-1)],
        [claim(), claim(label="opt_out")],
        [claim(ref="r9")],
        ["r1"],
        None,
    ],
)
def test_an_answer_in_another_form_is_no_opinion(replies: Any) -> None:
    assert believed({"replies": replies}, TWO, "m") == {}


def test_a_sound_answer_is_an_opinion_of_that_model() -> None:
    found = believed({"replies": [claim(), claim("r2", "bounce", 0)]}, TWO, "m")
    assert found == {"r1": Opinion(Label.MEETING, 80, "m"), "r2": Opinion(Label.BOUNCE, 0, "m")}


@pytest.mark.parametrize(
    ("label", "confidence", "expected"),
    [
        (Label.INTERESTED, 70, True),
        (Label.INTERESTED, 69, False),
        (Label.OPT_OUT, 50, True),
        (Label.OPT_OUT, 49, False),
        (Label.OUT_OF_OFFICE, 100, False),
        (Label.BOUNCE, 100, False),
    ],
)
def test_a_model_decides_where_it_is_sure_and_never_that_nobody_wrote(
    label: Label, confidence: int, expected: bool
) -> None:
    assert decides(Opinion(label, confidence, "m")) is expected
