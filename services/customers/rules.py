"""Cleans what was typed into settings, or says at which field it is wrong."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from services.cleaning import normalise_city
from services.core.addresses import normalise_email, normalise_phone
from services.core.clock import is_clock_time
from services.core.days_off import STATES
from services.core.errors import Invalid
from services.core.money import rupees
from services.customers.types import BusinessSettings, CallSettings, LeadSettings, SendingSettings
from services.models import Assignment, WhatsAppReach
from services.spending.rules import MOST_MONTHLY_PAISE, SHARES

MOST_ENTRIES = 30
MOST_A_DAY = 100_000
MOST_GAP_DAYS = 90
MOST_NOTICE_MINUTES = 7 * 24 * 60
MOST_BUFFER_MINUTES = 240
MOST_BUDGET_PAISE = 100_000_000
_LENGTHS = {"industry": 80, "description": 2000, "address": 500, "sender_name": 120, "answer_facts": 4000}
_LABELS = {
    "industry": "industry",
    "description": "description",
    "address": "address",
    "sender_name": "sender name",
    "answer_facts": "facts",
}


def clean_business(typed: BusinessSettings, country: str = "IN") -> BusinessSettings:
    """The settings as they are stored; raises Invalid with the field's name."""
    texts = {field: _text(getattr(typed, field), field) for field in _LENGTHS}
    return BusinessSettings(
        name=_name(typed.name),
        services=_entries(typed.services, "services"),
        cities=tuple(dict.fromkeys(normalise_city(city, country).city for city in _entries(typed.cities, "cities"))),
        website=_website(typed.website),
        phone=_phone(typed.phone, country),
        email=_email(typed.email),
        zone=_zone(typed.zone),
        signs_automatic=bool(typed.signs_automatic),
        **texts,
    )


def clean_sending(typed: SendingSettings) -> SendingSettings:
    """The settings as they are stored; raises Invalid with the field's name."""
    return SendingSettings(
        daily_limit_whatsapp=_limit(typed.daily_limit_whatsapp, "daily_limit_whatsapp"),
        daily_limit_email=_limit(typed.daily_limit_email, "daily_limit_email"),
        quiet_from=_clock(typed.quiet_from, "quiet_from"),
        quiet_until=_clock(typed.quiet_until, "quiet_until"),
        send_on_sunday=bool(typed.send_on_sunday),
        whatsapp_reach=_reach(typed.whatsapp_reach),
        keep_holidays=bool(typed.keep_holidays),
        holiday_state=_state(typed.holiday_state),
        contact_gap_days=_limit(typed.contact_gap_days, "contact_gap_days", MOST_GAP_DAYS),
        daily_budget_paise=_limit(typed.daily_budget_paise, "daily_budget_paise", MOST_BUDGET_PAISE),
    )


def clean_budget(shares: Mapping[str, int]) -> dict[str, int]:
    """Every share in paise, those that are not given 0; raises Invalid with the share's name."""
    for share in SHARES:
        if not 0 <= shares.get(share, 0) <= MOST_MONTHLY_PAISE:
            raise Invalid(f"Enter an amount from ₹0 to {rupees(MOST_MONTHLY_PAISE)}.", share)
    return {share: int(shares.get(share, 0)) for share in SHARES}


def clean_leads(typed: LeadSettings) -> LeadSettings:
    """The settings as they are stored; raises Invalid with the field's name."""
    if typed.assignment not in set(Assignment):
        raise Invalid("Choose to whom new leads are given.", "assignment")
    return typed


def clean_calls(typed: CallSettings) -> CallSettings:
    """The settings as they are stored; raises Invalid with the field's name."""
    days = tuple(sorted({int(day) for day in typed.call_days if 0 <= int(day) <= 6}))
    opens, closes = _clock(typed.call_from, "call_from"), _clock(typed.call_until, "call_until")
    if not days:
        raise Invalid("Choose at least one day.", "call_days")
    if opens >= closes:
        raise Invalid("The end must be later than the beginning.", "call_until")
    return CallSettings(
        call_days=days,
        call_from=opens,
        call_until=closes,
        call_notice_minutes=_limit(typed.call_notice_minutes, "call_notice_minutes", MOST_NOTICE_MINUTES),
        call_buffer_minutes=_limit(typed.call_buffer_minutes, "call_buffer_minutes", MOST_BUFFER_MINUTES),
        call_on_holidays=bool(typed.call_on_holidays),
    )


def _name(value: str) -> str:
    name = " ".join(value.split())
    if not name:
        raise Invalid("Enter the name of your business.", "name")
    if len(name) > 200:
        raise Invalid("Shorten the name to 200 characters.", "name")
    return name


def _text(value: str, field: str) -> str:
    text = "\n".join(" ".join(line.split()) for line in value.strip().splitlines())
    if len(text) > _LENGTHS[field]:
        raise Invalid(f"Shorten the {_LABELS[field]} to {_LENGTHS[field]:,} characters.", field)
    return text


def _entries(values: Iterable[str], field: str) -> tuple[str, ...]:
    entries = {entry.casefold(): entry for value in values if (entry := " ".join(str(value).split()))}
    if len(entries) > MOST_ENTRIES:
        raise Invalid(f"Keep at most {MOST_ENTRIES} entries.", field)
    if any(len(entry) > 120 for entry in entries.values()):
        raise Invalid("Shorten each entry to 120 characters.", field)
    return tuple(entries.values())


def _website(value: str) -> str:
    text = value.strip()
    if not text:
        return ""
    wrong = Invalid("Enter a web address such as www.yourfirm.in.", "website")
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        raise wrong from None
    odd = parts.scheme not in {"http", "https"} or "@" in parts.netloc or any(letter.isspace() for letter in text)
    if odd or "." not in host.strip(".") or len(text) > 490:
        raise wrong
    return parts.geturl()


def _phone(value: str, country: str) -> str:
    if not value.strip():
        return ""
    phone = normalise_phone(value, country)
    if phone is None:
        raise Invalid("Enter a phone number such as 98200 12345.", "phone")
    return phone


def _email(value: str) -> str:
    if not value.strip():
        return ""
    email = normalise_email(value, allow_reserved=True)
    if email is None:
        raise Invalid("Enter an email address such as you@yourfirm.in.", "email")
    return email


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise Invalid("Choose a time zone from the list.", "zone")
    return value


def _limit(value: int, field: str, most: int = MOST_A_DAY) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        shown = rupees(most) if field.endswith("_paise") else f"{most:,}"
        raise Invalid(f"Enter a number from 0 to {shown}.", field)
    return value


def _state(value: str) -> str:
    if value and value not in STATES:
        raise Invalid("Choose a state from the list.", "holiday_state")
    return value


def _clock(value: str, field: str) -> str:
    if not is_clock_time(value):
        raise Invalid("Enter a time such as 20:00.", field)
    return value


def _reach(value: str) -> str:
    if value and value not in set(WhatsAppReach):
        raise Invalid("Choose whom WhatsApp messages may reach.", "whatsapp_reach")
    return value
