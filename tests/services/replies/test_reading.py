"""What rules and the learned classifier make of replies together, also of families of texts that neither has seen."""

from collections import Counter
from pathlib import Path

import pytest
from sklearn.metrics import f1_score

from services.replies.language import language_of
from services.replies.learned import trained
from services.replies.reading import read
from services.replies.rules import Label
from services.replies.texts import Labelled, parse, written_by_us

HELD_OUT = list(parse((Path(__file__).parents[2] / "data" / "replies_held_out.txt").read_text("utf-8")))


def test_families_that_were_held_out_are_understood():
    meant = [one.label for one in HELD_OUT]
    understood = [read(one.text).label.value for one in HELD_OUT]
    figure = f1_score(meant, understood, average="macro", labels=sorted(set(meant)))
    wrong = Counter(pair for pair in zip(meant, understood, strict=True) if pair[0] != pair[1])
    print(f"{len(HELD_OUT)} texts, macro-F1 {figure:.4f}", wrong)
    assert figure >= 0.80
    missed = [one.text for one in HELD_OUT if one.label == "opt_out" and not read(one.text).opt_out]
    assert not missed
    assert not [one.text for one in HELD_OUT if one.label != "opt_out" and read(one.text).opt_out]


def test_no_family_is_in_both_parts():
    ours = written_by_us()
    assert len([one for one in ours if language_of(one.text) != "en"]) + len(HELD_OUT) >= 400
    assert not {one.text for one in ours} & {one.text for one in HELD_OUT}
    assert not {(one.label, one.family) for one in ours} & {(one.label, one.family) for one in HELD_OUT}


@pytest.mark.parametrize(
    ("text", "label", "beside"),
    [
        ("Not now, but what does it cost?", Label.QUESTION, Label.NOT_NOW),
        ("Come to our office on Monday at 4", Label.MEETING, None),
        ("I don't hate it, let's meet tomorrow at 5", Label.MEETING, None),
        ("Not interested in this, thanks", Label.NOT_INTERESTED, None),
    ],
)
def test_one_reply_may_say_two_things_and_a_refusal_is_no_interest(text: str, label: Label, beside: Label | None):
    reading = read(text)
    assert reading.label is label
    assert beside is None or beside in reading.intents


def test_what_nobody_understands_is_put_before_a_person_and_never_suppresses():
    reading = read("the blue ones were near the second gate perhaps")
    assert not reading.opt_out
    assert read("STOP").unsure is False
    assert read("purane wale ka dusra hissa dhoondh raha tha").unsure


@pytest.mark.parametrize(
    ("text", "language"),
    [("Main road, hi there", "en"), ("मुझे चाहिए", "hi"), ("mujhe chahiye bhai", "hi-Latn"), ("👍", ""), ("வேண்டாம்", "ta")],
)
def test_the_language_is_told(text: str, language: str):
    assert language_of(text) == language


def test_a_correction_is_learned_and_gives_the_classifier_another_version():
    text = "kal dopahar wali gaadi se nikalta hu, wahin dekh lenge"
    corrected = trained((Labelled(text, "meeting", "correction"),))
    assert read(text, classifier=corrected).label is Label.MEETING
    assert corrected.version != trained().version
    assert corrected.version == trained((Labelled(text, "meeting", "correction"),)).version
