"""What a cell looks like, and numbers that spreadsheets have bent back into shape."""

import re

from services.core.phones import normalise_phone

_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")
_URL = re.compile(r"(?i)(?:https?://|www\.)\S+")
_PHONE = re.compile(r"[+(]?\d[\d\s().+/-]{5,24}")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?")
_SCIENTIFIC = re.compile(r"\+?(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_ZERO_FRACTION = re.compile(r"(\+?\d{6,15})[.,]0+")
_LIST = re.compile(r"\s*(?::::|[;,\n|]|\s/\s|\bor\b)\s*")
_LIST_OF_ADDRESSES = re.compile(r"(?i)\s*:::\s*|[;,\n|\s]+(?=[^\s<]*@|[^,;<]*<)|\s/\s")
_TELLING = 500  # of a cell's letters tell what it holds; whole novels keep an address pattern busy for minutes
_YES_WORDS = """
yes y true 1 x ✓ ✔ on opted-in opt-in subscribed agreed granted हाँ हां जी
"""
YES = frozenset([*_YES_WORDS.split(), "opted in", "opt in"])
SHORTENED = "Shortened by the spreadsheet: its last digits are lost. Format the column as text and save it again"


def looks_like_data(cell: str) -> bool:
    """Whether a cell holds a value of a person rather than a heading: an address, a link, a number, a date."""
    text = cell[:_TELLING].strip()
    return any(pattern.fullmatch(text) for pattern in (_EMAIL, _URL, _PHONE, _NUMBER, _DATE, _SCIENTIFIC)) or bool(
        _EMAIL.search(text)
    )


def kind_of(cell: str) -> str:
    """ "email", "phone", "link", "number", "date" or "text"."""
    text = cell[:_TELLING].strip()
    if _EMAIL.search(text):
        return "email"
    if _URL.fullmatch(text):
        return "link"
    if _DATE.fullmatch(text):
        return "date"
    digits = sum(letter.isdigit() for letter in text)
    if _SCIENTIFIC.fullmatch(text) or (_PHONE.fullmatch(text) and 7 <= digits <= 15):
        return "phone"
    return "number" if _NUMBER.fullmatch(text) else "text"


def unbent(cell: str) -> str:
    """A phone number as it was typed: without ".0", exponent or the apostrophe that makes a spreadsheet keep text.

    Raises ValueError with words for people when the spreadsheet threw digits away.
    """
    text = cell.strip().lstrip("'’`").strip()
    if whole := _ZERO_FRACTION.fullmatch(text):
        return whole[1]
    bent = _SCIENTIFIC.fullmatch(text)
    if bent is None:
        return text
    head, tail, power = bent[1], bent[2] or "", int(bent[3])
    if len(tail) < power - 1 or power > 15:  # one zero at the end may go unwritten, not more
        raise ValueError(SHORTENED)
    return (head + tail).ljust(power + 1, "0")[: power + 1]


def is_yes(cell: str) -> bool:
    return cell.strip().lower() in YES


def split_values(cell: str) -> list[str]:
    """The values of a cell that holds several, as Google Contacts writes them (" ::: ")."""
    return [part for part in _LIST.split(cell) if part] if cell else []


def split_addresses(cell: str) -> list[str]:
    """The e-mail addresses of a cell that holds several."""
    return [part.strip(" ,;") for part in _LIST_OF_ADDRESSES.split(cell.strip()) if part.strip(" ,;")]


def is_phone(cell: str, region: str) -> bool:
    try:
        return bool(normalise_phone(unbent(cell), region))
    except ValueError:
        return False
