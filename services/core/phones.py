"""Phone numbers: told from other digits, valid in their country's plan, written as E.164."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import Leniency, PhoneMetadata, PhoneNumberFormat, PhoneNumberMatcher

DEFAULT_REGION = "IN"
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, 0xFEFF], " "
)
_LINK = re.compile(r"(?i)(?:wa\.me/|[?&]phone=)(?:\+|%2B)?(\d{8,15})")
# "26591234/35/36" and "26591234-38" are one number and its lines; "|" stands between two.
_LIST = re.compile(r"(?<=\d{6})(?:\s?/\s?\d{1,4}){1,6}(?![\d/-])|[|]")
_RANGE = re.compile(r"(?<!\d)((?:\(?0|(?:\+|00)?91[ -]{1,2})(\d{2,4}[) -]{1,2}\d{6,8}))-\d{1,2}(?![\d/-]|\s\d)")
_GLUED_LABEL = re.compile(r"(?i)(?<=[a-z])[a-z:](?=\+?\d{8})")
_FURTHER = re.compile(r"\s*(?:[,/;&]|or\b|and\b)\s*(\d(?:[\s-]?\d){5,7})(?![\s-]?\d)")
_PHONE_ONLY = re.compile(r"[\s\d()+./-]{6,30}")
_LONGEST = 60_000
# How nearly every number of India is written; its plan says at once whether there is such a number.
_PLAIN = re.compile(r" ?(?:\+91[ -]?|91[ -]?(?=[6-9])|0)?((?!18)[1-9]\d(?:[ -]?\d){8}) ?")
_PLAIN_REGIONS = {"IN"}
_NATIONAL_DIGITS = 10
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
    text = _RANGE.sub(_without_lines, text)
    text = _GLUED_LABEL.sub(" ", text)
    links = [PhoneMatch(hit.start(1), hit.end(1), f"+{hit[1]}") for hit in _LINK.finditer(text)]
    found = [link for link in links if _valid(link.e164, region)]
    found += [
        PhoneMatch(match.start, match.end, _e164(match.number))
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID, max_tries=10_000)
        if _is_written_as_one(match.raw_string)
        and not _is_filler(match.number)
        and not any(link.start <= match.start < link.end for link in links)
    ]
    found += [other for match in found for other in _without_area_code(text, match)]
    return tuple(sorted(found, key=lambda match: match.start))


def _without_lines(hit: re.Match[str]) -> str:
    """A whole number keeps its place and loses the "-38" of its further lines."""
    is_whole = sum(letter.isdigit() for letter in hit[2]) == _NATIONAL_DIGITS
    return hit[1].ljust(len(hit[0])) if is_whole else hit[0]


def _without_area_code(text: str, before: PhoneMatch) -> Iterator[PhoneMatch]:
    """ "022-2659 1234, 2659 5678": a landline behind another one shares its area code."""
    number = phonenumbers.parse(before.e164)
    area = phonenumbers.length_of_geographical_area_code(number)
    national = phonenumbers.national_significant_number(number)
    end = before.end
    while area and (hit := _FURTHER.match(text, end)):
        digits = re.sub(r"\D", "", hit[1])
        value = _valid(f"+{number.country_code}{national[:area]}{digits}", "")
        if len(digits) != len(national) - area or value is None:
            return
        end = hit.end(1)
        yield PhoneMatch(hit.start(1), end, value)


def find_phones(text: str, region: str = DEFAULT_REGION) -> list[str]:
    """The distinct valid numbers of a text as E.164, in their order."""
    if region in _PLAIN_REGIONS and (plain := _PLAIN.fullmatch(text)) and (one := _ordinary(plain, region)):
        return [one]
    return list(dict.fromkeys(match.e164 for match in phone_matches(text, region)))


def normalise_phone(raw: str | None, region: str = DEFAULT_REGION) -> str | None:
    """One field's number as E.164, the first when it holds several; None when it holds no valid one."""
    if not raw:
        return None
    if (plain := _PLAIN.fullmatch(str(raw))) and region in _PLAIN_REGIONS:
        return _ordinary(plain, region)
    if found := phone_matches(str(raw)[:500], region):
        return found[0].e164
    compact = str(raw).translate(_INVISIBLE).strip()
    return _valid(compact, region) if _PHONE_ONLY.fullmatch(compact) else None


def _ordinary(plain: re.Match[str], region: str) -> str | None:
    digits = plain[1].replace(" ", "").replace("-", "")
    usable = _national_plan(region).fullmatch(digits) and not _is_filler_digits(digits)
    return f"+{phonenumbers.country_code_for_region(region)}{digits}" if usable else None


@cache
def _national_plan(region: str) -> re.Pattern[str]:
    """Every number that the region's plan has, of any kind."""
    plan = PhoneMetadata.metadata_for_region(region, None)
    kinds = (plan.fixed_line, plan.mobile, plan.toll_free, plan.premium_rate, plan.shared_cost, plan.voip, plan.pager,
             plan.uan, plan.personal_number, plan.voicemail) if plan else ()  # fmt: skip
    patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")


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
    return _is_filler_digits(str(number.national_number))


def _is_filler_digits(digits: str) -> bool:
    return len(set(digits)) == 1 or digits in "01234567890123"


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
