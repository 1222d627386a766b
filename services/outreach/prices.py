"""What a message costs, by provider, kind and day. A table, so that it can follow the providers' price lists."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from services.core.settings import get_settings
from services.spending.rules import Meter


class Category(StrEnum):
    """What a message is billed as."""

    MARKETING = "marketing"
    UTILITY = "utility"
    SERVICE = "service"
    EMAIL = "email"


METERS: dict[Category, Meter] = {
    Category.MARKETING: Meter.WHATSAPP_MARKETING,
    Category.UTILITY: Meter.WHATSAPP_UTILITY,
    Category.SERVICE: Meter.WHATSAPP_SERVICE,
    Category.EMAIL: Meter.EMAIL,
}


@dataclass(frozen=True)
class Price:
    """Paise per thousand messages, the least and the most that they cost."""

    least: int = 0
    most: int = 0

    @property
    def paise(self) -> int:
        """Whole paise of one message at the most, rounded up: what budgets hold."""
        return -(-self.most // 1000)

    def of(self, number: int) -> tuple[int, int]:
        """Paise of `number` messages: at the least, and at the most as budgets count them."""
        return self.least * number // 1000, self.paise * number


def _listed() -> dict[tuple[str, str], list[tuple[date, Price]]]:
    found: dict[tuple[str, str], list[tuple[date, Price]]] = {}
    for line in (Path(__file__).parent / "prices.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            provider, category, since, least, most, _ = (part.strip() for part in line.split("|"))
            entry = (date.fromisoformat(since), Price(int(least), int(most)))
            found.setdefault((provider, category), []).append(entry)
    return {key: sorted(entries, key=lambda entry: entry[0]) for key, entries in found.items()}


_LISTED = _listed()


def price(provider: str, category: Category, day: date) -> Price:
    """The price on `day`; LEADGEN_MESSAGE_PRICES goes before the list. Nothing for a provider that is not listed."""
    own = dict(part.strip().split("=", 1) for part in get_settings().message_prices.split(",") if part.strip())
    named = f"{provider}:{category}"
    if named in own:
        return Price(int(own[named]), int(own[named]))
    valid = [one for since, one in _LISTED.get((provider, category), []) if since <= day]
    return valid[-1] if valid else Price()
