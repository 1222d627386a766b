"""Money: integer paise inside, Indian grouping on screen."""

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import NewType

from services.core.errors import Invalid

Paise = NewType("Paise", int)

_MOST_RUPEES = Decimal(10) ** 11


def parse_rupees(text: str, field: str = "") -> Paise:
    """Paise in `text` such as "₹1,20,000.50"; raises Invalid for anything that is not an amount."""
    try:
        amount = Decimal(text.strip().removeprefix("₹").replace(",", "").strip() or "0")
    except InvalidOperation:
        raise Invalid("Enter an amount in rupees, such as 5,000.", field) from None
    if not amount.is_finite() or amount < 0 or amount > _MOST_RUPEES:
        raise Invalid("Enter an amount of ₹0 or more.", field)
    return Paise(int((amount * 100).to_integral_value(ROUND_HALF_EVEN)))


def rupees(paise: int) -> str:
    """₹1,20,000 or ₹1,20,000.50: the last three digits, then groups of two."""
    sign = "−" if paise < 0 else ""
    whole, rest = divmod(abs(paise), 100)
    return f"{sign}₹{grouped(whole)}" + (f".{rest:02d}" if rest else "")


def grouped(number: int) -> str:
    """`number` with Indian digit grouping: 1247 → 1,247, 120000 → 1,20,000."""
    digits = str(abs(number))
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ("-" if number < 0 else "") + ",".join([*pairs, tail])


def split_paise(total: int, weights: list[int]) -> list[Paise]:
    """Shares of `total` by `weights` that sum to it exactly (largest remainder first)."""
    whole = sum(weights)
    if whole <= 0:
        raise Invalid("At least one share must be above zero.")
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return [Paise(share) for share in shares]


def paise_of_usd(micros: int, paise_per_usd: int) -> Paise:
    """Paise for millionths of a dollar, rounded up: a budget is never told less than a call can cost."""
    return Paise(-(-micros * paise_per_usd // 1_000_000))
