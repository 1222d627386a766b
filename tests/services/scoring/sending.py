"""First messages whose outcomes follow known weights, for tests of what learns from them."""

import random
from datetime import UTC, datetime, timedelta
from math import exp

from services.scoring.outcomes import Example

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ODDS = {"decides": 1.6, "mobile": -1.2, "own_mailbox": 1.0, "published": -0.6}  # decision makers by e-mail, no mobiles
SHARES = {
    "decides": 0.4,
    "mobile": 0.5,
    "own_mailbox": 0.5,
    "published": 0.7,
    "industry_and_city": 0.6,
    "phone_only": 0.3,
}


def sent(number: int, *, seed: int = 1, intercept: float = -2.0, odds: dict[str, float] = ODDS) -> list[Example]:
    """`number` messages, one an hour, oldest first."""
    chance = random.Random(seed)
    made = []
    for hour in range(number):
        features = [name for name, share in SHARES.items() if chance.random() < share]
        logit = intercept + sum(odds.get(name, 0) for name in features)
        answered = chance.random() < 1 / (1 + exp(-logit))
        made.append(Example(tuple(features), BEGAN + timedelta(hours=hour), answered))
    return made
