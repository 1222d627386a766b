"""What a model's tokens cost. A table, so that it can follow OpenAI's."""

from dataclasses import dataclass
from pathlib import Path

from services.core.settings import get_settings

_MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """Paise for a million tokens of each kind."""

    fresh: int
    cached: int
    written: int

    def paise(self, fresh: int, cached: int, written: int) -> int:
        """The cost of so many tokens, rounded up."""
        total = fresh * self.fresh + cached * self.cached + written * self.written
        return -(-total // _MILLION)


def _listed() -> dict[str, Price]:
    lines = (Path(__file__).parent / "prices.txt").read_text("utf-8").splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]
    return {name: Price(int(fresh), int(cached), int(written)) for name, fresh, cached, written in rows}


_LISTED = _listed()


def price_of(model: str) -> Price | None:
    """None for a model whose price is not known: it must not be asked."""
    for part in filter(None, map(str.strip, get_settings().openai_prices.split(","))):
        name, _, prices = part.partition("=")
        if name == model:
            fresh, cached, written = prices.split("/")
            return Price(int(fresh), int(cached), int(written))
    return _LISTED.get(model)
