"""From what a person calls their industry to its playbook."""

from functools import lru_cache

from services.playbooks import education, generic, health, hospitality, professional, property_trade, trade, wellness
from services.playbooks.types import Playbook
from services.scoring.words import words_of

PLAYBOOKS: tuple[Playbook, ...] = (
    *property_trade.PLAYBOOKS,
    *education.PLAYBOOKS,
    *health.PLAYBOOKS,
    *hospitality.PLAYBOOKS,
    *wellness.PLAYBOOKS,
    *professional.PLAYBOOKS,
    *trade.PLAYBOOKS,
)


def industries() -> list[str]:
    """The names to offer, in alphabetical order; at the end one for whoever finds theirs nowhere."""
    return [*sorted(playbook.name for playbook in PLAYBOOKS), generic.GENERIC.name]


@lru_cache(maxsize=1_000)
def playbook_for(industry: str) -> Playbook:
    """By name, slug or alias; else the one that shares most words; else one that suits any business."""
    asked = " ".join(industry.lower().split())
    for playbook in PLAYBOOKS:
        if asked in {playbook.slug, playbook.name.lower(), *playbook.aliases}:
            return playbook
    shared = [(_shared(asked, playbook), playbook) for playbook in PLAYBOOKS]
    most, best = max(shared, key=lambda pair: pair[0])
    return best if most else generic.GENERIC


def _shared(asked: str, playbook: Playbook) -> int:
    names = (playbook.name, *playbook.aliases)
    return max(len(words_of(asked) & words_of(name)) for name in names)
