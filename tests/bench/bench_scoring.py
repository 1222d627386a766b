"""Contacts scored a second on one core, and what learning a score card costs."""

import random
import time

from services.scoring.cards import prior_for
from services.scoring.rules import score_many
from services.scoring.training import train
from services.scoring.types import Audience, ContactFacts
from tests.services.scoring.sending import sent

CONTACTS, OUTCOMES = 100_000, 5_000
WANTED = 5_000
_AUDIENCE = Audience(
    industries=("Real estate agents", "Dentists"),
    job_titles=("Broker", "Sales manager"),
    cities=("Mumbai", "Pune", "Jaipur"),
    keywords=("premium", "export"),
)


def contacts(number: int) -> list[ContactFacts]:
    """All different, as in a long list of finds."""
    chance = random.Random(1)
    return [
        ContactFacts(
            name=f"Asha {row}",
            title=chance.choice(("Owner", "Clerk", "Broker", "")),
            company=f"Skyline {row} {chance.choice(('Realty', 'Dental', 'Foods'))}",
            industry=chance.choice(("estate agent", "dentist", "grocer", "")),
            city=f"{chance.choice(('Mumbai', 'Delhi', 'Pune', ''))}",
            phone=f"+9198{row:08d}",
            email=f"asha{row}@firm{row}.example",
            website=f"https://firm{row}.example",
            published=True,
            text=f"Skyline {row} Realty premium homes",
            pages=row % 4,
            age_days=row % 300,
        )
        for row in range(number)
    ]


def main() -> None:
    found = contacts(CONTACTS)
    began = time.perf_counter()
    total = sum(score.points for score in score_many(found, _AUDIENCE, prior_for("Real estate")))
    speed = CONTACTS / (time.perf_counter() - began)
    began = time.perf_counter()
    train(sent(OUTCOMES), prior_for("Real estate"), 1)
    print(f"{'scoring':32}{'measured':>12}{'wanted':>12}")
    print(f"{'contacts scored a second':32}{speed:>12,.0f}{WANTED:>12,}")
    print(f"{f'learning {OUTCOMES:,} outcomes, s':32}{time.perf_counter() - began:>12.2f}{'':>12}")
    print(f"{'mean score':32}{total / CONTACTS:>12.1f}{'':>12}")


if __name__ == "__main__":
    main()
