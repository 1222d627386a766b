"""Reads a reply: rules where they are sure, the learned classifier where they are not, people where neither is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.replies.language import language_of
from services.replies.learned import Classifier, trained
from services.replies.normalising import bare, normalise
from services.replies.phrases import english_stop, hindi_stop, opt_out
from services.replies.rules import CONVERTS, Label, Reply, classify
from services.replies.stripping import without_closing

UNSURE = 0.55  # below it people are asked; chosen on the training texts, where most of what lies below is wrong
_SURE_RULE = 0.95  # a rule this sure stands whatever is learned
_FIRM = 0.9  # in English, for which most rules were written, one this sure is not asked about
_KNOWN = 0.6  # and one that found something at all stands
_SURELY = 0.6  # a part of a reply counts as a second intent from here
# From here a learned stop is one: a false one loses a contact, a missed one breaks the law. Of families of the training
# texts that neither rules nor weights were made for, 86 of 100 are heard, at 12 false ones in 1,000.
_HEARD_STOP, _HEARD_IN_ENGLISH = 0.45, 0.6
_ALWAYS_BY_RULE = {Label.BOUNCE, Label.OPT_OUT, Label.OUT_OF_OFFICE}
MACHINES = {Label.BOUNCE, Label.OUT_OF_OFFICE}
_NOT_BESIDE = {Label.OTHER, Label.BOUNCE, Label.OUT_OF_OFFICE, Label.OPT_OUT}
_PARTS = re.compile(r"[.!?;,।\n]+|\b(?:but|lekin|magar|however|waise|though)\b|लेकिन|मगर|किंतु", re.IGNORECASE)
_MOST_PARTS, _LEAST_WORDS = 6, 2


@dataclass(frozen=True)
class Reading:
    """What a reply means. `intents` begins with the main one; `confidence` is 0 to 1; `language` a BCP 47 tag or "".

    `converts` is whether a person answered in a way that makes a lead, `unsure` whether somebody should look.
    """

    label: Label
    intents: tuple[Label, ...]
    confidence: float
    language: str
    version: str
    opt_out: bool = False
    converts: bool = False

    @property
    def unsure(self) -> bool:
        return self.confidence < UNSURE and self.label not in _ALWAYS_BY_RULE


def read(
    text: str,
    subject: str = "",
    headers: Mapping[str, str] | None = None,
    classifier: Classifier | None = None,
    *,
    answers_us: bool = True,
) -> Reading:
    """The meaning of one reply, with or without its quoted history; the shipped classifier reads when none is given.

    `answers_us` is whether we wrote to this person before.
    """
    by_rule = classify(text, subject, headers, answers_us=answers_us)
    learned = classifier or trained()
    written = without_closing(text)
    said = normalise(written)
    language = language_of(said)
    chances = learned.chances(text) if said else {}
    is_other = hindi_stop.stops_something_else(said) or english_stop.stops_something_else(said)
    if is_other and max(chances.values()) < 1:
        chances = {**chances, Label.OPT_OUT.value: 0.0}
    if not answers_us and bare(said) in opt_out.ANSWERING:
        chances = {Label.OTHER.value: 1.0}
    meant = _weighed(by_rule, chances, is_english=language == "en") if said else by_rule
    intents = (meant.label, *_beside(meant.label, written, learned))
    return Reading(
        meant.label,
        intents,
        round(meant.confidence, 3),
        language,
        learned.version,
        meant.opt_out,
        meant.converts,
    )


def _weighed(by_rule: Reply, chances: Mapping[str, float], *, is_english: bool) -> Reply:
    """Rules that stop somebody or name a machine always win; then what a person corrected; then a rule that is firm."""
    if by_rule.label in _ALWAYS_BY_RULE:
        return by_rule
    label = _likeliest(chances)
    is_said = chances[label] == 1  # by a person
    if not is_said and by_rule.confidence >= (_FIRM if is_english else _SURE_RULE):
        return by_rule
    if label is Label.OPT_OUT and chances[label] >= (_HEARD_IN_ENGLISH if is_english else _HEARD_STOP):
        return Reply(label, opt_out=True, confidence=chances[label])
    if label is Label.OPT_OUT:  # looks like it, is not sure: a person is asked
        return replace(by_rule, confidence=min(by_rule.confidence, UNSURE / 2))
    is_meeting = label is Label.MEETING and (by_rule.label is Label.INTERESTED or chances[label] > _SURELY)
    if not is_said and is_english and by_rule.confidence >= _KNOWN and not is_meeting:
        agreed = chances.get(by_rule.label, 0.0)
        return replace(by_rule, confidence=(by_rule.confidence + agreed) / 2)
    return Reply(label, confidence=chances[label], converts=label in CONVERTS)


def _likeliest(chances: Mapping[str, float]) -> Label:
    """A machine only where that is likely: its words are not shown to anybody, a person's always are."""
    best = Label(max(chances, key=chances.__getitem__))
    if best not in MACHINES or chances[best] >= _SURELY:
        return best
    return Label(max((one for one in chances if Label(one) not in MACHINES), key=chances.__getitem__))


def _beside(main: Label, written: str, learned: Classifier) -> list[Label]:
    """What else is said in other parts of the reply: "not now, but what does it cost?" says two things."""
    parts = [part for part in _PARTS.split(written) if part and len(part.split()) >= _LEAST_WORDS]
    if main in _NOT_BESIDE - {Label.OTHER} or not 1 < len(parts) <= _MOST_PARTS:
        return []
    found: list[Label] = []
    for part in parts:
        chances = learned.chances(part)
        best = max(chances, key=chances.__getitem__)
        if chances[best] >= _SURELY:
            found.append(Label(best))
    return [label for label in dict.fromkeys(found) if label not in {main, *_NOT_BESIDE}]
