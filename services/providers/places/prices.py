"""What a call costs, by the kind of call that its field mask makes it. A table, so that it can follow Google's."""

from enum import StrEnum
from pathlib import Path

from services.core.settings import get_settings


class Call(StrEnum):
    """Google bills a call at the dearest field that its mask names."""

    SEARCH_IDS = "search_ids"
    SEARCH_SITES = "search_sites"
    DETAILS_SITES = "details_sites"


def _listed() -> dict[Call, int]:
    lines = (Path(__file__).parent / "prices.txt").read_text("utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")]
    return {Call(name.strip()): int(paise) for name, paise, _ in rows}


_LISTED = _listed()


def price_paise(call: Call) -> int:
    """Paise of one call, rounded up; LEADGEN_PLACES_PRICES goes before the list."""
    own = dict(part.strip().split("=", 1) for part in get_settings().places_prices.split(",") if part.strip())
    per_thousand = int(own[call]) if call in own else _LISTED[call]
    return -(-per_thousand // 1000)
