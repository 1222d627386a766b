"""Pure rules: which of several texts is answered more often, and how sure that is.

The two-proportion z-test with a pooled rate (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions,
third edition, section 3.3); the best text is compared with each other one, and its p-value is multiplied by the number
of comparisons (Bonferroni).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import erfc, sqrt

LEAST_SENT = 100  # of each text, before anything is concluded
LEAST_EXPECTED = 5  # answers and silences that each text would have at the common rate: the test is sound from there
LEVEL = 0.01  # stricter than the usual 0.05, since it is looked at again with every batch


@dataclass(frozen=True)
class Arm:
    """One text: to how many it was sent, how many of these answered; delivered and read are shown and not weighed."""

    sent: int = 0
    answered: int = 0
    delivered: int = 0
    read: int = 0

    @property
    def rate(self) -> float:
        return self.answered / self.sent if self.sent else 0.0


@dataclass(frozen=True)
class Comparison:
    """`best` is the letter in front ("" for a tie or nothing sent), `p_value` None before there is enough."""

    best: str = ""
    p_value: float | None = None

    @property
    def is_decided(self) -> bool:
        return bool(self.best) and self.p_value is not None and self.p_value < LEVEL


def p_value(one: Arm, other: Arm) -> float | None:
    """How often a difference as large as this would arise by chance; None when the samples are too small to tell."""
    if min(one.sent, other.sent) < LEAST_SENT:
        return None
    common = (one.answered + other.answered) / (one.sent + other.sent)
    if min(one.sent, other.sent) * min(common, 1 - common) < LEAST_EXPECTED:
        return None
    spread = sqrt(common * (1 - common) * (1 / one.sent + 1 / other.sent))
    return erfc(abs(one.rate - other.rate) / spread / sqrt(2))


def compare(arms: Mapping[str, Arm]) -> Comparison:
    """The text in front, and the largest p-value against each of the others."""
    order = sorted(arms, key=lambda letter: (-arms[letter].rate, letter))
    if len(order) < 2 or arms[order[0]].rate == arms[order[1]].rate:
        return Comparison()
    found = [p_value(arms[order[0]], arms[letter]) for letter in order[1:]]
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return Comparison(order[0])
    return Comparison(order[0], min(max(known) * len(known), 1.0))
