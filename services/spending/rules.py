"""Pure rules: what is metered and which part of the budget pays for it."""

from enum import StrEnum


class Meter(StrEnum):
    """What is counted, a row a day; costs in paise. Stored: renaming one strands what was counted."""

    CONTACTS_FOUND = "contacts_found"
    CONTACTS_IMPORTED = "contacts_imported"
    PLACES = "places"
    APIFY = "apify"
    BRIGHTDATA = "brightdata"
    OPENAI = "openai"
    WHATSAPP_MARKETING = "whatsapp_marketing"
    WHATSAPP_UTILITY = "whatsapp_utility"
    WHATSAPP_SERVICE = "whatsapp_service"
    EMAIL = "email"


SHARES: tuple[str, ...] = ("scraping", "meta", "google", "whatsapp", "email")
"""What a month's budget is split into: the keys of `Customer.budget_split`."""

MOST_MONTHLY_PAISE = 10_00_00_000 * 100

PAID_BY = {
    Meter.PLACES: "scraping",
    Meter.APIFY: "scraping",
    Meter.BRIGHTDATA: "scraping",
    Meter.OPENAI: "scraping",
    Meter.WHATSAPP_MARKETING: "whatsapp",
    Meter.WHATSAPP_UTILITY: "whatsapp",
    Meter.WHATSAPP_SERVICE: "whatsapp",
    Meter.EMAIL: "email",
}
"""Meter → the share of the monthly budget (a key of `Customer.budget_split`) that pays for it."""

_PRACTICE = "sandbox:"


def stored_name(meter: Meter, is_sandbox: bool) -> str:
    """Practice spending is counted apart, so that it never uses up the real budget."""
    return f"{_PRACTICE}{meter}" if is_sandbox else str(meter)


def paid_together(meter: Meter, is_sandbox: bool) -> list[str]:
    """The stored names of all meters that share the budget of `meter`."""
    return [stored_name(one, is_sandbox) for one in PAID_BY if PAID_BY[one] == PAID_BY[meter]]
