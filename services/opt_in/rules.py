"""Pure. Codes and the messages that carry them, what the form says, and how much of it one visitor may ask for."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from services.core.crypto import fingerprint
from services.core.errors import Invalid

LONGEST_NAME, LONGEST_WORDS = 60, 500
PER_VISITOR_AN_HOUR = 10
PER_ADDRESS_A_DAY = 3
PER_CUSTOMER_AN_HOUR = 300
CONFIRM_WITHIN_DAYS = 7

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that is read as something else
_CODE = re.compile(r"(?<![\w-])([0-9A-Z]{4})[-\u2010-\u2015 ]([0-9A-Z]{4})(?![\w-])", re.IGNORECASE)
_MISREAD = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class Asked:
    """What the form brought; `page` and `visitor` are the browser's own."""

    email: str
    name: str
    page: str
    visitor: str


def new_code(customer: str, link: str) -> str:
    """A code that only this installation can have made for this link: a keyed hash, in eight signs."""
    digest = bytes.fromhex(fingerprint(f"opt-in:{customer}:{link}"))
    signs = "".join(_ALPHABET[byte & 31] for byte in digest[:8])
    return f"{signs[:4]}-{signs[4:]}"


def codes_in(text: str) -> list[str]:
    """Everything in a message that may be a code, as codes are stored."""
    found = _CODE.findall(text[:2_000])
    return [f"{first}-{second}".upper().translate(_MISREAD) for first, second in found]


def offer(business: str, code: str) -> str:
    """The message that the link or the QR image opens in WhatsApp; whoever sends it agrees."""
    return f"Yes, {business} may write to me on WhatsApp. Code: {code}"


def is_only_the_offer(text: str, business: str, code: str) -> bool:
    """Whether nothing was added to the message, so that there is nothing to answer."""
    return _plain(text) == _plain(offer(business, code))


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def whatsapp_address(number: str, text: str) -> str:
    """The link that opens WhatsApp with `text` written; `number` is E.164 (WhatsApp's "click to chat")."""
    return f"https://wa.me/{number.removeprefix('+')}?text={quote(text, safe='')}"


def usual_words(business: str) -> str:
    """What people agree to where nothing else is written."""
    return f"{business} may send me offers and news. I can stop them at any time."


def checked(name: str, words: str, business: str) -> tuple[str, str]:
    """A link's name and words; raises Invalid at what is wrong."""
    name, words = " ".join(name.split()), " ".join(words.split()) or usual_words(business)
    if not name:
        raise Invalid("Say where you will put it, such as “Website”.", "name")
    if len(name) > LONGEST_NAME:
        raise Invalid(f"At most {LONGEST_NAME} letters.", "name")
    if len(words) > LONGEST_WORDS:
        raise Invalid(f"At most {LONGEST_WORDS} letters.", "words")
    return name, words
