"""Field types of the wizard: each cleans what was typed and refuses it in the person's words."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from services.core.addresses import normalise_phone
from services.core.errors import Invalid
from services.core.money import parse_rupees

MOST_TAGS = 30
MOST_TAG = 80
MOST_ADDRESS = 2_000
_MOST_TYPED = 12_000


def refuse(message: str) -> PydanticCustomError:
    """The error that pydantic carries to the field."""
    return PydanticCustomError("refused", "{message}", {"message": message})


def _clean_text(value: Any) -> str:
    return " ".join(str(value or "").split())


def _clean_lines(value: Any) -> str:
    return "\n".join(line.rstrip() for line in str(value or "").replace("\r", "").split("\n")).strip()


def _clean_tags(value: Any) -> list[str]:
    return _clean_list(value, MOST_TAG)


def _clean_addresses(value: Any) -> list[str]:
    return _clean_list(value, MOST_ADDRESS)


def _clean_list(value: Any, most: int) -> list[str]:
    if not isinstance(value, list | tuple):
        raise refuse("Add one or more entries.")
    entries = [_clean_text(entry)[:most] for entry in value]
    unique = list({entry.casefold(): entry for entry in entries if entry}.values())
    if len(unique) > MOST_TAGS:
        raise refuse(f"Keep at most {MOST_TAGS} entries.")
    return unique


def longest(field: str) -> int:
    """Letters that one entry of a list may have."""
    return MOST_ADDRESS if field == "directory_urls" else MOST_TAG


def entries(field: str, text: str) -> list[str]:
    """What was typed or pasted into a list's box: addresses between spaces, other words between commas."""
    text = text[:_MOST_TYPED]
    parts = text.split() if field == "directory_urls" else text.split(",")
    return [part for part in (_clean_text(part)[: longest(field)] for part in parts) if part]


def _clean_website(value: Any) -> str:
    text = _clean_text(value)
    if not text:
        return ""
    if "://" not in text:
        text = f"https://{text}"
    scheme, _, rest = text.partition("://")
    if scheme not in {"http", "https"} or "." not in rest.partition("/")[0] or " " in rest:
        raise refuse("Enter a web address such as www.yourfirm.in.")
    return text[:500]


def _clean_phone(value: Any) -> str:
    text = _clean_text(value)
    if not text:
        return ""
    phone = normalise_phone(text, "IN")
    if phone is None:
        raise refuse("Enter a phone number such as 98200 00000.")
    return phone


def _clean_rupees(value: Any) -> int:
    if isinstance(value, int):
        return value
    try:
        return parse_rupees(_clean_text(value))
    except Invalid as error:
        raise refuse(error.message) from None


def _clean_flag(value: Any) -> bool:
    return value is True or str(value).lower() in {"true", "yes", "on", "1"}


Line = Annotated[str, BeforeValidator(_clean_text)]
Lines = Annotated[str, BeforeValidator(_clean_lines)]
Tags = Annotated[list[str], BeforeValidator(_clean_tags)]
Addresses = Annotated[list[str], BeforeValidator(_clean_addresses)]
Website = Annotated[str, BeforeValidator(_clean_website)]
Phone = Annotated[str, BeforeValidator(_clean_phone)]
RupeesInPaise = Annotated[int, BeforeValidator(_clean_rupees)]
Flag = Annotated[bool, BeforeValidator(_clean_flag)]


def at_least_one(message: str) -> AfterValidator:
    """A list that must not be empty."""

    def check(value: list[str]) -> list[str]:
        if not value:
            raise refuse(message)
        return value

    return AfterValidator(check)


def filled(message: str, most: int = 200) -> AfterValidator:
    """A text that must not be empty nor longer than `most` characters."""

    def check(value: str) -> str:
        if not value:
            raise refuse(message)
        return within(most, value)

    return AfterValidator(check)


def up_to(most: int) -> AfterValidator:
    """A text of at most `most` characters."""
    return AfterValidator(lambda value: within(most, value))


def within(most: int, value: str) -> str:
    if len(value) > most:
        raise refuse(f"Shorten this to {most:,} characters: it has {len(value):,}.")
    return value
