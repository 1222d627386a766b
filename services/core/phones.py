"""Phone numbers: told from other digits, valid in their country's plan, written as E.164."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import Leniency, PhoneMetadata, PhoneNumberFormat, PhoneNumberMatcher

DEFAULT_REGION = "IN"
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, 0xFEFF], " "
)
_LINK = re.compile(r"(?i)(?:wa\.me/|[?&]phone=)(?:\+|%2B)?(\d{8,15})")
_LIST = re.compile(r"(?<=\d{6})(?:\s?/\s?\d{1,4}){1,6}(?![\d/-])|[|]")
_PHONE_ONLY = re.compile(r"[\s\d()+./-]{6,30}")
_LONGEST = 60_000
_DIGIT = re.compile(r"\d")
_LONGEST_REMEMBERED = 300


@dataclass(frozen=True)
class PhoneMatch:
    """A number found at `start:end` of a text."""

    start: int
    end: int
    e164: str


def phone_matches(text: str, region: str = DEFAULT_REGION) -> list[PhoneMatch]:
    """Every valid number in `text` with its place; numbers without a country code are read as `region`'s."""
    if not _has_digits_enough(text, region):
        return []
    find = _remembered_matches if len(text) <= _LONGEST_REMEMBERED else _matches
    return list(find(text, region))


def _has_digits_enough(text: str, region: str) -> bool:
    """The matcher is slow and most lines of a page are words, prices and hours: too few digits for any number."""
    if "+" in text or "＋" in text:
        return True
    return sum(1 for _ in _DIGIT.finditer(text)) >= _fewest_digits(region)


@cache
def _fewest_digits(region: str) -> int:
    plan = PhoneMetadata.metadata_for_region(region, None)
    lengths = plan.general_desc.possible_length if plan and plan.general_desc else ()
    return min((length for length in lengths if length > 0), default=0)


@lru_cache(maxsize=4096)
def _remembered_matches(text: str, region: str) -> tuple[PhoneMatch, ...]:
    """The lines of a site's frame are the same on each of its pages."""
    return _matches(text, region)


def _matches(text: str, region: str) -> tuple[PhoneMatch, ...]:
    text = _LIST.sub(lambda hit: " " * len(hit[0]), text[:_LONGEST].translate(_INVISIBLE))
    links = [PhoneMatch(hit.start(1), hit.end(1), f"+{hit[1]}") for hit in _LINK.finditer(text)]
    found = [link for link in links if _valid(link.e164, region)]
    found += [
        PhoneMatch(match.start, match.end, _e164(match.number))
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID, max_tries=10_000)
        if _is_written_as_one(match.raw_string)
        and not _is_filler(match.number)
        and not any(link.start <= match.start < link.end for link in links)
    ]
    return tuple(sorted(found, key=lambda match: match.start))


def find_phones(text: str, region: str = DEFAULT_REGION) -> list[str]:
    """The distinct valid numbers of a text as E.164, in their order."""
    return list(dict.fromkeys(match.e164 for match in phone_matches(text, region)))


def normalise_phone(raw: str | None, region: str = DEFAULT_REGION) -> str | None:
    """One field's number as E.164, the first when it holds several; None when it holds no valid one."""
    if not raw:
        return None
    if found := phone_matches(str(raw)[:500], region):
        return found[0].e164
    compact = str(raw).translate(_INVISIBLE).strip()
    return _valid(compact, region) if _PHONE_ONLY.fullmatch(compact) else None


def is_mobile(e164: str) -> bool:
    """Whether the plan says that the number can be a mobile one, so that it may have WhatsApp."""
    kind = phonenumbers.number_type(phonenumbers.parse(e164))
    return kind in {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}


def _valid(raw: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return None
    usable = phonenumbers.is_valid_number(number) and not _is_filler(number)
    return _e164(number) if usable else None


def _is_written_as_one(raw: str) -> bool:
    """No number is written "140/155/170) 1999"."""
    return raw.count("(") == raw.count(")") and raw.count("/") < 2


def _is_filler(number: phonenumbers.PhoneNumber) -> bool:
    """Numbers nobody has: one digit repeated, or counted upwards from 0 or 1."""
    digits = str(number.national_number)
    return len(set(digits)) == 1 or digits in "01234567890123"


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
